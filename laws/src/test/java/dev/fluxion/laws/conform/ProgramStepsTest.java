package dev.fluxion.laws.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fluxion.laws.conform.torch.NotSupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that write, watch and change modes; each with what it must not accept. */
final class ProgramStepsTest {
  /** x = [1, 4] requires a gradient, y = 2x, v = [5, 6] a constant. */
  private static final String START =
      """
      {'do':'tensor','out':'x','shape':[2],'dtype':'float64','data':[1,4],'requires_grad':true},
      {'do':'tensor','out':'v','shape':[2],'dtype':'float64','data':[5,6]},
      {'do':'apply','out':'y','op':'mul','args':['x',{'const':2.0}]},
      """;

  private static final String BACKWARD =
      """
      {'do':'apply','out':'s','op':'sum','args':['y']},{'do':'backward','target':'s'}
      """;

  private static void run(String... steps) throws Exception {
    var json = "{'steps':[" + START + String.join(",", steps) + "]}";
    ProgramCase.run(new ObjectMapper().readTree(json.replace('\'', '"')));
  }

  private static void differs(String message, String... steps) {
    var mismatch = assertThrows(Mismatch.class, () -> run(steps));
    assertEquals(message, mismatch.getMessage());
  }

  private static String write(String op, String target, String arguments) {
    return "{'do':'inplace','op':'%s','target':'%s','args':[%s]}".formatted(op, target, arguments);
  }

  private static String expect(String what, String target, String data) {
    return "{'do':'expect','what':'%s','target':'%s','shape':[2],'dtype':'float64','data':[%s]}"
        .formatted(what, target, data);
  }

  private static String flag(String what, String value) {
    return "{'do':'expect','what':'%s','target':'y','value':%s}".formatted(what, value);
  }

  private static String refused(String category, String step) {
    return "{'do':'expect_error','category':'%s','step':%s}".formatted(category, step);
  }

  private static String block(String mode, String step) {
    return "{'do':'block','mode':'%s','steps':[%s]}".formatted(mode, step);
  }

  private static String hook(String kind, String rest) {
    return "{'do':'hook','target':'y','out':'h','hook':{'kind':'%s'%s}}".formatted(kind, rest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "add_; {'const':3.0}; 5,11",
        "sub_; 'v'; -3,2",
        "mul_; 'v'; 10,48",
        "div_; {'const':4.0}; 0.5,2",
        "pow_; {'const':2}; 4,64",
        "copy_; 'v'; 5,6",
        "fill_; {'const':7.0}; 7,7",
        "zero_; ''; 0,0",
        "neg_; ''; -2,-8"
      })
  void writesChangeTheirTarget(String op, String argument, String after) throws Exception {
    var step = write(op, "y", argument.equals("''") ? "" : argument);
    run(step, expect("value", "y", after), flag("version", "1"));
    assertThrows(Mismatch.class, () -> run(step, expect("value", "y", "2,9")));
  }

  @Test
  void writesHaveAttributes() throws Exception {
    var add = write("add_", "y", "'v'").replace("]}", "],'attrs':{'alpha':2}}");
    var clamp = write("clamp_", "y", "").replace("]}", "],'attrs':{'min':3.0,'max':7.0}}");
    run(add, expect("value", "y", "12,20"));
    run(clamp, expect("value", "y", "3,7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "'1'", "['-1']", "{'const':1}", "{'const':['1']}", "'...,1'", "['1:2']"})
  void itemsAreSetWhereTheirIndexPoints(String index) throws Exception {
    var set = write("setitem", "y", index + ",{'const':9.0}");
    run(set, expect("value", "y", "2,9"), BACKWARD, expect("grad", "x", "2,0"));
    differs("y[0]: expected 9.0, got 2.0", set, expect("value", "y", "9,8"));
  }

  @Test
  void aTensorIsSetAndAnIndexOfAnotherKindIsNotSupported() throws Exception {
    run(write("setitem", "y", "':','v'"), expect("value", "y", "5,6"));
    var set = write("setitem", "y", "{'where':1},'v'");
    assertThrows(NotSupported.class, () -> run(set));
    assertThrows(NotSupported.class, () -> run(write("tomorrow_", "y", "")));
  }

  @Test
  void versionsAreCounted() {
    differs("y: expected version 2, got 1", write("exp_", "y", ""), flag("version", "2"));
  }

  @Test
  void hooksSeeAndChangeGradients() throws Exception {
    run(hook("scale", ",'factor':-3.0"), BACKWARD, expect("grad", "x", "-6,-6"));
    run(hook("clip", ",'limit':0.25"), BACKWARD, expect("grad", "x", "0.5,0.5"));
    var nan = "{'do':'apply','out':'y','op':'mul','args':['y',{'const':'NaN'}]}";
    run(hook("zero_nan", ""), nan, BACKWARD, expect("grad", "x", "0,0"));
    run(
        hook("scale", ",'factor':5.0"),
        "{'do':'remove_hook','handle':'h'}",
        BACKWARD,
        expect("grad", "x", "2,2"));
    differs("the program has no hook g", "{'do':'remove_hook','handle':'g'}");
    assertThrows(NotSupported.class, () -> run(hook("tomorrow", "")));
  }

  @Test
  void theLogTellsWhichHooksRanAndWhatTheySaw() throws Exception {
    var log = hook("log", ",'label':'y'");
    var expected = "{'do':'expect','what':'log','value':[%s]}";
    run(log, expected.formatted(""), BACKWARD, expected.formatted("'y:1.0,1.0'"));
    differs("log: expected hooks [z], got [y]", log, BACKWARD, expected.formatted("'z:1.0,1.0'"));
    differs("log 0, y[1]: expected NaN, got 1.0", log, BACKWARD, expected.formatted("'y:1.0,nan'"));
    differs("log: expected hooks [y], got []", log, expected.formatted("'y:1.0,1.0'"));
  }

  @Test
  void modesAreThoseOfTheirBlock() throws Exception {
    var twice = "{'do':'apply','out':'y','op':'mul','args':['x',{'const':2.0}]}";
    run(block("inference_mode", twice), flag("requires_grad", "false"));
    run(
        block("inference_mode", twice),
        refused("inference_tensor", write("add_", "y", "{'const':1.0}")));
    differs(
        "y: expected requires_grad to be false, got true", twice, flag("requires_grad", "false"));
    var root =
        """
        {'do':'apply','out':'n','op':'sub','args':['x',{'const':1.0}]},
        {'do':'apply','out':'z','op':'mul','args':['n',{'const':0.0}]},
        {'do':'apply','out':'y','op':'sqrt','args':['z']},
        {'do':'apply','out':'y','op':'mul','args':['y',{'const':0.0}]},
        {'do':'apply','out':'s','op':'sum','args':['y']},
        """;
    var backward = "{'do':'backward','target':'s'}";
    run(block("anomaly", root + refused("anomaly_nan", backward)));
    assertThrows(Mismatch.class, () -> run(root + refused("anomaly_nan", backward)));
  }

  @Test
  void whatIsRefusedLeavesVersionsAlone() throws Exception {
    run(refused("inplace_on_leaf", write("add_", "x", "{'const':1.0}")));
    differs(
        "expected GraphException for inplace_on_leaf, got no exception",
        refused("inplace_on_leaf", write("add_", "y", "{'const':1.0}")));
  }
}

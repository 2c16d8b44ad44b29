package dev.fluxion.laws.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fluxion.laws.conform.torch.NotSupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps with functions of functions: what they name in their order, and what they must not. */
final class FunctionalStepsTest {
  /** a = [1, 2], b = [3, 4], m = [[1, 2], [3, 4]]. */
  private static final String START =
      """
      {'do':'tensor','out':'a','shape':[2],'dtype':'float64','data':[1,2]},
      {'do':'tensor','out':'b','shape':[2],'dtype':'float64','data':[3,4]},
      {'do':'tensor','out':'m','shape':[2,2],'dtype':'float64','data':[1,2,3,4]},
      """;

  /** (x, y) ↦ Σ x²y. */
  private static final String CUBIC =
      """
      {'params':['x','y'],'returns':['z'],'body':[
      {'do':'apply','out':'q','op':'mul','args':['x','x']},
      {'do':'apply','out':'p','op':'mul','args':['q','y']},
      {'do':'apply','out':'z','op':'sum','args':['p']}]}
      """;

  /** (x, y) ↦ (xy, x + y). */
  private static final String PAIR =
      """
      {'params':['x','y'],'returns':['p','s'],'body':[
      {'do':'apply','out':'p','op':'mul','args':['x','y']},
      {'do':'apply','out':'s','op':'add','args':['x','y']}]}
      """;

  private static void run(String... steps) throws Exception {
    var json = "{'steps':[" + START + String.join(",", steps) + "]}";
    ProgramCase.run(new ObjectMapper().readTree(json.replace('\'', '"')));
  }

  private static String step(String api, String f, String rest) {
    return "{'do':'functional','api':'%s','fn':%s,%s}".formatted(api, f, rest);
  }

  private static String expect(String target, String shape, String data) {
    return "{'do':'expect','what':'value','target':'%s','shape':[%s],'dtype':'float64','data':[%s]}"
        .formatted(target, shape, data);
  }

  @ParameterizedTest
  @CsvSource({"hessian", "hessian_fwd_over_rev"})
  void blocksComeRowByRow(String api) throws Exception {
    run(
        step(api, CUBIC, "'inputs':['a','b'],'out':['r','s','t','u']"),
        expect("r", "2,2", "6,0,0,8"),
        expect("s", "2,2", "2,0,0,4"),
        expect("t", "2,2", "2,0,0,4"),
        expect("u", "2,2", "0,0,0,0"));
  }

  @ParameterizedTest
  @CsvSource({"jacobian", "jacfwd", "jacrev"})
  void soDoThoseOfSeveralResults(String api) throws Exception {
    run(
        step(api, PAIR, "'inputs':['a','b'],'out':['r','s','t','u']"),
        expect("r", "2,2", "3,0,0,4"),
        expect("s", "2,2", "1,0,0,2"),
        expect("t", "2,2", "1,0,0,1"),
        expect("u", "2,2", "1,0,0,1"));
  }

  @Test
  void productsWithAndWithoutValues() throws Exception {
    var both = "'inputs':['a','b'],'v':['b','a'],'out':['r','s']";
    run(step("hvp", CUBIC, both), expect("r", "2", "20,40"), expect("s", "2", "6,16"));
    run(step("vjp", PAIR, both), expect("r", "2", "10,18"), expect("s", "2", "4,10"));
    run(step("jvp", PAIR, both), expect("r", "2", "10,20"), expect("s", "2", "4,6"));
    var all = both.replace("'s'", "'s','t','u'");
    run(
        step("jvp", PAIR, all),
        expect("r", "2", "3,8"),
        expect("s", "2", "4,6"),
        expect("t", "2", "10,20"));
  }

  @Test
  void mapsAlongAxes() throws Exception {
    var first = "'inputs':['m','b'],'in_dims':[0,null],'out':['r','s']";
    run(step("vmap", PAIR, first), expect("r", "2,2", "3,8,9,16"), expect("s", "2,2", "4,6,6,8"));
    var second = first.replace("[0,null]", "[1,null],'out_dims':[0,1]");
    run(step("vmap", PAIR, second), expect("r", "2,2", "3,12,6,16"), expect("s", "2,2", "4,5,7,8"));
    var same = "'inputs':['m','m'],'attrs':{'in_dims':1},'out':['r','s']";
    run(step("vmap", PAIR, same), expect("r", "2,2", "1,9,4,16"));
    var plain = "'inputs':['m','m'],'out':['r','s']";
    run(step("vmap", PAIR, plain), expect("r", "2,2", "1,4,9,16"));
  }

  @Test
  void gradientsOfSamplesByTheFirstArguments() throws Exception {
    var one = "'inputs':['m','b'],'in_dims':[0,null],'out':['r']";
    run(step("vmap_grad", CUBIC, one), expect("r", "2,2", "6,16,18,32"));
    var two = one.replace("['r']", "['r','s']");
    run(
        step("vmap_grad", CUBIC, two),
        expect("r", "2,2", "6,16,18,32"),
        expect("s", "2,2", "1,4,9,16"));
  }

  @Test
  void whatDiffersAndWhatIsNotThere() {
    var three = step("hvp", CUBIC, "'inputs':['a','b'],'v':['b','a'],'out':['r','s','t']");
    var mismatch = assertThrows(Mismatch.class, () -> run(three));
    assertEquals("functional: expected 3 tensors, got 2", mismatch.getMessage());
    var axes = step("vmap", PAIR, "'inputs':['a','b'],'in_dims':[0],'out':['r','s']");
    var other = assertThrows(Mismatch.class, () -> run(axes));
    assertEquals("in_dims: expected 2 axes, got 1", other.getMessage());
    var tomorrow = step("tomorrow", PAIR, "'inputs':['a','b'],'out':['r','s']");
    assertThrows(NotSupported.class, () -> run(tomorrow));
  }
}

package dev.fluxion.laws.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner on cases small enough to check by hand, some of them wrong on purpose. */
final class ConformTest {
  @TempDir private Path folder = Path.of("");

  private record Run(int code, String out, String err) {}

  private Run run(List<String> options, String... cases) throws IOException {
    var file = folder.resolve("cases.jsonl");
    var lines = new ArrayList<String>();
    for (var json : cases) {
      lines.add(json.replace('\n', ' ').replace('\'', '"').replace('`', '\''));
    }
    Files.write(file, lines);
    var arguments = new ArrayList<>(options);
    arguments.add(file.toString());
    return run(arguments.toArray(new String[0]));
  }

  private static Run run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code = Conform.run(arguments, new PrintStream(out), new PrintStream(err));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** x·x at 3 with cotangent 2 and tangent 5, and what is to come out. */
  private static String square(String id, String flags, double value, double grad, double second) {
    return """
    {'kind':'op','id':'%s','op':'mul','priority':1,'torch':'x * x','attrs':{},'flags':[%s],
     'inputs':[{'name':'x','requires_grad':true,'shape':[1],'dtype':'float64','data':[3]}],
     'outputs':[{'name':'out','differentiable':true,'shape':[1],'dtype':'float64','data':[%s]}],
     'cotangents':[[2]],'grads':[[%s]],'tangents':[[5]],'jvp':[[30]],
     'second':{'v':[[1]],'grad_inputs':[[%s]],'grad_cotangents':[[6]]},'rtol':1e-9,'atol':1e-11}
    """
        .formatted(id, flags, value, grad, second);
  }

  @Test
  void aCaseThatAgreesPasses() throws IOException {
    var run = run(List.of(), square("a", "", 9, 12, 4));
    assertEquals(0, run.code(), run.out());
    assertTrue(run.out().startsWith("op p1: 1 passed, 0 failed, 0 not supported\n"), run.out());
  }

  @Test
  void valueGradientAndSecondOrderCanFail() throws IOException {
    var run =
        run(
            List.of(),
            square("right", "", 9, 12, 4),
            square("value", "", 8, 12, 4),
            square("gradient", "", 9, 13, 4),
            square("second", "", 9, 12, 5));
    assertEquals(1, run.code());
    assertTrue(run.out().contains("op p1: 1 passed, 3 failed"), run.out());
    assertTrue(run.out().contains("value: out[0]: expected 8.0, got 9.0\n"), run.out());
    assertTrue(run.out().contains("gradient: grad x[0]: expected 13.0, got 12.0\n"), run.out());
    assertTrue(
        run.out().contains("second: second order, x[0]: expected 5.0, got 4.0\n"), run.out());
  }

  @Test
  void atSpecialPointsOnlyThePatternOfGradientsIsForgiven() throws IOException {
    var pattern = square("pattern", "'special'", 9, 12, 4).replace("[[12.0]]", "[['NaN']]");
    var run =
        run(
            List.of(),
            pattern,
            square("finite", "'special'", 9, 13, 4).replace("'jvp':[[30]],", ""),
            pattern.replace("'special'", "").replace("pattern", "plain"));
    assertEquals(1, run.code());
    assertTrue(run.out().contains("op p1: 1 passed, 2 failed"), run.out());
    var notes = run.out().substring(run.out().indexOf("special-gradient"));
    assertTrue(notes.contains("pattern: grad x[0]: expected NaN, got 12.0"), run.out());
  }

  @Test
  void whatIsMissingIsNoFailureAndIsListedOnDemand() throws IOException {
    var missing = square("later", "", 9, 12, 4).replace("x * x", "torch.tomorrow(x)");
    assertEquals(0, run(List.of(), missing).code());
    var run = run(List.of("--unsupported"), missing);
    assertTrue(run.out().contains("op p1: 0 passed, 0 failed, 1 not supported"), run.out());
    assertTrue(run.out().contains("later: tomorrow\n"), run.out());
  }

  @Test
  void onlyFiltersById() throws IOException {
    var run =
        run(List.of("--only", "righ"), square("right", "", 9, 12, 4), square("b", "", 8, 1, 1));
    assertEquals(0, run.code());
    assertTrue(run.out().contains("total: 1 passed, 0 failed, 0 not supported"), run.out());
  }

  @Test
  void errorsHaveCategories() throws IOException {
    var range =
        """
        {'kind':'op_error','id':'%s','priority':1,'torch':'torch.sum(x, dim=2)','attrs':{},
         'inputs':[{'name':'x','shape':[1],'dtype':'float64','data':[3]}],
         'error':{'category':'%s'}}
        """;
    var run =
        run(
            List.of(),
            range.formatted("right", "dim_out_of_range"),
            range.formatted("wrong", "dtype"),
            range.formatted("none", "dim_out_of_range").replace("dim=2", "dim=0"));
    assertTrue(run.out().contains("op_error p1: 1 passed, 2 failed"), run.out());
    assertTrue(run.out().contains("wrong: expected DTypeException for dtype, got"), run.out());
    assertTrue(run.out().contains("got no exception"), run.out());
  }

  @Test
  void programsRunStepByStep() throws IOException {
    var program =
        """
        {'kind':'program','id':'%s','tags':[%s],'steps':[
         {'do':'tensor','out':'x','shape':[2],'dtype':'float64','data':[1,2],'requires_grad':true},
         {'do':'apply','out':'y','op':'mul','args':['x',{'const':3.0}]},
         {'do':'expect_error','step':{'do':'backward','target':'y'},
          'category':'nonscalar_backward'},
         {'do':'apply','out':'s','op':'sum','args':['y']},
         {'do':'backward','target':'s'},
         {'do':'expect','what':'grad','target':'x','shape':[2],'dtype':'float64','data':[3,%s]}]}
        """;
    var run =
        run(
            List.of(),
            program.formatted("right", "", 3),
            program.formatted("wrong", "", 4),
            program.formatted("quirk", "'torch_quirk'", 4),
            program.formatted("later", "", 3).replace("'backward','target':'s'", "'tomorrow'"));
    assertEquals(1, run.code());
    assertTrue(run.out().contains("program: 1 passed, 2 failed, 1 not supported"), run.out());
    assertTrue(run.out().contains("wrong: grad of x[1]: expected 4.0, got 3.0"), run.out());
    var quirks = run.out().substring(run.out().indexOf("torch is quirky"));
    assertTrue(quirks.contains("quirk: grad of x[1]"), run.out());
  }

  @Test
  void printsAndTutorialsAreComparedAsText() throws IOException {
    var print =
        """
        {'kind':'print','id':'p','dtype':'float32','shape':[2],'requires_grad':false,
         'gen':{'gen':'arange','start':0,'step':0.5},'expected':'tensor([0.0000, 0.5000])'}
        """;
    var seed =
        """
        {'kind':'seed_print','id':'seed/doc/%s','program':'%s','expected_print':'%s'}
        """;
    var run =
        run(
            List.of("--unsupported"),
            print,
            print.replace("0.5000])", "0.5])"),
            seed.formatted("01", "x = ones(2, requires_grad); f`x is {x.grad}`", "x is None"),
            seed.formatted("02", "(x * x).sum().backward(); x.grad", "tensor([2., 2.])"),
            seed.formatted("04", "x.grad.zero_()", "tensor([0., 0.])"),
            seed.formatted("05", "f`{x.grad}`", "tensor([0., 0.])"));
    assertTrue(run.out().contains("print: 1 passed, 1 failed"), run.out());
    assertTrue(run.out().contains("seed_print: 2 passed, 0 failed, 2 not supported"), run.out());
    assertTrue(run.out().contains("seed/doc/04: the name x"), "a place is missing: " + run.out());
  }

  @Test
  void proseIsKnownByItsTitle() throws IOException {
    var prose =
        """
        {'kind':'scenario','id':'%s','title':'%s','prose':'','expected':{'derivatives':
         [80,160,240,240,120,%s]}}
        """;
    var run =
        run(
            List.of(),
            prose.formatted("a", "x^5 at 2 up to order 6", 0),
            prose.formatted("b", "x^5 at 2 up to order 6", 1),
            prose.formatted("c", "another", 0));
    assertTrue(run.out().contains("scenario: 1 passed, 1 failed, 1 not supported"), run.out());
  }

  @Test
  void whatCannotBeReadEndsWithTwo() throws IOException {
    assertEquals(2, run().code());
    assertEquals(2, run("--unheard").code());
    assertEquals(2, run("--only").code());
    var absent = run(folder.resolve("absent.jsonl").toString());
    assertEquals(2, absent.code());
    assertTrue(absent.err().startsWith("conform: cannot read"), absent.err());
    assertTrue(run(List.of(), "{'kind':").err().contains("line 1"));
    assertEquals(2, run(List.of(), "{'kind':'op'}").code());
    assertEquals(2, run(List.of(), "[1]").code());
  }
}

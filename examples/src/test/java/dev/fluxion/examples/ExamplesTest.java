package dev.fluxion.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.examples.Program.Fluxion;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The other programs run, and end with the line that they should. */
class ExamplesTest {
  private static final Map<String, String> LAST_LINES =
      Map.of(
          "Checkpoint", "difference tensor(-0.0792)",
          "FirstGradient", "tensor([ 0.,  4.,  8., 12.])",
          "FunctionsOfFunctions", "at rest: true",
          "ForwardMode", "tensor([6., 0., 0.])",
          "HigherOrder", "tensor([0.4794, 0.8415, 0.9975, 0.9093, 0.5985])",
          "ImplicitLayers", "        [ 10.1438,  -4.5581,   5.0238,  -0.1588]])",
          "LinearRegression", "w = tensor([ 2.0000, -3.4000]), b = tensor(4.2000)",
          "Rosenbrock", "tensor([1.0000, 1.0000])",
          "SparseHessian", "at rest: true",
          "StepSizes", "true");

  static List<Path> programs() {
    return Checkout.programs("examples");
  }

  @ParameterizedTest
  @MethodSource("programs")
  void endsWithTheLine(Path program) throws IOException, InterruptedException {
    var name = program.getFileName().toString().replace(".java", "");
    assertTrue(LAST_LINES.containsKey(name), () -> "what does " + name + " print last?");
    var lines = Program.run(program, Fluxion.ON_MODULE_PATH).lines().toList();
    assertEquals(LAST_LINES.get(name), lines.getLast());
  }

  @Test
  void noneIsMissing() {
    assertEquals(LAST_LINES.size(), programs().size());
  }

  /** The launcher that runs source files keeps warnings to itself. */
  @Test
  void compileWithoutWarnings(@TempDir Path classes) throws IOException {
    var sources = new ArrayList<>(programs());
    sources.addAll(Checkout.programs("examples/seeds"));
    var compiler = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var path =
          Checkout.core() + java.io.File.pathSeparator + System.getProperty("java.class.path");
      var options =
          List.of("-Xlint:all", "-Werror", "-proc:none", "-d", classes.toString(), "-cp", path);
      var units = files.getJavaFileObjectsFromPaths(sources);
      var task = compiler.getTask(messages, files, null, options, null, units);
      assertTrue(task.call(), messages::toString);
    }
    assertTrue(Files.exists(classes.resolve("FirstGradient.class")));
  }
}

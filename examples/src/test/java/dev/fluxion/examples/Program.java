package dev.fluxion.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a source file as a user does, {@code java … File.java}, on the JDK of the tests. */
final class Program {
  /** Where Fluxion lies for the program: both ways must work. */
  enum Fluxion {
    ON_CLASS_PATH,
    ON_MODULE_PATH;

    private List<String> options() {
      return switch (this) {
        case ON_CLASS_PATH -> List.of("--class-path", Checkout.core().toString());
        case ON_MODULE_PATH ->
            List.of("--module-path", Checkout.modulePath(), "--add-modules", "ALL-MODULE-PATH");
      };
    }
  }

  private static final int MINUTES = 5;

  private Program() {}

  /**
   * What the program prints, once it has ended well: with status 0 and nothing on standard error
   * that is Fluxion's.
   */
  static String run(Path source, Fluxion fluxion) throws IOException, InterruptedException {
    var out = Files.createTempFile("out", ".txt");
    var err = Files.createTempFile("err", ".txt");
    try {
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-Dstdout.encoding=UTF-8");
      command.add("-Dstderr.encoding=UTF-8");
      command.addAll(fluxion.options());
      command.add(source.toString());
      var builder = new ProcessBuilder(command);
      // The JVM would say on standard error that it has read these.
      builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(source + " did not end within " + MINUTES + " minutes");
      }
      // With the Vector API, the JVM says that it is an incubator module.
      var errors = Checkout.text(err).replaceFirst("^WARNING: Using incubator modules: .*\n", "");
      assertEquals("", errors, () -> "standard error of " + source);
      assertEquals(0, process.exitValue(), () -> "exit status of " + source);
      return Checkout.text(out);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** The same text with {@code 0x…} for each address, which no two runs share. */
  static String masked(String output) {
    return output.replaceAll("0x[0-9a-f]+", "0x…");
  }
}

package dev.fluxion.laws.conform;

import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.torch.NotSupported;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tutorials as programs of Fluxion: {@code examples/seeds}, each of which prints every result
 * of its document. A step whose text is prose is looked up in what they print.
 */
final class SeedPrograms {
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]+");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.?\\d*(?:e[+-]?\\d+)?");

  private @Nullable List<String> outputs;

  /**
   * Whether a program prints this text: whole lines, the first of which may begin with other words,
   * as in a format string.
   */
  boolean print(String text) {
    var wanted = ADDRESS.matcher(text).replaceAll("0x");
    for (var output : outputs()) {
      for (int at = output.indexOf(wanted); at >= 0; at = output.indexOf(wanted, at + 1)) {
        boolean starts =
            at == 0
                || wanted.startsWith("\n")
                || "0123456789.-+e".indexOf(output.charAt(at - 1)) < 0;
        if (starts && output.startsWith("\n", at + wanted.length())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether one program prints all of these rows of numbers, each without others in between. */
  boolean print(List<List<Double>> rows) {
    return outputs().stream()
        .map(SeedPrograms::numbers)
        .anyMatch(printed -> rows.stream().allMatch(row -> contains(printed, row)));
  }

  private static double[] numbers(String output) {
    return NUMBER
        .matcher(output)
        .results()
        .mapToDouble(n -> Double.parseDouble(n.group()))
        .toArray();
  }

  private static boolean contains(double[] printed, List<Double> row) {
    for (int at = 0; at + row.size() <= printed.length; at++) {
      int same = 0;
      while (same < row.size() && close(row.get(same), printed[at + same])) {
        same++;
      }
      if (same == row.size()) {
        return true;
      }
    }
    return false;
  }

  private static boolean close(double expected, double printed) {
    return Math.abs(expected - printed) <= 1e-9 * Math.max(1, Math.abs(expected));
  }

  private List<String> outputs() {
    if (outputs == null) {
      try {
        outputs = run(folder());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return outputs;
  }

  /** The folder of the programs in the checkout around the working directory or these classes. */
  private static Path folder() {
    for (var start : List.of(Path.of("").toAbsolutePath(), place(SeedPrograms.class))) {
      for (Path at = start; at != null; at = at.getParent()) {
        var folder = at.resolve("examples").resolve("seeds");
        if (Files.isDirectory(folder)) {
          return folder;
        }
      }
    }
    throw new NotSupported("examples/seeds, which is not around the working directory");
  }

  private static Path place(Class<?> type) {
    var source = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(source.toString())).toAbsolutePath();
  }

  private static List<String> run(Path folder) throws IOException, InterruptedException {
    List<Path> programs;
    try (var files = Files.list(folder)) {
      programs = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    var outputs = new ArrayList<String>();
    for (var program : programs) {
      var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      var command =
          List.of(
              java,
              "-Dstdout.encoding=UTF-8",
              "-cp",
              place(Tensor.class).toString(),
              program.toString());
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new Mismatch(program.getFileName() + " ends with exit code " + process.exitValue());
      }
      outputs.add(ADDRESS.matcher(output.replace("\r\n", "\n")).replaceAll("0x"));
    }
    return outputs;
  }
}

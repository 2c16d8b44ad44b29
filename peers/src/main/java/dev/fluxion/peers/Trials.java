package dev.fluxion.peers;

import dev.fluxion.benchmarks.Rounds;
import dev.fluxion.benchmarks.Table;
import dev.fluxion.benchmarks.bar.Trial;
import dev.fluxion.benchmarks.bar.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Runs {@link Trial}s, each in a process of its own, by the libraries in turns, and prints a table
 * of the medians. Without a choice of rows they are those of the larger perceptron and of LeNet.
 */
final class Trials {
  private static final Pattern FIGURE = Pattern.compile("([a-z0-9 ]+)=([0-9]+)");

  /** A line of the table. */
  private record Line(Workload workload, String text, int threads, Column column) {}

  private final Request request;
  private final Path directory;
  private final Trial trial;

  Trials(Request request, Path directory) {
    this.request = request;
    this.directory = directory;
    trial = request.what() == Request.What.COLD ? Trial.COLD : Trial.MEMORY;
  }

  void run(String machine) throws IOException, InterruptedException {
    var figures = new LinkedHashMap<Line, Map<String, List<Double>>>();
    lines().forEach(line -> figures.put(line, new LinkedHashMap<>()));
    int rounds = request.length().rounds();
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      for (var entry : figures.entrySet()) {
        start(entry.getKey())
            .forEach((name, number) ->
                entry.getValue().computeIfAbsent(name, _ -> new ArrayList<>()).add(number));
      }
    }
    System.out.println(machine);
    System.out.println();
    System.out.print(table(figures));
  }

  private List<Line> lines() {
    var rows = request.patterns().isEmpty() ? List.of(Row.MLP_64, Row.LENET) : request.rows();
    var lines = new ArrayList<Line>();
    for (var row : rows) {
      var workload = row.workload();
      for (int threads : request.threads()) {
        for (var column : Column.values()) {
          if (workload != null && column.does(workload, threads, directory)) {
            lines.add(new Line(workload, row.text, threads, column));
          }
        }
      }
    }
    return lines;
  }

  /** The figures of one process; none if it fails, which its log tells of. */
  private Map<String, Double> start(Line line) throws IOException, InterruptedException {
    var log = directory.resolve("logs").resolve("trial-" + line.column + ".log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(line.column.jvm(line.threads, directory));
    command.addAll(List.of("--class-path", System.getProperty("java.class.path")));
    command.add("-Dfluxion.trial.started=" + System.currentTimeMillis());
    command.addAll(List.of(line.column.steps, trial.name(), line.workload.name()));
    var output = directory.resolve("logs").resolve("trial.out");
    var process =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(output.toFile())
            .start();
    if (process.waitFor() != 0) {
      System.out.println(line.column.head + " (" + line.text + ") failed, see " + log);
      return Map.of();
    }
    var figures = new LinkedHashMap<String, Double>();
    for (var text : Files.readAllLines(output)) {
      var found = FIGURE.matcher(text);
      if (found.matches()) {
        figures.put(found.group(1), Double.valueOf(found.group(2)));
      }
    }
    return figures;
  }

  private Table table(Map<Line, Map<String, List<Double>>> figures) {
    var names =
        figures.values().stream().flatMap(found -> found.keySet().stream()).distinct().toList();
    var unit = trial == Trial.COLD ? " ms" : " KiB";
    var lines = new ArrayList<List<String>>();
    var head = new ArrayList<>(List.of("row", "threads", "library"));
    names.forEach(name -> head.add(name + unit));
    lines.add(head);
    figures.forEach((line, found) -> {
      var cells =
          new ArrayList<>(List.of(line.text, Integer.toString(line.threads), line.column.head));
      for (var name : names) {
        var numbers = found.get(name);
        cells.add(numbers == null ? "-" : "%.0f".formatted(Rounds.median(numbers)));
      }
      lines.add(cells);
    });
    return new Table(lines);
  }
}

package dev.fluxion.peers;

import dev.fluxion.benchmarks.Machine;
import dev.fluxion.benchmarks.Rounds;
import dev.fluxion.benchmarks.Rounds.Figure;
import dev.fluxion.benchmarks.Rounds.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Times each {@link Row} by Fluxion and by each peer in turns, and prints a table of the medians
 * with Fluxion's share of libtorch's time. Each benchmark checks its result, before it is timed,
 * against the one worked out by hand; so all that are in the table computed the same.
 */
public final class BenchPeers {
  private BenchPeers() {}

  /**
   * Prints a table.
   *
   * @param arguments as {@code bin/bench-peers} has them
   * @throws IOException if the logs cannot be written
   * @throws InterruptedException if the wait for a process is interrupted
   * @throws RunnerException if JMH fails
   */
  public static void main(String... arguments)
      throws IOException, InterruptedException, RunnerException {
    Request request;
    try {
      request = Request.of(arguments);
      request.rows();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    var directory = Path.of(System.getProperty("fluxion.peers.directory", "peers/target"));
    directory = directory.toAbsolutePath();
    for (var name : new String[] {"empty", "javacpp", "djl", "logs"}) {
      Files.createDirectories(directory.resolve(name));
    }
    var machine = Machine.line();
    switch (request.what()) {
      case TIMES -> times(request, directory, machine);
      case COLD, MEMORY -> new Trials(request, directory).run(machine);
    }
  }

  private static void times(Request request, Path directory, String machine)
      throws IOException, RunnerException {
    var cells = cells(request, directory);
    var subjects = cells.values().stream().distinct().toList();
    var figures = new Rounds(request.length(), directory.resolve("logs")).run(subjects);

    var times = new Times(request.rows(), request.threads(), new LinkedHashMap<>());
    cells.forEach((cell, subject) -> times.put(cell, figure(figures, subject).micros()));
    System.out.println(machine);
    System.out.println();
    System.out.print(times.table());
    problems(cells, figures).forEach((what, why) -> System.out.println(what + why));
  }

  private static Map<Times.Cell, Subject> cells(Request request, Path directory) {
    var cells = new LinkedHashMap<Times.Cell, Subject>();
    for (var row : request.rows()) {
      for (int threads : request.threads()) {
        for (var column : Column.values()) {
          var subject = row.subject(column, threads, directory);
          if (subject != null) {
            cells.put(new Times.Cell(row, threads, column), subject);
          }
        }
      }
    }
    return cells;
  }

  /** One sentence for each column and row without figures, whatever the number of threads. */
  private static Map<String, String> problems(
      Map<Times.Cell, Subject> cells, Map<Subject, Figure> figures) {
    var problems = new LinkedHashMap<String, String>();
    cells.forEach((cell, subject) -> {
      var problem = figure(figures, subject).problem();
      if (!problem.isEmpty()) {
        problems.putIfAbsent(
            "%s (%s) is left out: ".formatted(cell.column().head, cell.row().text), problem);
      }
    });
    return problems;
  }

  private static Figure figure(Map<Subject, Figure> figures, Subject subject) {
    return Objects.requireNonNull(figures.get(subject));
  }
}

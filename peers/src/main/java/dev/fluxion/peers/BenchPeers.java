package dev.fluxion.peers;

import dev.fluxion.benchmarks.Machine;
import dev.fluxion.benchmarks.RosenbrockHessian;
import dev.fluxion.benchmarks.Rounds;
import dev.fluxion.benchmarks.Rounds.Figure;
import dev.fluxion.benchmarks.Rounds.Subject;
import dev.fluxion.benchmarks.Table;
import dev.fluxion.benchmarks.TanhJacobian;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Times each piece of work by Fluxion and by each peer in turns, and prints a table of the medians
 * with Fluxion's share of libtorch's time. Each benchmark checks its result, before it is timed,
 * against the one worked out by hand; so all that are in the table computed the same.
 */
public final class BenchPeers {
  /** How a column is called, and the package and the parameters of its benchmarks. */
  private enum Column {
    FLUXION("Fluxion µs"),
    LIBTORCH("libtorch, loop µs"),
    LIBTORCH_BATCH("libtorch, batch by hand µs"),
    TENSORFLOW("TF graph µs"),
    TENSORFLOW_XLA("TF XLA µs");

    private final String head;

    Column(String head) {
      this.head = head;
    }

    /** The benchmark of a row. Peers are named by text, since they can be absent from the build. */
    private Subject subject(Row row, int threads, Path directory) {
      // JavaCPP looks here before it takes the libraries it brings: a libtorch of the system, in
      // another version, must not be found.
      var empty = "-Djava.library.path=" + directory.resolve("empty");
      var cache = "-Dorg.bytedeco.javacpp.cachedir=" + directory.resolve("javacpp");
      var count = "-Dfluxion.peers.threads=" + threads;
      var jvm = List.of(empty, cache, count, "--enable-native-access=ALL-UNNAMED");
      return switch (this) {
        // It has one thread, so it is timed once for all rows.
        case FLUXION -> new Subject(row.fluxion, Map.of(), List.of());
        case LIBTORCH -> new Subject(row.libtorch + ".loop", Map.of(), jvm);
        case LIBTORCH_BATCH -> new Subject(row.libtorch + ".batch", Map.of(), jvm);
        case TENSORFLOW -> new Subject(row.tensorflow, Map.of("compiler", "GRAPH"), jvm);
        case TENSORFLOW_XLA -> new Subject(row.tensorflow, Map.of("compiler", "XLA"), jvm);
      };
    }
  }

  /** A piece of work, and the share of libtorch's time that Fluxion may take. */
  private enum Row {
    HESSIAN(
        "Hessian of Rosenbrock, n = 100",
        0.05,
        RosenbrockHessian.class.getName() + ".hessian",
        "dev.fluxion.peers.libtorch.LibtorchHessian",
        "dev.fluxion.peers.tensorflow.TensorflowHessian.hessian"),
    JACOBIAN(
        "Jacobian of a 64→64 tanh layer",
        0.2,
        TanhJacobian.class.getName() + ".jacobian",
        "dev.fluxion.peers.libtorch.LibtorchJacobian",
        "dev.fluxion.peers.tensorflow.TensorflowJacobian.jacobian");

    private final String text;
    private final double goal;
    private final String fluxion;
    private final String libtorch;
    private final String tensorflow;

    Row(String text, double goal, String fluxion, String libtorch, String tensorflow) {
      this.text = text;
      this.goal = goal;
      this.fluxion = fluxion;
      this.libtorch = libtorch;
      this.tensorflow = tensorflow;
    }
  }

  /** A place in the table. */
  private record Cell(Row row, int threads, Column column) {}

  private static final int[] THREADS = {1, 2};

  private BenchPeers() {}

  /**
   * Prints the table.
   *
   * @param arguments nothing, or {@code --smoke} for a single call each
   * @throws IOException if the logs cannot be written
   * @throws RunnerException if JMH fails
   */
  public static void main(String... arguments) throws IOException, RunnerException {
    var length = Rounds.Length.of(arguments);
    var directory = Path.of(System.getProperty("fluxion.peers.directory", "peers/target"));
    directory = directory.toAbsolutePath();
    Files.createDirectories(directory.resolve("empty"));
    Files.createDirectories(directory.resolve("javacpp"));

    var machine = Machine.line();
    var cells = cells(directory);
    var subjects = cells.values().stream().distinct().toList();
    var figures = new Rounds(length, directory.resolve("logs")).run(subjects);

    var micros = new LinkedHashMap<Cell, Double>();
    cells.forEach((cell, subject) -> micros.put(cell, figure(figures, subject).micros()));
    System.out.println(machine);
    System.out.println();
    System.out.print(table(micros));
    problems(cells, figures).forEach((what, why) -> System.out.println(what + why));
  }

  private static Map<Cell, Subject> cells(Path directory) {
    var cells = new LinkedHashMap<Cell, Subject>();
    for (var row : Row.values()) {
      for (int threads : THREADS) {
        for (var column : Column.values()) {
          if (isBuilt(column)) {
            cells.put(new Cell(row, threads, column), column.subject(row, threads, directory));
          }
        }
      }
    }
    return cells;
  }

  /** One sentence for each column and row without figures, whatever the number of threads. */
  private static Map<String, String> problems(
      Map<Cell, Subject> cells, Map<Subject, Figure> figures) {
    var problems = new LinkedHashMap<String, String>();
    cells.forEach((cell, subject) -> {
      var problem = figure(figures, subject).problem();
      if (!problem.isEmpty()) {
        var column = cell.column.head.replace(" µs", "");
        problems.putIfAbsent("%s (%s) is left out: ".formatted(column, cell.row.text), problem);
      }
    });
    return problems;
  }

  private static Figure figure(Map<Subject, Figure> figures, Subject subject) {
    return Objects.requireNonNull(figures.get(subject));
  }

  private static boolean isBuilt(Column column) {
    var subject = column.subject(Row.HESSIAN, 1, Path.of(""));
    var type = subject.benchmark().substring(0, subject.benchmark().lastIndexOf('.'));
    return BenchPeers.class.getResource("/" + type.replace('.', '/') + ".class") != null;
  }

  private static Table table(Map<Cell, Double> micros) {
    var rows = new ArrayList<List<String>>();
    var head = new ArrayList<>(List.of("row", "threads"));
    for (var column : Column.values()) {
      head.add(column.head);
    }
    head.addAll(List.of("Fluxion / libtorch, loop", "goal"));
    rows.add(head);
    for (var row : Row.values()) {
      for (int threads : THREADS) {
        var cells = new ArrayList<>(List.of(row.text, Integer.toString(threads)));
        for (var column : Column.values()) {
          cells.add(text("%.0f", micros(micros, row, threads, column)));
        }
        double share =
            micros(micros, row, threads, Column.FLUXION)
                / micros(micros, row, threads, Column.LIBTORCH);
        cells.add(text("%.3f", share));
        cells.add("≤ " + row.goal);
        rows.add(cells);
      }
    }
    return new Table(rows);
  }

  private static double micros(Map<Cell, Double> micros, Row row, int threads, Column column) {
    return micros.getOrDefault(new Cell(row, threads, column), Double.NaN);
  }

  private static String text(String format, double number) {
    return Double.isNaN(number) ? "-" : format.formatted(number);
  }
}

package dev.fluxion.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs {@link TransformCosts} in {@link Rounds} and prints each transform in primal evaluations.
 */
public final class CostTable {
  /** A benchmark, what it is called in the table, and the benchmark that is its unit. */
  private record Row(String text, String method, String unit) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("`grad(f)`", "grad", "primal"),
          new Row("`valueAndGrad(f)`", "valueAndGrad", "primal"),
          new Row("`vjp(f, x)`, its pullback once", "vjpAndPullback", "primal"),
          new Row("`jvp(f, x, t)`", "jvpOnce", "primal"),
          new Row("`linearize(f, x)`, applied once", "linearizeAndApply", "primal"),
          new Row("the same, applied once more", "applyLinearized", "primal"),
          new Row("`hvp(f, x, v)`", "hvp", "primal"),
          new Row("`vhp(f, x, v)`", "vhp", "primal"),
          new Row("`grad(checkpoint(f))`", "gradOfCheckpoint", "primal"),
          new Row("loop of `f` over 64 points, per point", "loopOfValue", "primal"),
          new Row("`vmap(f)` of 64 points, per point", "vmapOfValue", "primal"),
          new Row("loop of `grad(f)` over 64 points, per point", "loopOfGrad", "primal"),
          new Row("`vmap(grad(f))` of 64 points, per point", "vmapOfGrad", "primal"),
          new Row("small: `jacfwd`", "jacfwdOfSmall", "primalOfSmall"),
          new Row("small: `jacrev`", "jacrevOfSmall", "primalOfSmall"),
          new Row("small: `hessian(f)`", "hessianOfSmall", "primalOfSmall"));

  private static final List<Row> SPARSE =
      List.of(
          new Row("`grad` of Rosenbrock, n = 1,000", "gradient", "primal"),
          new Row("`sparseHessian` of it, 3 colours", "hessian", "primal"),
          new Row("`sparseJacobian` of a band of 3, n = 1,000", "jacobian", "primalOfBand"));

  private CostTable() {}

  /**
   * Prints the table.
   *
   * @param arguments nothing, or {@code --smoke} for a single call each
   * @throws IOException if the logs cannot be written
   * @throws RunnerException if JMH fails
   */
  public static void main(String... arguments) throws IOException, RunnerException {
    var subjects = new ArrayList<Rounds.Subject>();
    for (var function : CostedFunction.values()) {
      subjects.add(subject("primal", function));
      subjects.add(subject("primalOfSmall", function));
      ROWS.forEach(row -> subjects.add(subject(row.method, function)));
    }
    Stream.of("primal", "primalOfBand").forEach(method -> subjects.add(sparse(method)));
    SPARSE.forEach(row -> subjects.add(sparse(row.method)));
    var machine = Machine.line();
    var logs = Path.of(System.getProperty("fluxion.logs", "target/transform-costs"));
    var figures = new Rounds(Rounds.Length.of(arguments), logs).run(subjects);

    var rows = new ArrayList<List<String>>();
    rows.add(cells("", CostedFunction::toString));
    rows.add(cells("`f` itself", f -> "%.1f µs".formatted(micros(figures, "primal", f))));
    rows.add(
        cells("small: `f` itself", f -> "%.1f µs".formatted(micros(figures, "primalOfSmall", f))));
    for (var row : ROWS) {
      rows.add(
          cells(
              row.text,
              f ->
                  "%.2f".formatted(micros(figures, row.method, f) / micros(figures, row.unit, f))));
    }
    System.out.println(machine);
    System.out.println();
    System.out.print(new Table(rows));
    System.out.println();
    System.out.print(new Table(sparseRows(figures)));
    for (var figure : figures.entrySet()) {
      if (!figure.getValue().problem().isEmpty()) {
        System.err.println(figure.getKey().benchmark() + ": " + figure.getValue().problem());
      }
    }
  }

  private static List<List<String>> sparseRows(Map<Rounds.Subject, Rounds.Figure> figures) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("", "primal evaluations"));
    for (var row : SPARSE) {
      double cost = micros(figures, sparse(row.method)) / micros(figures, sparse(row.unit));
      rows.add(List.of(row.text, "%.2f".formatted(cost)));
    }
    return rows;
  }

  private static Rounds.Subject sparse(String method) {
    return new Rounds.Subject(SparseCosts.class.getName() + "." + method, Map.of(), List.of());
  }

  private static Rounds.Subject subject(String method, CostedFunction function) {
    return new Rounds.Subject(
        TransformCosts.class.getName() + "." + method,
        Map.of("function", function.toString()),
        List.of());
  }

  private static double micros(
      Map<Rounds.Subject, Rounds.Figure> figures, String method, CostedFunction function) {
    return micros(figures, subject(method, function));
  }

  private static double micros(Map<Rounds.Subject, Rounds.Figure> figures, Rounds.Subject subject) {
    return Objects.requireNonNull(figures.get(subject)).micros();
  }

  private static List<String> cells(String first, Function<CostedFunction, String> cell) {
    return Stream.concat(Stream.of(first), Stream.of(CostedFunction.values()).map(cell)).toList();
  }
}

package dev.fluxion;

import java.util.ArrayList;
import java.util.List;

/**
 * How wrong numeric derivatives are, by the size of the step: from large to small steps the
 * truncation error falls, as h for the one-sided difference and as h² for the central one, until
 * the rounding error {@code ε·|f| / h} takes over and grows.
 *
 * @param at where
 * @param exact the derivative there, by forward mode
 * @param rows a row for each step, from 1e-1 to 1e-15
 */
public record StepSizes(double at, double exact, List<Row> rows) {
  /** How many powers of ten the table has. */
  private static final int COUNT = 15;

  /**
   * The errors for one step.
   *
   * @param h the step
   * @param forward how far {@code (f(x + h) - f(x)) / h} is from the derivative
   * @param central how far {@code (f(x + h) - f(x - h)) / 2h} is
   */
  public record Row(double h, double forward, double central) {}

  /** A table of these rows. */
  public StepSizes {
    rows = List.copyOf(rows);
  }

  static StepSizes of(Fn<Tensor, Tensor> f, double at) {
    var x = Create.scalar(at, DType.FLOAT64);
    var one = Create.scalar(1, DType.FLOAT64);
    var tangent = Pushforward.jvp(f, x, one).tangent();
    if (tangent.size() != 1) {
      throw new ShapeException(
          "stepSizes needs a function whose result has one element, got the shape "
              + tangent.shape());
    }
    double exact = tangent.item();
    List<Row> rows = new ArrayList<>();
    for (int k = 1; k <= COUNT; k++) {
      double h = Double.parseDouble("1e-" + k);
      double forward = FiniteDifference.forward().step(h).along(f, x, one).item();
      double central = FiniteDifference.central(2).step(h).along(f, x, one).item();
      rows.add(new Row(h, Math.abs(forward - exact), Math.abs(central - exact)));
    }
    return new StepSizes(at, exact, rows);
  }

  /** The table, a line for each step. */
  @Override
  public String toString() {
    var text = new StringBuilder("h      forward  central");
    for (var row : rows) {
      text.append('\n')
          .append(PythonNumber.scientific(row.h, 0))
          .append("  ")
          .append(PythonNumber.scientific(row.forward, 1))
          .append("  ")
          .append(PythonNumber.scientific(row.central, 1));
    }
    return text.toString();
  }
}

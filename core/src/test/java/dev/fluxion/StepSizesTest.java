package dev.fluxion;

import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.stepSizes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of errors by step, against the same differences in plain Java. */
class StepSizesTest {
  @Test
  void errorsAreThoseOfPlainDifferences() {
    // Sums and products are the same bits in plain Java; 4x(1 - x) is the map of the lecture.
    var table = stepSizes(x -> x.mul(4).mul(x.mul(-1).add(1)), 0.3);
    double exact = 4 - 8 * 0.3;
    assertEquals(0.3, table.at());
    assertEquals(exact, table.exact(), 1e-15);
    assertEquals(15, table.rows().size());
    for (int k = 1; k <= 15; k++) {
      var row = table.rows().get(k - 1);
      double h = Double.parseDouble("1e-" + k);
      assertEquals(h, row.h());
      double forward = (map(0.3 + h) - map(0.3)) / h;
      double central = (map(0.3 + h) - map(0.3 - h)) * 0.5 / h;
      assertEquals(Math.abs(forward - table.exact()), row.forward());
      assertEquals(Math.abs(central - table.exact()), row.central());
    }
  }

  private static double map(double x) {
    return x * 4 * (x * -1 + 1);
  }

  /** Truncation falls as h and h², then rounding grows as 1/h. */
  @Test
  void errorsFallAndGrow() {
    var rows = stepSizes(x -> x.exp(), 1).rows();
    double e = Math.E;
    for (int k = 2; k <= 5; k++) {
      double h = Math.pow(10, -k);
      assertEquals(1, rows.get(k - 1).forward() / (e / 2 * h), 0.02);
    }
    for (int k = 2; k <= 3; k++) {
      double h = Math.pow(10, -k);
      assertEquals(1, rows.get(k - 1).central() / (e / 6 * h * h), 0.02);
    }
    assertTrue(rows.get(14).forward() > 1e-3);
    assertTrue(rows.get(14).central() > 1e-3);
  }

  @Test
  void printsATable() {
    var table =
        new StepSizes(
            1, 2, List.of(new StepSizes.Row(0.1, 0.25, 0.001), new StepSizes.Row(1e-15, 0, 1e-10)));
    assertEquals(
        """
        h      forward  central
        1e-01  2.5e-01  1.0e-03
        1e-15  0.0e+00  1.0e-10\
        """,
        table.toString());
  }

  @Test
  void errors() {
    refused(
        ShapeException.class,
        "stepSizes needs a function whose result has one element, got the shape (2)",
        () -> stepSizes(x -> x.mul(ones(2)), 1));
  }
}

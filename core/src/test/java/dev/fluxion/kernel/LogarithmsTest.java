package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.lanes.Fn;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogarithmsTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @Test
  void floatsAreWithinTheUlpsStated() {
    Ulps.floats(Fn.LOG, StrictMath::log, 0.83);
    Ulps.floats(Fn.LOG1P, StrictMath::log1p, 0.84);
  }

  @Test
  void doublesAreWithinTheUlpsStated() {
    var random = new Random(4);
    var x = new double[2000];
    var near = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double spread = Math.scalb(1 + random.nextDouble(), random.nextInt(600) - 300);
      x[i] = i % 2 == 0 ? 0.5 + 1.5 * random.nextDouble() : spread;
      near[i] = i % 2 == 0 ? 4 * random.nextDouble() - 1 : Math.scalb(x[i], -i % 60);
    }
    Ulps.doubles(Fn.LOG, x, Precise::log, 0.8);
    Ulps.doubles(Fn.LOG1P, near, Precise::log1p, 0.8);
  }

  @Test
  void theLogarithmEndsWhereTheNumbersEnd() {
    double[] x = {0, -0.0, -1, INF, -INF, NAN, 1, Double.MIN_VALUE, Double.MAX_VALUE};
    // log 2^-1074 and log 2^1024, from ln 2 to 30 digits.
    double[] y = {-INF, -INF, NAN, INF, NAN, NAN, 0, -744.4400719213812, 709.782712893384};
    assertArrayEquals(y, Ulps.apply(Fn.LOG, x));
    assertArrayEquals(
        new float[] {-103.27893f, Float.NEGATIVE_INFINITY},
        Ulps.apply(Fn.LOG, Float.MIN_VALUE, 0f));
  }

  @Test
  void log1pKeepsZeroAndItsSign() {
    double min = Double.MIN_VALUE;
    double[] x = {0, -0.0, min, -min, -1, -2, INF, -INF, NAN, 1e-300};
    double[] y = {0, -0.0, min, -min, -INF, NAN, INF, NAN, NAN, 1e-300};
    assertArrayEquals(y, Ulps.apply(Fn.LOG1P, x));
  }
}

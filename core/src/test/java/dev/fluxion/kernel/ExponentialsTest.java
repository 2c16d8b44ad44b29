package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.lanes.Fn;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialsTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static double sigmoid(double x) {
    return x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x));
  }

  /** Of all sizes, of both signs, up to a limit. */
  private static double[] samples(double limit, int n) {
    var random = new Random(3);
    var x = new double[n];
    for (int i = 0; i < n; i++) {
      double size = i % 2 == 0 ? limit : Math.min(limit, Math.scalb(2.0, -random.nextInt(40)));
      x[i] = (random.nextDouble() * 2 - 1) * size;
    }
    return x;
  }

  @Test
  void floatsAreWithinTheUlpsStated() {
    Ulps.floats(Fn.EXP, StrictMath::exp, 0.76);
    Ulps.floats(Fn.EXPM1, StrictMath::expm1, 0.86);
    Ulps.floats(Fn.SIGMOID, ExponentialsTest::sigmoid, 0.76);
    Ulps.floats(Fn.TANH, StrictMath::tanh, 0.82);
  }

  @Test
  void doublesAreWithinTheUlpsStated() {
    Ulps.doubles(Fn.EXP, samples(700, 2000), Precise::exp, 0.65);
    Ulps.doubles(Fn.EXPM1, samples(700, 2000), Precise::expm1, 0.9);
    Ulps.doubles(Fn.SIGMOID, samples(700, 2000), Precise::sigmoid, 0.6);
    Ulps.doubles(Fn.TANH, samples(20, 2000), Precise::tanh, 0.8);
  }

  @Test
  void theExponentialEndsWhereTheNumbersEnd() {
    double[] x = {0, -0.0, 1, INF, -INF, NAN, 709.782712893384, 709.7827128933841, -745.2, 1e308};
    double[] y = {1, 1, Math.E, INF, 0, NAN, 1.7976931348622732e308, INF, 0, INF};
    assertArrayEquals(y, Ulps.apply(Fn.EXP, x));
    // Below the normal numbers digits are lost one by one: e^-745 = 2^-1074.81.
    assertArrayEquals(
        new double[] {Double.MIN_VALUE, 2 * Double.MIN_VALUE}, Ulps.apply(Fn.EXP, -745, -743.8));
    assertArrayEquals(
        new float[] {Float.MIN_VALUE, 0, Float.POSITIVE_INFINITY},
        Ulps.apply(Fn.EXP, -103.2f, -104f, 88.73f));
  }

  @Test
  void expm1KeepsZeroAndItsSign() {
    double min = Double.MIN_VALUE;
    double[] x = {0, -0.0, min, -min, 1e-300, INF, -INF, NAN, -50, 710};
    double[] y = {0, -0.0, min, -min, 1e-300, INF, -1, NAN, -1, INF};
    assertArrayEquals(y, Ulps.apply(Fn.EXPM1, x));
    assertArrayEquals(new float[] {-0.0f, -1}, Ulps.apply(Fn.EXPM1, -0.0f, -30f));
  }

  @Test
  void sigmoidAndTanhEndAtTheirLimits() {
    double[] x = {0, -0.0, INF, -INF, NAN, 800, -800};
    assertArrayEquals(new double[] {.5, .5, 1, 0, NAN, 1, 0}, Ulps.apply(Fn.SIGMOID, x));
    assertArrayEquals(new double[] {0, -0.0, 1, -1, NAN, 1, -1}, Ulps.apply(Fn.TANH, x));
    double min = Double.MIN_VALUE;
    assertArrayEquals(new double[] {min, -min}, Ulps.apply(Fn.TANH, min, -min));
  }

  @Test
  void noneFallsWhereItsArgumentRises() {
    var x = new float[400_001];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 200_000) * 6e-4f;
    }
    for (var f : new Fn[] {Fn.EXP, Fn.EXPM1, Fn.SIGMOID, Fn.TANH}) {
      float[] y = Ulps.apply(f, x);
      for (int i = 1; i < x.length; i++) {
        int at = i;
        assertTrue(y[i] >= y[i - 1], () -> f + " at " + x[at]);
      }
    }
    assertEquals(1f, Ulps.apply(Fn.TANH, 10f)[0]);
  }
}

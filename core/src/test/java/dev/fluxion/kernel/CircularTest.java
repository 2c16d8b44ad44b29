package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.lanes.Fn;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircularTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @Test
  void floatsAreWithinTheUlpsStated() {
    Ulps.floats(Fn.SIN, StrictMath::sin, 0.9);
    Ulps.floats(Fn.COS, StrictMath::cos, 0.9);
  }

  /** Also beside the multiples of π/2, where most of the digits cancel. */
  @Test
  void doublesAreWithinTheUlpsStated() {
    var random = new Random(5);
    var x = new double[3000];
    for (int i = 0; i < x.length; i++) {
      x[i] =
          switch (i % 3) {
            case 0 -> 20 * random.nextDouble() - 10;
            case 1 -> (random.nextInt(1 << 30) - (1 << 29)) * (Math.PI / 2);
            default -> (2 * random.nextDouble() - 1) * 0x1p30;
          };
    }
    Ulps.doubles(Fn.SIN, x, Precise::sin, 0.8);
    Ulps.doubles(Fn.COS, x, Precise::cos, 0.8);
  }

  @Test
  void beyondTheLimitTheyAreThoseOfTheLibrary() {
    double[] x = {0x1p30, 0x1p31, -1e10, 1e300, INF, -INF, NAN};
    double[] y = {
      Math.sin(0x1p30), Math.sin(0x1p31), Math.sin(-1e10), Math.sin(1e300), NAN, NAN, NAN
    };
    assertArrayEquals(y, Ulps.apply(Fn.SIN, x), 1e-16);
    assertArrayEquals(
        new float[] {(float) Math.cos(1e6f), Float.NaN},
        Ulps.apply(Fn.COS, 1e6f, Float.NEGATIVE_INFINITY));
  }

  @Test
  void smallArgumentsStay() {
    double min = Double.MIN_VALUE;
    double[] x = {0, -0.0, min, -min, 1e-9};
    assertArrayEquals(x, Ulps.apply(Fn.SIN, x));
    assertArrayEquals(new double[] {1, 1, 1, 1, 1}, Ulps.apply(Fn.COS, x));
  }
}

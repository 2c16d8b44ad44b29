package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Held to {@link Pools} of doubles, which goes tap by tap. */
class TiledPoolsTest {
  private static final Window[] WINDOWS = {
    new Window(6, 2, 3, 2, 0, 1),
    new Window(7, 2, 3, 2, 0, 1),
    new Window(7, 3, 2, 3, 0, 1),
    new Window(3, 1, 3, 1, 0, 1),
    new Window(1, 2, 0, 2, 0, 1)
  };

  @Test
  void theyAreThoseOfWindowsSideBySideInsideThePlane() {
    var two = new Window(6, 2, 3, 2, 0, 1);
    assertTrue(TiledPools.suit(two, two));
    for (var w :
        new Window[] {
          new Window(6, 2, 5, 1, 0, 1),
          new Window(6, 2, 4, 2, 1, 1),
          new Window(6, 2, 3, 2, 0, 2),
          new Window(5, 2, 3, 2, 0, 1)
        }) {
      assertFalse(TiledPools.suit(two, w));
      assertFalse(TiledPools.suit(w, two));
    }
  }

  @Test
  void sumsAndTheirTransposeAreThoseOfDoublesRounded() {
    var random = new Random(8);
    for (var h : WINDOWS) {
      for (var w : WINDOWS) {
        for (double divisor : new double[] {4, 3, 0}) {
          int planes = 3;
          int places = h.output() * w.output();
          double[] divisors = new double[places];
          for (int i = 0; i < places; i++) {
            divisors[i] = divisor == 0 ? random.nextInt(1, 5) : divisor;
          }
          float[] x = floats(random, planes * h.input() * w.input());
          float[] y = floats(random, planes * places);
          double[] sums = new double[y.length];
          Pools.sum(DType.FLOAT64, doubles(x), h, w, divisors, sums, 0, planes);
          float[] got = new float[y.length];
          Pools.sum(DType.FLOAT32, x, h, w, divisors, got, 0, planes);
          assertArrayEquals(ConvolveTest.single(sums), got);
          double[] spread = new double[x.length];
          Pools.spread(DType.FLOAT64, doubles(y), h, w, divisors, spread, 0, planes);
          got = new float[x.length];
          Arrays.fill(got, Float.NaN);
          Pools.spread(DType.FLOAT32, y, h, w, divisors, got, 0, planes);
          assertArrayEquals(ConvolveTest.single(spread), got);
        }
      }
    }
  }

  @Test
  void theLargestIsThatOfDoubles() {
    // With many equals, zeros of both signs among them, infinities and NaN.
    float[] values = {0, -0.0f, 1, -1, 2, Float.NaN, 1 / 0.0f, -1 / 0.0f, -3, Float.MIN_VALUE};
    var random = new Random(9);
    for (int round = 0; round < 50; round++) {
      for (var h : WINDOWS) {
        for (var w : WINDOWS) {
          float[] x = new float[2 * h.input() * w.input()];
          for (int i = 0; i < x.length; i++) {
            x[i] = values[random.nextInt(random.nextBoolean() ? 5 : values.length)];
          }
          int n = 2 * h.output() * w.output();
          double[] y = new double[n];
          long[] places = new long[n];
          Pools.max(DType.FLOAT64, doubles(x), h, w, y, places, 0, 2);
          float[] got = new float[n];
          long[] at = new long[n];
          Pools.max(DType.FLOAT32, x, h, w, got, at, 0, 2);
          assertArrayEquals(places, at, () -> Arrays.toString(x));
          assertArrayEquals(ConvolveTest.single(y), got);
        }
      }
    }
  }

  @Test
  void sumsAreMultipliedOnlyWhereThatIsADivision() {
    assertEquals(0.25, TiledPools.factor(new double[] {4, 4}));
    assertEquals(1, TiledPools.factor(new double[] {1}));
    assertEquals(0, TiledPools.factor(new double[] {3, 3}));
    assertEquals(0, TiledPools.factor(new double[] {4, 2}));
  }

  private static float[] floats(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static double[] doubles(float[] x) {
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = x[i];
    }
    return out;
  }
}

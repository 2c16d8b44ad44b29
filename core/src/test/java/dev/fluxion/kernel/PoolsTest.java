package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolsTest {
  private static final Window[] WINDOWS = {
    new Window(6, 2, 3, 2, 0, 1),
    new Window(5, 3, 5, 1, 1, 1),
    new Window(7, 3, 3, 2, 1, 2),
    new Window(4, 4, 1, 1, 0, 1)
  };

  @Test
  void sumsAndTheirTransposeAreThoseOfTheTaps() {
    var random = new Random(7);
    for (var h : WINDOWS) {
      for (var w : WINDOWS) {
        int planes = 2;
        double[] x = new double[planes * h.input() * w.input()];
        double[] y = new double[planes * h.output() * w.output()];
        double[] divisors = new double[h.output() * w.output()];
        for (int i = 0; i < x.length; i++) {
          x[i] = random.nextInt(-8, 9);
        }
        for (int i = 0; i < divisors.length; i++) {
          divisors[i] = 1 << random.nextInt(3);
        }
        for (int i = 0; i < y.length; i++) {
          y[i] = random.nextInt(-8, 9);
        }
        double[] sums = new double[y.length];
        double[] spread = new double[x.length];
        for (int p = 0; p < planes; p++) {
          for (int o = 0; o < divisors.length; o++) {
            for (int k = 0; k < h.size() * w.size(); k++) {
              int row = h.at(o / w.output(), k / w.size());
              int column = w.at(o % w.output(), k % w.size());
              if (row >= 0 && row < h.input() && column >= 0 && column < w.input()) {
                int at = (p * h.input() + row) * w.input() + column;
                sums[p * divisors.length + o] += x[at] / divisors[o];
                spread[at] += y[p * divisors.length + o] / divisors[o];
              }
            }
          }
        }
        double[] got = new double[y.length];
        Pools.sum(DType.FLOAT64, x, h, w, divisors, got, 0, planes);
        assertArrayEquals(sums, got);
        got = new double[x.length];
        Pools.spread(DType.FLOAT64, y, h, w, divisors, got, 0, planes);
        assertArrayEquals(spread, got);
      }
    }
  }

  @Test
  void float32IsAddedUpInDouble() {
    float[] x = {1e8f, 1, -1e8f, 0};
    float[] y = new float[1];
    var w = new Window(2, 2, 1, 1, 0, 1);
    Pools.sum(DType.FLOAT32, x, w, w, new double[] {1}, y, 0, 1);
    assertEquals(1, y[0]);
  }

  @Test
  void theFirstOfEqualsAndTheLastNanAreTheLargest() {
    double nan = Double.NaN;
    double[] x = {1, 3, 3, 2, nan, 5, nan, 1, -1 / 0.0, -1 / 0.0, -1 / 0.0, -1 / 0.0};
    double[] y = new double[3];
    long[] places = new long[3];
    var w = new Window(2, 2, 1, 1, 0, 1);
    Pools.max(DType.FLOAT64, x, w, w, y, places, 0, 3);
    assertArrayEquals(new double[] {3, nan, -1 / 0.0}, y);
    assertArrayEquals(new long[] {1, 2, 0}, places);
  }
}

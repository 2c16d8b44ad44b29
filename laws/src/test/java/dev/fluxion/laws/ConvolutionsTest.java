package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Convolve;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Providers;
import dev.fluxion.kernel.Strided;
import dev.fluxion.kernel.Threads;
import dev.fluxion.kernel.Window;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Convolutions with all providers there are, ready to work, held to loops over doubles: sizes that
 * go without a matrix of patches and sizes that do not.
 */
class ConvolutionsTest {
  private record Case(int images, int channels, int outs, int groups, Window h, Window w) {
    Convolve.Kind kind() {
      return new Convolve.Kind(channels, outs, groups, h, w);
    }

    int x() {
      return images * channels * h.input() * w.input();
    }

    int weights() {
      return outs * channels / groups * h.size() * w.size();
    }

    int y() {
      return images * outs * h.output() * w.output();
    }

    interface Term {
      void add(int x, int weight, int y);
    }

    void each(Term term) {
      int in = channels / groups;
      for (int y = 0; y < y(); y++) {
        int column = y % w.output();
        int row = y / w.output() % h.output();
        int o = y / w.output() / h.output() % outs;
        int n = y / w.output() / h.output() / outs;
        for (int k = 0; k < in * h.size() * w.size(); k++) {
          int c = n * channels + o / (outs / groups) * in + k / w.size() / h.size();
          int i = h.at(row, k / w.size() % h.size());
          int j = w.at(column, k % w.size());
          if (i >= 0 && i < h.input() && j >= 0 && j < w.input()) {
            int x = (c * h.input() + i) * w.input() + j;
            term.add(x, o * in * h.size() * w.size() + k, y);
          }
        }
      }
    }
  }

  /** A window with as much padding behind the axis as in front of it. */
  private static Window window(int input, int size, int stride, int padding, int dilation) {
    int room = input + 2 * padding - (size - 1) * dilation - 1;
    return new Window(input, size, room / stride + 1, stride, padding, dilation);
  }

  private static final Case[] CASES = {
    of(64, 1, 6, 1, window(28, 5, 1, 2, 1)),
    of(17, 6, 16, 1, window(14, 5, 1, 0, 1)),
    of(5, 3, 7, 1, window(33, 3, 2, 1, 1)),
    of(3, 4, 12, 2, window(31, 3, 3, 2, 2)),
    of(2, 8, 8, 8, window(24, 3, 1, 1, 1)),
    of(3, 2, 9, 1, window(20, 2, 1, 4, 3)),
    of(1, 16, 33, 1, window(19, 3, 1, 1, 1)),
    of(9, 40, 24, 1, window(7, 3, 1, 1, 1)),
    of(2, 3, 5, 1, window(16, 1, 1, 0, 1)),
    new Case(4, 3, 10, 1, new Window(1, 1, 1, 1, 0, 1), window(301, 9, 2, 4, 1)),
    of(0, 3, 8, 1, window(12, 3, 1, 1, 1)),
    of(2, 0, 8, 1, window(12, 3, 1, 1, 1)),
    of(2, 3, 0, 1, window(12, 3, 1, 1, 1)),
  };

  private static Case of(int images, int channels, int outs, int groups, Window side) {
    return new Case(images, channels, outs, groups, side, side);
  }

  private interface Map {
    void run(Convolve.Kind kind, DType dtype, Strided a, Strided b, Strided out, int images);
  }

  @BeforeAll
  static void prepare() {
    Providers.await();
  }

  @Test
  void allThreeMapsAreTheSumsOfTheirTerms() {
    var random = new Random(31);
    for (var c : CASES) {
      // Whole numbers: every order of sums gives the same, in both types.
      double[] x = wholes(random, c.x());
      double[] weights = wholes(random, c.weights());
      double[] y = wholes(random, c.y());
      double[] output = new double[c.y()];
      double[] input = new double[c.x()];
      double[] weight = new double[c.weights()];
      c.each((i, k, o) -> {
        output[o] += x[i] * weights[k];
        input[i] += y[o] * weights[k];
        weight[k] += y[o] * x[i];
      });
      for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
        assertArrayEquals(output, run(dtype, Convolve::output, c, x, weights, c.y()), c::toString);
        assertArrayEquals(input, run(dtype, Convolve::input, c, y, weights, c.x()), c::toString);
        assertArrayEquals(weight, run(dtype, Convolve::weight, c, x, y, c.weights()), c::toString);
      }
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    int before = Threads.count();
    var random = new Random(32);
    try {
      for (var c : new Case[] {of(41, 8, 16, 1, window(20, 3, 1, 1, 1)), CASES[0], CASES[1]}) {
        double[] x = normal(random, c.x());
        double[] weights = normal(random, c.weights());
        double[] y = normal(random, c.y());
        for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
          double[][][] results = new double[3][][];
          for (int threads = 1; threads <= 3; threads++) {
            Threads.count(threads);
            results[threads - 1] =
                new double[][] {
                  run(dtype, Convolve::output, c, x, weights, c.y()),
                  run(dtype, Convolve::input, c, y, weights, c.x()),
                  run(dtype, Convolve::weight, c, x, y, c.weights())
                };
          }
          for (int k = 0; k < 3; k++) {
            assertArrayEquals(results[0][k], results[1][k], c::toString);
            assertArrayEquals(results[0][k], results[2][k], c::toString);
          }
        }
      }
    } finally {
      Threads.count(before);
    }
  }

  @Test
  void infinitiesReachWhatSeesThemAndNothingElse() {
    double infinity = 1 / 0.0;
    var c = of(16, 6, 16, 1, window(14, 5, 1, 0, 1));
    double[] x = normal(new Random(33), c.x());
    double[] weights = normal(new Random(34), c.weights());
    double[] y = normal(new Random(35), c.y());
    // The last column of the first image is seen by taps in the last column of windows only.
    x[13] = infinity;
    double[] got = run(DType.FLOAT32, Convolve::weight, c, x, y, c.weights());
    int touched = 0;
    for (int k = 0; k < got.length; k++) {
      touched += Double.isFinite(got[k]) ? 0 : 1;
    }
    assertEquals(16, touched);
    got = run(DType.FLOAT32, Convolve::output, c, x, weights, c.y());
    touched = 0;
    for (int k = 0; k < got.length; k++) {
      touched += Double.isFinite(got[k]) ? 0 : 1;
    }
    assertEquals(16, touched);
    // One weight of the first channel of images: as many elements as there are places.
    weights[0] = infinity;
    got = run(DType.FLOAT32, Convolve::input, c, y, weights, c.x());
    touched = 0;
    for (int k = 0; k < got.length; k++) {
      touched += Double.isFinite(got[k]) ? 0 : 1;
    }
    assertEquals(16 * 100, touched);
  }

  private static double[] wholes(Random random, int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextInt(-4, 5);
    }
    return x;
  }

  private static double[] normal(Random random, int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextGaussian();
    }
    return x;
  }

  private static double[] run(DType dtype, Map map, Case c, double[] a, double[] b, int n) {
    var out = Buffers.allocate(dtype, n);
    map.run(c.kind(), dtype, line(dtype, a), line(dtype, b), line(dtype, out), c.images());
    double[] got = new double[n];
    for (int i = 0; i < n; i++) {
      got[i] = Buffers.asDouble(dtype, out, i);
    }
    return got;
  }

  private static Strided line(DType dtype, double[] x) {
    var array = Buffers.allocate(dtype, x.length);
    for (int i = 0; i < x.length; i++) {
      Buffers.set(dtype, array, i, x[i]);
    }
    return line(dtype, array);
  }

  private static Strided line(DType dtype, Object array) {
    return new Strided(array, Layout.of(Shape.of(Buffers.length(array))), dtype);
  }
}

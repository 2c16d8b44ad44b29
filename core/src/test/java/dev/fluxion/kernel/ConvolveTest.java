package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConvolveTest {
  /** A convolution by its definition: what each product of a weight and an element adds to. */
  record Case(int images, int channels, int outs, int groups, Window h, Window w) {
    interface Term {
      void add(int x, int weight, int y);
    }

    void each(Term term) {
      int in = channels / groups;
      int out = outs / groups;
      for (int n = 0; n < images; n++) {
        for (int o = 0; o < outs; o++) {
          for (int c = 0; c < in; c++) {
            for (int i = 0; i < h.size(); i++) {
              for (int j = 0; j < w.size(); j++) {
                places(term, n * channels + o / out * in + c, o * in + c, n * outs + o, i, j);
              }
            }
          }
        }
      }
    }

    private void places(Term term, int plane, int pair, int result, int i, int j) {
      for (int r = 0; r < h.output(); r++) {
        for (int s = 0; s < w.output(); s++) {
          int row = r * h.stride() - h.padding() + i * h.dilation();
          int column = s * w.stride() - w.padding() + j * w.dilation();
          if (row >= 0 && row < h.input() && column >= 0 && column < w.input()) {
            term.add(
                (plane * h.input() + row) * w.input() + column,
                (pair * h.size() + i) * w.size() + j,
                (result * h.output() + r) * w.output() + s);
          }
        }
      }
    }

    double[] x() {
      return new double[images * channels * h.input() * w.input()];
    }

    double[] weights() {
      return new double[outs * channels / groups * h.size() * w.size()];
    }

    double[] y() {
      return new double[images * outs * h.output() * w.output()];
    }

    Convolve.Kind kind() {
      return new Convolve.Kind(channels, outs, groups, h, w);
    }
  }

  private static final Case[] CASES = {
    new Case(2, 1, 1, 1, new Window(4, 2, 3, 1, 0, 1), new Window(5, 3, 3, 1, 0, 1)),
    new Case(2, 4, 6, 2, new Window(5, 3, 3, 2, 1, 1), new Window(6, 2, 4, 1, 0, 2)),
    new Case(3, 5, 4, 1, new Window(3, 1, 3, 1, 0, 1), new Window(7, 1, 7, 1, 0, 1)),
    new Case(2, 3, 3, 3, new Window(3, 3, 3, 1, 1, 1), new Window(3, 3, 3, 1, 1, 1)),
    // More elements than strips have room for, at once.
    new Case(2, 16, 3, 1, new Window(41, 5, 39, 1, 1, 1), new Window(45, 5, 41, 1, 0, 1)),
  };

  static void fill(Random random, double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(-8, 9);
    }
  }

  @Test
  void allThreeMapsAreTheSumsOfTheirTerms() {
    var random = new Random(5);
    for (var c : CASES) {
      double[] x = c.x();
      double[] weights = c.weights();
      double[] y = c.y();
      fill(random, x);
      fill(random, weights);
      fill(random, y);
      double[] output = c.y();
      double[] input = c.x();
      double[] weight = c.weights();
      c.each((i, k, o) -> {
        output[o] += x[i] * weights[k];
        input[i] += y[o] * weights[k];
        weight[k] += y[o] * x[i];
      });
      // Whole numbers: every order of sums gives the same, in both types.
      double[] got = c.y();
      run(DType.FLOAT64, Convolve::output, c, x, weights, got);
      assertArrayEquals(output, got, c::toString);
      got = c.x();
      run(DType.FLOAT64, Convolve::input, c, y, weights, got);
      assertArrayEquals(input, got, c::toString);
      got = c.weights();
      run(DType.FLOAT64, Convolve::weight, c, x, y, got);
      assertArrayEquals(weight, got, c::toString);
      float[] single = new float[output.length];
      run(DType.FLOAT32, Convolve::output, c, single(x), single(weights), single);
      assertArrayEquals(single(output), single, c::toString);
      single = new float[input.length];
      run(DType.FLOAT32, Convolve::input, c, single(y), single(weights), single);
      assertArrayEquals(single(input), single, c::toString);
      single = new float[weight.length];
      run(DType.FLOAT32, Convolve::weight, c, single(x), single(y), single);
      assertArrayEquals(single(weight), single, c::toString);
    }
  }

  static float[] single(double[] x) {
    float[] out = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = (float) x[i];
    }
    return out;
  }

  private interface Map {
    void run(Convolve.Kind kind, DType dtype, Strided a, Strided b, Strided out, int images);
  }

  private static void run(DType dtype, Map map, Case c, Object a, Object b, Object out) {
    map.run(c.kind(), dtype, line(dtype, a), line(dtype, b), line(dtype, out), c.images());
  }

  private static Strided line(DType dtype, Object array) {
    return new Strided(array, Layout.of(Shape.of(Buffers.length(array))), dtype);
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    int before = Threads.count();
    var side = new Window(20, 3, 20, 1, 1, 1);
    var c = new Case(41, 8, 16, 1, side, side);
    var random = new Random(6);
    double[] x = c.x();
    double[] weights = c.weights();
    double[] y = c.y();
    for (var array : new double[][] {x, weights, y}) {
      for (int i = 0; i < array.length; i++) {
        array[i] = random.nextGaussian();
      }
    }
    try {
      double[][][] results = new double[3][3][];
      for (int threads = 1; threads <= 3; threads++) {
        Threads.count(threads);
        results[threads - 1] = new double[][] {c.y(), c.x(), c.weights()};
        run(DType.FLOAT64, Convolve::output, c, x, weights, results[threads - 1][0]);
        run(DType.FLOAT64, Convolve::input, c, y, weights, results[threads - 1][1]);
        run(DType.FLOAT64, Convolve::weight, c, x, y, results[threads - 1][2]);
      }
      for (int k = 0; k < 3; k++) {
        assertArrayEquals(results[0][k], results[1][k]);
        assertArrayEquals(results[0][k], results[2][k]);
      }
      double[] weight = c.weights();
      c.each((i, k, o) -> weight[k] += y[o] * x[i]);
      assertArrayEquals(weight, results[1][2], 1e-9);
    } finally {
      Threads.count(before);
    }
  }
}

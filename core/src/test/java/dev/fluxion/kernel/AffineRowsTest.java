package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AffineRowsTest {
  private static final double EPS = 0.25;

  /** The shape of x and that of the weights; one axis is folded. */
  private static final int[][][] SHAPES = {
    {{1}, {1}},
    {{7}, {7}},
    {{3, 4}, {1, 4}},
    {{2, 3, 50}, {1, 1, 50}},
    {{2, 3, 5}, {2, 1, 5}},
    {{3, 2, 2, 4}, {3, 2, 1, 4}},
    {{200, 3}, {1, 3}},
    {{2, 130, 3}, {2, 1, 3}}
  };

  /** In plain doubles: z, and the results of both kernels. */
  private static final class Reference {
    final double[] value;
    final double[] byX;
    final double[] byW;
    final double[] byB;

    Reference(double[] x, double[] w, double[] b, double[] t, int n) {
      value = new double[x.length];
      byX = new double[x.length];
      byW = new double[w.length];
      byB = new double[w.length];
      int each = x.length / w.length;
      for (int at = 0; at < x.length; at += n) {
        int group = at / n / each * n;
        double mean = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
          mean += x[at + i] / n;
        }
        for (int i = 0; i < n; i++) {
          square += (x[at + i] - mean) * (x[at + i] - mean) / n;
        }
        double r = 1 / Math.sqrt(square + EPS);
        for (int i = 0; i < n; i++) {
          double z = (x[at + i] - mean) * r;
          value[at + i] = z * w[group + i] + b[group + i];
          byW[group + i] += t[at + i] * z;
          byB[group + i] += t[at + i];
          // The derivative of z[i] by x[j], as a matrix.
          for (int j = 0; j < n; j++) {
            double z2 = (x[at + j] - mean) * r;
            double slope = r * ((i == j ? 1 : 0) - 1.0 / n - z * z2 / n);
            byX[at + j] += slope * w[group + i] * t[at + i];
          }
        }
      }
    }
  }

  @Test
  void valueAndPullAreThoseOfLoops() {
    var random = new Random(5);
    for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (int[][] dims : SHAPES) {
        for (var layout : Naive.layouts(random, dims[0])) {
          var x = Naive.random(random, dtype, layout);
          var w = Naive.random(random, dtype, Naive.layout(random, dims[1]));
          var b = Naive.random(random, dtype, Naive.layout(random, dims[1]));
          var t = Naive.random(random, dtype, Naive.layout(random, dims[0]));
          check(x, w, b, t);
        }
      }
    }
  }

  private static void check(Strided x, Strided w, Strided b, Strided t) {
    int kept = x.shape().rank() - 1;
    var dtype = x.dtype();
    var want =
        new Reference(
            Naive.reals(x), Naive.reals(w), Naive.reals(b), Naive.reals(t), x.shape().dim(kept));
    var y = Buffers.allocate(dtype, x.shape().size());
    AffineRows.value(x, w, b, kept, EPS, y);
    compare(dtype, want.value, y);
    var byX = Buffers.allocate(dtype, x.shape().size());
    var byW = Buffers.allocate(dtype, w.shape().size());
    var byB = Buffers.allocate(dtype, w.shape().size());
    AffineRows.pull(x, w, t, kept, EPS, byX, byW, byB);
    compare(dtype, want.byX, byX);
    compare(dtype, want.byW, byW);
    compare(dtype, want.byB, byB);
  }

  private static void compare(DType dtype, double[] want, Object got) {
    double size = 1;
    for (double one : want) {
      size = Math.max(size, Math.abs(one));
    }
    double tolerance = (dtype == DType.FLOAT32 ? 1e-7 : 1e-13) * size;
    for (int i = 0; i < want.length; i++) {
      assertEquals(want[i], Naive.real(got, i), tolerance);
    }
  }

  @Test
  void aRowWorkedOutByHand() {
    // Mean 1, squares 4 and, with eps = 5, r = 1/3: z is ∓2/3.
    double[] x = {-1, 3, 3, -1};
    var row = Layout.of(dev.fluxion.Shape.of(1, 4));
    var xs = new Strided(x, row, DType.FLOAT64);
    var w = new Strided(new double[] {3, 6, 3, 0}, row, DType.FLOAT64);
    var b = new Strided(new double[] {1, 0, 0, 7}, row, DType.FLOAT64);
    double[] y = new double[4];
    AffineRows.value(xs, w, b, 1, 5, y);
    assertArrayEquals(new double[] {-1, 4, 2, 7}, y, 1e-15);
    // w·t is 3, 0, 3, 0: its mean is 3/2, that of its product with z 0.
    double[] byX = new double[4];
    double[] byW = new double[4];
    double[] byB = new double[4];
    var t = new Strided(new double[] {1, 0, 1, 9}, row, DType.FLOAT64);
    AffineRows.pull(xs, w, t, 1, 5, byX, byW, byB);
    assertArrayEquals(new double[] {0.5, -0.5, 0.5, -0.5}, byX, 1e-15);
    assertArrayEquals(new double[] {-2.0 / 3, 0, 2.0 / 3, -6}, byW, 1e-15);
    assertArrayEquals(new double[] {1, 0, 1, 9}, byB);
  }

  @Test
  void ofNothingNothingIsDone() {
    double[] none = new double[0];
    double[] zeros = new double[3];
    for (int[] dims : new int[][] {{0, 3}, {3, 0}, {0}}) {
      int last = dims[dims.length - 1];
      int[] one = dims.clone();
      one[0] = dims.length == 1 ? 0 : 1;
      var x = new Strided(none, Layout.of(dev.fluxion.Shape.of(dims)), DType.FLOAT64);
      var like = Layout.of(dev.fluxion.Shape.of(one));
      var w = new Strided(new double[last], like, DType.FLOAT64);
      AffineRows.value(x, w, w, dims.length - 1, EPS, none);
      AffineRows.pull(x, w, x, dims.length - 1, EPS, none, zeros, zeros);
      assertArrayEquals(new double[3], zeros);
    }
  }
}

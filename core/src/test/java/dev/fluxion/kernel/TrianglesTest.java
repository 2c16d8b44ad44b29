package dev.fluxion.kernel;

import static dev.fluxion.kernel.LuTest.at;
import static dev.fluxion.kernel.LuTest.roundoff;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrianglesTest {
  private static final boolean[] BOTH = {false, true};

  /** Small elements and, where the diagonal counts, ones near 2: far from singular at any size. */
  private static Strided triangle(DType dtype, int n, Random random) {
    var a = LuTest.matrix(dtype, n, n, random);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double x = i == j ? 2 + random.nextDouble() : random.nextGaussian() / n;
        int at = a.layout().position(i * n + j);
        if (a.array() instanceof float[] f) {
          f[at] = (float) x;
        } else {
          ((double[]) a.array())[at] = x;
        }
      }
    }
    return a;
  }

  @Test
  void solutionsHaveSmallResiduals() {
    var random = new Random(8);
    for (var dtype : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
      for (int n : new int[] {1, 2, 3, 16, 17, 64, 65, 257}) {
        for (int k : new int[] {1, 2, 19}) {
          var a = triangle(dtype, n, random);
          var b = LuTest.matrix(dtype, n, k, random);
          for (var upper : BOTH) {
            for (var unit : BOTH) {
              residual(a, b, upper, unit);
              residual(a.with(Batches.turned(a.layout())), b, upper, unit);
            }
          }
        }
      }
    }
  }

  private static void residual(Strided a, Strided b, boolean upper, boolean unit) {
    int n = a.shape().dim(0);
    var x = Triangles.solve(a, b, upper, unit);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < b.shape().dim(1); j++) {
        double sum = (unit ? 1 : at(a, i, i)) * at(x, i, j);
        for (int p = upper ? i + 1 : 0; p < (upper ? n : i); p++) {
          sum += at(a, i, p) * at(x, p, j);
        }
        assertEquals(at(b, i, j), sum, 64 * n * roundoff(a.dtype()), () -> "of " + n);
      }
    }
  }

  @Test
  void matricesOfABatchAndOneForAll() {
    var random = new Random(9);
    double[] t = {2, 0, 1, 4, 1, 0, 3, 2};
    double[] b = new double[2 * 2 * 3];
    for (int i = 0; i < b.length; i++) {
      b[i] = random.nextInt(9) - 4;
    }
    var sides = new Strided(b, Layout.of(Shape.of(2, 2, 3)), DType.FLOAT64);
    for (int one = 0; one < 2; one++) {
      int[] strides = {one == 1 ? 0 : 4, 2, 1};
      var a = new Strided(t, Layout.of(Shape.of(2, 2, 2), strides, 0), DType.FLOAT64);
      var x = Triangles.solve(a, sides, false, false);
      for (int batch = 0; batch < 2; batch++) {
        int of = one == 1 ? 0 : 4 * batch;
        for (int j = 0; j < 3; j++) {
          double first = b[batch * 6 + j] / t[of];
          double second = (b[batch * 6 + 3 + j] - t[of + 2] * first) / t[of + 3];
          assertEquals(first, number(x, batch * 6 + j));
          assertEquals(second, number(x, batch * 6 + 3 + j));
        }
      }
    }
  }

  private static double number(Strided x, int i) {
    return Buffers.asDouble(x.dtype(), x.array(), x.layout().position(i));
  }

  @Test
  void trianglesOfBytes() {
    byte[] x = {1, 2, 3, 4, 5, 6};
    var of = Triangles.of(new Strided(x, Layout.of(Shape.of(2, 3)), DType.INT8), true, 0);
    assertArrayEquals(new byte[] {1, 2, 3, 0, 5, 6}, (byte[]) of.array());
  }
}

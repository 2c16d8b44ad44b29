package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LuTest {
  private static final int[] SIZES = {1, 2, 3, 5, 8, 9, 16, 17, 33, 64, 65, 100, 257};

  /** A matrix with rows that lie apart, so that what lies between is seen if it is touched. */
  static Strided matrix(DType dtype, int m, int n, Random random) {
    double[] x = new double[m * (n + 2) + 3];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
    }
    var layout = Layout.of(Shape.of(m, n), new int[] {n + 2, 1}, 3);
    return new Strided(array(dtype, x), layout, dtype);
  }

  static Object array(DType dtype, double... x) {
    if (dtype == DType.FLOAT64) {
      return x;
    }
    float[] out = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = (float) x[i];
    }
    return out;
  }

  static double at(Strided x, int i, int j) {
    return Buffers.asDouble(x.dtype(), x.array(), x.layout().position(i * x.shape().dim(1) + j));
  }

  static double roundoff(DType dtype) {
    return dtype == DType.FLOAT64 ? 0x1p-52 : 0x1p-23;
  }

  private static int row(Strided rows, int i) {
    return ((int[]) rows.array())[rows.layout().position(i)];
  }

  @Test
  void theProductOfTheFactorsIsTheMatrixWithItsRowsInAnotherOrder() {
    var random = new Random(5);
    for (var dtype : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
      for (int n : SIZES) {
        var a = matrix(dtype, n, n, random);
        var f = Lu.factor(a);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int p = 0; p <= Math.min(i, j); p++) {
              sum += (p == i ? 1 : at(f[0], i, p)) * at(f[0], p, j);
            }
            double want = at(a, row(f[1], i), j);
            assertEquals(want, sum, 8 * n * roundoff(dtype) * 4, () -> dtype + " " + n);
            assertTrue(j >= i || Math.abs(at(f[0], i, j)) <= 1, () -> "pivots of " + n);
          }
        }
      }
    }
  }

  @Test
  void solutionsHaveSmallResiduals() {
    var random = new Random(6);
    for (var dtype : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
      for (int n : SIZES) {
        for (int k : new int[] {1, 3, 20}) {
          var a = matrix(dtype, n, n, random);
          var b = matrix(dtype, n, k, random);
          var f = Lu.factor(a);
          residual(a, Lu.solve(f[0], f[1], b, false), b, false);
          residual(a, Lu.solve(f[0], f[1], b, true), b, true);
        }
      }
    }
  }

  private static void residual(Strided a, Strided x, Strided b, boolean transposed) {
    int n = a.shape().dim(0);
    for (int j = 0; j < b.shape().dim(1); j++) {
      double size = 1;
      for (int i = 0; i < n; i++) {
        size = Math.max(size, Math.abs(at(x, i, j)));
      }
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int p = 0; p < n; p++) {
          sum += (transposed ? at(a, p, i) : at(a, i, p)) * at(x, p, j);
        }
        assertEquals(at(b, i, j), sum, 32 * n * roundoff(a.dtype()) * size, () -> "of " + n);
      }
    }
  }

  @Test
  void theFirstOfEqualPivotsIsTaken() {
    var a = new Strided(new double[] {1, 2, -1, 3}, Layout.of(Shape.of(2, 2)), DType.FLOAT64);
    var f = Lu.factor(a);
    assertArrayEquals(new int[] {0, 1}, (int[]) f[1].array());
    assertArrayEquals(new double[] {1, -1, 2, 5}, (double[]) f[0].array());
  }

  @Test
  void singularMatricesAreFactoredToTheEnd() {
    double[] x = {0, 1, 2, 0, 3, 4, 0, 5, 6};
    var f = Lu.factor(new Strided(x, Layout.of(Shape.of(3, 3)), DType.FLOAT64));
    assertEquals(0, Lu.singular(f[0]));
    assertEquals(0, at(f[0], 0, 0));
    double[] regular = {2, 0, 0, 1};
    var none = Lu.factor(new Strided(regular, Layout.of(Shape.of(2, 2)), DType.FLOAT64));
    assertEquals(-1, Lu.singular(none[0]));
  }

  @Test
  void aNaNIsSeenInTheSolution() {
    for (int n : new int[] {2, 20, 70}) {
      var a = matrix(DType.FLOAT64, n, n, new Random(1));
      ((double[]) a.array())[a.layout().position(n + 1)] = Double.NaN;
      var f = Lu.factor(a);
      var x = Lu.solve(f[0], f[1], matrix(DType.FLOAT64, n, 1, new Random(2)), false);
      boolean seen = false;
      for (int i = 0; i < n; i++) {
        seen |= Double.isNaN(at(x, i, 0));
      }
      assertTrue(seen, "of " + n);
    }
  }

  @Test
  void anInfinityOnTheDiagonalLeavesNothingOfItsUnknown() {
    double[] x = {2, 0, 0, Double.POSITIVE_INFINITY};
    var f = Lu.factor(new Strided(x, Layout.of(Shape.of(2, 2)), DType.FLOAT64));
    var b = new Strided(new double[] {4, 6}, Layout.of(Shape.of(2, 1)), DType.FLOAT64);
    assertArrayEquals(new double[] {2, 0}, (double[]) Lu.solve(f[0], f[1], b, false).array());
  }

  @Test
  void aRepeatedMatrixIsFactoredOnce() {
    var one = matrix(DType.FLOAT64, 5, 5, new Random(3));
    var layout = one.layout().unsqueeze(0).broadcastTo(Shape.of(7, 5, 5));
    var f = Lu.factor(one.with(layout));
    assertEquals(Shape.of(7, 5, 5), f[0].shape());
    assertEquals(25, ((double[]) f[0].array()).length);
    assertEquals(5, ((int[]) f[1].array()).length);
  }

  @Test
  void theResultDoesNotDependOnThreads() {
    int before = Threads.count();
    try {
      double[] x = new double[64 * 20 * 20];
      var random = new Random(4);
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextGaussian();
      }
      var a = new Strided(x, Layout.of(Shape.of(64, 20, 20)), DType.FLOAT64);
      Threads.count(1);
      var want = Lu.factor(a);
      Threads.count(3);
      var got = Lu.factor(a);
      assertArrayEquals((double[]) want[0].array(), (double[]) got[0].array());
      assertArrayEquals((int[]) want[1].array(), (int[]) got[1].array());
    } finally {
      Threads.count(before);
    }
  }
}

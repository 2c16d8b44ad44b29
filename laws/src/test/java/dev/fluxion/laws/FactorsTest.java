package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.kernel.Kernels;
import dev.fluxion.kernel.Triangular;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * The provider that factors matrices and solves triangular systems, held to the product of what it
 * finds, in twice the precision where it computes in float32.
 */
class FactorsTest {
  private static final int[] SIZES = {1, 2, 3, 5, 8, 16, 17, 31, 64, 65, 129, 200};
  private static final int PADDING = 3;
  private static final boolean[] BOTH = {false, true};

  private final Kernels kernels = provider();

  private static Kernels provider() {
    for (var k : ServiceLoader.load(Kernels.class)) {
      if (k.name().equals("blas")) {
        assertEquals(null, k.refusal());
        return k;
      }
    }
    throw new AssertionError("there is no blas");
  }

  private static double[] random(int n, Random random) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      // Exact in float32.
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static float[] narrow(double... x) {
    float[] out = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = (float) x[i];
    }
    return out;
  }

  private static double[] wide(float... x) {
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = x[i];
    }
    return out;
  }

  @Test
  void factorsByPivots() {
    var random = new Random(11);
    for (int n : SIZES) {
      for (int m : new int[] {n, n + 7, 2 * n}) {
        int ld = m + PADDING;
        double[] a = random(PADDING + n * ld, random);
        int[] swaps = new int[n + 2];
        double[] lu = a.clone();
        assertTrue(kernels.lu(m, n, lu, PADDING, ld, swaps, 1));
        factored(m, n, a, lu, ld, swaps, 0x1p-52);
        float[] narrow = narrow(a);
        assertTrue(kernels.lu(m, n, narrow, PADDING, ld, swaps, 1));
        factored(m, n, a, wide(narrow), ld, swaps, 0x1p-23);
      }
    }
  }

  private static void factored(
      int m, int n, double[] a, double[] lu, int ld, int[] swaps, double roundoff) {
    assertEquals(0, swaps[0]);
    assertEquals(0, swaps[n + 1]);
    int[] rows = new int[m];
    for (int i = 0; i < m; i++) {
      rows[i] = i;
    }
    for (int j = 0; j < n; j++) {
      assertTrue(swaps[1 + j] >= j && swaps[1 + j] < m);
      int held = rows[j];
      rows[j] = rows[swaps[1 + j]];
      rows[swaps[1 + j]] = held;
    }
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int p = 0; p <= Math.min(i, j); p++) {
          sum += (p == i ? 1 : lu[PADDING + p * ld + i]) * lu[PADDING + j * ld + p];
        }
        assertEquals(a[PADDING + j * ld + rows[i]], sum, 32 * n * roundoff, () -> m + " × " + n);
      }
      for (int i = m; i < ld && j < n - 1; i++) {
        assertEquals(a[PADDING + j * ld + i], lu[PADDING + j * ld + i]);
      }
    }
  }

  @Test
  void matricesWithoutPivots() {
    double[] a = {0, 0, 0, 1, 3, 5, 2, 4, 6};
    int[] swaps = new int[3];
    assertTrue(kernels.lu(3, 3, a, 0, 3, swaps, 0));
    assertArrayEquals(new double[] {0, 0, 0}, new double[] {a[0], a[1], a[2]});
  }

  @Test
  void factorsOfPositiveMatrices() {
    var random = new Random(12);
    for (int n : SIZES) {
      int ld = n + PADDING;
      double[] a = random(PADDING + n * ld, random);
      for (int i = 0; i < n; i++) {
        a[PADDING + i * (ld + 1)] = 2 * n;
      }
      double[] l = a.clone();
      assertEquals(0, kernels.cholesky(n, l, PADDING, ld));
      positive(n, a, l, ld, 0x1p-52);
      float[] narrow = narrow(a);
      assertEquals(0, kernels.cholesky(n, narrow, PADDING, ld));
      positive(n, a, wide(narrow), ld, 0x1p-23);
      // The pivot in the middle.
      int bad = n / 2;
      a[PADDING + bad * (ld + 1)] = -1;
      assertEquals(bad + 1, kernels.cholesky(n, narrow(a), PADDING, ld));
      assertEquals(bad + 1, kernels.cholesky(n, a, PADDING, ld));
    }
  }

  private static void positive(int n, double[] a, double[] l, int ld, double roundoff) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int p = 0; p <= j; p++) {
          sum += l[PADDING + i * ld + p] * l[PADDING + j * ld + p];
        }
        assertEquals(a[PADDING + i * ld + j], sum, 8 * n * n * roundoff, () -> "of " + n);
      }
      for (int j = i + 1; j < n; j++) {
        assertEquals(a[PADDING + i * ld + j], l[PADDING + i * ld + j]);
      }
    }
  }

  @Test
  void triangularSystems() {
    var random = new Random(13);
    for (int m : SIZES) {
      for (int n : new int[] {2, 3, 18}) {
        for (var upper : BOTH) {
          for (var unit : BOTH) {
            for (int lies = 0; lies < 4; lies++) {
              int ti = (lies & 1) == 0 ? m + 2 : 1;
              int bi = (lies & 2) == 0 ? n + 1 : 1;
              var t =
                  new Triangular(
                      m, n, upper, unit, ti, ti == 1 ? m + 2 : 1, bi, bi == 1 ? m + 4 : 1);
              system(t, random);
            }
          }
        }
      }
    }
  }

  private void system(Triangular t, Random random) {
    int m = t.m();
    double[] a = random(PADDING + m * (m + 2), random);
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) (a[i] / m);
    }
    for (int i = 0; i < m; i++) {
      a[PADDING + i * (t.ti() + t.tj())] = 2 + i % 3;
    }
    double[] b = random(PADDING + Math.max(m * (t.n() + 1), t.n() * (m + 4)), random);
    double[] x = b.clone();
    assertTrue(kernels.solve(t, a, PADDING, x, PADDING));
    solved(t, a, b, x, 0x1p-52);
    float[] narrow = narrow(b);
    assertTrue(kernels.solve(t, narrow(a), PADDING, narrow, PADDING));
    solved(t, a, b, wide(narrow), 0x1p-23);
  }

  private static void solved(Triangular t, double[] a, double[] b, double[] x, double roundoff) {
    for (int i = 0; i < t.m(); i++) {
      for (int j = 0; j < t.n(); j++) {
        int column = PADDING + j * t.bj();
        int line = PADDING + i * t.ti();
        double sum = (t.unit() ? 1 : a[line + i * t.tj()]) * x[column + i * t.bi()];
        for (int p = t.upper() ? i + 1 : 0; p < (t.upper() ? t.m() : i); p++) {
          sum += a[line + p * t.tj()] * x[column + p * t.bi()];
        }
        assertEquals(b[column + i * t.bi()], sum, 64 * t.m() * roundoff, t::toString);
      }
    }
  }

  /** What takes long is left to the loops that cut it in pieces, and what lies in neither way. */
  @Test
  void whatIsLeftToOthers() {
    double[] a = new double[16];
    assertFalse(kernels.lu(4096, 4096, a, 0, 4096, new int[1], 0));
    assertEquals(Kernels.DECLINED, kernels.cholesky(4096, a, 0, 4096));
    assertFalse(kernels.solve(new Triangular(512, 512, true, false, 512, 1, 512, 1), a, 0, a, 0));
    assertFalse(kernels.solve(new Triangular(2, 2, true, false, 4, 2, 2, 1), a, 0, a, 8));
    assertFalse(kernels.solve(new Triangular(2, 2, true, false, 2, 1, 4, 2), a, 0, a, 8));
    assertArrayEquals(new double[16], a);
  }
}

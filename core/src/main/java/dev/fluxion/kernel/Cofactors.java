package dev.fluxion.kernel;

import dev.fluxion.DType;
import java.util.Arrays;

/**
 * The derivative of the determinant by the elements of a matrix, {@code C = adj(A)ᵀ}, also where A
 * is singular.
 *
 * <p>Where it is not, {@code C = det(A) A⁻ᵀ}. Near singular matrices that is a product of something
 * small and something large, and then {@code P A Q = L U} with pivots from all that is left finds
 * the rank: {@code adj(A) = ± Q adj(U) L⁻¹ P}, where {@code adj(U) = Π uᵢᵢ · uₙₙ U⁻¹} over {@code i
 * < n} is written without a division by {@code uₙₙ}. If a second pivot is 0, all cofactors are.
 */
public final class Cofactors {
  private Cofactors() {}

  /** The cofactors [(…, n, n)] of matrices whose factors are those of {@link Lu}. */
  public static Strided of(Strided x, Strided lu, Strided rows) {
    if (x.shape().size() == 0) {
      return Strided.zeros(x.shape(), x.dtype());
    }
    int n = x.shape().dim(-1);
    var det = Lu.determinant(lu, rows);
    var inverse = Lu.solve(lu, rows, identity(x), true);
    var out = inverse.copy(x.dtype());
    int[] at = Batches.offsets(lu.layout(), 2);
    int[] from = Batches.offsets(x.layout(), 2);
    for (int b = 0; b < at.length; b++) {
      double factor = Buffers.asDouble(x.dtype(), det.array(), b);
      if (isClear(lu, at[b], n) && factor != 0 && Double.isFinite(factor)) {
        scale(out, b * n * n, n * n, factor);
      } else {
        exact(x, from[b], out, b * n * n, n);
      }
    }
    return out;
  }

  /** Ones on the diagonals, for every matrix of a batch. */
  public static Strided identity(Strided like) {
    int n = like.shape().dim(-1);
    var one = Strided.zeros(dev.fluxion.Shape.of(n, n), like.dtype());
    for (int i = 0; i < n; i++) {
      put(one, i * (n + 1), 1);
    }
    var layout = one.layout();
    while (layout.rank() < like.shape().rank()) {
      layout = layout.unsqueeze(0);
    }
    return one.with(layout.broadcastTo(like.shape()));
  }

  /** Whether the pivots are far from 0, as rounding goes. */
  private static boolean isClear(Strided lu, int at, int n) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int k = 0; k < n; k++) {
      double size = Math.abs(Lu.diagonal(lu, at, k));
      least = Math.min(least, size);
      most = Math.max(most, size);
    }
    double roundoff = lu.dtype() == DType.FLOAT32 ? 0x1p-23 : 0x1p-52;
    return least > 16 * n * roundoff * most;
  }

  private static void scale(Strided out, int at, int n, double factor) {
    for (int i = 0; i < n; i++) {
      put(out, at + i, factor * Buffers.asDouble(out.dtype(), out.array(), at + i));
    }
  }

  private static void put(Strided out, int i, double value) {
    if (out.array() instanceof float[] a) {
      a[i] = (float) value;
    } else {
      ((double[]) out.array())[i] = value;
    }
  }

  private static void exact(Strided x, int from, Strided out, int to, int n) {
    int row = x.layout().stride(x.layout().rank() - 2);
    int column = x.layout().stride(x.layout().rank() - 1);
    var a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = Buffers.asDouble(x.dtype(), x.array(), from + i * row + j * column);
      }
    }
    int[] p = new int[n];
    int[] q = new int[n];
    Arrays.setAll(p, k -> k);
    Arrays.setAll(q, k -> k);
    int sign = factor(a, p, q);
    var z = adjugate(a);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        put(out, to + p[j] * n + q[i], sign * z[i][j]);
      }
    }
  }

  /** Factors with the largest pivots, and gives the sign of both permutations. */
  private static int factor(double[][] a, int[] p, int[] q) {
    int n = a.length;
    int sign = 1;
    for (int k = 0; k < n; k++) {
      int row = k;
      int column = k;
      for (int i = k; i < n; i++) {
        for (int j = k; j < n; j++) {
          // A NaN is taken for large, so that it is seen.
          if (!(Math.abs(a[i][j]) <= Math.abs(a[row][column]))) {
            row = i;
            column = j;
          }
        }
      }
      sign = (row == k) == (column == k) ? sign : -sign;
      swap(a, p, q, k, row, column);
      for (int i = k + 1; i < n && a[k][k] != 0; i++) {
        a[i][k] /= a[k][k];
        for (int j = k + 1; j < n; j++) {
          a[i][j] -= a[i][k] * a[k][j];
        }
      }
    }
    return sign;
  }

  private static void swap(double[][] a, int[] p, int[] q, int k, int row, int column) {
    var held = a[k];
    a[k] = a[row];
    a[row] = held;
    int place = p[k];
    p[k] = p[row];
    p[row] = place;
    for (var one : a) {
      double element = one[k];
      one[k] = one[column];
      one[column] = element;
    }
    place = q[k];
    q[k] = q[column];
    q[column] = place;
  }

  /** {@code adj(U) L⁻¹} of factors in one matrix. */
  private static double[][] adjugate(double[][] a) {
    int n = a.length;
    var z = new double[n][n];
    if (n > 1 && a[n - 2][n - 2] == 0) {
      return z;
    }
    double product = 1;
    for (int i = 0; i < n; i++) {
      z[i][i] = 1;
      for (int k = 0; k < i; k++) {
        subtract(z[i], a[i][k], z[k]);
      }
      product *= i < n - 1 ? a[i][i] : 1;
    }
    double last = a[n - 1][n - 1];
    for (int i = n - 2; i >= 0; i--) {
      for (int j = 0; j < n; j++) {
        z[i][j] *= last;
      }
      for (int k = i + 1; k < n; k++) {
        subtract(z[i], a[i][k], z[k]);
      }
      for (int j = 0; j < n; j++) {
        z[i][j] /= a[i][i];
      }
    }
    for (var one : z) {
      for (int j = 0; j < n; j++) {
        one[j] *= product;
      }
    }
    return z;
  }

  private static void subtract(double[] x, double factor, double[] y) {
    for (int j = 0; j < x.length; j++) {
      x[j] -= factor * y[j];
    }
  }
}

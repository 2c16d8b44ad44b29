package dev.fluxion.kernel;

/**
 * {@code P A = L U} of float32 in place, with partial pivoting. {@link DoubleLu} is the same for
 * float64. Columns are contiguous, as LAPACK has them.
 *
 * <p>The columns are cut in two (S. Toledo, Locality of reference in LU decomposition with partial
 * pivoting, SIAM J. Matrix Anal. Appl. 18, 1997): the left ones are factored, the right ones
 * brought up to date by a triangular system and a product of matrices, and then factored
 * themselves. So nearly all of the work is in products, and no call of a provider takes long.
 */
final class FloatLu {
  /** So many columns are done by loops. */
  private static final int LEAF = 8;

  /** Up to so much work, the choice of something better takes longer than the work. */
  private static final int TINY = 64;

  private FloatLu() {}

  /**
   * Factors a matrix [(m, n)], m ≥ n. A column without a pivot that is not 0 keeps its zeros.
   *
   * @param at where the first element lies, and each column {@code ld} behind the one before
   * @param swaps for column j, the row that row j was swapped with, at {@code from + j}
   */
  static void factor(int m, int n, float[] a, int at, int ld, int[] swaps, int from) {
    boolean tiny = (long) m * n * n <= TINY;
    if (!tiny && Providers.lu(m, n, a, at, ld, swaps, from)) {
      return;
    }
    if (n <= LEAF) {
      direct(m, n, a, at, ld, swaps, from);
      return;
    }
    int h = Triangular.half(n);
    int rest = n - h;
    factor(m, h, a, at, ld, swaps, from);
    int right = at + h * ld;
    swap(a, right, ld, rest, swaps, from, h);
    var l = new Triangular(h, rest, false, true, 1, ld, 1, ld);
    FloatTriangular.solve(l, a, at, a, right);
    if (m > h) {
      var g = new Gemm(m - h, h, rest, 1, ld, 1, ld, 1, ld);
      FloatTriangular.subtract(g, a, at + h, a, right, a, right + h);
    }
    factor(m - h, rest, a, right + h, ld, swaps, from + h);
    swap(a, at + h, ld, h, swaps, from + h, rest);
    for (int j = h; j < n; j++) {
      swaps[from + j] += h;
    }
  }

  /** Swaps rows of some columns as was done elsewhere, {@code count} times. */
  private static void swap(
      float[] a, int at, int ld, int columns, int[] swaps, int from, int count) {
    for (int c = 0; c < columns; c++) {
      int column = at + c * ld;
      for (int j = 0; j < count; j++) {
        float held = a[column + j];
        a[column + j] = a[column + swaps[from + j]];
        a[column + swaps[from + j]] = held;
      }
    }
  }

  private static void direct(int m, int n, float[] a, int at, int ld, int[] swaps, int from) {
    for (int j = 0; j < n; j++) {
      int column = at + j * ld;
      int pivot = pivot(a, column, j, m);
      swaps[from + j] = pivot;
      if (pivot != j) {
        for (int c = at; c < at + n * ld; c += ld) {
          float held = a[c + j];
          a[c + j] = a[c + pivot];
          a[c + pivot] = held;
        }
      }
      float diagonal = a[column + j];
      if (diagonal != 0) {
        for (int i = j + 1; i < m; i++) {
          a[column + i] /= diagonal;
        }
      }
      for (int c = j + 1; c < n; c++) {
        subtract(a, column, a[at + c * ld + j], at + c * ld, j + 1, m);
      }
    }
  }

  /** The row of the largest element at or below the diagonal, the first of equals. */
  private static int pivot(float[] a, int column, int j, int m) {
    int pivot = j;
    float most = Math.abs(a[column + j]);
    for (int i = j + 1; i < m; i++) {
      float size = Math.abs(a[column + i]);
      if (size > most) {
        most = size;
        pivot = i;
      }
    }
    return pivot;
  }

  private static void subtract(float[] a, int x, float f, int y, int from, int to) {
    for (int i = from; i < to; i++) {
      a[y + i] -= f * a[x + i];
    }
  }
}

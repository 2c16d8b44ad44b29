package dev.fluxion.kernel;

/**
 * {@code A = L Lᵀ} of float64 in place. {@link FloatCholesky} is the same for float32. Rows are
 * contiguous.
 *
 * <p>The matrix is cut in two by rows and columns; between the halves there are a triangular system
 * and a product of matrices, which are nearly all of the work.
 */
final class DoubleCholesky {
  /** So many rows are done by loops. */
  private static final int LEAF = 16;

  /** Up to so much work, the choice of something better takes longer than the work. */
  private static final int TINY = 64;

  private DoubleCholesky() {}

  /**
   * Factors a matrix [(n, n)], of which the lower triangle is read and written.
   *
   * @param at where the first element lies, and each row {@code ld} behind the one before
   * @return 0, or the order of the first leading minor that is not positive
   */
  static int factor(int n, double[] a, int at, int ld) {
    if ((long) n * n * n > TINY) {
      int minor = Providers.cholesky(n, a, at, ld);
      if (minor != Kernels.DECLINED) {
        return minor;
      }
    }
    if (n <= LEAF) {
      return direct(n, a, at, ld);
    }
    int h = Triangular.half(n);
    int rest = n - h;
    int minor = factor(h, a, at, ld);
    if (minor != 0) {
      return minor;
    }
    // L₂₁ L₁₁ᵀ = A₂₁ is L₁₁ L₂₁ᵀ = A₂₁ᵀ.
    int left = at + h * ld;
    var l = new Triangular(h, rest, false, false, ld, 1, 1, ld);
    DoubleTriangular.solve(l, a, at, a, left);
    square(rest, h, a, left, left + h, ld);
    minor = factor(rest, a, left + h, ld);
    return minor == 0 ? 0 : h + minor;
  }

  /** {@code out −= x xᵀ} [(n, k) → (n, n)], of which the lower triangle counts. */
  private static void square(int n, int k, double[] a, int x, int out, int ld) {
    if (n <= 4 * LEAF) {
      product(n, n, k, a, x, x, out, ld);
      return;
    }
    int h = Triangular.half(n);
    square(h, k, a, x, out, ld);
    product(n - h, h, k, a, x + h * ld, x, out + h * ld, ld);
    square(n - h, k, a, x + h * ld, out + h * (ld + 1), ld);
  }

  private static void product(int m, int n, int k, double[] a, int x, int y, int out, int ld) {
    DoubleTriangular.subtract(new Gemm(m, k, n, ld, 1, 1, ld, ld, 1), a, x, a, y, a, out);
  }

  private static int direct(int n, double[] a, int at, int ld) {
    for (int i = 0; i < n; i++) {
      int row = at + i * ld;
      for (int j = 0; j <= i; j++) {
        int other = at + j * ld;
        double s = a[row + j];
        for (int p = 0; p < j; p++) {
          s -= a[row + p] * a[other + p];
        }
        if (j < i) {
          a[row + j] = s / a[other + j];
        } else if (s > 0) {
          a[row + i] = Math.sqrt(s);
        } else {
          return i + 1;
        }
      }
    }
    return 0;
  }
}

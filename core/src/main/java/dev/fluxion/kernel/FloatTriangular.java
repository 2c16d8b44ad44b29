package dev.fluxion.kernel;

/**
 * Systems of float32 with a triangular matrix, solved in place. {@link DoubleTriangular} is the
 * same for float64.
 *
 * <p>The matrix is cut in two by rows and columns: a system for each half, and between them a
 * product of matrices, which is nearly all of the work.
 */
final class FloatTriangular {
  /** So many rows are done by loops. */
  private static final int LEAF = 16;

  /** Up to so much work, the choice of something better takes longer than the work. */
  private static final int TINY = 64;

  private FloatTriangular() {}

  /** Puts the solution in the place of the right side. Zeros on the diagonal give infinities. */
  static void solve(Triangular t, float[] a, int at, float[] b, int bt) {
    if (t.work() > TINY && Providers.solve(t, a, at, b, bt)) {
      return;
    }
    if (t.m() > LEAF) {
      halves(t, a, at, b, bt);
    } else if (t.bi() == 1) {
      for (int j = 0; j < t.n(); j++) {
        column(t, a, at, b, bt + j * t.bj());
      }
    } else {
      rows(t, a, at, b, bt);
    }
  }

  private static void halves(Triangular t, float[] a, int at, float[] b, int bt) {
    int h = Triangular.half(t.m());
    int rest = t.m() - h;
    int second = at + h * (t.ti() + t.tj());
    int below = bt + h * t.bi();
    if (t.upper()) {
      solve(t.part(rest), a, second, b, below);
      subtract(off(t, h, rest), a, at + h * t.tj(), b, below, b, bt);
      solve(t.part(h), a, at, b, bt);
    } else {
      solve(t.part(h), a, at, b, bt);
      subtract(off(t, rest, h), a, at + h * t.ti(), b, bt, b, below);
      solve(t.part(rest), a, second, b, below);
    }
  }

  /** The product of what T has beside its diagonal blocks with a part of the solution. */
  private static Gemm off(Triangular t, int m, int k) {
    return new Gemm(m, k, t.n(), t.ti(), t.tj(), t.bi(), t.bj(), t.bi(), t.bj());
  }

  /** One element of a column after the other, each subtracted from those that follow. */
  private static void column(Triangular t, float[] a, int at, float[] b, int column) {
    int m = t.m();
    for (int r = 0; r < m; r++) {
      int p = t.upper() ? m - 1 - r : r;
      int line = at + p * t.tj();
      float x = t.unit() ? b[column + p] : b[column + p] / a[line + p * t.ti()];
      b[column + p] = x;
      int from = t.upper() ? 0 : p + 1;
      int to = t.upper() ? p : m;
      for (int i = from; i < to; i++) {
        b[column + i] -= x * a[line + i * t.ti()];
      }
    }
  }

  /** One row of the solution after the other, the rows before it subtracted. */
  private static void rows(Triangular t, float[] a, int at, float[] b, int bt) {
    int m = t.m();
    for (int r = 0; r < m; r++) {
      int i = t.upper() ? m - 1 - r : r;
      int row = bt + i * t.bi();
      for (int q = 0; q < r; q++) {
        int p = t.upper() ? m - 1 - q : q;
        subtract(a[at + i * t.ti() + p * t.tj()], b, bt + p * t.bi(), row, t.bj(), t.n());
      }
      if (!t.unit()) {
        float diagonal = a[at + i * (t.ti() + t.tj())];
        for (int j = 0; j < t.n(); j++) {
          b[row + j * t.bj()] /= diagonal;
        }
      }
    }
  }

  private static void subtract(float f, float[] b, int from, int to, int step, int n) {
    for (int j = 0; j < n; j++) {
      b[to + j * step] -= f * b[from + j * step];
    }
  }

  /** {@code out −= a b}, where out may lie in the array of a or of b, beside them. */
  static void subtract(Gemm g, float[] a, int at, float[] b, int bt, float[] out, int o) {
    boolean rows = g.oj() == 1;
    int lines = rows ? g.m() : g.n();
    int length = rows ? g.n() : g.m();
    int step = rows ? g.oi() : g.oj();
    var product = new float[lines * length];
    var into =
        new Gemm(
            g.m(),
            g.k(),
            g.n(),
            g.ai(),
            g.ap(),
            g.bp(),
            g.bj(),
            rows ? length : 1,
            rows ? 1 : length);
    MatMul.multiply(into, a, at, b, bt, product, 0);
    for (int i = 0; i < lines; i++) {
      int to = o + i * step;
      int from = i * length;
      for (int j = 0; j < length; j++) {
        out[to + j] -= product[from + j];
      }
    }
  }
}

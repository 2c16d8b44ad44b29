package dev.fluxion.kernel;

import java.util.Arrays;

/**
 * Products of float64 matrices. {@link FloatProduct} is the same for float32.
 *
 * <p>Large ones go over blocks of b, copied row by row to small arrays (K. Goto, R. van de Geijn,
 * Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34, 2008), two rows of a and four
 * rows of b at a time. All arrays of the loop inside have the same index, which C2 needs to turn it
 * into vector code: it cannot rule out that two places of one array overlap. The loop is also as
 * large as C2 still unrolls: with four rows of a, or eight of b, it stays scalar, at half the
 * speed.
 */
final class DoubleProduct extends Product {
  private static final int ROWS = 128;
  private static final int COLUMNS = 256;

  private final double[] a;
  private final double[] b;
  private final double[] out;
  private double[][] block = {};
  private double[] even = {};
  private double[] odd = {};

  DoubleProduct(Gemm g, double[] a, double[] b, double[] out, boolean turned) {
    super(g, turned);
    this.a = a;
    this.b = b;
    this.out = out;
  }

  @Override
  void direct(int at, int bt, int o) {
    direct(g, a, at, b, bt, out, o);
  }

  /** Running sums in registers, of four columns at a time. */
  static void direct(Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o) {
    for (int i = 0; i < g.m(); i++) {
      int row = at + i * g.ai();
      int to = o + i * g.oi();
      int j = 0;
      for (; j + 4 <= g.n(); j += 4) {
        fourSums(g, a, row, b, bt + j * g.bj(), out, to + j * g.oj());
      }
      for (; j < g.n(); j++) {
        int column = bt + j * g.bj();
        double s = 0;
        for (int p = 0; p < g.k(); p++) {
          s += a[row + p * g.ap()] * b[column + p * g.bp()];
        }
        out[to + j * g.oj()] = s;
      }
    }
  }

  private static void fourSums(Gemm g, double[] a, int x, double[] b, int y, double[] out, int o) {
    int bj = g.bj();
    double s = 0;
    double t = 0;
    double u = 0;
    double v = 0;
    for (int p = 0; p < g.k(); p++) {
      double f = a[x];
      s += f * b[y];
      t += f * b[y + bj];
      u += f * b[y + 2 * bj];
      v += f * b[y + 3 * bj];
      x += g.ap();
      y += g.bp();
    }
    out[o] = s;
    out[o + g.oj()] = t;
    out[o + 2 * g.oj()] = u;
    out[o + 3 * g.oj()] = v;
  }

  @Override
  void blocked(int at, int bt, int o) {
    if (block.length == 0) {
      int columns = Math.min(n, COLUMNS);
      block = new double[Math.min(k + 3 & ~3, ROWS)][columns];
      even = new double[columns];
      odd = new double[columns];
    }
    for (int j = 0; j < n; j += COLUMNS) {
      int columns = Math.min(COLUMNS, n - j);
      for (int p = 0; p < k; p += ROWS) {
        int rows = Math.min(ROWS, k - p);
        pack(bt + p * bp + j * bj, rows, columns);
        for (int i = 0; i < m; i += 2) {
          pair(at + i * ai + p * ap, rows, i + 1 < m, o + i * oi + j * oj, columns, p == 0);
        }
      }
    }
  }

  /** Copies a block of b, and rows of zeros up to a multiple of four. */
  private void pack(int y, int rows, int columns) {
    for (int p = 0; p < rows; p++) {
      Copies.move(b, y + p * bp, bj, block[p], 0, 1, columns);
    }
    for (int p = rows; p < (rows + 3 & ~3); p++) {
      Arrays.fill(block[p], 0);
    }
  }

  /** Adds to two rows of the result, or to one. */
  private void pair(int x, int rows, boolean two, int o, int columns, boolean first) {
    if (first) {
      Arrays.fill(even, 0, columns, 0);
      Arrays.fill(odd, 0, columns, 0);
    } else {
      Copies.move(out, o, oj, even, 0, 1, columns);
      if (two) {
        Copies.move(out, o + oi, oj, odd, 0, 1, columns);
      }
    }
    int next = two ? ai : 0;
    int p = 0;
    for (; p + 4 <= rows; p += 4) {
      int x1 = x + ap;
      int x2 = x1 + ap;
      int x3 = x2 + ap;
      addRows(
          even,
          odd,
          block[p],
          block[p + 1],
          block[p + 2],
          block[p + 3],
          a[x],
          a[x1],
          a[x2],
          a[x3],
          a[x + next],
          a[x1 + next],
          a[x2 + next],
          a[x3 + next],
          columns);
      x = x3 + ap;
    }
    if (p < rows) {
      int y = x + next;
      boolean second = p + 1 < rows;
      boolean third = p + 2 < rows;
      addRows(
          even,
          odd,
          block[p],
          block[p + 1],
          block[p + 2],
          block[p + 3],
          a[x],
          second ? a[x + ap] : 0,
          third ? a[x + 2 * ap] : 0,
          0,
          a[y],
          second ? a[y + ap] : 0,
          third ? a[y + 2 * ap] : 0,
          0,
          columns);
    }
    Copies.move(even, 0, 1, out, o, oj, columns);
    if (two) {
      Copies.move(odd, 0, 1, out, o + oi, oj, columns);
    }
  }

  private static void addRows(
      double[] y,
      double[] z,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double f0,
      double f1,
      double f2,
      double f3,
      double g0,
      double g1,
      double g2,
      double g3,
      int n) {
    for (int j = 0; j < n; j++) {
      y[j] += (f0 * b0[j] + f1 * b1[j]) + (f2 * b2[j] + f3 * b3[j]);
      z[j] += (g0 * b0[j] + g1 * b1[j]) + (g2 * b2[j] + g3 * b3[j]);
    }
  }
}

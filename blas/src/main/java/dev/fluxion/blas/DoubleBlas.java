package dev.fluxion.blas;

import dev.fluxion.kernel.Gemm;
import dev.fluxion.kernel.Threads;

/** Products of float64 matrices by calls of BLAS. {@link FloatBlas} is the same for float32. */
final class DoubleBlas {
  private static final int WIDEST = 256;
  private static final long SPLIT = 1L << 22;

  private DoubleBlas() {}

  /** The product, if the result lies in rows or columns; false and nothing done if it does not. */
  static boolean multiply(Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o) {
    if (g.oj() != 1) {
      return g.oi() == 1 && multiply(g.turned(), b, bt, a, at, out, o);
    }
    int ldc = Leading.of(g.m(), g.n(), g.oi(), 1);
    if (ldc <= 0) {
      return false;
    }
    int lda = Leading.of(g.m(), g.k(), g.ai(), g.ap());
    if (lda == 0) {
      var x = copy(a, at, g.m(), g.k(), g.ai(), g.ap());
      return multiply(g.withRowsOfA(), x, 0, b, bt, out, o);
    }
    int ldb = Leading.of(g.k(), g.n(), g.bp(), g.bj());
    if (ldb == 0) {
      var y = copy(b, bt, g.k(), g.n(), g.bp(), g.bj());
      return multiply(g.withRowsOfB(), a, at, y, 0, out, o);
    }
    var tiles = Tiles.of(g, WIDEST, SPLIT);
    int blocks = tiles.blocks(g);
    if (blocks == 1) {
      block(g, tiles, 0, a, at, lda, b, bt, ldb, out, o, ldc);
    } else {
      Threads.split(
          blocks,
          1,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              block(g, tiles, i, a, at, lda, b, bt, ldb, out, o, ldc);
            }
          });
    }
    return true;
  }

  private static void block(
      Gemm g,
      Tiles tiles,
      int block,
      double[] a,
      int at,
      int lda,
      double[] b,
      int bt,
      int ldb,
      double[] out,
      int o,
      int ldc) {
    int i = tiles.row(g, block);
    int j = tiles.column(g, block);
    int m = Math.min(tiles.down(), g.m() - i);
    int n = Math.min(tiles.across(), g.n() - j);
    for (int p = 0; p < g.k(); p += tiles.deep()) {
      Cblas.multiply(
          m,
          n,
          Math.min(tiles.deep(), g.k() - p),
          a,
          at + i * g.ai() + p * g.ap(),
          lda,
          b,
          bt + p * g.bp() + j * g.bj(),
          ldb,
          p == 0 && !g.adds() ? 0 : 1,
          out,
          o + i * g.oi() + j,
          ldc);
    }
  }

  /** A matrix that lies as BLAS cannot say, in rows. */
  private static double[] copy(double[] x, int at, int rows, int columns, int row, int column) {
    var copy = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      int from = at + i * row;
      int to = i * columns;
      for (int j = 0; j < columns; j++) {
        copy[to + j] = x[from + j * column];
      }
    }
    return copy;
  }
}

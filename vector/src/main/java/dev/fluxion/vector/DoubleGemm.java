package dev.fluxion.vector;

import static dev.fluxion.vector.DoublePack.ACROSS;
import static dev.fluxion.vector.DoublePack.DEPTH;
import static dev.fluxion.vector.DoubleTile.COLUMNS;
import static dev.fluxion.vector.DoubleTile.ROWS;

import dev.fluxion.kernel.Gemm;
import dev.fluxion.kernel.Threads;

/**
 * Products of float64 matrices by the Vector API. {@link FloatGemm} is the same for float32.
 *
 * <p>They go over blocks of b of 256 rows, which stay in the second cache, and over panels of a of
 * eight rows, which stay in the first (K. Goto, R. van de Geijn, Anatomy of High-Performance Matrix
 * Multiplication, ACM TOMS 34, 2008). Panels of a are always copied; of b, only what lies badly or
 * is read often. Threads share out rows or columns of the result and each copies what it needs.
 * Sums are cut at multiples of 256 terms and nowhere else: neither threads nor the place in the
 * matrix change a bit.
 */
final class DoubleGemm {
  /** Up to so many rows, one by one are faster than in a tile. */
  private static final int FEW = 2;

  /** From so many rows on it pays to copy b. */
  private static final int MANY = 64;

  /** So many multiplications are worth a thread. */
  private static final long SPLIT = 1L << 21;

  private DoubleGemm() {}

  /** The product, if the result lies in rows or columns; false and nothing done if it does not. */
  static boolean multiply(Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o) {
    if (g.oj() != 1) {
      return g.oi() == 1 && multiply(g.turned(), b, bt, a, at, out, o);
    }
    if (g.n() < COLUMNS && g.m() > g.n()) {
      // Columns that do not fill a tile are better off as its rows.
      run(g.turned(), b, bt, a, at, out, o);
    } else {
      run(g, a, at, b, bt, out, o);
    }
    return true;
  }

  private static void run(Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o) {
    boolean few = g.m() <= FEW && !g.adds() && g.oj() == 1 && DoubleRow.suits(g);
    boolean across = few || g.n() >= g.m();
    int unit = few ? 8 * COLUMNS : across ? COLUMNS : ROWS;
    int length = across ? g.n() : g.m();
    long work = Math.max(1, g.work() / length * unit);
    int grain = (int) Math.min(length, Math.max(1, SPLIT / work) * unit);
    if (Threads.parts(length, grain) == 1) {
      part(g, a, at, b, bt, out, o, 0, g.m(), 0, g.n(), few);
    } else {
      Threads.split(
          length,
          grain,
          (from, to) -> {
            if (across) {
              part(g, a, at, b, bt, out, o, 0, g.m(), from, to, few);
            } else {
              part(g, a, at, b, bt, out, o, from, to, 0, g.n(), few);
            }
          });
    }
  }

  /** Rows {@code top} up to before {@code bottom} of columns {@code left} up to before right. */
  private static void part(
      Gemm g,
      double[] a,
      int at,
      double[] b,
      int bt,
      double[] out,
      int o,
      int top,
      int bottom,
      int left,
      int right,
      boolean few) {
    if (few) {
      for (int i = top; i < bottom; i++) {
        DoubleRow.multiply(g, a, at + i * g.ai(), b, bt, out, o + i * g.oi(), left, right);
      }
      return;
    }
    var pack = DoublePack.ofThread();
    boolean copy = g.bj() != 1 || bottom - top >= MANY;
    for (int j = left; j < right; j += ACROSS) {
      int columns = Math.min(ACROSS, right - j);
      for (int p = 0; p < g.k(); p += DEPTH) {
        int depth = Math.min(DEPTH, g.k() - p);
        int y = bt + p * g.bp() + j * g.bj();
        pack(g, pack, b, y, depth, columns, copy);
        for (int i = top; i < bottom; i += ROWS) {
          int rows = Math.min(ROWS, bottom - i);
          pack.rows(a, at + i * g.ai() + p * g.ap(), g.ai(), g.ap(), rows, depth);
          panel(
              g,
              pack,
              b,
              y,
              depth,
              out,
              o + i * g.oi() + j * g.oj(),
              rows,
              columns,
              copy,
              p > 0 || g.adds());
        }
      }
    }
  }

  /** Copies a block of b, or but the columns that do not fill a tile. */
  private static void pack(
      Gemm g, DoublePack pack, double[] b, int y, int depth, int columns, boolean copy) {
    for (int j = copy ? 0 : columns / COLUMNS * COLUMNS; j < columns; j += COLUMNS) {
      int width = Math.min(COLUMNS, columns - j);
      pack.columns(b, y + j * g.bj(), g.bp(), g.bj(), depth, width, j / COLUMNS);
    }
  }

  /** Multiplies the panel of a by the block of b. */
  private static void panel(
      Gemm g,
      DoublePack pack,
      double[] b,
      int y,
      int depth,
      double[] out,
      int o,
      int rows,
      int columns,
      boolean copy,
      boolean add) {
    for (int j = 0; j < columns; j += COLUMNS) {
      int width = Math.min(COLUMNS, columns - j);
      boolean packed = copy || width < COLUMNS;
      double[] source = packed ? pack.b : b;
      int from = packed ? j * DEPTH : y + j;
      int step = packed ? COLUMNS : g.bp();
      int to = o + j * g.oj();
      boolean whole = rows == ROWS && width == COLUMNS && g.oj() == 1;
      if (whole && !add) {
        DoubleTile.multiply(pack.a, 0, source, from, step, depth, out, to, g.oi());
      } else {
        DoubleTile.multiply(pack.a, 0, source, from, step, depth, pack.tile, 0, COLUMNS);
        if (whole) {
          DoubleTile.add(pack.tile, out, to, g.oi());
        } else {
          edge(g, pack.tile, out, to, rows, width, add);
        }
      }
    }
  }

  private static void edge(
      Gemm g, double[] tile, double[] out, int o, int rows, int width, boolean add) {
    for (int i = 0; i < rows; i++) {
      int to = o + i * g.oi();
      int from = i * COLUMNS;
      for (int j = 0; j < width; j++) {
        out[to] = add ? out[to] + tile[from + j] : tile[from + j];
        to += g.oj();
      }
    }
  }
}

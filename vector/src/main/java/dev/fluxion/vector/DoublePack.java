package dev.fluxion.vector;

import static dev.fluxion.vector.DoubleTile.COLUMNS;
import static dev.fluxion.vector.DoubleTile.ROWS;

import java.util.Arrays;

/**
 * The copies of blocks of a and b that {@link DoubleTile} reads, in the order in which it does: a
 * panel is what one tile needs, and one follows the other. Zeros fill up the last. A thread has one
 * of these and uses it again and again. {@link FloatPack} is the same for float32.
 */
final class DoublePack {
  private static final ThreadLocal<DoublePack> PACKS = ThreadLocal.withInitial(DoublePack::new);

  /** How many terms of the sums a block has: a panel of a then stays in the nearest cache. */
  static final int DEPTH = 256;

  /** How many columns of b a block has: half a megabyte, so that it stays in the second cache. */
  static final int ACROSS = 16 * COLUMNS;

  /** A panel of a, the block of b, and a tile for the edges of the result. */
  final double[] a = new double[ROWS * DEPTH];

  final double[] b = new double[DEPTH * ACROSS];
  final double[] tile = new double[ROWS * COLUMNS];

  private DoublePack() {}

  /** That of this thread. */
  static DoublePack ofThread() {
    return PACKS.get();
  }

  /** Fills the panel of a. */
  void rows(double[] x, int at, int ai, int ap, int rows, int depth) {
    if (rows < ROWS) {
      Arrays.fill(a, 0, ROWS * depth, 0);
    }
    if (rows == 8 && ROWS == 8) {
      eight(x, at, ai, ap, depth);
      return;
    }
    for (int i = 0; i < rows; i++) {
      int from = at + i * ai;
      for (int p = 0; p < depth; p++) {
        a[p * ROWS + i] = x[from + p * ap];
      }
    }
  }

  private void eight(double[] x, int at, int ai, int ap, int depth) {
    int to = 0;
    for (int p = 0; p < depth; p++) {
      a[to] = x[at];
      a[to + 1] = x[at + ai];
      a[to + 2] = x[at + 2 * ai];
      a[to + 3] = x[at + 3 * ai];
      a[to + 4] = x[at + 4 * ai];
      a[to + 5] = x[at + 5 * ai];
      a[to + 6] = x[at + 6 * ai];
      a[to + 7] = x[at + 7 * ai];
      at += ap;
      to += 8;
    }
  }

  /** Writes a panel of b to where it is the {@code panel}-th. */
  void columns(double[] x, int at, int bp, int bj, int depth, int columns, int panel) {
    int to = panel * DEPTH * COLUMNS;
    if (columns < COLUMNS) {
      Arrays.fill(b, to, to + depth * COLUMNS, 0);
    }
    if (bj == 1) {
      for (int p = 0; p < depth; p++) {
        System.arraycopy(x, at + p * bp, b, to + p * COLUMNS, columns);
      }
      return;
    }
    int j = 0;
    for (; j + 8 <= columns; j += 8) {
      eight(x, at + j * bj, bp, bj, depth, to + j);
    }
    for (; j < columns; j++) {
      int from = at + j * bj;
      for (int p = 0; p < depth; p++) {
        b[to + p * COLUMNS + j] = x[from + p * bp];
      }
    }
  }

  /** Eight columns of a panel of b at a time, so that what is written lies together. */
  private void eight(double[] x, int at, int bp, int bj, int depth, int to) {
    for (int p = 0; p < depth; p++) {
      b[to] = x[at];
      b[to + 1] = x[at + bj];
      b[to + 2] = x[at + 2 * bj];
      b[to + 3] = x[at + 3 * bj];
      b[to + 4] = x[at + 4 * bj];
      b[to + 5] = x[at + 5 * bj];
      b[to + 6] = x[at + 6 * bj];
      b[to + 7] = x[at + 7 * bj];
      at += bp;
      to += COLUMNS;
    }
  }
}

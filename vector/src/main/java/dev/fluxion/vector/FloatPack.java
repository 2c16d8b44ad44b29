package dev.fluxion.vector;

import static dev.fluxion.vector.FloatTile.COLUMNS;
import static dev.fluxion.vector.FloatTile.ROWS;

import java.util.Arrays;

/**
 * The copies of blocks of a and b that {@link FloatTile} reads, in the order in which it does: a
 * panel is what one tile needs, and one follows the other. Zeros fill up the last. A thread has one
 * of these and uses it again and again. {@link DoublePack} is the same for float64.
 */
final class FloatPack {
  private static final ThreadLocal<FloatPack> PACKS = ThreadLocal.withInitial(FloatPack::new);

  /** How many terms of the sums a block has: a panel of a then stays in the nearest cache. */
  static final int DEPTH = 256;

  /** How many columns of b a block has: half a megabyte, so that it stays in the second cache. */
  static final int ACROSS = 16 * COLUMNS;

  /** A panel of a, the block of b, and a tile for the edges of the result. */
  final float[] a = new float[ROWS * DEPTH];

  final float[] b = new float[DEPTH * ACROSS];
  final float[] tile = new float[ROWS * COLUMNS];

  private FloatPack() {}

  /** That of this thread. */
  static FloatPack ofThread() {
    return PACKS.get();
  }

  /** Fills the panel of a. */
  void rows(float[] x, int at, int ai, int ap, int rows, int depth) {
    if (rows < ROWS) {
      Arrays.fill(a, 0, ROWS * depth, 0);
    }
    if (rows == 8 && ROWS == 8) {
      FloatTranspose.eight(x, at, ap, ai, depth, a, 0, 8);
      return;
    }
    for (int i = 0; i < rows; i++) {
      int from = at + i * ai;
      for (int p = 0; p < depth; p++) {
        a[p * ROWS + i] = x[from + p * ap];
      }
    }
  }

  /** Writes a panel of b to where it is the {@code panel}-th. */
  void columns(float[] x, int at, int bp, int bj, int depth, int columns, int panel) {
    int to = panel * DEPTH * COLUMNS;
    if (columns < COLUMNS) {
      Arrays.fill(b, to, to + depth * COLUMNS, 0);
    }
    int j = 0;
    for (; j + 8 <= columns; j += 8) {
      FloatTranspose.eight(x, at + j * bj, bp, bj, depth, b, to + j, COLUMNS);
    }
    for (; j < columns; j++) {
      int from = at + j * bj;
      for (int p = 0; p < depth; p++) {
        b[to + p * COLUMNS + j] = x[from + p * bp];
      }
    }
  }
}

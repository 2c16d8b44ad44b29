package dev.fluxion.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop of float32 products: a tile of the result in registers, some rows by two
 * vectors, while k runs. {@link DoubleTile} is the same for float64.
 *
 * <p>Eight rows make 16 sums, which with two vectors of b and one number of a fit the 32 registers
 * of AVX-512 and of ARM, and are enough to hide how long an addition takes; AVX2 has 16 registers,
 * and gets four rows. Each sum is added up in the order of k, fused, whatever the tile; so a result
 * does not depend on where in the matrix it stands. With the index of b other than by a constant
 * step the loop runs at its full speed; with the index of a so, at two thirds of it: that is why a
 * is always copied.
 */
final class FloatTile {
  static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

  /** The number of rows of a tile. */
  static final int ROWS = Registers.MANY ? 8 : 4;

  /** The number of columns of a tile. */
  static final int COLUMNS = 2 * LANES.length();

  private FloatTile() {}

  /**
   * {@code out[i, j] = Σ a[x + p ROWS + i] · b[y + p bp + j]} for all of a tile.
   *
   * @param o where the result's tile begins, {@code oi} the distance between its rows
   */
  static void multiply(
      float[] a, int x, float[] b, int y, int bp, int k, float[] out, int o, int oi) {
    if (Registers.MANY) {
      eight(a, x, b, y, bp, k, out, o, oi);
    } else {
      four(a, x, b, y, bp, k, out, o, oi);
    }
  }

  private static void put(FloatVector c, FloatVector d, float[] out, int o) {
    c.intoArray(out, o);
    d.intoArray(out, o + LANES.length());
  }

  /**
   * Adds a tile to one of the result. Not part of the loop that makes the tile: with this in it, C2
   * comes to an end with inlining, and leaves some vectors as objects.
   */
  static void add(float[] tile, float[] out, int o, int oi) {
    for (int from = 0; from < ROWS * COLUMNS; from += LANES.length()) {
      int to = o + from / COLUMNS * oi + from % COLUMNS;
      FloatVector.fromArray(LANES, out, to)
          .add(FloatVector.fromArray(LANES, tile, from))
          .intoArray(out, to);
    }
  }

  private static void eight(
      float[] a, int x, float[] b, int y, int bp, int k, float[] out, int o, int oi) {
    var c0 = FloatVector.zero(LANES);
    var d0 = FloatVector.zero(LANES);
    var c1 = FloatVector.zero(LANES);
    var d1 = FloatVector.zero(LANES);
    var c2 = FloatVector.zero(LANES);
    var d2 = FloatVector.zero(LANES);
    var c3 = FloatVector.zero(LANES);
    var d3 = FloatVector.zero(LANES);
    var c4 = FloatVector.zero(LANES);
    var d4 = FloatVector.zero(LANES);
    var c5 = FloatVector.zero(LANES);
    var d5 = FloatVector.zero(LANES);
    var c6 = FloatVector.zero(LANES);
    var d6 = FloatVector.zero(LANES);
    var c7 = FloatVector.zero(LANES);
    var d7 = FloatVector.zero(LANES);
    for (int p = 0; p < k; p++) {
      var u = FloatVector.fromArray(LANES, b, y);
      var v = FloatVector.fromArray(LANES, b, y + LANES.length());
      var f0 = FloatVector.broadcast(LANES, a[x]);
      c0 = f0.fma(u, c0);
      d0 = f0.fma(v, d0);
      var f1 = FloatVector.broadcast(LANES, a[x + 1]);
      c1 = f1.fma(u, c1);
      d1 = f1.fma(v, d1);
      var f2 = FloatVector.broadcast(LANES, a[x + 2]);
      c2 = f2.fma(u, c2);
      d2 = f2.fma(v, d2);
      var f3 = FloatVector.broadcast(LANES, a[x + 3]);
      c3 = f3.fma(u, c3);
      d3 = f3.fma(v, d3);
      var f4 = FloatVector.broadcast(LANES, a[x + 4]);
      c4 = f4.fma(u, c4);
      d4 = f4.fma(v, d4);
      var f5 = FloatVector.broadcast(LANES, a[x + 5]);
      c5 = f5.fma(u, c5);
      d5 = f5.fma(v, d5);
      var f6 = FloatVector.broadcast(LANES, a[x + 6]);
      c6 = f6.fma(u, c6);
      d6 = f6.fma(v, d6);
      var f7 = FloatVector.broadcast(LANES, a[x + 7]);
      c7 = f7.fma(u, c7);
      d7 = f7.fma(v, d7);
      x += 8;
      y += bp;
    }
    put(c0, d0, out, o);
    put(c1, d1, out, o + oi);
    put(c2, d2, out, o + 2 * oi);
    put(c3, d3, out, o + 3 * oi);
    put(c4, d4, out, o + 4 * oi);
    put(c5, d5, out, o + 5 * oi);
    put(c6, d6, out, o + 6 * oi);
    put(c7, d7, out, o + 7 * oi);
  }

  private static void four(
      float[] a, int x, float[] b, int y, int bp, int k, float[] out, int o, int oi) {
    var c0 = FloatVector.zero(LANES);
    var d0 = FloatVector.zero(LANES);
    var c1 = FloatVector.zero(LANES);
    var d1 = FloatVector.zero(LANES);
    var c2 = FloatVector.zero(LANES);
    var d2 = FloatVector.zero(LANES);
    var c3 = FloatVector.zero(LANES);
    var d3 = FloatVector.zero(LANES);
    for (int p = 0; p < k; p++) {
      var u = FloatVector.fromArray(LANES, b, y);
      var v = FloatVector.fromArray(LANES, b, y + LANES.length());
      var f0 = FloatVector.broadcast(LANES, a[x]);
      c0 = f0.fma(u, c0);
      d0 = f0.fma(v, d0);
      var f1 = FloatVector.broadcast(LANES, a[x + 1]);
      c1 = f1.fma(u, c1);
      d1 = f1.fma(v, d1);
      var f2 = FloatVector.broadcast(LANES, a[x + 2]);
      c2 = f2.fma(u, c2);
      d2 = f2.fma(v, d2);
      var f3 = FloatVector.broadcast(LANES, a[x + 3]);
      c3 = f3.fma(u, c3);
      d3 = f3.fma(v, d3);
      x += 4;
      y += bp;
    }
    put(c0, d0, out, o);
    put(c1, d1, out, o + oi);
    put(c2, d2, out, o + 2 * oi);
    put(c3, d3, out, o + 3 * oi);
  }
}

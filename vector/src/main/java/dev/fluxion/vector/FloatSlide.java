package dev.fluxion.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop of {@link FloatCorrelator#output}: a tile of sums in registers, some rows by
 * some vectors of places, while the taps run. {@link DoubleSlide} is the same for float64.
 *
 * <p>Eight rows by two vectors or six by three, at 52 to 58 multiplications in a nanosecond with
 * AVX-512. With 24 sums, for which there would be registers, C2 comes to an end with inlining and
 * leaves vectors as objects, at half of that or less; to make the zero of each sum anew counts
 * there too. What is left of the places is done by one vector; AVX2 has 16 registers, and gets four
 * rows. Each sum is added up in the order of taps, fused, whatever the tile.
 */
final class FloatSlide {
  static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = LANES.length();

  private FloatSlide() {}

  /** The number of rows of a tile that has the least to do for so many rows and places. */
  static int rows(int rows, int places) {
    if (!Registers.MANY) {
      return 4;
    }
    return work(rows, places, 6, 3) < work(rows, places, 8, 2) ? 6 : 8;
  }

  /** The number of sums of a row that a tile with so many rows has. */
  static int columns(int rows) {
    return rows == 6 ? 3 * LENGTH : 2 * LENGTH;
  }

  private static long work(int rows, int places, int down, int across) {
    // A vector alone takes half as long again: each number of w is loaded for it only.
    int vectors = places / LENGTH;
    long tiles = 2 * (vectors / across * across) + 3 * (vectors % across);
    return tiles * Math.ceilDiv(rows, down) * down;
  }

  /**
   * {@code out[i, p] = Σ w[k, i] · x[at + shifts[k] + p]} for all of a tile.
   *
   * @param rows the number of rows of w and of the tile, 4, 6 or 8
   * @param whole whether to make all vectors of a row, or but the first
   * @param o where the result's tile begins, {@code oi} the distance between its rows
   */
  static void multiply(
      int rows,
      boolean whole,
      float[] w,
      int[] shifts,
      float[] x,
      int at,
      float[] out,
      int o,
      int oi) {
    if (rows == 8) {
      if (whole) {
        eight(w, shifts, x, at, out, o, oi);
      } else {
        eightNarrow(w, shifts, x, at, out, o, oi);
      }
    } else if (rows == 6) {
      if (whole) {
        six(w, shifts, x, at, out, o, oi);
      } else {
        sixNarrow(w, shifts, x, at, out, o, oi);
      }
    } else {
      four(w, shifts, x, at, out, o, oi);
    }
  }

  private static void put(FloatVector c, FloatVector d, float[] out, int o) {
    c.intoArray(out, o);
    d.intoArray(out, o + LENGTH);
  }

  private static void put(FloatVector c, FloatVector d, FloatVector e, float[] out, int o) {
    c.intoArray(out, o);
    d.intoArray(out, o + LENGTH);
    e.intoArray(out, o + 2 * LENGTH);
  }

  private static void eight(
      float[] w, int[] shifts, float[] x, int at, float[] out, int o, int oi) {
    var zero = FloatVector.zero(LANES);
    var c0 = zero;
    var d0 = zero;
    var c1 = zero;
    var d1 = zero;
    var c2 = zero;
    var d2 = zero;
    var c3 = zero;
    var d3 = zero;
    var c4 = zero;
    var d4 = zero;
    var c5 = zero;
    var d5 = zero;
    var c6 = zero;
    var d6 = zero;
    var c7 = zero;
    var d7 = zero;
    int a = 0;
    for (int shift : shifts) {
      int from = at + shift;
      var p = FloatVector.fromArray(LANES, x, from);
      var q = FloatVector.fromArray(LANES, x, from + LENGTH);
      var f0 = FloatVector.broadcast(LANES, w[a]);
      c0 = f0.fma(p, c0);
      d0 = f0.fma(q, d0);
      var f1 = FloatVector.broadcast(LANES, w[a + 1]);
      c1 = f1.fma(p, c1);
      d1 = f1.fma(q, d1);
      var f2 = FloatVector.broadcast(LANES, w[a + 2]);
      c2 = f2.fma(p, c2);
      d2 = f2.fma(q, d2);
      var f3 = FloatVector.broadcast(LANES, w[a + 3]);
      c3 = f3.fma(p, c3);
      d3 = f3.fma(q, d3);
      var f4 = FloatVector.broadcast(LANES, w[a + 4]);
      c4 = f4.fma(p, c4);
      d4 = f4.fma(q, d4);
      var f5 = FloatVector.broadcast(LANES, w[a + 5]);
      c5 = f5.fma(p, c5);
      d5 = f5.fma(q, d5);
      var f6 = FloatVector.broadcast(LANES, w[a + 6]);
      c6 = f6.fma(p, c6);
      d6 = f6.fma(q, d6);
      var f7 = FloatVector.broadcast(LANES, w[a + 7]);
      c7 = f7.fma(p, c7);
      d7 = f7.fma(q, d7);
      a += 8;
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

  private static void eightNarrow(
      float[] w, int[] shifts, float[] x, int at, float[] out, int o, int oi) {
    var zero = FloatVector.zero(LANES);
    var c0 = zero;
    var c1 = zero;
    var c2 = zero;
    var c3 = zero;
    var c4 = zero;
    var c5 = zero;
    var c6 = zero;
    var c7 = zero;
    int a = 0;
    for (int shift : shifts) {
      int from = at + shift;
      var p = FloatVector.fromArray(LANES, x, from);
      var f0 = FloatVector.broadcast(LANES, w[a]);
      c0 = f0.fma(p, c0);
      var f1 = FloatVector.broadcast(LANES, w[a + 1]);
      c1 = f1.fma(p, c1);
      var f2 = FloatVector.broadcast(LANES, w[a + 2]);
      c2 = f2.fma(p, c2);
      var f3 = FloatVector.broadcast(LANES, w[a + 3]);
      c3 = f3.fma(p, c3);
      var f4 = FloatVector.broadcast(LANES, w[a + 4]);
      c4 = f4.fma(p, c4);
      var f5 = FloatVector.broadcast(LANES, w[a + 5]);
      c5 = f5.fma(p, c5);
      var f6 = FloatVector.broadcast(LANES, w[a + 6]);
      c6 = f6.fma(p, c6);
      var f7 = FloatVector.broadcast(LANES, w[a + 7]);
      c7 = f7.fma(p, c7);
      a += 8;
    }
    c0.intoArray(out, o);
    c1.intoArray(out, o + oi);
    c2.intoArray(out, o + 2 * oi);
    c3.intoArray(out, o + 3 * oi);
    c4.intoArray(out, o + 4 * oi);
    c5.intoArray(out, o + 5 * oi);
    c6.intoArray(out, o + 6 * oi);
    c7.intoArray(out, o + 7 * oi);
  }

  private static void six(float[] w, int[] shifts, float[] x, int at, float[] out, int o, int oi) {
    var zero = FloatVector.zero(LANES);
    var c0 = zero;
    var d0 = zero;
    var e0 = zero;
    var c1 = zero;
    var d1 = zero;
    var e1 = zero;
    var c2 = zero;
    var d2 = zero;
    var e2 = zero;
    var c3 = zero;
    var d3 = zero;
    var e3 = zero;
    var c4 = zero;
    var d4 = zero;
    var e4 = zero;
    var c5 = zero;
    var d5 = zero;
    var e5 = zero;
    int a = 0;
    for (int shift : shifts) {
      int from = at + shift;
      var p = FloatVector.fromArray(LANES, x, from);
      var q = FloatVector.fromArray(LANES, x, from + LENGTH);
      var r = FloatVector.fromArray(LANES, x, from + 2 * LENGTH);
      var f0 = FloatVector.broadcast(LANES, w[a]);
      c0 = f0.fma(p, c0);
      d0 = f0.fma(q, d0);
      e0 = f0.fma(r, e0);
      var f1 = FloatVector.broadcast(LANES, w[a + 1]);
      c1 = f1.fma(p, c1);
      d1 = f1.fma(q, d1);
      e1 = f1.fma(r, e1);
      var f2 = FloatVector.broadcast(LANES, w[a + 2]);
      c2 = f2.fma(p, c2);
      d2 = f2.fma(q, d2);
      e2 = f2.fma(r, e2);
      var f3 = FloatVector.broadcast(LANES, w[a + 3]);
      c3 = f3.fma(p, c3);
      d3 = f3.fma(q, d3);
      e3 = f3.fma(r, e3);
      var f4 = FloatVector.broadcast(LANES, w[a + 4]);
      c4 = f4.fma(p, c4);
      d4 = f4.fma(q, d4);
      e4 = f4.fma(r, e4);
      var f5 = FloatVector.broadcast(LANES, w[a + 5]);
      c5 = f5.fma(p, c5);
      d5 = f5.fma(q, d5);
      e5 = f5.fma(r, e5);
      a += 6;
    }
    put(c0, d0, e0, out, o);
    put(c1, d1, e1, out, o + oi);
    put(c2, d2, e2, out, o + 2 * oi);
    put(c3, d3, e3, out, o + 3 * oi);
    put(c4, d4, e4, out, o + 4 * oi);
    put(c5, d5, e5, out, o + 5 * oi);
  }

  private static void sixNarrow(
      float[] w, int[] shifts, float[] x, int at, float[] out, int o, int oi) {
    var zero = FloatVector.zero(LANES);
    var c0 = zero;
    var c1 = zero;
    var c2 = zero;
    var c3 = zero;
    var c4 = zero;
    var c5 = zero;
    int a = 0;
    for (int shift : shifts) {
      int from = at + shift;
      var p = FloatVector.fromArray(LANES, x, from);
      var f0 = FloatVector.broadcast(LANES, w[a]);
      c0 = f0.fma(p, c0);
      var f1 = FloatVector.broadcast(LANES, w[a + 1]);
      c1 = f1.fma(p, c1);
      var f2 = FloatVector.broadcast(LANES, w[a + 2]);
      c2 = f2.fma(p, c2);
      var f3 = FloatVector.broadcast(LANES, w[a + 3]);
      c3 = f3.fma(p, c3);
      var f4 = FloatVector.broadcast(LANES, w[a + 4]);
      c4 = f4.fma(p, c4);
      var f5 = FloatVector.broadcast(LANES, w[a + 5]);
      c5 = f5.fma(p, c5);
      a += 6;
    }
    c0.intoArray(out, o);
    c1.intoArray(out, o + oi);
    c2.intoArray(out, o + 2 * oi);
    c3.intoArray(out, o + 3 * oi);
    c4.intoArray(out, o + 4 * oi);
    c5.intoArray(out, o + 5 * oi);
  }

  private static void four(float[] w, int[] shifts, float[] x, int at, float[] out, int o, int oi) {
    var zero = FloatVector.zero(LANES);
    var c0 = zero;
    var d0 = zero;
    var c1 = zero;
    var d1 = zero;
    var c2 = zero;
    var d2 = zero;
    var c3 = zero;
    var d3 = zero;
    int a = 0;
    for (int shift : shifts) {
      int from = at + shift;
      var p = FloatVector.fromArray(LANES, x, from);
      var q = FloatVector.fromArray(LANES, x, from + LENGTH);
      var f0 = FloatVector.broadcast(LANES, w[a]);
      c0 = f0.fma(p, c0);
      d0 = f0.fma(q, d0);
      var f1 = FloatVector.broadcast(LANES, w[a + 1]);
      c1 = f1.fma(p, c1);
      d1 = f1.fma(q, d1);
      var f2 = FloatVector.broadcast(LANES, w[a + 2]);
      c2 = f2.fma(p, c2);
      d2 = f2.fma(q, d2);
      var f3 = FloatVector.broadcast(LANES, w[a + 3]);
      c3 = f3.fma(p, c3);
      d3 = f3.fma(q, d3);
      a += 4;
    }
    put(c0, d0, out, o);
    put(c1, d1, out, o + oi);
    put(c2, d2, out, o + 2 * oi);
    put(c3, d3, out, o + 3 * oi);
  }
}

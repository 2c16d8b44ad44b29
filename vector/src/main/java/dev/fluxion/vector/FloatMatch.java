package dev.fluxion.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop of {@link FloatCorrelator#weight}: a tile of sums in registers, a vector of
 * partial sums for each of some rows and taps, while places and images run. {@link DoubleMatch} is
 * the same for float64.
 *
 * <p>Four rows by four taps or six by three, two by four where there are but 16 registers; see
 * {@link FloatSlide} for why there are not more.
 */
final class FloatMatch {
  private static final VectorSpecies<Float> LANES = FloatSlide.LANES;
  private static final int LENGTH = LANES.length();

  private FloatMatch() {}

  /** The number of rows of a tile that has the least to do for so many rows and taps. */
  static int rows(int rows, int taps) {
    if (!Registers.MANY) {
      return 2;
    }
    return work(rows, taps, 6, 3) < work(rows, taps, 4, 4) ? 6 : 4;
  }

  /** The number of taps that a tile with so many rows has. */
  static int taps(int rows) {
    return rows == 6 ? 3 : 4;
  }

  private static long work(int rows, int taps, int down, int across) {
    return (long) Math.ceilDiv(rows, down) * down * Math.ceilDiv(taps, across) * across;
  }

  /**
   * {@code out[i, j, l] = Σ y[n · yn + r[i] + p] · x[n · xn + s[j] + p]} for all of a tile, over
   * images n and every place p that is in lane l of a vector.
   *
   * @param rows the number of rows of the tile, 2, 4 or 6
   */
  static void multiply(
      int rows,
      int[] s,
      int places,
      int images,
      float[] x,
      int xn,
      float[] y,
      int[] r,
      int yn,
      float[] out) {
    if (rows == 6) {
      six(s, places, images, x, xn, y, r, yn, out);
    } else if (rows == 4) {
      four(s, places, images, x, xn, y, r, yn, out);
    } else {
      two(s, places, images, x, xn, y, r, yn, out);
    }
  }

  private static void put(FloatVector c, FloatVector d, FloatVector e, float[] out, int o) {
    c.intoArray(out, o);
    d.intoArray(out, o + LENGTH);
    e.intoArray(out, o + 2 * LENGTH);
  }

  private static void put(
      FloatVector c, FloatVector d, FloatVector e, FloatVector g, float[] out, int o) {
    c.intoArray(out, o);
    d.intoArray(out, o + LENGTH);
    e.intoArray(out, o + 2 * LENGTH);
    g.intoArray(out, o + 3 * LENGTH);
  }

  private static void six(
      int[] s, int places, int images, float[] x, int xn, float[] y, int[] r, int yn, float[] out) {
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
    int s0 = s[0];
    int s1 = s[1];
    int s2 = s[2];
    int r0 = r[0];
    int r1 = r[1];
    int r2 = r[2];
    int r3 = r[3];
    int r4 = r[4];
    int r5 = r[5];
    for (int n = 0; n < images; n++) {
      for (int k = 0; k < places; k += LENGTH) {
        var p = FloatVector.fromArray(LANES, x, s0 + k);
        var q = FloatVector.fromArray(LANES, x, s1 + k);
        var u = FloatVector.fromArray(LANES, x, s2 + k);
        var f0 = FloatVector.fromArray(LANES, y, r0 + k);
        c0 = f0.fma(p, c0);
        d0 = f0.fma(q, d0);
        e0 = f0.fma(u, e0);
        var f1 = FloatVector.fromArray(LANES, y, r1 + k);
        c1 = f1.fma(p, c1);
        d1 = f1.fma(q, d1);
        e1 = f1.fma(u, e1);
        var f2 = FloatVector.fromArray(LANES, y, r2 + k);
        c2 = f2.fma(p, c2);
        d2 = f2.fma(q, d2);
        e2 = f2.fma(u, e2);
        var f3 = FloatVector.fromArray(LANES, y, r3 + k);
        c3 = f3.fma(p, c3);
        d3 = f3.fma(q, d3);
        e3 = f3.fma(u, e3);
        var f4 = FloatVector.fromArray(LANES, y, r4 + k);
        c4 = f4.fma(p, c4);
        d4 = f4.fma(q, d4);
        e4 = f4.fma(u, e4);
        var f5 = FloatVector.fromArray(LANES, y, r5 + k);
        c5 = f5.fma(p, c5);
        d5 = f5.fma(q, d5);
        e5 = f5.fma(u, e5);
      }
      s0 += xn;
      s1 += xn;
      s2 += xn;
      r0 += yn;
      r1 += yn;
      r2 += yn;
      r3 += yn;
      r4 += yn;
      r5 += yn;
    }
    put(c0, d0, e0, out, 0 * LENGTH);
    put(c1, d1, e1, out, 3 * LENGTH);
    put(c2, d2, e2, out, 6 * LENGTH);
    put(c3, d3, e3, out, 9 * LENGTH);
    put(c4, d4, e4, out, 12 * LENGTH);
    put(c5, d5, e5, out, 15 * LENGTH);
  }

  private static void four(
      int[] s, int places, int images, float[] x, int xn, float[] y, int[] r, int yn, float[] out) {
    var zero = FloatVector.zero(LANES);
    var c0 = zero;
    var d0 = zero;
    var e0 = zero;
    var g0 = zero;
    var c1 = zero;
    var d1 = zero;
    var e1 = zero;
    var g1 = zero;
    var c2 = zero;
    var d2 = zero;
    var e2 = zero;
    var g2 = zero;
    var c3 = zero;
    var d3 = zero;
    var e3 = zero;
    var g3 = zero;
    int s0 = s[0];
    int s1 = s[1];
    int s2 = s[2];
    int s3 = s[3];
    int r0 = r[0];
    int r1 = r[1];
    int r2 = r[2];
    int r3 = r[3];
    for (int n = 0; n < images; n++) {
      for (int k = 0; k < places; k += LENGTH) {
        var p = FloatVector.fromArray(LANES, x, s0 + k);
        var q = FloatVector.fromArray(LANES, x, s1 + k);
        var u = FloatVector.fromArray(LANES, x, s2 + k);
        var v = FloatVector.fromArray(LANES, x, s3 + k);
        var f0 = FloatVector.fromArray(LANES, y, r0 + k);
        c0 = f0.fma(p, c0);
        d0 = f0.fma(q, d0);
        e0 = f0.fma(u, e0);
        g0 = f0.fma(v, g0);
        var f1 = FloatVector.fromArray(LANES, y, r1 + k);
        c1 = f1.fma(p, c1);
        d1 = f1.fma(q, d1);
        e1 = f1.fma(u, e1);
        g1 = f1.fma(v, g1);
        var f2 = FloatVector.fromArray(LANES, y, r2 + k);
        c2 = f2.fma(p, c2);
        d2 = f2.fma(q, d2);
        e2 = f2.fma(u, e2);
        g2 = f2.fma(v, g2);
        var f3 = FloatVector.fromArray(LANES, y, r3 + k);
        c3 = f3.fma(p, c3);
        d3 = f3.fma(q, d3);
        e3 = f3.fma(u, e3);
        g3 = f3.fma(v, g3);
      }
      s0 += xn;
      s1 += xn;
      s2 += xn;
      s3 += xn;
      r0 += yn;
      r1 += yn;
      r2 += yn;
      r3 += yn;
    }
    put(c0, d0, e0, g0, out, 0 * LENGTH);
    put(c1, d1, e1, g1, out, 4 * LENGTH);
    put(c2, d2, e2, g2, out, 8 * LENGTH);
    put(c3, d3, e3, g3, out, 12 * LENGTH);
  }

  private static void two(
      int[] s, int places, int images, float[] x, int xn, float[] y, int[] r, int yn, float[] out) {
    var zero = FloatVector.zero(LANES);
    var c0 = zero;
    var d0 = zero;
    var e0 = zero;
    var g0 = zero;
    var c1 = zero;
    var d1 = zero;
    var e1 = zero;
    var g1 = zero;
    int s0 = s[0];
    int s1 = s[1];
    int s2 = s[2];
    int s3 = s[3];
    int r0 = r[0];
    int r1 = r[1];
    for (int n = 0; n < images; n++) {
      for (int k = 0; k < places; k += LENGTH) {
        var p = FloatVector.fromArray(LANES, x, s0 + k);
        var q = FloatVector.fromArray(LANES, x, s1 + k);
        var u = FloatVector.fromArray(LANES, x, s2 + k);
        var v = FloatVector.fromArray(LANES, x, s3 + k);
        var f0 = FloatVector.fromArray(LANES, y, r0 + k);
        c0 = f0.fma(p, c0);
        d0 = f0.fma(q, d0);
        e0 = f0.fma(u, e0);
        g0 = f0.fma(v, g0);
        var f1 = FloatVector.fromArray(LANES, y, r1 + k);
        c1 = f1.fma(p, c1);
        d1 = f1.fma(q, d1);
        e1 = f1.fma(u, e1);
        g1 = f1.fma(v, g1);
      }
      s0 += xn;
      s1 += xn;
      s2 += xn;
      s3 += xn;
      r0 += yn;
      r1 += yn;
    }
    put(c0, d0, e0, g0, out, 0 * LENGTH);
    put(c1, d1, e1, g1, out, 4 * LENGTH);
  }
}

package dev.fluxion.vector;

import static dev.fluxion.vector.DoubleTile.LANES;

import dev.fluxion.kernel.Gemm;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A row of a times a matrix, float64: reading b takes the time, so nothing is copied. {@link
 * FloatRow} is the same for float32.
 */
final class DoubleRow {
  private static final int STEP = LANES.length();

  private DoubleRow() {}

  /** Whether this can multiply: rows of b are contiguous, or its columns and the rows of a. */
  static boolean suits(Gemm g) {
    return g.bj() == 1 || g.bp() == 1 && g.ap() == 1;
  }

  /** Columns {@code from} up to before {@code to} of one row of the result. */
  static void multiply(
      Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o, int from, int to) {
    int j = from;
    if (g.bj() == 1) {
      for (; j + 8 * STEP <= to; j += 8 * STEP) {
        eightAcross(a, at, g.ap(), b, bt + j, g.bp(), g.k(), out, o + j);
      }
      for (; j + STEP <= to; j += STEP) {
        oneAcross(a, at, g.ap(), b, bt + j, g.bp(), g.k(), out, o + j);
      }
      for (; j < to; j++) {
        out[o + j] = sum(a, at, g.ap(), b, bt + j, g.bp(), g.k());
      }
    } else {
      for (; j + 4 <= to; j += 4) {
        fourDown(a, at, b, bt + j * g.bj(), g.bj(), g.k(), out, o + j);
      }
      for (; j < to; j++) {
        out[o + j] = oneDown(a, at, b, bt + j * g.bj(), g.k());
      }
    }
  }

  private static void eightAcross(
      double[] a, int x, int ap, double[] b, int y, int bp, int k, double[] out, int o) {
    var c0 = DoubleVector.zero(LANES);
    var c1 = DoubleVector.zero(LANES);
    var c2 = DoubleVector.zero(LANES);
    var c3 = DoubleVector.zero(LANES);
    var c4 = DoubleVector.zero(LANES);
    var c5 = DoubleVector.zero(LANES);
    var c6 = DoubleVector.zero(LANES);
    var c7 = DoubleVector.zero(LANES);
    for (int p = 0; p < k; p++) {
      var f = DoubleVector.broadcast(LANES, a[x]);
      c0 = f.fma(DoubleVector.fromArray(LANES, b, y), c0);
      c1 = f.fma(DoubleVector.fromArray(LANES, b, y + STEP), c1);
      c2 = f.fma(DoubleVector.fromArray(LANES, b, y + 2 * STEP), c2);
      c3 = f.fma(DoubleVector.fromArray(LANES, b, y + 3 * STEP), c3);
      c4 = f.fma(DoubleVector.fromArray(LANES, b, y + 4 * STEP), c4);
      c5 = f.fma(DoubleVector.fromArray(LANES, b, y + 5 * STEP), c5);
      c6 = f.fma(DoubleVector.fromArray(LANES, b, y + 6 * STEP), c6);
      c7 = f.fma(DoubleVector.fromArray(LANES, b, y + 7 * STEP), c7);
      x += ap;
      y += bp;
    }
    c0.intoArray(out, o);
    c1.intoArray(out, o + STEP);
    c2.intoArray(out, o + 2 * STEP);
    c3.intoArray(out, o + 3 * STEP);
    c4.intoArray(out, o + 4 * STEP);
    c5.intoArray(out, o + 5 * STEP);
    c6.intoArray(out, o + 6 * STEP);
    c7.intoArray(out, o + 7 * STEP);
  }

  private static void oneAcross(
      double[] a, int x, int ap, double[] b, int y, int bp, int k, double[] out, int o) {
    var c = DoubleVector.zero(LANES);
    for (int p = 0; p < k; p++) {
      c = DoubleVector.broadcast(LANES, a[x]).fma(DoubleVector.fromArray(LANES, b, y), c);
      x += ap;
      y += bp;
    }
    c.intoArray(out, o);
  }

  /** Fused, like the lanes: what is left over has the same bits as if it stood elsewhere. */
  private static double sum(double[] a, int x, int ap, double[] b, int y, int bp, int k) {
    double s = 0;
    for (int p = 0; p < k; p++) {
      s = Math.fma(a[x], b[y], s);
      x += ap;
      y += bp;
    }
    return s;
  }

  private static void fourDown(
      double[] a, int x, double[] b, int y, int bj, int k, double[] out, int o) {
    var c0 = DoubleVector.zero(LANES);
    var c1 = DoubleVector.zero(LANES);
    var c2 = DoubleVector.zero(LANES);
    var c3 = DoubleVector.zero(LANES);
    int y1 = y + bj;
    int y2 = y1 + bj;
    int y3 = y2 + bj;
    int p = 0;
    for (; p + STEP <= k; p += STEP) {
      var f = DoubleVector.fromArray(LANES, a, x + p);
      c0 = f.fma(DoubleVector.fromArray(LANES, b, y + p), c0);
      c1 = f.fma(DoubleVector.fromArray(LANES, b, y1 + p), c1);
      c2 = f.fma(DoubleVector.fromArray(LANES, b, y2 + p), c2);
      c3 = f.fma(DoubleVector.fromArray(LANES, b, y3 + p), c3);
    }
    out[o] = rest(c0, a, x, b, y, p, k);
    out[o + 1] = rest(c1, a, x, b, y1, p, k);
    out[o + 2] = rest(c2, a, x, b, y2, p, k);
    out[o + 3] = rest(c3, a, x, b, y3, p, k);
  }

  private static double oneDown(double[] a, int x, double[] b, int y, int k) {
    var c = DoubleVector.zero(LANES);
    int p = 0;
    for (; p + STEP <= k; p += STEP) {
      var f = DoubleVector.fromArray(LANES, a, x + p);
      c = f.fma(DoubleVector.fromArray(LANES, b, y + p), c);
    }
    return rest(c, a, x, b, y, p, k);
  }

  private static double rest(DoubleVector c, double[] a, int x, double[] b, int y, int p, int k) {
    double s = p == 0 ? 0 : c.reduceLanes(VectorOperators.ADD);
    for (; p < k; p++) {
      s = Math.fma(a[x + p], b[y + p], s);
    }
    return s;
  }
}

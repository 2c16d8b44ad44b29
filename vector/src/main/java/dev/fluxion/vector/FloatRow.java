package dev.fluxion.vector;

import static dev.fluxion.vector.FloatTile.LANES;

import dev.fluxion.kernel.Gemm;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A row of a times a matrix, float32: reading b takes the time, so nothing is copied. {@link
 * DoubleRow} is the same for float64.
 */
final class FloatRow {
  private static final int STEP = LANES.length();

  private FloatRow() {}

  /** Whether this can multiply: rows of b are contiguous, or its columns and the rows of a. */
  static boolean suits(Gemm g) {
    return g.bj() == 1 || g.bp() == 1 && g.ap() == 1;
  }

  /** Columns {@code from} up to before {@code to} of one row of the result. */
  static void multiply(
      Gemm g, float[] a, int at, float[] b, int bt, float[] out, int o, int from, int to) {
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
      float[] a, int x, int ap, float[] b, int y, int bp, int k, float[] out, int o) {
    var c0 = FloatVector.zero(LANES);
    var c1 = FloatVector.zero(LANES);
    var c2 = FloatVector.zero(LANES);
    var c3 = FloatVector.zero(LANES);
    var c4 = FloatVector.zero(LANES);
    var c5 = FloatVector.zero(LANES);
    var c6 = FloatVector.zero(LANES);
    var c7 = FloatVector.zero(LANES);
    for (int p = 0; p < k; p++) {
      var f = FloatVector.broadcast(LANES, a[x]);
      c0 = f.fma(FloatVector.fromArray(LANES, b, y), c0);
      c1 = f.fma(FloatVector.fromArray(LANES, b, y + STEP), c1);
      c2 = f.fma(FloatVector.fromArray(LANES, b, y + 2 * STEP), c2);
      c3 = f.fma(FloatVector.fromArray(LANES, b, y + 3 * STEP), c3);
      c4 = f.fma(FloatVector.fromArray(LANES, b, y + 4 * STEP), c4);
      c5 = f.fma(FloatVector.fromArray(LANES, b, y + 5 * STEP), c5);
      c6 = f.fma(FloatVector.fromArray(LANES, b, y + 6 * STEP), c6);
      c7 = f.fma(FloatVector.fromArray(LANES, b, y + 7 * STEP), c7);
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
      float[] a, int x, int ap, float[] b, int y, int bp, int k, float[] out, int o) {
    var c = FloatVector.zero(LANES);
    for (int p = 0; p < k; p++) {
      c = FloatVector.broadcast(LANES, a[x]).fma(FloatVector.fromArray(LANES, b, y), c);
      x += ap;
      y += bp;
    }
    c.intoArray(out, o);
  }

  /** Fused, like the lanes: what is left over has the same bits as if it stood elsewhere. */
  private static float sum(float[] a, int x, int ap, float[] b, int y, int bp, int k) {
    float s = 0;
    for (int p = 0; p < k; p++) {
      s = Math.fma(a[x], b[y], s);
      x += ap;
      y += bp;
    }
    return s;
  }

  private static void fourDown(
      float[] a, int x, float[] b, int y, int bj, int k, float[] out, int o) {
    var c0 = FloatVector.zero(LANES);
    var c1 = FloatVector.zero(LANES);
    var c2 = FloatVector.zero(LANES);
    var c3 = FloatVector.zero(LANES);
    int y1 = y + bj;
    int y2 = y1 + bj;
    int y3 = y2 + bj;
    int p = 0;
    for (; p + STEP <= k; p += STEP) {
      var f = FloatVector.fromArray(LANES, a, x + p);
      c0 = f.fma(FloatVector.fromArray(LANES, b, y + p), c0);
      c1 = f.fma(FloatVector.fromArray(LANES, b, y1 + p), c1);
      c2 = f.fma(FloatVector.fromArray(LANES, b, y2 + p), c2);
      c3 = f.fma(FloatVector.fromArray(LANES, b, y3 + p), c3);
    }
    out[o] = rest(c0, a, x, b, y, p, k);
    out[o + 1] = rest(c1, a, x, b, y1, p, k);
    out[o + 2] = rest(c2, a, x, b, y2, p, k);
    out[o + 3] = rest(c3, a, x, b, y3, p, k);
  }

  private static float oneDown(float[] a, int x, float[] b, int y, int k) {
    var c = FloatVector.zero(LANES);
    int p = 0;
    for (; p + STEP <= k; p += STEP) {
      var f = FloatVector.fromArray(LANES, a, x + p);
      c = f.fma(FloatVector.fromArray(LANES, b, y + p), c);
    }
    return rest(c, a, x, b, y, p, k);
  }

  private static float rest(FloatVector c, float[] a, int x, float[] b, int y, int p, int k) {
    float s = p == 0 ? 0 : c.reduceLanes(VectorOperators.ADD);
    for (; p < k; p++) {
      s = Math.fma(a[x + p], b[y + p], s);
    }
    return s;
  }
}

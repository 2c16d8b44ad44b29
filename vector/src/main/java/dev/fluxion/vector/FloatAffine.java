package dev.fluxion.vector;

import static dev.fluxion.vector.FloatSums.HALF;
import static dev.fluxion.vector.FloatSums.WIDE;
import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.F2D;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A layer norm with weight and bias over a row of float32, whose mean m and factor r are known, in
 * doubles as in {@link FloatRowKernels}. {@link DoubleAffine} is the same for float64.
 */
final class FloatAffine {
  private static final int STEP = WIDE.length();

  private FloatAffine() {}

  /** {@code (x - m)·r·w + b}. */
  static void run(
      float[] x,
      int at,
      double m,
      double r,
      float[] w,
      int wt,
      float[] b,
      int bt,
      float[] out,
      int o,
      int n) {
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var u = (DoubleVector) FloatVector.fromArray(HALF, x, at + i).convertShape(F2D, WIDE, 0);
      var v = (DoubleVector) FloatVector.fromArray(HALF, w, wt + i).convertShape(F2D, WIDE, 0);
      var c = (DoubleVector) FloatVector.fromArray(HALF, b, bt + i).convertShape(F2D, WIDE, 0);
      ((FloatVector) u.sub(m).mul(r).fma(v, c).convertShape(D2F, HALF, 0)).intoArray(out, o + i);
    }
    for (; i < n; i++) {
      out[o + i] = (float) Math.fma((x[at + i] - m) * r, w[wt + i], b[bt + i]);
    }
  }

  /**
   * Puts {@code Σ (x - c)} and {@code Σ (x - c)²} with c the first element after the first 2·n
   * sums: what mean and deviation follow from, in one loop. However far c lies from the mean, its
   * square distance is no more than n times σ²; so little is lost when that is taken off.
   */
  static void moments(float[] x, int at, double[] sums, int n) {
    double c = x[at];
    var a = DoubleVector.zero(WIDE);
    var b = a;
    var p = a;
    var q = a;
    int i = 0;
    for (; i <= n - 2 * STEP; i += 2 * STEP) {
      var u = FloatVector.fromArray(HALF, x, at + i);
      var v = FloatVector.fromArray(HALF, x, at + i + STEP);
      var d = ((DoubleVector) u.convertShape(F2D, WIDE, 0)).sub(c);
      var e = ((DoubleVector) v.convertShape(F2D, WIDE, 0)).sub(c);
      a = a.add(d);
      b = b.add(e);
      p = d.fma(d, p);
      q = e.fma(e, q);
    }
    double sum = a.add(b).reduceLanes(VectorOperators.ADD);
    double squares = p.add(q).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      double d = x[at + i] - c;
      sum += d;
      squares = Math.fma(d, d, squares);
    }
    sums[2 * n] = sum;
    sums[2 * n + 1] = squares;
  }

  /**
   * Adds {@code y·z} with {@code z = (x - m)·r} to the first n of the sums, and y to the next n;
   * the last two become {@code Σ w·y} and {@code Σ w·y·z}.
   */
  static void collect(
      float[] x,
      int at,
      double m,
      double r,
      float[] w,
      int wt,
      float[] y,
      int yt,
      double[] sums,
      int n) {
    var a = DoubleVector.zero(WIDE);
    var b = a;
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var u = (DoubleVector) FloatVector.fromArray(HALF, x, at + i).convertShape(F2D, WIDE, 0);
      var v = (DoubleVector) FloatVector.fromArray(HALF, w, wt + i).convertShape(F2D, WIDE, 0);
      var p = (DoubleVector) FloatVector.fromArray(HALF, y, yt + i).convertShape(F2D, WIDE, 0);
      var z = u.sub(m).mul(r);
      z.fma(p, DoubleVector.fromArray(WIDE, sums, i)).intoArray(sums, i);
      DoubleVector.fromArray(WIDE, sums, n + i).add(p).intoArray(sums, n + i);
      var t = v.mul(p);
      a = a.add(t);
      b = z.fma(t, b);
    }
    double level = a.reduceLanes(VectorOperators.ADD);
    double along = b.reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      double z = (x[at + i] - m) * r;
      sums[i] = Math.fma(z, y[yt + i], sums[i]);
      sums[n + i] += y[yt + i];
      double t = (double) w[wt + i] * y[yt + i];
      level += t;
      along = Math.fma(z, t, along);
    }
    sums[2 * n] = level;
    sums[2 * n + 1] = along;
  }

  /** {@code w·y·r + (x - m)·a + b}. */
  static void pull(
      float[] x,
      int at,
      double m,
      float[] w,
      int wt,
      float[] y,
      int yt,
      double r,
      double a,
      double b,
      float[] out,
      int o,
      int n) {
    var factor = DoubleVector.broadcast(WIDE, r);
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var u = (DoubleVector) FloatVector.fromArray(HALF, x, at + i).convertShape(F2D, WIDE, 0);
      var v = (DoubleVector) FloatVector.fromArray(HALF, w, wt + i).convertShape(F2D, WIDE, 0);
      var p = (DoubleVector) FloatVector.fromArray(HALF, y, yt + i).convertShape(F2D, WIDE, 0);
      var d = u.sub(m).fma(a, b);
      ((FloatVector) v.mul(p).fma(factor, d).convertShape(D2F, HALF, 0)).intoArray(out, o + i);
    }
    for (; i < n; i++) {
      double d = Math.fma(x[at + i] - m, a, b);
      out[o + i] = (float) Math.fma((double) w[wt + i] * y[yt + i], r, d);
    }
  }
}

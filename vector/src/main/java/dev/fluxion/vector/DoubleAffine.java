package dev.fluxion.vector;

import static dev.fluxion.vector.DoubleTile.LANES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/** A layer norm with weight and bias over a row of float64, as {@link FloatAffine} is. */
final class DoubleAffine {
  private static final int STEP = LANES.length();

  private DoubleAffine() {}

  /** {@code (x - m)·r·w + b}. */
  static void run(
      double[] x,
      int at,
      double m,
      double r,
      double[] w,
      int wt,
      double[] b,
      int bt,
      double[] out,
      int o,
      int n) {
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var u = DoubleVector.fromArray(LANES, x, at + i);
      var v = DoubleVector.fromArray(LANES, w, wt + i);
      var c = DoubleVector.fromArray(LANES, b, bt + i);
      u.sub(m).mul(r).fma(v, c).intoArray(out, o + i);
    }
    for (; i < n; i++) {
      out[o + i] = Math.fma((x[at + i] - m) * r, w[wt + i], b[bt + i]);
    }
  }

  /**
   * Adds {@code y·z} with {@code z = (x - m)·r} to the first n of the sums, and y to the next n;
   * the last two become {@code Σ w·y} and {@code Σ w·y·z}.
   */
  static void collect(
      double[] x,
      int at,
      double m,
      double r,
      double[] w,
      int wt,
      double[] y,
      int yt,
      double[] sums,
      int n) {
    var a = DoubleVector.zero(LANES);
    var b = a;
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var u = DoubleVector.fromArray(LANES, x, at + i);
      var v = DoubleVector.fromArray(LANES, w, wt + i);
      var p = DoubleVector.fromArray(LANES, y, yt + i);
      var z = u.sub(m).mul(r);
      z.fma(p, DoubleVector.fromArray(LANES, sums, i)).intoArray(sums, i);
      DoubleVector.fromArray(LANES, sums, n + i).add(p).intoArray(sums, n + i);
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
      double t = w[wt + i] * y[yt + i];
      level += t;
      along = Math.fma(z, t, along);
    }
    sums[2 * n] = level;
    sums[2 * n + 1] = along;
  }

  /** {@code w·y·r + (x - m)·a + b}. */
  static void pull(
      double[] x,
      int at,
      double m,
      double[] w,
      int wt,
      double[] y,
      int yt,
      double r,
      double a,
      double b,
      double[] out,
      int o,
      int n) {
    var factor = DoubleVector.broadcast(LANES, r);
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var u = DoubleVector.fromArray(LANES, x, at + i);
      var v = DoubleVector.fromArray(LANES, w, wt + i);
      var p = DoubleVector.fromArray(LANES, y, yt + i);
      var d = u.sub(m).fma(a, b);
      v.mul(p).fma(factor, d).intoArray(out, o + i);
    }
    for (; i < n; i++) {
      double d = Math.fma(x[at + i] - m, a, b);
      out[o + i] = Math.fma(w[wt + i] * y[yt + i], r, d);
    }
  }
}

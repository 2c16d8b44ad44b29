package dev.fluxion.vector;

import static dev.fluxion.vector.DoubleTile.LANES;
import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/** The largest of a float64 row and sums over it, as {@link FloatSums} does it. */
final class DoubleSums {
  private static final int STEP = LANES.length();

  private DoubleSums() {}

  /** The largest of n elements, at least as many as lanes; NaN does not count. */
  static double max(double[] x, int at, int n) {
    var a = DoubleVector.broadcast(LANES, Double.NEGATIVE_INFINITY);
    var b = a;
    int i = 0;
    for (; i <= n - 2 * STEP; i += 2 * STEP) {
      var u = DoubleVector.fromArray(LANES, x, at + i);
      var v = DoubleVector.fromArray(LANES, x, at + i + STEP);
      a = a.blend(u, u.compare(GT, a));
      b = b.blend(v, v.compare(GT, b));
    }
    // What is left: a vector from where that ended, if it is full, and the last of all.
    var u = DoubleVector.fromArray(LANES, x, at + Math.min(i, n - STEP));
    var v = DoubleVector.fromArray(LANES, x, at + n - STEP);
    a = a.blend(u, u.compare(GT, a));
    b = b.blend(v, v.compare(GT, b));
    return a.blend(b, b.compare(GT, a)).reduceLanes(VectorOperators.MAX);
  }

  /** {@code Σ x}. */
  static double sum(double[] x, int at, int n) {
    var a = DoubleVector.zero(LANES);
    var b = a;
    var c = a;
    var d = a;
    int i = 0;
    for (; i <= n - 4 * STEP; i += 4 * STEP) {
      a = a.add(DoubleVector.fromArray(LANES, x, at + i));
      b = b.add(DoubleVector.fromArray(LANES, x, at + i + STEP));
      c = c.add(DoubleVector.fromArray(LANES, x, at + i + 2 * STEP));
      d = d.add(DoubleVector.fromArray(LANES, x, at + i + 3 * STEP));
    }
    double sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      sum += x[at + i];
    }
    return sum;
  }

  /** {@code Σ (x - m)²}. */
  static double squares(double[] x, int at, double m, int n) {
    var a = DoubleVector.zero(LANES);
    var b = a;
    var c = a;
    var d = a;
    int i = 0;
    for (; i <= n - 4 * STEP; i += 4 * STEP) {
      var p = DoubleVector.fromArray(LANES, x, at + i).sub(m);
      var q = DoubleVector.fromArray(LANES, x, at + i + STEP).sub(m);
      var r = DoubleVector.fromArray(LANES, x, at + i + 2 * STEP).sub(m);
      var s = DoubleVector.fromArray(LANES, x, at + i + 3 * STEP).sub(m);
      a = p.fma(p, a);
      b = q.fma(q, b);
      c = r.fma(r, c);
      d = s.fma(s, d);
    }
    double sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      double p = x[at + i] - m;
      sum += p * p;
    }
    return sum;
  }

  /** {@code Σ x·y}. */
  static double dot(double[] x, int at, double[] y, int bt, int n) {
    var a = DoubleVector.zero(LANES);
    var b = a;
    var c = a;
    var d = a;
    int i = 0;
    for (; i <= n - 4 * STEP; i += 4 * STEP) {
      var p = DoubleVector.fromArray(LANES, x, at + i);
      var q = DoubleVector.fromArray(LANES, x, at + i + STEP);
      var r = DoubleVector.fromArray(LANES, x, at + i + 2 * STEP);
      var s = DoubleVector.fromArray(LANES, x, at + i + 3 * STEP);
      a = p.fma(DoubleVector.fromArray(LANES, y, bt + i), a);
      b = q.fma(DoubleVector.fromArray(LANES, y, bt + i + STEP), b);
      c = r.fma(DoubleVector.fromArray(LANES, y, bt + i + 2 * STEP), c);
      d = s.fma(DoubleVector.fromArray(LANES, y, bt + i + 3 * STEP), d);
    }
    double sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      sum += x[at + i] * y[bt + i];
    }
    return sum;
  }
}

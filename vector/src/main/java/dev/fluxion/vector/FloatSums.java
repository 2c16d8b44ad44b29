package dev.fluxion.vector;

import static dev.fluxion.vector.FloatTile.LANES;
import static jdk.incubator.vector.VectorOperators.F2D;
import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The largest of a float32 row and sums over it, in double: half vectors of floats are read as
 * whole ones of doubles. {@link DoubleSums} is the same for float64.
 *
 * <p>Two sums at a time hide most of how long an addition takes. There are no methods for what the
 * lines have in common: C2 puts those of the Vector API in line whatever the size of what it
 * compiles, but not others, and then makes objects of their vectors.
 */
final class FloatSums {
  /** The processor's vectors, within sizes that Java has a half of everywhere. */
  private static final int BITS = Math.clamp(LANES.vectorBitSize(), 128, 512);

  /** Vectors of doubles. */
  static final VectorSpecies<Double> WIDE =
      VectorSpecies.of(double.class, VectorShape.forBitSize(BITS));

  /** Vectors of as many floats. */
  static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(BITS / 2));

  private static final int STEP = WIDE.length();

  private FloatSums() {}

  /** The largest of n elements, at least as many as lanes; NaN does not count. */
  static float max(float[] x, int at, int n) {
    // Comparing and blending takes two instructions; max has five, for NaN and for zeros.
    int step = LANES.length();
    var a = FloatVector.broadcast(LANES, Float.NEGATIVE_INFINITY);
    var b = a;
    int i = 0;
    for (; i <= n - 2 * step; i += 2 * step) {
      var u = FloatVector.fromArray(LANES, x, at + i);
      var v = FloatVector.fromArray(LANES, x, at + i + step);
      a = a.blend(u, u.compare(GT, a));
      b = b.blend(v, v.compare(GT, b));
    }
    // What is left: a vector from where that ended, if it is full, and the last of all.
    var u = FloatVector.fromArray(LANES, x, at + Math.min(i, n - step));
    var v = FloatVector.fromArray(LANES, x, at + n - step);
    a = a.blend(u, u.compare(GT, a));
    b = b.blend(v, v.compare(GT, b));
    return a.blend(b, b.compare(GT, a)).reduceLanes(VectorOperators.MAX);
  }

  /** {@code Σ x}. */
  static double sum(float[] x, int at, int n) {
    var a = DoubleVector.zero(WIDE);
    var b = a;
    int i = 0;
    for (; i <= n - 2 * STEP; i += 2 * STEP) {
      var u = FloatVector.fromArray(HALF, x, at + i);
      var v = FloatVector.fromArray(HALF, x, at + i + STEP);
      a = a.add(u.convertShape(F2D, WIDE, 0));
      b = b.add(v.convertShape(F2D, WIDE, 0));
    }
    double sum = a.add(b).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      sum += x[at + i];
    }
    return sum;
  }

  /** {@code Σ (x - m)²}. */
  static double squares(float[] x, int at, double m, int n) {
    var a = DoubleVector.zero(WIDE);
    var b = a;
    int i = 0;
    for (; i <= n - 2 * STEP; i += 2 * STEP) {
      var u = FloatVector.fromArray(HALF, x, at + i);
      var v = FloatVector.fromArray(HALF, x, at + i + STEP);
      var d = ((DoubleVector) u.convertShape(F2D, WIDE, 0)).sub(m);
      var e = ((DoubleVector) v.convertShape(F2D, WIDE, 0)).sub(m);
      a = d.fma(d, a);
      b = e.fma(e, b);
    }
    double sum = a.add(b).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      double d = x[at + i] - m;
      sum += d * d;
    }
    return sum;
  }

  /** {@code Σ x·y}. */
  static double dot(float[] x, int at, float[] y, int bt, int n) {
    var a = DoubleVector.zero(WIDE);
    var b = a;
    int i = 0;
    for (; i <= n - 2 * STEP; i += 2 * STEP) {
      var u = FloatVector.fromArray(HALF, x, at + i);
      var v = FloatVector.fromArray(HALF, x, at + i + STEP);
      var p = FloatVector.fromArray(HALF, y, bt + i);
      var q = FloatVector.fromArray(HALF, y, bt + i + STEP);
      var w = (DoubleVector) u.convertShape(F2D, WIDE, 0);
      var z = (DoubleVector) v.convertShape(F2D, WIDE, 0);
      a = w.lanewise(VectorOperators.FMA, p.convertShape(F2D, WIDE, 0), a);
      b = z.lanewise(VectorOperators.FMA, q.convertShape(F2D, WIDE, 0), b);
    }
    double sum = a.add(b).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      sum += (double) x[at + i] * y[bt + i];
    }
    return sum;
  }
}

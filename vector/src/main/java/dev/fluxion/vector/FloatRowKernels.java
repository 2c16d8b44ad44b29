package dev.fluxion.vector;

import static dev.fluxion.vector.FloatSums.HALF;
import static dev.fluxion.vector.FloatSums.WIDE;
import static dev.fluxion.vector.FloatSums.dot;
import static dev.fluxion.vector.FloatSums.max;
import static dev.fluxion.vector.FloatSums.squares;
import static dev.fluxion.vector.FloatSums.sum;
import static dev.fluxion.vector.FloatTile.LANES;
import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.F2D;

import dev.fluxion.kernel.RowKernels;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/**
 * Rows of float32 by the Vector API. {@link DoubleRowKernels} is the same for float64.
 *
 * <p>Sums and what follows from them are in double, so each result is rounded once; only
 * exponentials are rounded before, each by less than 1.6·2⁻²⁴ of itself, so their sum by no more,
 * and a softmax by less than 4.3·2⁻²⁴.
 *
 * <p>A row lies in the first cache after it was read once, so each step has a loop of its own,
 * small enough for C2 to keep its vectors in registers; see {@link FloatSums}. What does not fill a
 * vector at the end is done one by one by the same operations, so it has the same bits.
 */
final class FloatRowKernels implements RowKernels {
  private static final int STEP = WIDE.length();

  private final int n;

  /** For rows of n elements, at least as many as lanes. */
  FloatRowKernels(int n) {
    this.n = n;
  }

  @Override
  public void softmax(Object x, int at, Object out, int o) {
    float[] y = (float[]) out;
    FloatExp.run((float[]) x, at, max((float[]) x, at, n), y, o, n);
    scale(y, o, 1 / sum(y, o, n), n);
  }

  @Override
  public void softmaxPull(Object x, int at, Object y, int bt, Object out, int o) {
    float[] a = (float[]) x;
    float[] b = (float[]) y;
    pull(a, at, b, bt, dot(a, at, b, bt, n), (float[]) out, o, n);
  }

  @Override
  public void logSoftmax(Object x, int at, Object out, int o) {
    float[] a = (float[]) x;
    float[] y = (float[]) out;
    float max = max(a, at, n);
    FloatExp.run(a, at, max, y, o, n);
    linear(a, at, max + Math.log(sum(y, o, n) * FloatExp.UNIT), 1, y, o, n);
  }

  @Override
  public double logSumExp(Object x, int at, Object row) {
    float[] a = (float[]) x;
    float max = max(a, at, n);
    if (!Float.isFinite(max)) {
      return infinite(a, at, max);
    }
    FloatExp.run(a, at, max, (float[]) row, 0, n);
    return max + Math.log(sum((float[]) row, 0, n) * FloatExp.UNIT);
  }

  /** The largest, where NaN counts. */
  private double infinite(float[] x, int at, float max) {
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[at + i]);
    }
    return max;
  }

  @Override
  public void logSoftmaxPull(Object x, int at, Object y, int bt, Object out, int o) {
    float[] z = (float[]) out;
    FloatExp.run((float[]) x, at, 0, z, o, n);
    float[] b = (float[]) y;
    combine(z, o, sum(b, bt, n) * FloatExp.UNIT, b, bt, 0, 1, z, o, n);
  }

  @Override
  public double standardize(Object x, int at, double eps, Object out, int o) {
    float[] a = (float[]) x;
    double mean = sum(a, at, n) / n;
    double factor = 1 / Math.sqrt(squares(a, at, mean, n) / n + eps);
    linear(a, at, mean, factor, (float[]) out, o, n);
    return factor;
  }

  @Override
  public void standardizePull(Object x, int at, Object y, int bt, double r, Object out, int o) {
    float[] a = (float[]) x;
    float[] b = (float[]) y;
    double along = dot(a, at, b, bt, n) / n;
    combine(a, at, along, b, bt, sum(b, bt, n) / n, r, (float[]) out, o, n);
  }

  @Override
  public void affine(
      Object x, int at, double eps, Object w, int wt, Object b, int bt, Object out, int o) {
    float[] a = (float[]) x;
    double mean = sum(a, at, n) / n;
    double factor = 1 / Math.sqrt(squares(a, at, mean, n) / n + eps);
    FloatAffine.run(a, at, mean, factor, (float[]) w, wt, (float[]) b, bt, (float[]) out, o, n);
  }

  @Override
  public void affinePull(
      Object x,
      int at,
      double eps,
      Object w,
      int wt,
      Object y,
      int yt,
      Object out,
      int o,
      double[] sums) {
    float[] a = (float[]) x;
    float[] v = (float[]) w;
    float[] b = (float[]) y;
    FloatAffine.moments(a, at, sums, n);
    double off = sums[2 * n] / n;
    double mean = a[at] + off;
    double factor = 1 / Math.sqrt(Math.max(0, sums[2 * n + 1] / n - off * off) + eps);
    FloatAffine.collect(a, at, mean, factor, v, wt, b, yt, sums, n);
    double level = -sums[2 * n] / n * factor;
    double along = -sums[2 * n + 1] / n * factor * factor;
    FloatAffine.pull(a, at, mean, v, wt, b, yt, factor, along, level, (float[]) out, o, n);
  }

  /** {@code y·f} in place, f in two parts: as good as in double, and half the instructions. */
  private static void scale(float[] y, int o, double f, int n) {
    float high = (float) f;
    float low = (float) (f - high);
    int i = 0;
    for (; i <= n - LANES.length(); i += LANES.length()) {
      var v = FloatVector.fromArray(LANES, y, o + i);
      v.fma(FloatVector.broadcast(LANES, high), v.mul(low)).intoArray(y, o + i);
    }
    for (; i < n; i++) {
      y[o + i] = Math.fma(y[o + i], high, y[o + i] * low);
    }
  }

  /** {@code x·(y - s)}. */
  private static void pull(
      float[] x, int at, float[] y, int bt, double s, float[] out, int o, int n) {
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var u = (DoubleVector) FloatVector.fromArray(HALF, x, at + i).convertShape(F2D, WIDE, 0);
      var v = (DoubleVector) FloatVector.fromArray(HALF, y, bt + i).convertShape(F2D, WIDE, 0);
      ((FloatVector) v.sub(s).mul(u).convertShape(D2F, HALF, 0)).intoArray(out, o + i);
    }
    for (; i < n; i++) {
      out[o + i] = (float) (x[at + i] * (y[bt + i] - s));
    }
  }

  /** {@code (x - s)·f}. */
  private static void linear(float[] x, int at, double s, double f, float[] out, int o, int n) {
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var v = (DoubleVector) FloatVector.fromArray(HALF, x, at + i).convertShape(F2D, WIDE, 0);
      ((FloatVector) v.sub(s).mul(f).convertShape(D2F, HALF, 0)).intoArray(out, o + i);
    }
    for (; i < n; i++) {
      out[o + i] = (float) ((x[at + i] - s) * f);
    }
  }

  /** {@code f·(y - s - x·a)}; x may be the result. */
  private static void combine(
      float[] x,
      int at,
      double a,
      float[] y,
      int bt,
      double s,
      double f,
      float[] out,
      int o,
      int n) {
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var u = (DoubleVector) FloatVector.fromArray(HALF, x, at + i).convertShape(F2D, WIDE, 0);
      var v = (DoubleVector) FloatVector.fromArray(HALF, y, bt + i).convertShape(F2D, WIDE, 0);
      var z = v.sub(s).sub(u.mul(a)).mul(f);
      ((FloatVector) z.convertShape(D2F, HALF, 0)).intoArray(out, o + i);
    }
    for (; i < n; i++) {
      out[o + i] = (float) (f * (y[bt + i] - s - x[at + i] * a));
    }
  }
}

package dev.fluxion.vector;

import static dev.fluxion.vector.DoubleSums.dot;
import static dev.fluxion.vector.DoubleSums.max;
import static dev.fluxion.vector.DoubleSums.squares;
import static dev.fluxion.vector.DoubleSums.sum;
import static dev.fluxion.vector.DoubleTile.LANES;

import dev.fluxion.kernel.RowKernels;
import jdk.incubator.vector.DoubleVector;

/** Rows of float64 by the Vector API, made as {@link FloatRowKernels} are. */
final class DoubleRowKernels implements RowKernels {
  private static final int STEP = LANES.length();

  private final int n;

  /** For rows of n elements, at least as many as lanes. */
  DoubleRowKernels(int n) {
    this.n = n;
  }

  @Override
  public void softmax(Object x, int at, Object out, int o) {
    double[] a = (double[]) x;
    double[] y = (double[]) out;
    DoubleExp.run(a, at, max(a, at, n), y, o, n);
    scale(y, o, sum(y, o, n), n);
  }

  @Override
  public void softmaxPull(Object x, int at, Object y, int bt, Object out, int o) {
    double[] a = (double[]) x;
    double[] b = (double[]) y;
    pull(a, at, b, bt, dot(a, at, b, bt, n), (double[]) out, o, n);
  }

  @Override
  public void logSoftmax(Object x, int at, Object out, int o) {
    double[] a = (double[]) x;
    double[] y = (double[]) out;
    double max = max(a, at, n);
    DoubleExp.run(a, at, max, y, o, n);
    less(a, at, max, Math.log(sum(y, o, n) * DoubleExp.UNIT), y, o, n);
  }

  @Override
  public double logSumExp(Object x, int at, Object row) {
    double[] a = (double[]) x;
    double max = max(a, at, n);
    if (!Double.isFinite(max)) {
      return infinite(a, at, max);
    }
    DoubleExp.run(a, at, max, (double[]) row, 0, n);
    return max + Math.log(sum((double[]) row, 0, n) * DoubleExp.UNIT);
  }

  /** The largest, where NaN counts. */
  private double infinite(double[] x, int at, double max) {
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[at + i]);
    }
    return max;
  }

  @Override
  public void logSoftmaxPull(Object x, int at, Object y, int bt, Object out, int o) {
    double[] z = (double[]) out;
    DoubleExp.run((double[]) x, at, 0, z, o, n);
    double[] b = (double[]) y;
    combine(z, o, sum(b, bt, n) * DoubleExp.UNIT, b, bt, 0, 1, z, o, n);
  }

  @Override
  public double standardize(Object x, int at, double eps, Object out, int o) {
    double[] a = (double[]) x;
    double mean = sum(a, at, n) / n;
    double factor = 1 / Math.sqrt(squares(a, at, mean, n) / n + eps);
    linear(a, at, mean, factor, (double[]) out, o, n);
    return factor;
  }

  @Override
  public void standardizePull(Object x, int at, Object y, int bt, double r, Object out, int o) {
    double[] a = (double[]) x;
    double[] b = (double[]) y;
    double along = dot(a, at, b, bt, n) / n;
    combine(a, at, along, b, bt, sum(b, bt, n) / n, r, (double[]) out, o, n);
  }

  @Override
  public void affine(
      Object x, int at, double eps, Object w, int wt, Object b, int bt, Object out, int o) {
    double[] a = (double[]) x;
    double mean = sum(a, at, n) / n;
    double factor = 1 / Math.sqrt(squares(a, at, mean, n) / n + eps);
    DoubleAffine.run(a, at, mean, factor, (double[]) w, wt, (double[]) b, bt, (double[]) out, o, n);
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
    double[] a = (double[]) x;
    double[] v = (double[]) w;
    double[] b = (double[]) y;
    double mean = sum(a, at, n) / n;
    double factor = 1 / Math.sqrt(squares(a, at, mean, n) / n + eps);
    DoubleAffine.collect(a, at, mean, factor, v, wt, b, yt, sums, n);
    double level = -sums[2 * n] / n * factor;
    double along = -sums[2 * n + 1] / n * factor * factor;
    DoubleAffine.pull(a, at, mean, v, wt, b, yt, factor, along, level, (double[]) out, o, n);
  }

  /** {@code y / s} in place, by the inverse in two parts. */
  private static void scale(double[] y, int o, double s, int n) {
    double high = 1 / s;
    double low = Math.fma(-s, high, 1) / s;
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var v = DoubleVector.fromArray(LANES, y, o + i);
      v.fma(DoubleVector.broadcast(LANES, high), v.mul(low)).intoArray(y, o + i);
    }
    for (; i < n; i++) {
      y[o + i] = Math.fma(y[o + i], high, y[o + i] * low);
    }
  }

  /** {@code x·(y - s)}. */
  private static void pull(
      double[] x, int at, double[] y, int bt, double s, double[] out, int o, int n) {
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var u = DoubleVector.fromArray(LANES, x, at + i);
      DoubleVector.fromArray(LANES, y, bt + i).sub(s).mul(u).intoArray(out, o + i);
    }
    for (; i < n; i++) {
      out[o + i] = x[at + i] * (y[bt + i] - s);
    }
  }

  /** {@code x - s - t}. */
  private static void less(double[] x, int at, double s, double t, double[] out, int o, int n) {
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      DoubleVector.fromArray(LANES, x, at + i).sub(s).sub(t).intoArray(out, o + i);
    }
    for (; i < n; i++) {
      out[o + i] = x[at + i] - s - t;
    }
  }

  /** {@code (x - s)·f}. */
  private static void linear(double[] x, int at, double s, double f, double[] out, int o, int n) {
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      DoubleVector.fromArray(LANES, x, at + i).sub(s).mul(f).intoArray(out, o + i);
    }
    for (; i < n; i++) {
      out[o + i] = (x[at + i] - s) * f;
    }
  }

  /** {@code f·(y - s - x·a)}; x may be the result. */
  private static void combine(
      double[] x,
      int at,
      double a,
      double[] y,
      int bt,
      double s,
      double f,
      double[] out,
      int o,
      int n) {
    int i = 0;
    for (; i <= n - STEP; i += STEP) {
      var u = DoubleVector.fromArray(LANES, x, at + i).mul(a);
      DoubleVector.fromArray(LANES, y, bt + i).sub(s).sub(u).mul(f).intoArray(out, o + i);
    }
    for (; i < n; i++) {
      out[o + i] = f * (y[bt + i] - s - x[at + i] * a);
    }
  }
}

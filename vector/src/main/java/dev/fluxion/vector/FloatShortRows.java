package dev.fluxion.vector;

import static dev.fluxion.vector.FloatTile.LANES;

import dev.fluxion.DType;
import dev.fluxion.kernel.RowKernels;
import dev.fluxion.kernel.RowWise;
import java.util.Arrays;

/**
 * Rows of float32 that do not fill a vector: filled up with what adds nothing to a sum of
 * exponentials. Where there is none, plain loops do the work. {@link DoubleShortRows} is the same
 * for float64.
 */
final class FloatShortRows implements RowKernels {
  private final int n;
  private final RowKernels full = new FloatRowKernels(LANES.length());
  private final RowKernels plain;
  private final float[] x = new float[LANES.length()];
  private final float[] y = new float[LANES.length()];
  private final float[] out = new float[LANES.length()];

  /** For rows of n elements, fewer than lanes. */
  FloatShortRows(int n) {
    this.n = n;
    this.plain = RowWise.plain(DType.FLOAT32, n);
  }

  private void fill(float[] to, Object from, int at, float rest) {
    System.arraycopy(from, at, to, 0, n);
    Arrays.fill(to, n, to.length, rest);
  }

  private void write(Object to, int o) {
    System.arraycopy(out, 0, to, o, n);
  }

  @Override
  public void softmax(Object a, int at, Object to, int o) {
    fill(x, a, at, Float.NEGATIVE_INFINITY);
    full.softmax(x, 0, out, 0);
    write(to, o);
  }

  @Override
  public void softmaxPull(Object a, int at, Object b, int bt, Object to, int o) {
    fill(x, a, at, 0);
    fill(y, b, bt, 0);
    full.softmaxPull(x, 0, y, 0, out, 0);
    write(to, o);
  }

  @Override
  public void logSoftmax(Object a, int at, Object to, int o) {
    fill(x, a, at, Float.NEGATIVE_INFINITY);
    full.logSoftmax(x, 0, out, 0);
    write(to, o);
  }

  @Override
  public double logSumExp(Object a, int at, Object row) {
    fill(x, a, at, Float.NEGATIVE_INFINITY);
    return full.logSumExp(x, 0, out);
  }

  @Override
  public void logSoftmaxPull(Object a, int at, Object b, int bt, Object to, int o) {
    fill(x, a, at, Float.NEGATIVE_INFINITY);
    fill(y, b, bt, 0);
    full.logSoftmaxPull(x, 0, y, 0, out, 0);
    write(to, o);
  }

  @Override
  public double standardize(Object a, int at, double eps, Object to, int o) {
    return plain.standardize(a, at, eps, to, o);
  }

  @Override
  public void standardizePull(Object a, int at, Object b, int bt, double r, Object to, int o) {
    plain.standardizePull(a, at, b, bt, r, to, o);
  }

  @Override
  public void affine(
      Object a, int at, double eps, Object w, int wt, Object b, int bt, Object to, int o) {
    plain.affine(a, at, eps, w, wt, b, bt, to, o);
  }

  @Override
  public void affinePull(
      Object a,
      int at,
      double eps,
      Object w,
      int wt,
      Object b,
      int bt,
      Object to,
      int o,
      double[] sums) {
    plain.affinePull(a, at, eps, w, wt, b, bt, to, o, sums);
  }

  @Override
  public void giveUp() {
    plain.giveUp();
  }
}

package dev.fluxion.kernel;

import dev.fluxion.DType;

/**
 * {@code exp xᵢ / Σ exp xⱼ} and {@code log Σ exp xⱼ}. The largest x is taken out first, so no
 * exponent is above 0 and nothing overflows.
 */
public final class Softmax {
  private Softmax() {}

  /**
   * {@code out[…, i] = exp x[…, i] / Σ exp x[…, j]} [(…, n) → (…, n)]. A row that holds NaN or
   * +infinity, or only -infinity, becomes NaN.
   *
   * @param dtype a floating type
   * @param xl a layout with one axis or more
   * @param out where the results go in row-major order, an array of the type of x
   * @throws IllegalArgumentException if {@code dtype} is another
   */
  public static void softmax(DType dtype, Object x, Layout xl, Object out) {
    checkFloating(dtype);
    RowWise.softmax(new Strided(x, xl, dtype), out);
  }

  /**
   * {@code out = log Σ exp x} over the axes from {@code kept} on [(a…, b…) → (a…)]. -infinity of
   * nothing and of -infinities only, +infinity if there is one, NaN if there is one.
   *
   * @param dtype a floating type
   * @param out where the results go in row-major order, an array of the type of x
   * @throws IllegalArgumentException if {@code dtype} is another
   */
  public static void logSumExp(DType dtype, Object x, Layout xl, int kept, Object out) {
    checkFloating(dtype);
    var split = new Split(xl, kept);
    int n = split.size();
    if (n == 0) {
      Buffers.fill(dtype, out, 0, split.results(), Double.NEGATIVE_INFINITY);
    }
    if (n == 0 || split.results() == 0) {
      return;
    }
    RowWise.logSumExp(new Strided(x, xl, dtype), kept, out);
  }

  private static void checkFloating(DType dtype) {
    if (!dtype.isFloating()) {
      throw new IllegalArgumentException("exp needs a floating type, got " + dtype);
    }
  }
}

package dev.fluxion.kernel;

/**
 * What {@link RowWise} does to one row of n elements that lie side by side, all {@code float} or
 * all {@code double}. The row x begins at {@code at}, y at {@code bt}, and the result goes to
 * {@code out} from {@code o} on, an array that is none of those that are read.
 *
 * <p>The bits of a result depend on the elements of its row and on n, never on where it lies.
 */
public interface RowKernels {
  /** {@code exp x / Σ exp x}. */
  void softmax(Object x, int at, Object out, int o);

  /** {@code x·y - x·Σ(x·y)}. */
  void softmaxPull(Object x, int at, Object y, int bt, Object out, int o);

  /** {@code x - log Σ exp x}. */
  void logSoftmax(Object x, int at, Object out, int o);

  /**
   * {@code log Σ exp x}; +infinity if there is one, NaN if there is one.
   *
   * @param row an array of n elements to work in
   */
  double logSumExp(Object x, int at, Object row);

  /** {@code y - eˣ·Σ y}, for x of 0 or less. */
  void logSoftmaxPull(Object x, int at, Object y, int bt, Object out, int o);

  /** {@code (x - μ)·r} with {@code r = 1 / √(σ² + eps)}, which is returned. */
  double standardize(Object x, int at, double eps, Object out, int o);

  /** {@code r·(y - Σy/n - x·Σ(x·y)/n)}. */
  void standardizePull(Object x, int at, Object y, int bt, double r, Object out, int o);

  /** {@code (x - μ)·r·w + b} with μ and r as in {@link #standardize}. */
  void affine(Object x, int at, double eps, Object w, int wt, Object b, int bt, Object out, int o);

  /**
   * {@code r·(w·y - Σ(w·y)/n - z·Σ(w·y·z)/n)} with {@code z = (x - μ)·r} and μ and r as in {@link
   * #standardize}, from which y is the cotangent of {@link #affine}.
   *
   * @param sums to whose first n elements {@code y·z} is added, and y to the n after them; in two
   *     more is what the kernel likes
   */
  void affinePull(
      Object x,
      int at,
      double eps,
      Object w,
      int wt,
      Object y,
      int yt,
      Object out,
      int o,
      double[] sums);

  /** Gives up the memory of its own that it has, if any: it is no longer used. */
  default void giveUp() {}
}

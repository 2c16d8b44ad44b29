package dev.fluxion.kernel;

/**
 * What {@link RowWise} does to one row of n elements that lie side by side, all {@code float} or
 * all {@code double}. The row x begins at {@code at}, y at {@code bt}, and the result goes to
 * {@code out} from {@code o} on, an array that is neither that of x nor that of y.
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

  /** {@code y - eˣ·Σ y}, for x of 0 or less. */
  void logSoftmaxPull(Object x, int at, Object y, int bt, Object out, int o);

  /** {@code (x - μ)·r} with {@code r = 1 / √(σ² + eps)}, which is returned. */
  double standardize(Object x, int at, double eps, Object out, int o);

  /** {@code r·(y - Σy/n - x·Σ(x·y)/n)}. */
  void standardizePull(Object x, int at, Object y, int bt, double r, Object out, int o);

  /** Gives up the memory of its own that it has, if any: it is no longer used. */
  default void giveUp() {}
}

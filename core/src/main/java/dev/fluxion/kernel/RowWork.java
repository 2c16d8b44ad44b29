package dev.fluxion.kernel;

/**
 * What one thread does to a row in {@link RowWise}: rows are copied to small arrays, worked on
 * there and copied out, so all loops begin at index 0 of arrays of their own, which is what C2
 * vectorises.
 */
abstract sealed class RowWork permits DoubleRows, FloatRows {
  /** Copies a row to the first array. */
  abstract void readFirst(Split split, Strided x, int first);

  /** Copies a row to the second array. */
  abstract void readSecond(Split split, Strided x, int first);

  /** Copies the first array out. */
  abstract void write(Object out, int o);

  /** Gives the arrays up. */
  abstract void giveUp();

  /** {@code exp a / Σ exp a}. */
  abstract void softmax();

  /** {@code a·b - a·Σ(a·b)}. */
  abstract void softmaxPull();

  /** {@code a - log Σ exp a}. */
  abstract void logSoftmax();

  /** {@code b - eᵃ·Σ b}. */
  abstract void logSoftmaxPull();

  /** {@code (a - μ)·r} with {@code r = 1 / √(σ² + eps)}, which is returned. */
  abstract double standardize(double eps);

  /** {@code r·(b - Σb/n - a·Σ(a·b)/n)}. */
  abstract void standardizePull(double r);
}

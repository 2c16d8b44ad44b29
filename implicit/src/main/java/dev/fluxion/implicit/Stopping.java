package dev.fluxion.implicit;

import dev.fluxion.DType;

/**
 * When an iteration stops: {@code max |zₖ₊₁ - zₖ| ≤ tolerance · (1 + max |zₖ|)}.
 *
 * @param tolerance how small the last step has to be, above 0. Of a float32 unknown, never less
 *     than 1e-6 is asked for, of a float64 one 1e-15
 * @param iterations how many steps are tried, 1 or more
 */
public record Stopping(double tolerance, int iterations) {
  /** A step of 1e-12, within 1000 iterations. */
  public static final Stopping DEFAULT = new Stopping(1e-12, 1000);

  /**
   * Checks both numbers.
   *
   * @throws IllegalArgumentException if the tolerance is not above 0 or there are no iterations
   */
  public Stopping {
    if (!(tolerance > 0) || iterations < 1) {
      throw new IllegalArgumentException(
          "an iteration stops at a tolerance above 0 or after 1 step or more, got "
              + tolerance
              + " and "
              + iterations);
    }
  }

  /** The tolerance that numbers of a type can meet. */
  double within(DType dtype) {
    return Math.max(
        tolerance, dtype == DType.FLOAT64 ? 1e-15 : Math.max(1e-6, 8 * dtype.epsilon()));
  }
}

package dev.fluxion.implicit;

import dev.fluxion.DType;

/**
 * What error a step of an integration may have: {@code absolute + relative · |y|} for each element
 * of the state.
 *
 * @param absolute the error near 0, above 0
 * @param relative the error beside the size of the element, above 0. For float32 states both are
 *     1e-6 at least
 * @param evaluations how often the dynamics are evaluated at most in one integration, 1 or more
 */
public record Tolerances(double absolute, double relative, int evaluations) {
  /** Errors of 1e-10 and a million evaluations. */
  public static final Tolerances DEFAULT = new Tolerances(1e-10, 1e-10, 1_000_000);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if an error is not above 0 or there are no evaluations
   */
  public Tolerances {
    if (!(absolute > 0) || !(relative > 0) || evaluations < 1) {
      throw new IllegalArgumentException(
          "an integration has errors above 0 and 1 evaluation or more, got "
              + absolute
              + ", "
              + relative
              + " and "
              + evaluations);
    }
  }

  /** The errors that numbers of a type allow. */
  Tolerances within(DType dtype) {
    double least = dtype == DType.FLOAT64 ? 1e-14 : Math.max(1e-6, 8 * dtype.epsilon());
    return new Tolerances(Math.max(absolute, least), Math.max(relative, least), evaluations);
  }
}

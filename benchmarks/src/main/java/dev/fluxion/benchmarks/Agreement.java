package dev.fluxion.benchmarks;

/** Whether what is about to be timed computes the right numbers. */
public final class Agreement {
  private static final double TOLERANCE = 1e-3;

  private Agreement() {}

  /**
   * Checks a result in float32: each number within a thousandth of the expected one. Where terms
   * cancel, a millionth of the largest number is allowed.
   *
   * @param who whose result it is, for the message
   * @param got the result
   * @param expected what it should be
   * @throws IllegalStateException if it is not
   */
  public static void check(String who, float[] got, double[] expected) {
    if (got.length != expected.length) {
      throw new IllegalStateException(
          who + " needs " + expected.length + " numbers, got " + got.length);
    }
    double largest = 0;
    for (double e : expected) {
      largest = Math.max(largest, Math.abs(e));
    }
    for (int i = 0; i < got.length; i++) {
      double allowed = TOLERANCE * Math.max(Math.abs(expected[i]), TOLERANCE * largest);
      // So that NaN is a difference.
      if (!(Math.abs(got[i] - expected[i]) <= allowed)) {
        throw new IllegalStateException(
            who + " needs " + expected[i] + " at position " + i + ", got " + got[i]);
      }
    }
  }
}

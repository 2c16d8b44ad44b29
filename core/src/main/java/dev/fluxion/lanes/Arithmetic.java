package dev.fluxion.lanes;

/**
 * The functions of {@link Fn} that Java's library lacks or defines otherwise than C, in one place:
 * {@link DoubleLanes} and the emitted kernels both call them, so that they cannot drift apart.
 */
public final class Arithmetic {
  private Arithmetic() {}

  /**
   * {@code a^b} as C and IEEE 754 have it. Where Java's {@code Math.pow} says NaN, these are 1:
   * {@code 1^b} for every b, NaN included, and {@code (-1)^±∞}. NaN for a negative a and a finite b
   * that is not whole; {@code a^0 = 1} even for NaN. For b = ±½ it is the square root or its
   * reciprocal, as in PyTorch, so NaN for a = -∞, and -∞ for a = -0 and b = -½.
   */
  public static double pow(double a, double b) {
    // The exponents of a square, of a root and of their derivatives. A loop over one b hoists
    // the tests out, and what is left vectorises.
    if (b == 2) {
      return a * a;
    }
    if (b == 1) {
      return a;
    }
    if (b == 0.5) {
      return Math.sqrt(a);
    }
    if (b == -0.5) {
      return 1 / Math.sqrt(a);
    }
    double y = Math.pow(a, b);
    return Double.isNaN(y) ? undefinedPow(a, b) : y;
  }

  private static double undefinedPow(double a, double b) {
    return a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : Double.NaN;
  }

  /**
   * {@code a^b} by repeated squaring, wrapping around. A negative b gives the quotient without its
   * fraction, as in PyTorch: 1 for a = 1, ±1 for a = -1, and 0 otherwise, for a = 0 too.
   */
  public static long pow(long a, long b) {
    if (b < 0) {
      return a == 1 ? 1 : a == -1 ? 1 - 2 * (b & 1) : 0;
    }
    long y = 1;
    for (long square = a; b != 0; b >>>= 1, square *= square) {
      if ((b & 1) != 0) {
        y *= square;
      }
    }
    return y;
  }

  /**
   * {@code √(a² + b²)} without overflow or underflow on the way; infinite if either side is, even
   * beside NaN.
   */
  public static double hypot(double a, double b) {
    return Math.hypot(a, b);
  }

  /**
   * {@code √(a² + b²)} of floats, infinite if either side is, even beside NaN. Squares of floats
   * are exact in double and cannot overflow there, which saves the scaling of the general
   * algorithm.
   */
  public static float hypot(float a, float b) {
    float y = (float) Math.sqrt((double) a * a + (double) b * b);
    return Float.isNaN(y) ? undefinedHypot(a, b) : y;
  }

  private static float undefinedHypot(float a, float b) {
    return Float.isInfinite(a) || Float.isInfinite(b) ? Float.POSITIVE_INFINITY : Float.NaN;
  }

  /**
   * {@code 1 / (1 + e^-x)}: 0 at -∞, 1 at ∞. Below 0 it is {@code eˣ / (1 + eˣ)}, where nothing
   * overflows and small results keep their digits.
   */
  public static double sigmoid(double x) {
    double e = Math.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }
}

package dev.fluxion.kernel;

/**
 * What an algorithm has to know of the numbers it computes with.
 *
 * <p>Adding {@code shifter} to a number of small magnitude rounds it to a whole one, half to even,
 * and leaves that in the low bits of the sum; taking it away again leaves the whole number. {@code
 * biased} is the same for a number that is to become an exponent: shifted to the left by the bits
 * of a fraction, the sum is that power of two.
 *
 * @param fraction the bits of a fraction
 * @param shifter 1.5·2^fraction
 * @param biased the shifter and the bias of an exponent
 * @param minNormal the smallest normal number
 * @param tiny below it, {@code sin x} and such round to x
 */
public record Format(int fraction, double shifter, double biased, double minNormal, double tiny) {
  /** That of float. */
  public static final Format FLOAT =
      new Format(23, 0x1.8p23, 0x1.8p23 + 127, Float.MIN_NORMAL, 0x1p-13);

  /** That of double. */
  public static final Format DOUBLE =
      new Format(52, 0x1.8p52, 0x1.8p52 + 1023, Double.MIN_NORMAL, 0x1p-27);

  /** The bits of √½, where the fraction of a logarithm's argument begins. */
  public static final int FLOAT_ROOT = 0x3f3504f3;

  /** The same of doubles. */
  public static final long DOUBLE_ROOT = 0x3fe6a09e667f3bcdL;
}

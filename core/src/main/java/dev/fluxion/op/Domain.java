package dev.fluxion.op;

/**
 * An interval to draw examples of an operand from.
 *
 * @param low the lower end
 * @param high the upper end
 */
public record Domain(double low, double high) {
  /** No restriction. */
  public static final Domain REALS = new Domain(-2, 2);

  /** Above zero. */
  public static final Domain POSITIVE = new Domain(0.2, 3);
}

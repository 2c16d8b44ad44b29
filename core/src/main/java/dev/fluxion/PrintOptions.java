package dev.fluxion;

import org.jspecify.annotations.Nullable;

/**
 * How a tensor is printed, as {@code torch.set_printoptions} has it.
 *
 * <p>A tensor of more than {@code threshold} elements is summarised: of each axis longer than
 * {@code 2 · edgeItems} only the ends are shown, {@code ...} stands for the rest. Numbers in a
 * column are aligned, so one very small or very large number among those shown changes how all of
 * them look.
 *
 * <pre>{@code
 * var options = PrintOptions.DEFAULT.withPrecision(2);
 * tensor(0.5, 2).toString(options);   // tensor([0.50, 2.00])
 * }</pre>
 *
 * @param precision digits after the point, 0 or more; if all numbers shown are whole and not in
 *     scientific form, there are none
 * @param threshold the largest number of elements that is printed in full, 0 or more
 * @param edgeItems how many elements a summary shows at either end of an axis, 0 or more; with 0
 *     the shape is printed instead
 * @param lineWidth the number of characters after which lines are broken, 1 or more; a single
 *     number is never broken
 * @param sciMode true for {@code 1.0000e+00}, false for {@code 1.0000}, null to choose by the
 *     numbers shown: the former if the largest magnitude exceeds 10⁸ or 1000 times the smallest, or
 *     the smallest is below 10⁻⁴; zeros, NaN and infinities do not count
 */
public record PrintOptions(
    int precision, int threshold, int edgeItems, int lineWidth, @Nullable Boolean sciMode) {

  /** 4 digits, up to 1000 elements, 3 at either end of a longer axis, lines of 80, form chosen. */
  public static final PrintOptions DEFAULT = new PrintOptions(4, 1000, 3, 80, null);

  /**
   * Options for printing.
   *
   * @throws IllegalArgumentException if a number is below what its description says
   */
  public PrintOptions {
    check("precision", precision, 0);
    check("threshold", threshold, 0);
    check("edgeItems", edgeItems, 0);
    check("lineWidth", lineWidth, 1);
  }

  /**
   * The same options with another number of digits.
   *
   * @param digits digits after the point, 0 or more
   * @return new options
   * @throws IllegalArgumentException if negative
   */
  public PrintOptions withPrecision(int digits) {
    return new PrintOptions(digits, threshold, edgeItems, lineWidth, sciMode);
  }

  /**
   * The same options with another limit on what is printed in full.
   *
   * @param elements a number of elements, 0 or more; {@link Integer#MAX_VALUE} never summarises
   * @return new options
   * @throws IllegalArgumentException if negative
   */
  public PrintOptions withThreshold(int elements) {
    return new PrintOptions(precision, elements, edgeItems, lineWidth, sciMode);
  }

  /**
   * The same options with longer or shorter ends of a summary.
   *
   * @param elements a number of elements, 0 or more
   * @return new options
   * @throws IllegalArgumentException if negative
   */
  public PrintOptions withEdgeItems(int elements) {
    return new PrintOptions(precision, threshold, elements, lineWidth, sciMode);
  }

  /**
   * The same options with wider or narrower lines.
   *
   * @param characters a number of characters, 1 or more
   * @return new options
   * @throws IllegalArgumentException if below 1
   */
  public PrintOptions withLineWidth(int characters) {
    return new PrintOptions(precision, threshold, edgeItems, characters, sciMode);
  }

  /**
   * The same options with the scientific form always, never, or as the numbers ask.
   *
   * @param mode true, false or, as the numbers ask, null
   * @return new options
   */
  public PrintOptions withSciMode(@Nullable Boolean mode) {
    return new PrintOptions(precision, threshold, edgeItems, lineWidth, mode);
  }

  private static void check(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + least + " or more, got " + value);
    }
  }
}

package dev.fluxion;

/**
 * The windows that pooling folds, as the arguments of {@code torch.nn.functional.avg_pool2d} and
 * {@code max_pool2d} have it. Of pooling along one axis the width counts.
 *
 * <pre>{@code
 * PoolOptions.of(3).withStride(2).withPadding(1).stride();   // (2, 2)
 * PoolOptions.of(2, 3).stride();                             // (2, 3)
 * }</pre>
 *
 * @param kernel the size of a window, 1 or more
 * @param stride the distance between windows, 1 or more
 * @param padding how far windows reach over either end of an axis, at most half of the kernel
 * @param dilation the distance between elements of a window, 1 or more; 1 for averages
 * @param ceilMode whether a last window that does not fit the axis counts, if it begins on it or on
 *     the padding in front
 * @param countIncludePad whether what lies on the padding counts in the divisor of an average
 * @param divisorOverride what sums are divided by instead, 0 for the number of elements
 */
public record PoolOptions(
    Pair kernel,
    Pair stride,
    Pair padding,
    Pair dilation,
    boolean ceilMode,
    boolean countIncludePad,
    int divisorOverride) {

  /**
   * Options for pooling.
   *
   * @throws IllegalArgumentException if a number is not what its description says
   */
  public PoolOptions {
    kernel.check("a kernel", 1);
    stride.check("a stride", 1);
    padding.check("a padding", 0);
    dilation.check("a dilation", 1);
    if (2 * padding.height() > kernel.height() || 2 * padding.width() > kernel.width()) {
      throw new IllegalArgumentException(
          "a padding is at most half of the kernel, got " + padding + " for " + kernel);
    }
    if (divisorOverride < 0) {
      throw new IllegalArgumentException(
          "a divisor is 1 or more, or 0 for the number of elements, got " + divisorOverride);
    }
  }

  /**
   * Square windows beside each other: the stride is the size.
   *
   * @param kernel the size, 1 or more
   * @return options
   * @throws IllegalArgumentException if below 1
   */
  public static PoolOptions of(int kernel) {
    return of(kernel, kernel);
  }

  /**
   * Windows beside each other: the stride is the size.
   *
   * @param height the size along the height, 1 or more
   * @param width the size along the width, 1 or more
   * @return options
   * @throws IllegalArgumentException if one is below 1
   */
  public static PoolOptions of(int height, int width) {
    var size = new Pair(height, width);
    return new PoolOptions(size, size, new Pair(0, 0), new Pair(1, 1), false, true, 0);
  }

  /**
   * The same options with another stride along both axes.
   *
   * @param both 1 or more
   * @return new options
   * @throws IllegalArgumentException if below 1
   */
  public PoolOptions withStride(int both) {
    return withStride(both, both);
  }

  /**
   * The same options with other strides.
   *
   * @param height that along the height, 1 or more
   * @param width that along the width, 1 or more
   * @return new options
   * @throws IllegalArgumentException if one is below 1
   */
  public PoolOptions withStride(int height, int width) {
    return new PoolOptions(
        kernel,
        new Pair(height, width),
        padding,
        dilation,
        ceilMode,
        countIncludePad,
        divisorOverride);
  }

  /**
   * The same options with another padding along both axes.
   *
   * @param both 0 or more, at most half of the kernel
   * @return new options
   * @throws IllegalArgumentException if it is another
   */
  public PoolOptions withPadding(int both) {
    return withPadding(both, both);
  }

  /**
   * The same options with other paddings.
   *
   * @param height that along the height, 0 or more, at most half of the kernel
   * @param width that along the width, as well
   * @return new options
   * @throws IllegalArgumentException if one is another
   */
  public PoolOptions withPadding(int height, int width) {
    return new PoolOptions(
        kernel,
        stride,
        new Pair(height, width),
        dilation,
        ceilMode,
        countIncludePad,
        divisorOverride);
  }

  /**
   * The same options with another dilation along both axes.
   *
   * @param both 1 or more
   * @return new options
   * @throws IllegalArgumentException if below 1
   */
  public PoolOptions withDilation(int both) {
    return withDilation(both, both);
  }

  /**
   * The same options with other dilations.
   *
   * @param height that along the height, 1 or more
   * @param width that along the width, 1 or more
   * @return new options
   * @throws IllegalArgumentException if one is below 1
   */
  public PoolOptions withDilation(int height, int width) {
    return new PoolOptions(
        kernel,
        stride,
        padding,
        new Pair(height, width),
        ceilMode,
        countIncludePad,
        divisorOverride);
  }

  /**
   * The same options with or without windows that do not fit at the far end.
   *
   * @param ceil whether such a window counts
   * @return new options
   */
  public PoolOptions withCeilMode(boolean ceil) {
    return new PoolOptions(
        kernel, stride, padding, dilation, ceil, countIncludePad, divisorOverride);
  }

  /**
   * The same options with the padding in the divisor or not.
   *
   * @param counts whether it counts
   * @return new options
   */
  public PoolOptions withCountIncludePad(boolean counts) {
    return new PoolOptions(kernel, stride, padding, dilation, ceilMode, counts, divisorOverride);
  }

  /**
   * The same options with another divisor.
   *
   * @param divisor 1 or more, or 0 for the number of elements
   * @return new options
   * @throws IllegalArgumentException if negative
   */
  public PoolOptions withDivisorOverride(int divisor) {
    return new PoolOptions(kernel, stride, padding, dilation, ceilMode, countIncludePad, divisor);
  }

  /** The same along the width, and nothing along the height. */
  PoolOptions alongWidth() {
    return new PoolOptions(
        new Pair(1, kernel.width()),
        new Pair(1, stride.width()),
        new Pair(0, padding.width()),
        new Pair(1, dilation.width()),
        ceilMode,
        countIncludePad,
        divisorOverride);
  }
}

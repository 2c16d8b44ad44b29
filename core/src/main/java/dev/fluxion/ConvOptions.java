package dev.fluxion;

/**
 * How a convolution goes over its images, as the arguments of {@code torch.nn.functional.conv2d}
 * have it. Of a convolution along one axis the width counts.
 *
 * <pre>{@code
 * var options = ConvOptions.DEFAULT.withStride(2).withPadding(1, 0);
 * options.stride();    // (2, 2)
 * options.padding();   // (1, 0)
 * }</pre>
 *
 * @param stride the distance between the places of the weights, 1 or more
 * @param padding how many zeros stand at either end of an axis, 0 or more
 * @param isSame whether there are as many places as elements instead, {@code padding='same'}; where
 *     the zeros are odd in number there is one more at the far end
 * @param dilation the distance between elements that neighbouring weights meet, 1 or more
 * @param groups into how many groups the channels are split, which do not see each other, 1 or more
 * @param outputPadding how far the result of a transposed convolution goes on at the far end of an
 *     axis, 0 or more; nothing to a convolution
 */
public record ConvOptions(
    Pair stride, Pair padding, boolean isSame, Pair dilation, int groups, Pair outputPadding) {
  private static final Pair ZEROS = new Pair(0, 0);
  private static final Pair ONES = new Pair(1, 1);

  /** Stride 1, no padding, dilation 1, one group. */
  public static final ConvOptions DEFAULT = new ConvOptions(ONES, ZEROS, false, ONES, 1, ZEROS);

  /**
   * Options for convolutions.
   *
   * @throws IllegalArgumentException if a number is below what its description says
   */
  public ConvOptions {
    stride.check("a stride", 1);
    padding.check("a padding", 0);
    dilation.check("a dilation", 1);
    outputPadding.check("an output padding", 0);
    if (groups < 1) {
      throw new IllegalArgumentException("a number of groups is 1 or more, got " + groups);
    }
  }

  /**
   * The same options with another stride along both axes.
   *
   * @param both 1 or more
   * @return new options
   * @throws IllegalArgumentException if below 1
   */
  public ConvOptions withStride(int both) {
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
  public ConvOptions withStride(int height, int width) {
    var other = new Pair(height, width);
    return new ConvOptions(other, padding, isSame, dilation, groups, outputPadding);
  }

  /**
   * The same options with another padding along both axes.
   *
   * @param both 0 or more
   * @return new options
   * @throws IllegalArgumentException if negative
   */
  public ConvOptions withPadding(int both) {
    return withPadding(both, both);
  }

  /**
   * The same options with other paddings.
   *
   * @param height that along the height, 0 or more
   * @param width that along the width, 0 or more
   * @return new options
   * @throws IllegalArgumentException if one is negative
   */
  public ConvOptions withPadding(int height, int width) {
    var other = new Pair(height, width);
    return new ConvOptions(stride, other, false, dilation, groups, outputPadding);
  }

  /**
   * The same options with as much padding as gives a result of the size of the images.
   *
   * @return new options
   */
  public ConvOptions withSamePadding() {
    return new ConvOptions(stride, ZEROS, true, dilation, groups, outputPadding);
  }

  /**
   * The same options with another dilation along both axes.
   *
   * @param both 1 or more
   * @return new options
   * @throws IllegalArgumentException if below 1
   */
  public ConvOptions withDilation(int both) {
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
  public ConvOptions withDilation(int height, int width) {
    var other = new Pair(height, width);
    return new ConvOptions(stride, padding, isSame, other, groups, outputPadding);
  }

  /**
   * The same options with another number of groups.
   *
   * @param number 1 or more, which divides the numbers of channels
   * @return new options
   * @throws IllegalArgumentException if below 1
   */
  public ConvOptions withGroups(int number) {
    return new ConvOptions(stride, padding, isSame, dilation, number, outputPadding);
  }

  /**
   * The same options with another output padding along both axes.
   *
   * @param both 0 or more
   * @return new options
   * @throws IllegalArgumentException if negative
   */
  public ConvOptions withOutputPadding(int both) {
    return withOutputPadding(both, both);
  }

  /**
   * The same options with other output paddings.
   *
   * @param height that along the height, 0 or more
   * @param width that along the width, 0 or more
   * @return new options
   * @throws IllegalArgumentException if one is negative
   */
  public ConvOptions withOutputPadding(int height, int width) {
    return new ConvOptions(stride, padding, isSame, dilation, groups, new Pair(height, width));
  }

  /** The same along the width, and nothing along the height. */
  ConvOptions alongWidth() {
    return new ConvOptions(
        new Pair(1, stride.width()),
        new Pair(0, padding.width()),
        isSame,
        new Pair(1, dilation.width()),
        groups,
        new Pair(0, outputPadding.width()));
  }
}

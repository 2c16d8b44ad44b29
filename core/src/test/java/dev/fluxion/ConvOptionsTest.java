package dev.fluxion;

import static dev.fluxion.Expect.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConvOptionsTest {
  private static final Pair ONES = new Pair(1, 1);
  private static final Pair ZEROS = new Pair(0, 0);
  private static final Pair TWO = new Pair(2, 3);

  @Test
  void eachPartIsReplacedAlone() {
    var options = ConvOptions.DEFAULT;
    assertEquals(new ConvOptions(ONES, ZEROS, false, ONES, 1, ZEROS), options);
    assertEquals(new ConvOptions(TWO, ZEROS, false, ONES, 1, ZEROS), options.withStride(2, 3));
    assertEquals(new ConvOptions(ONES, TWO, false, ONES, 1, ZEROS), options.withPadding(2, 3));
    assertEquals(new ConvOptions(ONES, ZEROS, true, ONES, 1, ZEROS), options.withSamePadding());
    assertEquals(new ConvOptions(ONES, ZEROS, false, TWO, 1, ZEROS), options.withDilation(2, 3));
    assertEquals(new ConvOptions(ONES, ZEROS, false, ONES, 4, ZEROS), options.withGroups(4));
    assertEquals(
        new ConvOptions(ONES, ZEROS, false, ONES, 1, TWO), options.withOutputPadding(2, 3));
  }

  @Test
  void oneNumberIsThatOfBothAxes() {
    var options = ConvOptions.DEFAULT;
    assertEquals(options.withStride(2, 2), options.withStride(2));
    assertEquals(options.withPadding(2, 2), options.withPadding(2));
    assertEquals(options.withDilation(2, 2), options.withDilation(2));
    assertEquals(options.withOutputPadding(2, 2), options.withOutputPadding(2));
  }

  @Test
  void anyPaddingTakesThePlaceOfTheOther() {
    assertEquals(
        ConvOptions.DEFAULT.withPadding(1), ConvOptions.DEFAULT.withSamePadding().withPadding(1));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    var options = ConvOptions.DEFAULT;
    var type = IllegalArgumentException.class;
    refused(type, "a stride is 1 or more, got (1, 0)", () -> options.withStride(1, 0));
    refused(type, "a padding is 0 or more, got (-1, -1)", () -> options.withPadding(-1));
    refused(type, "a dilation is 1 or more, got (0, 0)", () -> options.withDilation(0));
    refused(type, "a number of groups is 1 or more, got 0", () -> options.withGroups(0));
    refused(
        type,
        "an output padding is 0 or more, got (0, -1)",
        () -> options.withOutputPadding(0, -1));
  }
}

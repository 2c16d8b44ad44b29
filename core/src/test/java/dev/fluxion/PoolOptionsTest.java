package dev.fluxion;

import static dev.fluxion.Expect.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PoolOptionsTest {
  private static final Pair SIZE = new Pair(4, 2);
  private static final Pair ZEROS = new Pair(0, 0);
  private static final Pair ONES = new Pair(1, 1);
  private static final Pair PAIR = new Pair(2, 1);

  private static PoolOptions of(
      Pair stride, Pair padding, Pair dilation, boolean ceil, boolean counts, int divisor) {
    return new PoolOptions(SIZE, stride, padding, dilation, ceil, counts, divisor);
  }

  @Test
  void eachPartIsReplacedAlone() {
    var options = PoolOptions.of(4, 2);
    assertEquals(of(SIZE, ZEROS, ONES, false, true, 0), options);
    assertEquals(of(PAIR, ZEROS, ONES, false, true, 0), options.withStride(2, 1));
    assertEquals(of(SIZE, PAIR, ONES, false, true, 0), options.withPadding(2, 1));
    assertEquals(of(SIZE, ZEROS, PAIR, false, true, 0), options.withDilation(2, 1));
    assertEquals(of(SIZE, ZEROS, ONES, true, true, 0), options.withCeilMode(true));
    assertEquals(of(SIZE, ZEROS, ONES, false, false, 0), options.withCountIncludePad(false));
    assertEquals(of(SIZE, ZEROS, ONES, false, true, 5), options.withDivisorOverride(5));
  }

  @Test
  void oneNumberIsThatOfBothAxes() {
    var options = PoolOptions.of(3, 3);
    assertEquals(options, PoolOptions.of(3));
    assertEquals(options.withStride(2, 2), options.withStride(2));
    assertEquals(options.withPadding(1, 1), options.withPadding(1));
    assertEquals(options.withDilation(2, 2), options.withDilation(2));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    var options = PoolOptions.of(2, 3);
    var type = IllegalArgumentException.class;
    refused(type, "a kernel is 1 or more, got (0, 0)", () -> PoolOptions.of(0));
    refused(type, "a stride is 1 or more, got (0, 0)", () -> options.withStride(0));
    refused(type, "a padding is 0 or more, got (-1, 0)", () -> options.withPadding(-1, 0));
    refused(type, "a dilation is 1 or more, got (1, 0)", () -> options.withDilation(1, 0));
    refused(
        type,
        "a padding is at most half of the kernel, got (1, 2) for (2, 3)",
        () -> options.withPadding(1, 2));
    refused(
        type,
        "a divisor is 1 or more, or 0 for the number of elements, got -1",
        () -> options.withDivisorOverride(-1));
  }
}

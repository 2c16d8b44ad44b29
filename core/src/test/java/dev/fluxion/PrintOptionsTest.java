package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PrintOptionsTest {
  @Test
  void defaultsAreThoseOfPyTorch() {
    var options = PrintOptions.DEFAULT;
    assertEquals(4, options.precision());
    assertEquals(1000, options.threshold());
    assertEquals(3, options.edgeItems());
    assertEquals(80, options.lineWidth());
    assertNull(options.sciMode());
  }

  @Test
  void eachPartIsReplacedAlone() {
    var options = PrintOptions.DEFAULT;
    assertEquals(new PrintOptions(2, 1000, 3, 80, null), options.withPrecision(2));
    assertEquals(new PrintOptions(4, 5, 3, 80, null), options.withThreshold(5));
    assertEquals(new PrintOptions(4, 1000, 1, 80, null), options.withEdgeItems(1));
    assertEquals(new PrintOptions(4, 1000, 3, 40, null), options.withLineWidth(40));
    assertEquals(new PrintOptions(4, 1000, 3, 80, true), options.withSciMode(true));
  }

  @Test
  void theOtherPartsAreKept() {
    var options = new PrintOptions(2, 5, 1, 40, false);
    assertEquals(new PrintOptions(3, 5, 1, 40, false), options.withPrecision(3));
    assertEquals(new PrintOptions(2, 6, 1, 40, false), options.withThreshold(6));
    assertEquals(new PrintOptions(2, 5, 2, 40, false), options.withEdgeItems(2));
    assertEquals(new PrintOptions(2, 5, 1, 41, false), options.withLineWidth(41));
    assertEquals(new PrintOptions(2, 5, 1, 40, null), options.withSciMode(null));
  }

  @Test
  void theSmallestNumbersAreAllowed() {
    assertEquals(0, new PrintOptions(0, 0, 0, 1, null).precision());
  }

  @Test
  void smallerNumbersAreRefused() {
    var options = PrintOptions.DEFAULT;
    assertRefused("precision is 0 or more, got -1", () -> options.withPrecision(-1));
    assertRefused("threshold is 0 or more, got -1", () -> options.withThreshold(-1));
    assertRefused("edgeItems is 0 or more, got -2", () -> options.withEdgeItems(-2));
    assertRefused("lineWidth is 1 or more, got 0", () -> options.withLineWidth(0));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}

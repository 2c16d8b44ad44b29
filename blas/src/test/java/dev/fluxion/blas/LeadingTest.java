package dev.fluxion.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LeadingTest {
  @Test
  void rowsAndColumnsHaveALeadingDimension() {
    assertEquals(4, Leading.of(3, 4, 4, 1));
    assertEquals(9, Leading.of(3, 4, 9, 1));
    assertEquals(-3, Leading.of(3, 4, 1, 3));
    assertEquals(-8, Leading.of(3, 4, 1, 8));
  }

  @Test
  void theDistanceBetweenRowsOfWhichThereIsOneDoesNotMatter() {
    assertEquals(4, Leading.of(1, 4, 0, 1));
    assertEquals(4, Leading.of(1, 4, -7, 1));
    assertEquals(-6, Leading.of(1, 4, 0, 6));
    assertEquals(5, Leading.of(3, 1, 5, 0));
    assertEquals(1, Leading.of(3, 1, 1, 0));
    assertEquals(1, Leading.of(1, 1, 0, 0));
  }

  @Test
  void whatIsBackwardsRepeatedOrSpacedBothWaysHasNone() {
    assertEquals(0, Leading.of(3, 4, 8, 2));
    assertEquals(0, Leading.of(3, 4, -4, 1));
    assertEquals(0, Leading.of(3, 4, -4, -1));
    assertEquals(0, Leading.of(3, 4, 0, 1));
    assertEquals(0, Leading.of(3, 4, 1, 0));
    assertEquals(0, Leading.of(3, 4, 0, 0));
    // Rows that overlap, such as windows of a signal.
    assertEquals(0, Leading.of(3, 4, 1, 1));
  }
}

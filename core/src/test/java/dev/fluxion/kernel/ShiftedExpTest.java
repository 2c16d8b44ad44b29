package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ShiftedExpTest {
  @Test
  void aRangeIsShiftedAndItsNeighboursStay() {
    float[] x = {9, 1, 2, 3, 9};
    float[] y = {7, 7, 7, 7, 7};
    ShiftedExp.run(x, 1, 3, y, 2, 3);
    assertArrayEquals(new float[] {7, 7, 0.13533528f, 0.36787944f, 1}, y);
    double[] z = {0, 1, -1};
    ShiftedExp.run(z, 0, 0, z, 0, 3);
    assertEquals(1, z[0]);
    assertEquals(Math.E, z[1]);
    assertEquals(0.36787944117144233, z[2], 1e-16);
  }
}

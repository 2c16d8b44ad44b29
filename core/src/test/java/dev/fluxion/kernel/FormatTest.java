package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void theShifterRoundsToWholeNumbersHalfToEven() {
    double s = Format.DOUBLE.shifter();
    float f = (float) Format.FLOAT.shifter();
    double[] x = {0.4, 0.5, 1.5, 2.5, -0.5, -1.5, -7.9, 1000.2};
    for (double v : x) {
      // The zero that comes out has no sign.
      double whole = Math.rint(v) + 0.0;
      assertEquals(whole, v + s - s);
      assertEquals((float) whole, (float) v + f - f);
    }
  }

  @Test
  void theBiasedOneBecomesAPowerOfTwo() {
    for (int n = -126; n <= 127; n++) {
      float f = (float) Format.FLOAT.biased() + n;
      assertEquals(
          Math.scalb(1f, n),
          Float.intBitsToFloat(Float.floatToRawIntBits(f) << Format.FLOAT.fraction()));
    }
    for (int n = -1022; n <= 1023; n++) {
      double d = Format.DOUBLE.biased() + n;
      assertEquals(
          Math.scalb(1.0, n),
          Double.longBitsToDouble(Double.doubleToRawLongBits(d) << Format.DOUBLE.fraction()));
    }
  }

  @Test
  void theRootIsOfOneHalf() {
    assertEquals((float) Math.sqrt(0.5), Float.intBitsToFloat(Format.FLOAT_ROOT), 6e-8f);
    assertEquals(Math.sqrt(0.5), Double.longBitsToDouble(Format.DOUBLE_ROOT), 1.2e-16);
  }
}

package dev.fluxion;

import static dev.fluxion.PythonNumber.fixed;
import static dev.fluxion.PythonNumber.repr;
import static dev.fluxion.PythonNumber.scientific;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The expected texts are those of Python 3.11. */
class PythonNumberTest {
  private static final long SEED = 20250101;

  @Test
  void reprOfOrdinaryNumbersHasAPoint() {
    assertEquals("28.0", repr(28));
    assertEquals("-107697.328125", repr(-107697.33f));
    assertEquals("-0.06573323160409927", repr(-0.06573323f));
    assertEquals("0.1", repr(0.1));
    assertEquals("0.30000000000000004", repr(0.1 + 0.2));
    assertEquals("1234.5", repr(1234.5));
  }

  @Test
  void reprTurnsToAnExponentBelowTenToTheMinus4AndFromTenToThe16() {
    assertEquals("0.0001", repr(1e-4));
    assertEquals("0.00012345", repr(1.2345e-4));
    assertEquals("9.999e-05", repr(9.999e-5));
    assertEquals("1e-07", repr(1e-7));
    assertEquals("1000000000000000.0", repr(1e15));
    assertEquals("9999999999999998.0", repr(9999999999999998.0));
    assertEquals("1e+16", repr(1e16));
    assertEquals("1.2345678901234568e+17", repr(123456789012345680.0));
    assertEquals("-1.7976931348623157e+308", repr(-Double.MAX_VALUE));
    assertEquals("2.2250738585072014e-308", repr(Double.MIN_NORMAL));
  }

  @Test
  void reprOfSubnormalNumbersHasOneDigitWhereOneWillDo() {
    assertEquals("5e-324", repr(Double.MIN_VALUE));
    assertEquals("1e-323", repr(2 * Double.MIN_VALUE));
    assertEquals("1.5e-323", repr(3 * Double.MIN_VALUE));
    assertEquals("2e-323", repr(4 * Double.MIN_VALUE));
    assertEquals("2e+23", repr(2e23));
  }

  @Test
  void whatIsNotFiniteHasNoDigits() {
    assertEquals("inf", repr(Double.POSITIVE_INFINITY));
    assertEquals("-inf", repr(Double.NEGATIVE_INFINITY));
    assertEquals("nan", repr(Double.NaN));
    assertEquals("nan", repr(Double.longBitsToDouble(0xfff8000000000000L)));
    assertEquals("-inf", fixed(Double.NEGATIVE_INFINITY, 4));
    assertEquals("nan", fixed(Double.NaN, 0));
    assertEquals("inf", scientific(Double.POSITIVE_INFINITY, 4));
    assertEquals("nan", scientific(Double.NaN, 4));
  }

  @Test
  void zeroKeepsItsSign() {
    assertEquals("0.0", repr(0.0));
    assertEquals("-0.0", repr(-0.0));
    assertEquals("-0", fixed(-0.0, 0));
    assertEquals("-0.0000", fixed(-1e-5, 4));
    assertEquals("0.0000e+00", scientific(0.0, 4));
    assertEquals("-0.00e+00", scientific(-0.0, 2));
  }

  @Test
  void halvesGoToTheEvenNeighbour() {
    assertEquals("0", fixed(0.5, 0));
    assertEquals("2", fixed(1.5, 0));
    assertEquals("2", fixed(2.5, 0));
    assertEquals("0.12", fixed(0.125, 2));
    assertEquals("0.38", fixed(0.375, 2));
    assertEquals("1.2e+00", scientific(1.25, 1));
    assertEquals("2e+00", scientific(2.5, 0));
  }

  @Test
  void digitsAreThoseOfTheExactValue() {
    assertEquals("1.00", fixed(1.005, 2));
    assertEquals("0.1000000000000000055511151231", fixed(0.1, 28));
    assertEquals("12345.6777", fixed(12345.678f, 4));
    assertEquals("100000000000000000000", fixed(1e20, 0));
    assertEquals("99999999999999991611392", fixed(1e23, 0));
    assertEquals("9.9999999999999992e+22", scientific(1e23, 16));
  }

  @Test
  void exponentsHaveTwoDigitsOrMore() {
    assertEquals("1.0000e-04", scientific(1e-4f, 4));
    assertEquals("1.0000e+300", scientific(1e300, 4));
    assertEquals("1e+05", scientific(100000, 0));
    assertEquals("4.94e-324", scientific(Double.MIN_VALUE, 2));
  }

  @Test
  void roundingMayCarryIntoTheExponent() {
    assertEquals("1.0000e+01", scientific(9.99999, 4));
    assertEquals("1e+01", scientific(9.5, 0));
    assertEquals("10.0000", fixed(9.99999, 4));
  }

  @Test
  void reprReadsBackAsTheSameNumber() {
    var random = new Random(SEED);
    for (int k = 0; k < 10_000; k++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertEquals(value, Double.parseDouble(repr(value)), () -> "seed " + SEED);
      }
    }
  }
}

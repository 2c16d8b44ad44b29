package dev.fluxion;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Doubles as Python writes them: {@code repr(x)}, {@code '%.4f' % x} and {@code '%.4e' % x}.
 *
 * <p>{@link String#format} would not do: it rounds the shortest decimal instead of the number
 * itself, and halves up, so 0.125 becomes 0.13 where C and Python have 0.12. Here the digits come
 * from the exact value of the double, a half goes to the even neighbour, and the sign of a negative
 * zero, or of what is rounded to one, stays.
 */
final class PythonNumber {
  private PythonNumber() {}

  /**
   * The shortest decimal that reads back as the same double, the nearest if there are several:
   * {@code 28.0}, {@code 1e-07}, {@code 1e+16}, {@code inf}, {@code nan}. There is an exponent
   * below 10⁻⁴ and from 10¹⁶ on.
   */
  static String repr(double value) {
    if (!Double.isFinite(value)) {
      return nonFinite(value);
    }
    if (value == 0) {
      return sign(value) + "0.0";
    }
    var decimal = shortest(Math.abs(value));
    int exponent = exponent(decimal);
    if (exponent < -4 || exponent >= 16) {
      var digits = decimal.unscaledValue().toString();
      return sign(value) + withPoint(digits) + exponentText(exponent);
    }
    return sign(value) + decimal.setScale(Math.max(decimal.scale(), 1)).toPlainString();
  }

  /**
   * With so many digits after the point and no exponent; no point if there are none: {@code 28}.
   */
  static String fixed(double value, int digits) {
    if (!Double.isFinite(value)) {
      return nonFinite(value);
    }
    var rounded = new BigDecimal(Math.abs(value)).setScale(digits, RoundingMode.HALF_EVEN);
    return sign(value) + rounded.toPlainString();
  }

  /** With so many digits after the point and an exponent of at least two: {@code 2.8000e+01}. */
  static String scientific(double value, int digits) {
    if (!Double.isFinite(value)) {
      return nonFinite(value);
    }
    var context = new MathContext(digits + 1, RoundingMode.HALF_EVEN);
    var rounded = new BigDecimal(Math.abs(value)).round(context);
    var text = rounded.unscaledValue().toString();
    var padded = text + "0".repeat(digits + 1 - text.length());
    int exponent = value == 0 ? 0 : exponent(rounded);
    return sign(value) + withPoint(padded) + exponentText(exponent);
  }

  /**
   * Java's shortest decimal without its trailing zeros. Java counts one digit as two, so that
   * 4.9e-324 is closer than 5e-324; Python takes the latter. Only subnormal numbers are that far
   * apart.
   */
  private static BigDecimal shortest(double magnitude) {
    var decimal = new BigDecimal(Double.toString(magnitude)).stripTrailingZeros();
    if (decimal.precision() == 2) {
      var shorter = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
      return shorter.doubleValue() == magnitude ? shorter : decimal;
    }
    return decimal;
  }

  /** The power of ten of the first digit. */
  private static int exponent(BigDecimal decimal) {
    return decimal.precision() - decimal.scale() - 1;
  }

  private static String withPoint(String digits) {
    return digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
  }

  private static String exponentText(int exponent) {
    int magnitude = Math.abs(exponent);
    return (exponent < 0 ? "e-" : "e+") + (magnitude < 10 ? "0" : "") + magnitude;
  }

  private static String sign(double value) {
    return Math.copySign(1, value) < 0 ? "-" : "";
  }

  private static String nonFinite(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    return value < 0 ? "-inf" : "inf";
  }
}

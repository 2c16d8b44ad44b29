package dev.fluxion.kernel;

import java.math.BigDecimal;
import java.math.MathContext;

/** Elementary functions to 40 digits, by series that take their time. */
final class Precise {
  private static final MathContext DIGITS = new MathContext(60);
  private static final BigDecimal ONE = BigDecimal.ONE;

  /** π/2. */
  private static final BigDecimal RIGHT_ANGLE =
      new BigDecimal(
              "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899")
          .divide(BigDecimal.TWO);

  private Precise() {}

  /** {@code eˣ}: the series of {@code x/1024}, squared ten times. */
  static BigDecimal exp(BigDecimal x) {
    var z = x.divide(BigDecimal.valueOf(1024), DIGITS);
    var term = ONE;
    var sum = ONE;
    for (int k = 1; k < 60 && term.signum() != 0; k++) {
      term = term.multiply(z).divide(BigDecimal.valueOf(k), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int k = 0; k < 10; k++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  static BigDecimal expm1(BigDecimal x) {
    if (x.abs().doubleValue() > 1e-3) {
      return exp(x).subtract(ONE, DIGITS);
    }
    var term = x;
    var sum = x;
    for (int k = 2; k < 20; k++) {
      term = term.multiply(x).divide(BigDecimal.valueOf(k), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }

  /** {@code log x}: from the 16 digits known, one step of a method of the third order. */
  static BigDecimal log(BigDecimal x) {
    var y = new BigDecimal(StrictMath.log(x.doubleValue()));
    return y.add(step(x, exp(y), BigDecimal.ZERO), DIGITS);
  }

  /** {@code log(1 + x)}, likewise, and with its digits near 0. */
  static BigDecimal log1p(BigDecimal x) {
    var y = new BigDecimal(StrictMath.log1p(x.doubleValue()));
    return y.add(step(x, expm1(y), BigDecimal.TWO), DIGITS);
  }

  /** {@code 2(x - e) / (x + e + shift)}. */
  private static BigDecimal step(BigDecimal x, BigDecimal e, BigDecimal shift) {
    return x.subtract(e).multiply(BigDecimal.TWO).divide(x.add(e).add(shift), DIGITS);
  }

  static BigDecimal tanh(BigDecimal x) {
    var e = expm1(x.multiply(BigDecimal.TWO));
    return e.divide(e.add(BigDecimal.TWO), DIGITS);
  }

  static BigDecimal sigmoid(BigDecimal x) {
    return ONE.divide(ONE.add(exp(x.negate())), DIGITS);
  }

  static BigDecimal sin(BigDecimal x) {
    return turned(x, 0);
  }

  static BigDecimal cos(BigDecimal x) {
    return turned(x, 1);
  }

  /** {@code sin(x + quarters·π/2)}. */
  private static BigDecimal turned(BigDecimal x, int quarters) {
    long n = Math.round(x.doubleValue() / (Math.PI / 2));
    var r = x.subtract(RIGHT_ANGLE.multiply(BigDecimal.valueOf(n)));
    int quarter = (int) Math.floorMod(n + quarters, 4L);
    var term = quarter % 2 == 0 ? r : ONE;
    var sum = term;
    var square = r.multiply(r, DIGITS).negate();
    for (int k = quarter % 2 == 0 ? 2 : 1; k < 60; k += 2) {
      term = term.multiply(square).divide(BigDecimal.valueOf((long) k * (k + 1)), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return quarter < 2 ? sum : sum.negate();
  }
}

package dev.fluxion.kernel;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Fn;

/**
 * The exponential function and those made of it, as steps.
 *
 * <p>With n the whole number nearest to x/ln 2, {@code eˣ = 2ⁿ·eʳ}, where {@code |r| ≤ ln 2 / 2}
 * and {@code eʳ = 1 + r + r²·q(r)}. The ln 2 that is taken away n times has two parts [1]. A
 * product with 2ⁿ is made with two powers, so that results below the normal numbers and beyond the
 * largest one come out as they should.
 *
 * <p>Largest errors found in units of the last place, of a ninth part of all floats and of 24,000
 * doubles each: exp 0.76 and 0.63, expm1 0.86 and 0.89, sigmoid 0.76 and 0.58, tanh 0.82 and 0.73.
 *
 * <p>The polynomials q are Chebyshev fits, with errors of 2⁻³² and 2⁻⁶² relative to {@code eʳ}; the
 * rational function of tanh is that of [2].
 *
 * <ol>
 *   <li>W. J. Cody, W. Waite, Software Manual for the Elementary Functions, 1980.
 *   <li>S. L. Moshier, Methods and Programs for Mathematical Functions (Cephes), 1989.
 * </ol>
 */
final class Exponentials {
  private static final double LOG2_E = 1.4426950408889634;

  private static final double[] FLOAT_Q = {
    0.00019890990824673654,
    0.0013933649996309251,
    0.0083333109254809,
    0.041666464925285904,
    0.16666666681623232,
    0.500000001346581
  };

  private static final double[] DOUBLE_Q = {
    2.0914686968086876e-09,
    2.5105217004720745e-08,
    2.75572736431103e-07,
    2.7557255400206422e-06,
    2.4801587325547743e-05,
    0.00019841269874820627,
    0.0013888888888883748,
    0.008333333333326136,
    0.04166666666666667,
    0.1666666666666667,
    0.5
  };

  private final StepWriter w;

  Exponentials(StepWriter w) {
    this.w = w;
  }

  /** {@code x = n·ln 2 + r + rest}, and {@code q(r)}; t is n with the biased shifter. */
  private record Reduced(int t, int n, int r, int rest, int q) {}

  private Reduced reduce(int x) {
    double biased = w.format.biased();
    int t = w.scaled(x, LOG2_E, w.literal(biased));
    int n = w.minus(t, biased);
    double low = w.either(-0x1.05c61p-29, 0x1.abc9e3b39803fp-56);
    int high = w.scaled(n, w.either(-0x1.62e43p-1, -0x1.62e42fefa39efp-1), x);
    int r = w.scaled(n, -low, high);
    int rest = w.scaled(n, -low, w.sub(high, r));
    int q = w.polynomial(r, w.isFloat() ? FLOAT_Q : DOUBLE_Q);
    return new Reduced(t, n, r, rest, q);
  }

  /** {@code r²·q + rest}. */
  private int small(Reduced e) {
    return w.fma(w.mul(e.r, e.r), e.q, e.rest);
  }

  /** {@code eʳ} in two parts: the rounding error of {@code 1 + r} is not lost. */
  private Significand significand(Reduced e) {
    int one = w.literal(1);
    int sum = w.add(one, e.r);
    int rest = w.add(w.add(w.sub(one, sum), e.r), small(e));
    int value = w.add(sum, rest);
    return new Significand(value, sum, rest);
  }

  /** A rounded sum and its terms. */
  private record Significand(int value, int sum, int rest) {}

  /** Two numbers whose product is 2ⁿ. */
  private int[] powers(Reduced e) {
    double biased = w.format.biased();
    int half = w.scaled(e.n, 0.5, w.literal(biased));
    int other = w.plus(w.sub(e.n, w.minus(half, biased)), biased);
    return new int[] {
      w.bits(ExprNode.Part.POWER, half), w.bits(ExprNode.Part.POWER, other),
    };
  }

  /** {@code eˣ}. */
  int exp(int x) {
    var e = reduce(w.clamp(x, w.either(-104, -746), w.either(89, 710)));
    var powers = powers(e);
    return w.mul(w.mul(significand(e).value, powers[0]), powers[1]);
  }

  /**
   * {@code eˣ - 1}: for {@code n ≠ 0}, {@code 2·((2ⁿ⁻¹ - ½) + 2ⁿ⁻¹·(r + r²·q))}, the sums of the
   * first terms with their rounding errors.
   */
  int expm1(int x) {
    var e = reduce(w.clamp(x, w.either(-18, -38), w.either(89, 710)));
    int s = w.bits(ExprNode.Part.POWER, w.minus(e.t, 1));
    int c = w.minus(s, 0.5);
    int rs = w.mul(e.r, s);
    int sum = w.add(c, rs);
    int lost = w.add(w.lost(s, w.literal(-0.5), c), w.add(w.sub(c, sum), rs));
    int low = w.fma(small(e), s, lost);
    int far = w.add(sum, low);
    int y = w.choice(Cmp.EQ, e.n, 0, w.add(e.r, small(e)), w.add(far, far));
    return w.signed(y, x);
  }

  /**
   * {@code 1 / (1 + e^-x)}: {@code 1/(1 + e)} above 0 and {@code e/(1 + e)} below, with {@code e =
   * e^-|x|}. Both e and the sum are pairs of numbers.
   */
  int sigmoid(int x) {
    var reduced = reduce(w.clamp(w.one(Fn.NEG, w.abs(x)), w.either(-104, -746), 0));
    var powers = powers(reduced);
    var p = significand(reduced);
    int rest = w.add(w.sub(p.sum, p.value), p.rest);
    int e = w.mul(w.mul(p.value, powers[0]), powers[1]);
    int eRest = w.mul(w.mul(rest, powers[0]), powers[1]);
    int s = w.plus(e, 1);
    int sRest = w.add(w.sub(e, w.minus(s, 1)), eRest);
    int above = w.choice(Cmp.LT, x, 0, e, w.literal(1));
    int aboveRest = w.choice(Cmp.LT, x, 0, eRest, w.literal(0));
    return quotient(above, aboveRest, s, sRest);
  }

  /** {@code (a + aRest) / (b + bRest)}: the quotient of a and b, corrected by its remainder. */
  private int quotient(int a, int aRest, int b, int bRest) {
    int inverse = w.div(w.literal(1), b);
    int q = w.mul(a, inverse);
    int minus = w.one(Fn.NEG, q);
    int remainder = w.fma(minus, bRest, w.add(w.fma(minus, b, a), aRest));
    return w.fma(remainder, inverse, q);
  }

  /**
   * {@code x + x³·p(x²)} near 0, elsewhere {@code (e - 1)/(e + 1)} with {@code e = e^2|x|}, both
   * sums as pairs of numbers.
   */
  int tanh(int x) {
    int a = w.abs(x);
    int limited = w.two(Fn.MIN, a, w.literal(w.either(10, 20)));
    var e = reduce(w.add(limited, limited));
    int power = w.bits(ExprNode.Part.POWER, e.t);
    int exp = w.mul(significand(e).value, power);
    int above = w.minus(exp, 1);
    int below = w.plus(exp, 1);
    int aboveRest = w.minus(w.sub(exp, above), 1);
    int belowRest = w.plus(w.sub(exp, below), 1);
    int far = quotient(above, aboveRest, below, belowRest);
    int square = w.mul(x, x);
    int near = w.fma(w.mul(square, tanhFraction(square)), x, x);
    return w.signed(w.choice(Cmp.LT, a, 0.625, near, far), x);
  }

  private int tanhFraction(int square) {
    if (w.isFloat()) {
      return w.polynomial(
          square,
          -5.70498872745E-3,
          2.06390887954E-2,
          -5.37397155531E-2,
          1.33314422036E-1,
          -3.33332819422E-1);
    }
    return w.div(
        w.polynomial(
            square,
            -9.64399179425052238628E-1,
            -9.92877231001918586564E1,
            -1.61468768441708447952E3),
        w.polynomial(
            square,
            1,
            1.12811678491632931402E2,
            2.23548839060100448583E3,
            4.84406305325125486048E3));
  }
}

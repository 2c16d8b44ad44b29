package dev.fluxion.kernel;

import dev.fluxion.lanes.Cmp;

/**
 * The natural logarithm, as steps.
 *
 * <p>With {@code x = 2ᵏ·(1 + f)}, {@code √½ ≤ 1 + f < √2}, it is {@code k·ln 2 + log(1 + f)}, where
 * {@code log(1 + f) = f - f²/2 + s·(f²/2 + R(s²))} and {@code s = f/(2 + f)}. The upper part of ln
 * 2 is so short that its product with k is exact. Algorithm and coefficients of R: Sun
 * Microsystems, fdlibm {@code e_log.c} and {@code s_log1p.c}, 1993, and for float FreeBSD's {@code
 * e_logf.c}. Largest errors found in units of the last place: 0.84 of floats, 0.76 of doubles.
 */
final class Logarithms {
  private static final double[] FLOAT_R = {
    0.24279078841, 0.28498786688, 0.40000972152, 0.66666662693
  };

  private static final double[] DOUBLE_R = {
    1.479819860511658591e-01,
    1.531383769920937332e-01,
    1.818357216161805012e-01,
    2.222219843214978396e-01,
    2.857142874366239149e-01,
    3.999999999940941908e-01,
    6.666666666666735130e-01
  };

  private final StepWriter w;

  Logarithms(StepWriter w) {
    this.w = w;
  }

  /** {@code log x}. */
  int log(int x) {
    double least = w.format.minNormal();
    double up = w.either(0x1p25, 0x1p54);
    int normal = w.choice(Cmp.LT, x, least, w.times(x, up), x);
    int raised = w.choice(Cmp.LT, x, least, w.literal(Math.getExponent(up)), w.literal(0));
    int k = w.sub(w.bits(ExprNode.Part.EXPONENT, normal), raised);
    int f = w.minus(w.bits(ExprNode.Part.MANTISSA, normal), 1);
    return withEnds(x, 0, sum(k, f, w.literal(0)));
  }

  /**
   * {@code log(1 + x)}: of the rounded sum, with a correction for the rounding; near 0 there is
   * nothing to round.
   */
  int log1p(int x) {
    int u = w.plus(x, 1);
    int lost = w.lost(x, w.literal(1), u);
    int k = w.bits(ExprNode.Part.EXPONENT, u);
    int far = w.minus(w.bits(ExprNode.Part.MANTISSA, u), 1);
    int f = w.choice(Cmp.EQ, k, 0, x, far);
    int correction = w.choice(Cmp.EQ, k, 0, w.literal(0), w.div(lost, u));
    return withEnds(x, -1, w.signed(sum(k, f, correction), x));
  }

  /** {@code k·ln 2 + log(1 + f) + small}. */
  private int sum(int k, int f, int small) {
    int s = w.div(f, w.plus(f, 2));
    int z = w.mul(s, s);
    int r = w.mul(z, w.polynomial(z, w.isFloat() ? FLOAT_R : DOUBLE_R));
    int half = w.mul(w.times(f, 0.5), f);
    double low = w.either(9.0580006145e-06, 1.90821492927058770002e-10);
    double high = w.either(6.9313812256e-01, 6.93147180369123816490e-01);
    int tail = w.fma(s, w.add(half, r), w.scaled(k, low, small));
    return w.scaled(k, high, w.sub(f, w.sub(half, tail)));
  }

  /** y above the pole and below infinity; -∞, ∞ and NaN where they belong. */
  private int withEnds(int x, double pole, int y) {
    double infinity = Double.POSITIVE_INFINITY;
    int atPole = w.choice(Cmp.EQ, x, pole, w.literal(-infinity), w.literal(Double.NaN));
    return w.choice(Cmp.GT, x, pole, w.choice(Cmp.LT, x, infinity, y, x), atPole);
  }
}

package dev.fluxion;

import dev.fluxion.op.Pow;

/**
 * The slope of a power {@code y = aᵇ} by its base, for series.
 *
 * <p>The rule of {@link Pow}, {@code b·aᵇ⁻¹}, is exact where a is 0, and for a whole b it ends in
 * an exact zero. But over series it leads to a power that is lower by one, and so on as far as the
 * order goes; once the exponents are negative the terms alternate, and at order 24 no digit may be
 * right. {@code b·y/a} leads to no other power: it loses nothing by the order, and costs K²
 * products in place of K³. So the rule is kept for the elements that need it: exponents that are
 * whole and end within the order, and results of 0 and infinity, from which no quotient comes back.
 */
final class Powers {
  private Powers() {}

  static Tensor slope(Level level, Tensor[] x, Taylor y, Tensor t) {
    var isRuled = isRuled(level, x[1], y);
    // Of all that a batch stands for: a choice of what to compute, not of what comes out.
    var all = isRuled.values();
    if (!all.any().booleanValue()) {
      return t.mul(y.mul(x[1]).div(x[0]));
    }
    var rule = Statement.of(new Pow()).partial(0, x, y, t);
    if (all.all().booleanValue()) {
      return rule;
    }
    var base = Align.where(isRuled, Fluxion.onesLike(Taylor.value(x[0], level)), x[0]);
    return Align.where(isRuled, rule, t.mul(y.mul(x[1]).div(base)));
  }

  private static Tensor isRuled(Level level, Tensor exponent, Taylor power) {
    var y = power.value();
    var isEnd = y.eq(0).maximum(y.abs().eq(Double.POSITIVE_INFINITY));
    if (exponent instanceof Taylor b && b.level == level) {
      return isEnd;
    }
    var isWhole = exponent.to(DType.INT64).to(exponent.dtype()).eq(exponent);
    var isWithin = exponent.ge(0).mul(exponent.le(power.coefficients.order()));
    return isEnd.maximum(isWhole.mul(isWithin));
  }
}

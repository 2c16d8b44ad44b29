package dev.fluxion.op;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Lanes;

/**
 * {@code y = aᵇ} (element by element, equal shapes); 1 for b = 0 whatever a is, NaN for a negative
 * a and a broken b; whole numbers by repeated multiplication. The derivative by a is 0 where b = 0,
 * the one by b is 0 where a = 0 and b ≥ 0.
 */
public record Pow() implements Binary {
  @Override
  public <V> V f(Lanes<V> m, V a, V b) {
    return m.pow(a, b);
  }

  @Override
  public <V> V left(Lanes<V> m, V a, V b, V y, V t) {
    var zero = m.constant(0);
    // Behind a choice of 0 the next derivative would multiply infinity by 0: where b is 0 the slope
    // is that of another power.
    var power = m.select(Cmp.EQ, b, zero, m.constant(1), b);
    var slope = m.mul(power, m.pow(a, m.sub(power, m.constant(1))));
    return m.select(Cmp.EQ, b, zero, zero, m.mul(t, slope));
  }

  @Override
  public <V> V right(Lanes<V> m, V a, V b, V y, V t) {
    var zero = m.constant(0);
    var one = m.constant(1);
    // The same for the logarithm of 0.
    var base = m.select(Cmp.EQ, a, zero, m.select(Cmp.GE, b, zero, one, a), a);
    var slope = m.mul(t, m.mul(y, m.log(base)));
    return m.select(Cmp.EQ, a, zero, m.select(Cmp.GE, b, zero, zero, slope), slope);
  }

  @Override
  public Domain domain(int operand) {
    return operand == 0 ? Domain.POSITIVE : Domain.REALS;
  }
}

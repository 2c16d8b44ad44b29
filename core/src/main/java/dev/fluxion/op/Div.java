package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = a / b} (element by element, equal shapes); IEEE division: ±infinity or NaN by 0. */
public record Div() implements Binary {
  @Override
  public <V> V f(Lanes<V> m, V a, V b) {
    return m.div(a, b);
  }

  @Override
  public <V> V left(Lanes<V> m, V a, V b, V y, V t) {
    return m.div(t, b);
  }

  @Override
  public <V> V right(Lanes<V> m, V a, V b, V y, V t) {
    return m.neg(m.div(m.mul(t, y), b));
  }

  @Override
  public Domain domain(int operand) {
    return operand == 0 ? Domain.REALS : Domain.POSITIVE;
  }
}

package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/**
 * {@code y = √(a² + b²)} (element by element, equal shapes); without overflow; NaN derivative at
 * (0, 0).
 */
public record Hypot() implements Binary {
  @Override
  public <V> V f(Lanes<V> m, V a, V b) {
    return m.hypot(a, b);
  }

  @Override
  public <V> V left(Lanes<V> m, V a, V b, V y, V t) {
    return m.mul(t, m.div(a, y));
  }

  @Override
  public <V> V right(Lanes<V> m, V a, V b, V y, V t) {
    return m.mul(t, m.div(b, y));
  }

  @Override
  public Domain domain(int operand) {
    return Domain.POSITIVE;
  }
}

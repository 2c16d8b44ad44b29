package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = 1 / x} (element by element); infinity at 0, of its sign. */
public record Reciprocal() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.div(m.constant(1), x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.neg(m.mul(t, m.mul(y, y)));
  }

  @Override
  public Domain domain(int operand) {
    return Domain.POSITIVE;
  }
}

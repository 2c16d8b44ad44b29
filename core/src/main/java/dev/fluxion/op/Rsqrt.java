package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = 1 / √x} (element by element); NaN below 0; infinity at 0, of its sign. */
public record Rsqrt() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.div(m.constant(1), m.sqrt(x));
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.mul(t, m.mul(m.constant(-0.5), m.mul(y, m.mul(y, y))));
  }

  @Override
  public Domain domain(int operand) {
    return Domain.POSITIVE;
  }
}

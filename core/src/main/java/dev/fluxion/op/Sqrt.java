package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = √x} (element by element); NaN below 0; derivative infinity at 0. */
public record Sqrt() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.sqrt(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.div(t, m.mul(m.constant(2), y));
  }

  @Override
  public Domain domain(int operand) {
    return Domain.POSITIVE;
  }
}

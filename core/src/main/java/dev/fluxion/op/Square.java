package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = x²} (element by element). */
public record Square() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.mul(x, x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.mul(t, m.mul(m.constant(2), x));
  }
}

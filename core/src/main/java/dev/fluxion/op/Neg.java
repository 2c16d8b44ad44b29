package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = -x} (element by element). */
public record Neg() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.neg(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.neg(t);
  }
}

package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = tanh x} (element by element); ±1 at the infinities. */
public record Tanh() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.tanh(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.mul(t, m.sub(m.constant(1), m.mul(y, y)));
  }
}

package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = sin x} (element by element); x in radians; NaN for infinities. */
public record Sin() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.sin(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.mul(t, m.cos(x));
  }
}

package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = cos x} (element by element); x in radians; NaN for infinities. */
public record Cos() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.cos(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.neg(m.mul(t, m.sin(x)));
  }
}

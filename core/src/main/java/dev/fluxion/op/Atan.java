package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = atan x} (element by element); in radians, within ±π/2. */
public record Atan() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.atan(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.div(t, m.add(m.mul(x, x), m.constant(1)));
  }
}

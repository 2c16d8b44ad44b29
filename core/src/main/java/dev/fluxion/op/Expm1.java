package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = eˣ - 1} (element by element); accurate near 0. */
public record Expm1() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.expm1(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.mul(t, m.add(y, m.constant(1)));
  }
}

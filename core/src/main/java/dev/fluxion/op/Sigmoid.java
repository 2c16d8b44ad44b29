package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = 1 / (1 + e⁻ˣ)} (element by element); 0 and 1 at the infinities. */
public record Sigmoid() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.sigmoid(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.mul(t, m.mul(m.sub(m.constant(1), y), y));
  }
}

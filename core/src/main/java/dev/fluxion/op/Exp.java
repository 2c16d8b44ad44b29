package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = eˣ} (element by element); infinity from 709.8 on in float64, 88.8 in float32. */
public record Exp() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.exp(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.mul(t, y);
  }
}

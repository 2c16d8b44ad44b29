package dev.fluxion.op;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Lanes;

/** {@code y = max(x, 0)} (element by element); derivative 0 at the kink x = 0; NaN stays NaN. */
public record Relu() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.max(x, m.constant(0));
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.select(Cmp.LE, y, m.constant(0), m.constant(0), t);
  }
}

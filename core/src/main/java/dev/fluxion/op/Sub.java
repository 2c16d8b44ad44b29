package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = a - b} (element by element, equal shapes). */
public record Sub() implements Binary {
  @Override
  public <V> V f(Lanes<V> m, V a, V b) {
    return m.sub(a, b);
  }

  @Override
  public <V> V left(Lanes<V> m, V a, V b, V y, V t) {
    return t;
  }

  @Override
  public <V> V right(Lanes<V> m, V a, V b, V y, V t) {
    return m.neg(t);
  }
}

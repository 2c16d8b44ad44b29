package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = tan x} (element by element); x in radians. */
public record Tan() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.tan(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.mul(t, m.add(m.mul(y, y), m.constant(1)));
  }

  @Override
  public Domain domain(int operand) {
    return new Domain(-1.2, 1.2);
  }
}

package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = log(1 + x)} (element by element); accurate near 0; -infinity at -1, NaN below. */
public record Log1p() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.log1p(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.div(t, m.add(x, m.constant(1)));
  }

  @Override
  public Domain domain(int operand) {
    return new Domain(-0.8, 3);
  }
}

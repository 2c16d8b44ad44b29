package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = log x} (element by element); the natural one: -infinity at 0, NaN below. */
public record Log() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.log(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.div(t, x);
  }

  @Override
  public Domain domain(int operand) {
    return Domain.POSITIVE;
  }
}

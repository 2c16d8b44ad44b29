package dev.fluxion.op;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Lanes;

/** {@code y = |x|} (element by element); 0 at the kink x = 0, as PyTorch. */
public record Abs() implements Unary {
  @Override
  public <V> V f(Lanes<V> m, V x) {
    return m.abs(x);
  }

  @Override
  public <V> V jvp(Lanes<V> m, V x, V y, V t) {
    return m.select(
        Cmp.GT, x, m.constant(0), t, m.select(Cmp.LT, x, m.constant(0), m.neg(t), m.constant(0)));
  }
}

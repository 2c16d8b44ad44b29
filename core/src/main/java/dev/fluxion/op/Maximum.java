package dev.fluxion.op;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Lanes;

/**
 * {@code y = max(a, b)} (element by element, equal shapes); NaN if either is. Equal operands share
 * the derivative, half each; beside a NaN both get all of it, as in PyTorch.
 */
public record Maximum() implements Binary {
  @Override
  public <V> V f(Lanes<V> m, V a, V b) {
    return m.max(a, b);
  }

  @Override
  public <V> V left(Lanes<V> m, V a, V b, V y, V t) {
    return share(m, a, b, t);
  }

  @Override
  public <V> V right(Lanes<V> m, V a, V b, V y, V t) {
    return share(m, b, a, t);
  }

  private static <V> V share(Lanes<V> m, V mine, V other, V t) {
    var some = m.select(Cmp.EQ, mine, other, m.mul(t, m.constant(0.5)), t);
    return m.select(Cmp.LT, mine, other, m.constant(0), some);
  }
}

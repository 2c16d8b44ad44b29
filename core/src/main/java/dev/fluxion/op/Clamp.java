package dev.fluxion.op;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Lanes;

/**
 * {@code y = min(max(a, b), c)}: a kept within [b, c] (element by element, equal shapes); c where b
 * > c; NaN stays NaN. At the bounds the derivative goes to a, as in PyTorch.
 */
public record Clamp() implements Ternary {
  @Override
  public <V> V f(Lanes<V> m, V a, V b, V c) {
    return m.min(m.max(a, b), c);
  }

  @Override
  public <V> V partial(Lanes<V> m, int operand, V a, V b, V c, V y, V t) {
    var zero = m.constant(0);
    return switch (operand) {
      case 0 -> m.select(Cmp.GE, a, b, m.select(Cmp.LE, a, c, t, zero), zero);
      case 1 -> m.select(Cmp.LT, a, b, m.select(Cmp.LT, b, c, t, zero), zero);
      default -> m.select(Cmp.GT, a, c, t, m.select(Cmp.GT, b, c, t, zero));
    };
  }

  @Override
  public Domain domain(int operand) {
    return switch (operand) {
      case 0 -> Domain.REALS;
      case 1 -> new Domain(-1.5, -0.5);
      default -> new Domain(0.5, 1.5);
    };
  }
}

package dev.fluxion.op;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Lanes;

/**
 * {@code y = log(1 + exp(b·a)) / b}, and a itself where {@code b·a > c} (element by element, equal
 * shapes; b the sharpness, c the threshold). Exact for large |a|, where the plain formula overflows
 * or cancels.
 */
public record Softplus() implements Ternary {
  @Override
  public <V> V f(Lanes<V> m, V a, V b, V c) {
    var z = m.mul(a, b);
    return m.select(Cmp.GT, z, c, a, m.div(log1pExp(m, z), b));
  }

  @Override
  public <V> V partial(Lanes<V> m, int operand, V a, V b, V c, V y, V t) {
    var zero = m.constant(0);
    var z = m.mul(a, b);
    return switch (operand) {
      case 0 -> m.select(Cmp.GT, z, c, t, m.mul(t, m.sigmoid(z)));
      case 1 -> m.select(Cmp.GT, z, c, zero, m.div(m.mul(t, m.sub(m.mul(a, m.sigmoid(z)), y)), b));
      default -> zero;
    };
  }

  private static <V> V log1pExp(Lanes<V> m, V z) {
    return m.add(m.max(z, m.constant(0)), m.log1p(m.exp(m.neg(m.abs(z)))));
  }

  @Override
  public Domain domain(int operand) {
    return switch (operand) {
      case 0 -> Domain.REALS;
      case 1 -> Domain.POSITIVE;
      default -> new Domain(0.5, 2);
    };
  }
}

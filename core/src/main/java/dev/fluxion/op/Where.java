package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Lanes;

/**
 * {@code y = a ? b : c} (element by element, equal shapes; a is bool, b and c of one type). A
 * cotangent goes to the side that was chosen, an exact 0 to the other.
 */
public record Where() implements Ternary {
  @Override
  public DType operand(int k, DType dtype) {
    return k == 0 ? DType.BOOL : dtype;
  }

  @Override
  public <V> V f(Lanes<V> m, V a, V b, V c) {
    return m.select(Cmp.NE, a, m.constant(0), b, c);
  }

  @Override
  public <V> V partial(Lanes<V> m, int operand, V a, V b, V c, V y, V t) {
    var zero = m.constant(0);
    return switch (operand) {
      case 1 -> m.select(Cmp.NE, a, zero, t, zero);
      case 2 -> m.select(Cmp.NE, a, zero, zero, t);
      default -> zero;
    };
  }
}

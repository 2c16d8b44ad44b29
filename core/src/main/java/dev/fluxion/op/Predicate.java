package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Lanes;

/** {@code a cmp b} as a truth value, element by element; it has no derivative. */
public sealed interface Predicate extends Binary permits Eq, Ge, Gt, Le, Lt, Ne {
  /** The comparison. */
  Cmp cmp();

  @Override
  default DType result(DType operand) {
    return DType.BOOL;
  }

  @Override
  default <V> V f(Lanes<V> m, V a, V b) {
    return m.select(cmp(), a, b, m.constant(1), m.constant(0));
  }

  @Override
  default <V> V left(Lanes<V> m, V a, V b, V y, V t) {
    return m.constant(0);
  }

  @Override
  default <V> V right(Lanes<V> m, V a, V b, V y, V t) {
    return m.constant(0);
  }
}

package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = f(a, b, c)}, element by element. */
public sealed interface Ternary extends Elementwise permits Clamp, Softplus, Where {
  /** The value. */
  <V> V f(Lanes<V> m, V a, V b, V c);

  /** {@code t} times the partial derivative by an operand (0, 1 or 2), {@code y = f(a, b, c)}. */
  <V> V partial(Lanes<V> m, int operand, V a, V b, V c, V y, V t);
}

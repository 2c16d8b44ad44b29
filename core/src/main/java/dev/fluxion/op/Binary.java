package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = f(a, b)}, element by element. */
public sealed interface Binary extends Elementwise
    permits Add, Div, Hypot, Maximum, Minimum, Mul, Pow, Predicate, Sub {
  /** The value. */
  <V> V f(Lanes<V> m, V a, V b);

  /** {@code t · ∂f/∂a}, where {@code y = f(a, b)}; linear in t. */
  <V> V left(Lanes<V> m, V a, V b, V y, V t);

  /** {@code t · ∂f/∂b}, where {@code y = f(a, b)}; linear in t. */
  <V> V right(Lanes<V> m, V a, V b, V y, V t);
}

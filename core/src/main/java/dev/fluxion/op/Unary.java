package dev.fluxion.op;

import dev.fluxion.lanes.Lanes;

/** {@code y = f(x)}, element by element. */
public sealed interface Unary extends Elementwise
    permits Abs,
        Atan,
        Cos,
        Exp,
        Expm1,
        Log,
        Log1p,
        Neg,
        Reciprocal,
        Relu,
        Rsqrt,
        Sigmoid,
        Sin,
        Sqrt,
        Square,
        Tan,
        Tanh {
  /** The value. */
  <V> V f(Lanes<V> m, V x);

  /** {@code t · df/dx}, where {@code y = f(x)}; linear in t. */
  <V> V jvp(Lanes<V> m, V x, V y, V t);
}

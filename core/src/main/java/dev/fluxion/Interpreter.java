package dev.fluxion;

import dev.fluxion.op.Bilinear;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Indexed;
import dev.fluxion.op.Linear;
import dev.fluxion.op.Opaque;

/**
 * What the families of primitives mean at a level. Of the operands, one at least is lifted to the
 * level; those that are not are constants of it. What is lifted comes out lifted.
 */
sealed interface Interpreter permits Batching, Dependence, Forward, Series, Stepping {
  Tensor elementwise(Elementwise op, Level level, Tensor... x);

  Tensor linear(Linear op, Level level, Tensor x);

  Tensor bilinear(Bilinear op, Level level, Tensor a, Tensor b);

  Tensor indexed(Indexed op, Level level, Tensor x, Tensor index);

  Tensor[] opaque(Opaque op, Level level, Tensor... x);

  CustomOp.Ran custom(CustomOp op, Level level, Tensor... x);

  /** A tensor of the level that is what another one is outside of it. */
  Lifted lift(Level level, Tensor x);
}

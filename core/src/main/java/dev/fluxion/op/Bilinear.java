package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;

/**
 * Primitives that are linear in each of their two operands: the jvp follows by the product rule,
 * the vjp from the two partial transposes.
 */
public sealed interface Bilinear extends Op permits Convolution, Dot, Matmul {
  /** The shape rule. */
  Spec result(Spec a, Spec b);

  /** The value, in new memory. */
  Strided value(Strided a, Strided b);

  /** The transpose by the left operand: from a cotangent of the result to one of a. */
  Tensor left(Tensor ct, Tensor b);

  /** The transpose by the right operand: from a cotangent of the result to one of b. */
  Tensor right(Tensor ct, Tensor a);

  /** The primitive for several pairs at once, along a new first axis of operands and result. */
  Bilinear batched();

  /** The same for several left operands beside one right operand. */
  Tensor leftBatched(Tensor a, Tensor b);

  /** The same for one left operand beside several right operands. */
  Tensor rightBatched(Tensor a, Tensor b);
}

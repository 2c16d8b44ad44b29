package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;

/**
 * Primitives that are linear in their first operand and take positions (int64, checked, not
 * negative) as their second: the jvp is the primitive itself, the vjp its transpose.
 */
public sealed interface Indexed extends Op permits IndexAdd, IndexSelect {
  /** The shape rule. */
  Spec result(Spec x, Spec index);

  /** The value, in new memory. */
  Strided value(Strided x, Strided index);

  /** The transposed map: from a cotangent of the result to one of the first operand, like x. */
  Tensor transpose(Tensor ct, Tensor index, Spec x);

  /** The primitive for several operands at once, along a new first axis, of the same positions. */
  Indexed batched();

  /** The same where each has positions of its own, along a new first axis of {@code index} too. */
  Tensor batched(Tensor x, Tensor index);
}

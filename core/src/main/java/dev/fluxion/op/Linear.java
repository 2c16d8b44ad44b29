package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;

/**
 * Primitives that are linear in their one operand: the value, the shape and the transpose are
 * stated; the jvp is the primitive itself, the vjp its transpose.
 */
public sealed interface Linear extends Op
    permits AsStrided,
        AvgPool,
        Cast,
        Clone,
        Cumsum,
        Embed,
        Expand,
        Flip,
        Mean,
        Permute,
        Reshape,
        Select,
        Slice,
        Squeeze,
        Sum,
        T,
        Transpose,
        Triangle,
        Unsqueeze {
  /** The shape rule. */
  Spec result(Spec x);

  /** The value: new memory, or a view of the operand's. */
  Strided value(Strided x);

  /** The transposed map: from a cotangent of the result to one of the operand, which was like x. */
  Tensor transpose(Tensor ct, Spec x);

  /** The primitive for n operands like x at once, along a new first axis of operand and result. */
  Linear batched(Spec x, int n);
}

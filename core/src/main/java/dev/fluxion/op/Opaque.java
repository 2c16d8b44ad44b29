package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import org.jspecify.annotations.Nullable;

/**
 * Primitives with a kernel that no other family can express, any number of operands and results:
 * they state value, shape, jvp and vjp. The rules are written in tensor operations, so that every
 * order of derivative follows.
 */
public sealed interface Opaque extends Op
    permits AffineLayerNorm,
        AffineLayerNormPull,
        Cat,
        Cholesky,
        Cofactor,
        Det,
        Extreme,
        ExtremeAlong,
        Inverse,
        LayerNorm,
        LayerNormPull,
        LogSoftmax,
        LogSoftmaxPull,
        LogSumExp,
        MaxPool,
        Norm,
        Overwrite,
        Prod,
        Slogdet,
        Softmax,
        SoftmaxPull,
        Solve,
        Stack,
        TriangularSolve,
        Unbind {
  /** The shape rule. */
  Spec[] result(Spec... x);

  /** The values: new memory, or views of the operands'. */
  Strided[] value(Strided... x);

  /** The tangents of the results y = f(x); a null tangent is an exact zero, on both sides. */
  @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t);

  /** The cotangents of the operands; a null among {@code ct} is an exact zero. */
  @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct);

  /** Whether {@link #vjp} reads this operand's values. */
  default boolean savesInput(int k) {
    return false;
  }

  /** Whether {@link #vjp} reads this result's values. */
  default boolean savesOutput(int k) {
    return false;
  }

  /**
   * Whether a result is for rules alone: what they would compute again, such as factors of a
   * matrix. It is a constant, whatever it is computed from, and comes behind all others.
   */
  default boolean isConstant(int result) {
    return false;
  }

  /** The primitive for n operands like each x at once, along a new first axis of everything. */
  Opaque batched(int n, Spec... x);

  /** What {@link #vjp} may look at. */
  interface Saved {
    /** The number of operands. */
    int count();

    /** An operand, if {@link #savesInput}. */
    Tensor x(int k);

    /** A result, if {@link #savesOutput}. */
    Tensor y(int k);

    /** What is known of an operand without its values. */
    Spec spec(int k);

    /** Whether the cotangent of this operand is wanted. */
    boolean needs(int k);
  }
}

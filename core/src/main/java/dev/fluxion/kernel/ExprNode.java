package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Fn;

/**
 * One step of a formula whose types are known. Operands are the numbers of earlier steps, so
 * equality looks one level deep and common parts are found without walking them again.
 */
public sealed interface ExprNode {
  /** The type the step computes in and wraps around to. */
  DType dtype();

  /** An input of the kernel. */
  record Input(int index, DType dtype) implements ExprNode {}

  /** A constant; whole if its type is. */
  record Literal(double value, DType dtype) implements ExprNode {}

  /** A function of one step. */
  record One(Fn f, int x, DType dtype) implements ExprNode {}

  /** A function of two steps. */
  record Two(Fn f, int a, int b, DType dtype) implements ExprNode {}

  /** {@code a cmp b ? then : otherwise}. */
  record Choice(Cmp cmp, int a, int b, int then, int otherwise, DType dtype) implements ExprNode {}

  /** {@code a · b + c}, rounded once; of floating types only, as the two below. */
  record Fused(int a, int b, int c, DType dtype) implements ExprNode {}

  /** What the parts of a floating number's representation say. */
  record Bits(Part part, int x, DType dtype) implements ExprNode {}

  /** The number a with the sign of b; of a NaN's sign nothing is promised. */
  record Signed(int a, int b, DType dtype) implements ExprNode {}

  /**
   * {@code |x| ≤ limit ? y : f(x)}, where few if any elements lie outside and f is a call that the
   * others do not wait for.
   */
  record Guarded(int y, Fn f, int x, double limit, DType dtype) implements ExprNode {}

  /** The functions of {@link Bits}; w is the number of bits of a fraction, 23 or 52. */
  enum Part {
    /** {@code 2ⁿ} of {@code x = }{@link Format#biased} {@code + n}, for {@code 2ⁿ} a normal one. */
    POWER,
    /** The whole k with {@code x = 2ᵏ·m}, {@code √½ ≤ m < √2}, of a normal x above 0. */
    EXPONENT,
    /** The m beside that k. */
    MANTISSA
  }
}

package dev.fluxion.op;

import dev.fluxion.DType;

/**
 * Primitives that work element by element on operands of one shape, stated over {@link
 * dev.fluxion.lanes.Lanes}. The Jacobian of such a function is diagonal, so one statement, a
 * tangent times the partial derivative, is its jvp and its vjp at once.
 *
 * <p>They have no components: every parameter is an operand, a number being a 0-d tensor that is
 * broadcast. So there is one kernel for all parameters, and a parameter can have a derivative.
 */
public sealed interface Elementwise extends Op permits Binary, Ternary, Unary {
  /** The type of the result for floating or integer operands of this type. */
  default DType result(DType operand) {
    return operand;
  }

  /** The type of operand k when the others have this type. */
  default DType operand(int k, DType dtype) {
    return dtype;
  }

  /**
   * Where the function is defined, for each operand: what the laws draw its examples from. They
   * keep away from ties of the comparisons in the value, where it has kinks.
   */
  default Domain domain(int operand) {
    return Domain.REALS;
  }
}

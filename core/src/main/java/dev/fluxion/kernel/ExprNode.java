package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Fn;

/**
 * One step of a formula whose types are known. Operands are the numbers of earlier steps, so
 * equality looks one level deep and common parts are found without walking them again.
 */
sealed interface ExprNode {
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
}

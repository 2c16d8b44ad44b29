package dev.fluxion;

import dev.fluxion.op.Add;
import dev.fluxion.op.Div;
import dev.fluxion.op.Eq;
import dev.fluxion.op.Ge;
import dev.fluxion.op.Gt;
import dev.fluxion.op.Hypot;
import dev.fluxion.op.Le;
import dev.fluxion.op.Lt;
import dev.fluxion.op.Maximum;
import dev.fluxion.op.Minimum;
import dev.fluxion.op.Mul;
import dev.fluxion.op.Ne;
import dev.fluxion.op.Pow;
import dev.fluxion.op.Sub;

/**
 * The arithmetic of tensors and their comparison, element by element. Operands are broadcast and
 * promoted as in PyTorch; a number takes the type of the tensor beside it unless it is of a higher
 * kind, and must lie in its range; in sums, differences and products it may wrap around.
 *
 * <p>Over 400 lines, since each operation takes a tensor or a number.
 *
 * <pre>{@code
 * var x = tensor(1.0, 2.0);
 * var y = tensor(4.0, 2.0);
 * x.add(y);        // tensor([5., 4.])
 * x.sub(y);        // tensor([-3.,  0.])
 * x.mul(2.5);      // tensor([2.5000, 5.0000])
 * x.div(y);        // tensor([0.2500, 1.0000])
 * x.pow(y);        // tensor([1., 4.])
 * x.hypot(y);      // tensor([4.1231, 2.8284])
 * x.maximum(y);    // tensor([4., 2.])
 * x.lt(y);         // tensor([ True, False])
 * x.unsqueeze(1).add(y).shape();   // (2, 2)
 * tensor(7).div(tensor(2));        // tensor(3.5000)
 * tensor(1, 2).add(tensor(0.5));   // tensor([1.5000, 2.5000])
 * }</pre>
 */
public sealed interface TensorArithmetic permits Tensor {
  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * {@code x + other}, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor add(Tensor other) {
    return Align.binary(new Add(), self(), other);
  }

  /**
   * {@code x + other}, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor add(Number other) {
    return Align.binary(new Add(), self(), other);
  }

  /**
   * {@code x + alpha · other}, element by element.
   *
   * @param other a tensor of a fitting shape
   * @param alpha what other is multiplied by
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor add(Tensor other, Number alpha) {
    return add(other.mul(alpha));
  }

  /**
   * {@code x - other}, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor sub(Tensor other) {
    return Align.binary(new Sub(), self(), other);
  }

  /**
   * {@code x - other}, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor sub(Number other) {
    return Align.binary(new Sub(), self(), other);
  }

  /**
   * {@code x - alpha · other}, element by element.
   *
   * @param other a tensor of a fitting shape
   * @param alpha what other is multiplied by
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor sub(Tensor other, Number alpha) {
    return sub(other.mul(alpha));
  }

  /**
   * {@code x · other}, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor mul(Tensor other) {
    return Align.binary(new Mul(), self(), other);
  }

  /**
   * {@code x · other}, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor mul(Number other) {
    return Align.binary(new Mul(), self(), other);
  }

  /**
   * {@code x / other}; whole numbers give floating ones, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor div(Tensor other) {
    return Align.binary(new Div(), self(), other);
  }

  /**
   * {@code x / other}; whole numbers give floating ones, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor div(Number other) {
    return Align.binary(new Div(), self(), other);
  }

  /**
   * {@code x} to the power of {@code other}; 1 for the power 0, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor pow(Tensor other) {
    return Align.binary(new Pow(), self(), other);
  }

  /**
   * {@code x} to the power of {@code other}; 1 for the power 0, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   * @throws IllegalArgumentException if elements and power are whole and the power is negative
   */
  default Tensor pow(Number other) {
    return Align.binary(new Pow(), self(), other);
  }

  /**
   * {@code x == other} as bool, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor eq(Tensor other) {
    return Align.binary(new Eq(), self(), other);
  }

  /**
   * {@code x == other} as bool, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor eq(Number other) {
    return Align.binary(new Eq(), self(), other);
  }

  /**
   * {@code x ≠ other} as bool, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor ne(Tensor other) {
    return Align.binary(new Ne(), self(), other);
  }

  /**
   * {@code x ≠ other} as bool, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor ne(Number other) {
    return Align.binary(new Ne(), self(), other);
  }

  /**
   * {@code x < other} as bool, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor lt(Tensor other) {
    return Align.binary(new Lt(), self(), other);
  }

  /**
   * {@code x < other} as bool, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor lt(Number other) {
    return Align.binary(new Lt(), self(), other);
  }

  /**
   * {@code x ≤ other} as bool, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor le(Tensor other) {
    return Align.binary(new Le(), self(), other);
  }

  /**
   * {@code x ≤ other} as bool, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor le(Number other) {
    return Align.binary(new Le(), self(), other);
  }

  /**
   * {@code x > other} as bool, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor gt(Tensor other) {
    return Align.binary(new Gt(), self(), other);
  }

  /**
   * {@code x > other} as bool, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor gt(Number other) {
    return Align.binary(new Gt(), self(), other);
  }

  /**
   * {@code x ≥ other} as bool, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor ge(Tensor other) {
    return Align.binary(new Ge(), self(), other);
  }

  /**
   * {@code x ≥ other} as bool, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor ge(Number other) {
    return Align.binary(new Ge(), self(), other);
  }

  /**
   * {@code √(x² + other²)}, without overflow, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor hypot(Tensor other) {
    return Align.binary(new Hypot(), self(), other);
  }

  /**
   * {@code √(x² + other²)}, without overflow, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor hypot(Number other) {
    return Align.binary(new Hypot(), self(), other);
  }

  /**
   * {@code max(x, other)}; equal elements share the gradient, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor maximum(Tensor other) {
    return Align.binary(new Maximum(), self(), other);
  }

  /**
   * {@code max(x, other)}; equal elements share the gradient, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor maximum(Number other) {
    return Align.binary(new Maximum(), self(), other);
  }

  /**
   * {@code min(x, other)}; equal elements share the gradient, element by element.
   *
   * @param other a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  default Tensor minimum(Tensor other) {
    return Align.binary(new Minimum(), self(), other);
  }

  /**
   * {@code min(x, other)}; equal elements share the gradient, element by element.
   *
   * @param other a number
   * @return a new tensor of this shape
   */
  default Tensor minimum(Number other) {
    return Align.binary(new Minimum(), self(), other);
  }

  /**
   * The same as {@link #add(Tensor)}, under the name of the operator in Kotlin and Groovy.
   *
   * @param other what stands on the right
   * @return a new tensor
   */
  default Tensor plus(Tensor other) {
    return add(other);
  }

  /**
   * The same as {@link #add(Number)}, under the name of the operator in Kotlin and Groovy.
   *
   * @param other what stands on the right
   * @return a new tensor
   */
  default Tensor plus(Number other) {
    return add(other);
  }

  /**
   * The same as {@link #sub(Tensor)}, under the name of the operator in Kotlin and Groovy.
   *
   * @param other what stands on the right
   * @return a new tensor
   */
  default Tensor minus(Tensor other) {
    return sub(other);
  }

  /**
   * The same as {@link #sub(Number)}, under the name of the operator in Kotlin and Groovy.
   *
   * @param other what stands on the right
   * @return a new tensor
   */
  default Tensor minus(Number other) {
    return sub(other);
  }

  /**
   * The same as {@link #mul(Tensor)}, under the name of the operator in Kotlin and Groovy.
   *
   * @param other what stands on the right
   * @return a new tensor
   */
  default Tensor times(Tensor other) {
    return mul(other);
  }

  /**
   * The same as {@link #mul(Number)}, under the name of the operator in Kotlin and Groovy.
   *
   * @param other what stands on the right
   * @return a new tensor
   */
  default Tensor times(Number other) {
    return mul(other);
  }

  /**
   * The same as {@link TensorMath#neg()}, under the name of the operator in Kotlin.
   *
   * @return a new tensor
   */
  default Tensor unaryMinus() {
    return self().neg();
  }
}

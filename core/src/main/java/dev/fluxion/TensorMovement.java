package dev.fluxion;

import dev.fluxion.op.Cast;
import dev.fluxion.op.Clone;
import dev.fluxion.op.Expand;
import dev.fluxion.op.Flip;
import dev.fluxion.op.Permute;
import dev.fluxion.op.Reshape;
import dev.fluxion.op.Squeeze;
import dev.fluxion.op.T;
import dev.fluxion.op.Transpose;
import dev.fluxion.op.Unbind;
import dev.fluxion.op.Unsqueeze;
import java.util.List;

/**
 * The methods of a tensor that rearrange elements or convert them. What is called a view shares the
 * memory of this tensor.
 *
 * <pre>{@code
 * var x = arange(6).reshape(2, -1);
 * x.t().shape();                      // (3, 2)
 * x.permute(1, 0).isContiguous();     // false
 * x.unsqueeze(0).expand(4, 2, 3).shape();   // (4, 2, 3)
 * x.flip(1);                          // tensor([[2, 1, 0],
 *                                     //         [5, 4, 3]])
 * x.unbind(0).get(1);                 // tensor([3, 4, 5])
 * x.to(DType.FLOAT64).dtype();        // float64
 * }</pre>
 */
public sealed interface TensorMovement permits Tensor {
  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * The elements in row-major order under another shape. A view where strides can express it, else
   * a copy.
   *
   * @param dims the new lengths; one of them may be -1 and is then what fits
   * @return a tensor of these lengths and as many elements
   * @throws ShapeException if the number of elements differs
   */
  default Tensor reshape(int... dims) {
    return reshape(Moves.fill(self(), dims));
  }

  /**
   * The elements in row-major order under another shape. A view where strides can express it, else
   * a copy.
   *
   * @param shape the new shape
   * @return a tensor of this shape
   * @throws ShapeException if the number of elements differs
   */
  default Tensor reshape(Shape shape) {
    if (shape.size() != self().size()) {
      throw Moves.unequalSize(self(), shape.toArray());
    }
    return Apply.linear(new Reshape(shape), self());
  }

  /**
   * All elements along one axis [(…) → (n)]. A view where strides can express it, else a copy.
   *
   * @return a tensor of one axis
   */
  default Tensor flatten() {
    return reshape(Shape.of(self().size()));
  }

  /**
   * Two axes change places. A view.
   *
   * @param a one axis, negative counts from the end
   * @param b the other
   * @return a tensor with the axes exchanged
   * @throws IndexException if there is no such axis
   */
  default Tensor transpose(int a, int b) {
    var shape = self().shape();
    if (shape.rank() == 0) {
      Fold.mask(self(), a);
      Fold.mask(self(), b);
      return Apply.linear(new T(), self());
    }
    return Apply.linear(new Transpose(shape.axis(a), shape.axis(b)), self());
  }

  /**
   * The transposed matrix [(m, n) → (n, m)]; fewer axes stay as they are. A view.
   *
   * @return the transposed matrix
   * @throws ShapeException if there are more than two axes
   */
  default Tensor t() {
    if (self().rank() > 2) {
      throw new ShapeException("t needs at most 2 axes, got the shape " + self().shape());
    }
    return Apply.linear(new T(), self());
  }

  /**
   * The axes in another order. A view.
   *
   * @param order for each axis of the result the axis of this tensor, each once; negative counts
   *     from the end
   * @return a tensor with the axes in that order
   * @throws ShapeException if the number of axes differs
   * @throws IndexException if there is no such axis or one is named twice
   */
  default Tensor permute(int... order) {
    return Apply.linear(new Permute(Moves.order(self(), order)), self());
  }

  /**
   * Repeats axes of length 1, and puts axes in front. A view whose elements share memory.
   *
   * @param dims the lengths of the result, aligned at the last axis; -1 keeps a length
   * @return a tensor of these lengths
   * @throws ShapeException if an axis longer than 1 would change its length
   */
  default Tensor expand(int... dims) {
    return Apply.linear(new Expand(Moves.expanded(self(), dims), false), self());
  }

  /**
   * Repeats axes of length 1, and puts axes in front. A view whose elements share memory.
   *
   * @param shape the shape of the result, aligned at the last axis
   * @return a tensor of this shape
   * @throws ShapeException if an axis longer than 1 would change its length
   */
  default Tensor expand(Shape shape) {
    return expand(shape.toArray());
  }

  /**
   * Drops all axes of length 1. A view.
   *
   * @return a tensor without them
   */
  default Tensor squeeze() {
    int axes = 0;
    for (int k = 0; k < self().rank(); k++) {
      axes |= self().shape().dim(k) == 1 ? 1 << k : 0;
    }
    return Apply.linear(new Squeeze(axes), self());
  }

  /**
   * Drops an axis if its length is 1. A view.
   *
   * @param axis the axis, negative counts from the end
   * @return a tensor without it, or of this shape
   * @throws IndexException if there is no such axis
   */
  default Tensor squeeze(int axis) {
    int mask = Fold.mask(self(), axis);
    boolean drops = mask != 0 && self().shape().dim(axis) == 1;
    return Apply.linear(new Squeeze(drops ? mask : 0), self());
  }

  /**
   * Puts in an axis of length 1. A view.
   *
   * @param axis where it stands in the result, negative counts from the end
   * @return a tensor of one axis more
   * @throws IndexException if it cannot stand there
   */
  default Tensor unsqueeze(int axis) {
    return Apply.linear(new Unsqueeze(Moves.newAxis(self(), axis)), self());
  }

  /**
   * The elements in reverse order along some axes. A copy.
   *
   * @param axes the axes, each once; negative counts from the end
   * @return a tensor of this shape
   * @throws IndexException if there is no such axis or one is named twice
   */
  default Tensor flip(int... axes) {
    return Apply.linear(new Flip(Fold.mask(self(), axes)), self());
  }

  /**
   * The slices along an axis, without it. Views.
   *
   * @param axis the axis, negative counts from the end
   * @return as many tensors as the axis is long
   * @throws IndexException if there is no such axis
   */
  default List<Tensor> unbind(int axis) {
    int k = self().shape().axis(axis);
    return self().shape().dim(k) == 0 ? List.of() : List.of(Apply.opaque(new Unbind(k), self()));
  }

  /**
   * Whether the elements lie one after another in memory, in row-major order.
   *
   * @return true for a new tensor
   */
  default boolean isContiguous() {
    return self().values().layout.isContiguous();
  }

  /**
   * The same values in memory of their own, in row-major order: PyTorch's {@code clone}. A copy,
   * through which gradients flow.
   *
   * @return a new tensor
   */
  default Tensor copy() {
    return Apply.linear(new Clone(), self());
  }

  /**
   * The values as another type: a number becomes whole by cutting off its fraction and wraps
   * around, bool says whether it differs from 0. Gradients come back in this tensor's type.
   *
   * @param dtype the type
   * @return this tensor if it has the type already, else a copy
   */
  default Tensor to(DType dtype) {
    return self().dtype() == dtype ? self() : Apply.linear(new Cast(dtype, false), self());
  }

  /**
   * {@link #to to(FLOAT32)}.
   *
   * @return this tensor or a copy
   */
  default Tensor toFloat32() {
    return to(DType.FLOAT32);
  }

  /**
   * {@link #to to(FLOAT64)}.
   *
   * @return this tensor or a copy
   */
  default Tensor toFloat64() {
    return to(DType.FLOAT64);
  }

  /**
   * {@link #to to(FLOAT16)}.
   *
   * @return this tensor or a copy
   */
  default Tensor toFloat16() {
    return to(DType.FLOAT16);
  }

  /**
   * {@link #to to(BFLOAT16)}.
   *
   * @return this tensor or a copy
   */
  default Tensor toBfloat16() {
    return to(DType.BFLOAT16);
  }

  /**
   * {@link #to to(INT8)}.
   *
   * @return this tensor or a copy
   */
  default Tensor toInt8() {
    return to(DType.INT8);
  }

  /**
   * {@link #to to(INT16)}.
   *
   * @return this tensor or a copy
   */
  default Tensor toInt16() {
    return to(DType.INT16);
  }

  /**
   * {@link #to to(INT32)}.
   *
   * @return this tensor or a copy
   */
  default Tensor toInt32() {
    return to(DType.INT32);
  }

  /**
   * {@link #to to(INT64)}.
   *
   * @return this tensor or a copy
   */
  default Tensor toInt64() {
    return to(DType.INT64);
  }

  /**
   * {@link #to to(UINT8)}.
   *
   * @return this tensor or a copy
   */
  default Tensor toUint8() {
    return to(DType.UINT8);
  }

  /**
   * {@link #to to(BOOL)}.
   *
   * @return this tensor or a copy
   */
  default Tensor toBool() {
    return to(DType.BOOL);
  }
}

package dev.fluxion;

import dev.fluxion.kernel.Reduce.Kind;
import dev.fluxion.op.Cumsum;
import dev.fluxion.op.LogSumExp;
import dev.fluxion.op.Mean;
import dev.fluxion.op.Norm;
import dev.fluxion.op.Prod;
import dev.fluxion.op.Softmax;
import dev.fluxion.op.Sum;

/**
 * The methods of a tensor that fold axes or run along one. Axes may be negative; without axes all
 * are folded. Sums and products of whole numbers and truth values are int64.
 *
 * <pre>{@code
 * var x = tensor(new double[][] {{1, 2, 3}, {6, 5, 4}});
 * x.sum();                 // tensor(21.)
 * x.sum(0);                // tensor([7., 7., 7.])
 * x.mean(1, true);         // tensor([[2.],
 *                          //         [5.]])
 * x.prod();                // tensor(720.)
 * x.max();                 // tensor(6.)
 * x.max(1).values();       // tensor([3., 6.])
 * x.max(1).indices();      // tensor([2, 0])
 * x.argmin();              // tensor(0)
 * x.cumsum(1);             // tensor([[ 1.,  3.,  6.],
 *                          //         [ 6., 11., 15.]])
 * x.softmax(1).sum();      // tensor(2.)
 * x.logSumExp(1);          // tensor([3.4076, 6.4076])
 * x.norm();                // tensor(9.5394)
 * x.gt(3).any(0, false);   // tensor([True, True, True])
 * }</pre>
 *
 * <p>Over 400 lines, since every method has its whole Javadoc.
 */
public sealed interface TensorReductions permits Tensor {
  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * {@code Σ x} over all elements; 0 of nothing.
   *
   * @return a 0-d tensor
   */
  default Tensor sum() {
    return Fold.linear(new Sum(Fold.all(self()), false), Fold.whole(self()));
  }

  /**
   * {@code Σ x} over some axes; 0 of nothing.
   *
   * @param axes the axes to fold
   * @param keepDims whether they stay with length 1
   * @return a new tensor
   * @throws IndexException if there is no such axis, or one is given twice
   */
  default Tensor sum(int[] axes, boolean keepDims) {
    return Fold.linear(new Sum(Fold.folded(self(), axes), keepDims), Fold.whole(self()));
  }

  /**
   * {@code Σ x} over one axis; 0 of nothing.
   *
   * @param axis the axis to fold
   * @param keepDims whether it stays with length 1
   * @return a new tensor
   */
  default Tensor sum(int axis, boolean keepDims) {
    return sum(new int[] {axis}, keepDims);
  }

  /**
   * {@code Σ x} over one axis, which goes away; 0 of nothing.
   *
   * @param axis the axis to fold
   * @return a new tensor
   */
  default Tensor sum(int axis) {
    return sum(axis, false);
  }

  /**
   * {@code Σ x / n} over all n elements; NaN of nothing.
   *
   * @return a 0-d tensor
   * @throws DTypeException if the elements are not floating
   */
  default Tensor mean() {
    return Fold.linear(new Mean(Fold.all(self()), false), Fold.floating(self(), "mean"));
  }

  /**
   * {@code Σ x / n} over some axes of n elements; NaN of nothing.
   *
   * @param axes the axes to fold
   * @param keepDims whether they stay with length 1
   * @return a new tensor
   * @throws DTypeException if the elements are not floating
   */
  default Tensor mean(int[] axes, boolean keepDims) {
    return Fold.linear(
        new Mean(Fold.folded(self(), axes), keepDims), Fold.floating(self(), "mean"));
  }

  /**
   * {@code Σ x / n} over one axis of length n; NaN of nothing.
   *
   * @param axis the axis to fold
   * @param keepDims whether it stays with length 1
   * @return a new tensor
   */
  default Tensor mean(int axis, boolean keepDims) {
    return mean(new int[] {axis}, keepDims);
  }

  /**
   * {@code Σ x / n} over one axis of length n, which goes away; NaN of nothing.
   *
   * @param axis the axis to fold
   * @return a new tensor
   */
  default Tensor mean(int axis) {
    return mean(axis, false);
  }

  /**
   * {@code Π x} over all elements; 1 of nothing. Its gradient is exact where elements are 0.
   *
   * @return a 0-d tensor
   */
  default Tensor prod() {
    return Apply.opaque(new Prod(Fold.all(self()), false), Fold.whole(self()))[0];
  }

  /**
   * {@code Π x} over one axis; 1 of nothing. Its gradient is exact where elements are 0.
   *
   * @param axis the axis to fold
   * @param keepDims whether it stays with length 1
   * @return a new tensor
   */
  default Tensor prod(int axis, boolean keepDims) {
    return Apply.opaque(new Prod(Fold.mask(self(), axis), keepDims), Fold.whole(self()))[0];
  }

  /**
   * {@code Π x} over one axis, which goes away; 1 of nothing.
   *
   * @param axis the axis to fold
   * @return a new tensor
   */
  default Tensor prod(int axis) {
    return prod(axis, false);
  }

  /**
   * The largest of all elements; NaN if any is. Equal ones share the gradient evenly.
   *
   * @return a 0-d tensor
   * @throws ShapeException if there are no elements
   */
  default Tensor max() {
    return amax(Fold.axes(self()), false);
  }

  /**
   * The largest along one axis, and where it stands; the gradient goes to that element alone, the
   * first of equals, the first NaN if there is one.
   *
   * @param axis the axis to fold
   * @param keepDims whether it stays with length 1
   * @return values and positions
   * @throws ShapeException if the axis is empty
   */
  default ValuesIndices max(int axis, boolean keepDims) {
    return Fold.extremeAlong(Kind.MAX, self(), axis, keepDims);
  }

  /**
   * The largest along one axis, which goes away, and where it stands.
   *
   * @param axis the axis to fold
   * @return values and positions
   */
  default ValuesIndices max(int axis) {
    return max(axis, false);
  }

  /**
   * The largest over some axes; NaN if any is. Equal ones share the gradient evenly.
   *
   * @param axes the axes to fold, none of them empty
   * @param keepDims whether they stay with length 1
   * @return a new tensor
   */
  default Tensor amax(int[] axes, boolean keepDims) {
    return Fold.extreme(Kind.MAX, self(), axes, keepDims);
  }

  /**
   * Where the largest element stands, counted in row-major order; the first of equals.
   *
   * @return a 0-d int64 tensor
   * @throws ShapeException if there are no elements
   */
  default Tensor argmax() {
    return self().detach().reshape(-1).max(0).indices();
  }

  /**
   * Where the largest element stands along one axis; the first of equals.
   *
   * @param axis the axis to fold
   * @param keepDims whether it stays with length 1
   * @return an int64 tensor
   */
  default Tensor argmax(int axis, boolean keepDims) {
    return self().detach().max(axis, keepDims).indices();
  }

  /**
   * The smallest of all elements; NaN if any is. Equal ones share the gradient evenly.
   *
   * @return a 0-d tensor
   * @throws ShapeException if there are no elements
   */
  default Tensor min() {
    return amin(Fold.axes(self()), false);
  }

  /**
   * The smallest along one axis, and where it stands; the gradient goes to that element alone, the
   * first of equals, the first NaN if there is one.
   *
   * @param axis the axis to fold
   * @param keepDims whether it stays with length 1
   * @return values and positions
   * @throws ShapeException if the axis is empty
   */
  default ValuesIndices min(int axis, boolean keepDims) {
    return Fold.extremeAlong(Kind.MIN, self(), axis, keepDims);
  }

  /**
   * The smallest along one axis, which goes away, and where it stands.
   *
   * @param axis the axis to fold
   * @return values and positions
   */
  default ValuesIndices min(int axis) {
    return min(axis, false);
  }

  /**
   * The smallest over some axes; NaN if any is. Equal ones share the gradient evenly.
   *
   * @param axes the axes to fold, none of them empty
   * @param keepDims whether they stay with length 1
   * @return a new tensor
   */
  default Tensor amin(int[] axes, boolean keepDims) {
    return Fold.extreme(Kind.MIN, self(), axes, keepDims);
  }

  /**
   * Where the smallest element stands, counted in row-major order; the first of equals.
   *
   * @return a 0-d int64 tensor
   * @throws ShapeException if there are no elements
   */
  default Tensor argmin() {
    return self().detach().reshape(-1).min(0).indices();
  }

  /**
   * Where the smallest element stands along one axis; the first of equals.
   *
   * @param axis the axis to fold
   * @param keepDims whether it stays with length 1
   * @return an int64 tensor
   */
  default Tensor argmin(int axis, boolean keepDims) {
    return self().detach().min(axis, keepDims).indices();
  }

  /**
   * {@code log Σ exp x} over some axes, without overflow; -infinity of nothing.
   *
   * @param axes the axes to fold
   * @param keepDims whether they stay with length 1
   * @return a new tensor
   */
  default Tensor logSumExp(int[] axes, boolean keepDims) {
    return Apply.opaque(new LogSumExp(Fold.folded(self(), axes), keepDims), Align.floating(self()))[
        0];
  }

  /**
   * {@code log Σ exp x} over one axis, without overflow; -infinity of nothing.
   *
   * @param axis the axis to fold
   * @param keepDims whether it stays with length 1
   * @return a new tensor
   */
  default Tensor logSumExp(int axis, boolean keepDims) {
    return logSumExp(new int[] {axis}, keepDims);
  }

  /**
   * {@code log Σ exp x} over one axis, which goes away.
   *
   * @param axis the axis to fold
   * @return a new tensor
   */
  default Tensor logSumExp(int axis) {
    return logSumExp(axis, false);
  }

  /**
   * {@code exp xᵢ / Σ exp xⱼ} along an axis, without overflow.
   *
   * @param axis the axis along which the result sums to 1
   * @return a new tensor of this shape
   */
  default Tensor softmax(int axis) {
    var x = Align.floating(self());
    if (x.rank() == 0) {
      return softmaxOfOne(x, axis);
    }
    return Apply.opaque(new Softmax(x.shape().axis(axis)), x)[0];
  }

  private static Tensor softmaxOfOne(Tensor x, int axis) {
    Fold.mask(x, axis);
    return Apply.opaque(new Softmax(0), x.reshape(1))[0].reshape();
  }

  /**
   * {@code Σ x[…, j, …]} over j ≤ i along an axis.
   *
   * @param axis the axis to run along
   * @return a new tensor of this shape
   */
  default Tensor cumsum(int axis) {
    var x = Fold.whole(self());
    if (x.rank() == 0) {
      Fold.mask(x, axis);
      return x.copy();
    }
    return Apply.linear(new Cumsum(x.shape().axis(axis), false), x);
  }

  /**
   * The Euclidean norm {@code √(Σ x²)} of all elements; its gradient at 0 is 0.
   *
   * @return a 0-d tensor
   */
  default Tensor norm() {
    return Apply.opaque(new Norm(Fold.all(self()), false), Align.floating(self()))[0];
  }

  /**
   * Whether all elements differ from 0; true of nothing.
   *
   * @return a 0-d bool tensor
   */
  default Tensor all() {
    return Fold.truth(Kind.PROD, self(), Fold.axes(self()), false);
  }

  /**
   * Whether all elements along an axis differ from 0; true of nothing.
   *
   * @param axis the axis to fold, negative counts from the end
   * @param keepDims whether it stays with length 1
   * @return a new bool tensor
   */
  default Tensor all(int axis, boolean keepDims) {
    return Fold.truth(Kind.PROD, self(), new int[] {axis}, keepDims);
  }

  /**
   * Whether any element differs from 0; false of nothing.
   *
   * @return a 0-d bool tensor
   */
  default Tensor any() {
    return Fold.truth(Kind.SUM, self(), Fold.axes(self()), false);
  }

  /**
   * Whether any element along an axis differs from 0; false of nothing.
   *
   * @param axis the axis to fold, negative counts from the end
   * @param keepDims whether it stays with length 1
   * @return a new bool tensor
   */
  default Tensor any(int axis, boolean keepDims) {
    return Fold.truth(Kind.SUM, self(), new int[] {axis}, keepDims);
  }
}

package dev.fluxion;

import dev.fluxion.op.IndexSelect;
import dev.fluxion.op.Select;
import dev.fluxion.op.Slice;

/**
 * The methods of a tensor that pick elements by position.
 *
 * <pre>{@code
 * var x = arange(12).reshape(3, 4);
 * x.at(1, -1);                        // tensor(7)
 * x.get(all(), slice(1, 3));          // tensor([[ 1,  2],
 *                                     //         [ 5,  6],
 *                                     //         [ 9, 10]])
 * x.get(tensor(2, 0), 1);             // tensor([9, 1])
 * x.get(x.gt(8));                     // tensor([ 9, 10, 11])
 * x.get(newAxis(), ellipsis()).shape();   // (1, 3, 4)
 * x.narrow(0, 1, 2).select(1, 0);     // tensor([4, 8])
 * x.gather(1, tensor(3, 2, 1).unsqueeze(1)).flatten();   // tensor([3, 6, 9])
 * }</pre>
 */
public sealed interface TensorIndexing permits Tensor {
  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * {@code x[i, j, …]}: one position along each of the first axes. A view.
   *
   * @param positions the positions, negative counts from the end
   * @return a tensor of as many axes less
   * @throws IndexException if there is no such position or axis
   */
  default Tensor at(int... positions) {
    var x = self();
    if (positions.length > x.rank()) {
      throw Picks.tooMany(x, positions.length);
    }
    for (int k = 0; k < positions.length; k++) {
      x = x.select(0, Picks.position(positions[k], x.shape().dim(0), k, self()));
    }
    return x;
  }

  /**
   * {@code x[…]} of Python: for each axis in turn an {@code Integer}, {@link Fluxion#slice}, {@link
   * Fluxion#all()}, a whole-number tensor or {@code int[]} of positions, a bool tensor or {@code
   * boolean[]} of as many axes as it has; beside these {@link Fluxion#newAxis()} and, once, {@link
   * Fluxion#ellipsis()}. Axes that are not named stay whole.
   *
   * <p>Numbers, slices and new axes give a view. Tensors of positions are broadcast against each
   * other, and their axes stand where the first of them stood; in front if something stands between
   * them. Their result is a copy, and positions that occur twice add up in the gradient.
   *
   * @param items what to pick
   * @return a view or a new tensor
   * @throws IndexException if an item is of another kind, there are too many, or a position lies
   *     outside
   * @throws ShapeException if tensors of positions do not broadcast or a bool tensor does not fit
   */
  default Tensor get(Object... items) {
    return new Picks(self()).get(items);
  }

  /**
   * {@code length} positions along an axis, from {@code start} on. A view.
   *
   * @param axis the axis, negative counts from the end
   * @param start the first position, negative counts from the end
   * @param length how many
   * @return a tensor with that axis shortened
   * @throws IndexException if there is no such axis or the positions lie outside
   */
  default Tensor narrow(int axis, int start, int length) {
    int k = self().shape().axis(axis);
    int n = self().shape().dim(k);
    int from = start < 0 ? start + n : start;
    if (from < 0 || length < 0 || from > n - length) {
      throw Picks.outside(self(), k, start, length);
    }
    return Apply.linear(new Slice(k, from, length, 1), self());
  }

  /**
   * One position along an axis, which goes away. A view.
   *
   * @param axis the axis, negative counts from the end
   * @param position the position, negative counts from the end
   * @return a tensor of one axis less
   * @throws IndexException if there is no such axis or position
   */
  default Tensor select(int axis, int position) {
    int k = self().shape().axis(axis);
    int n = self().shape().dim(k);
    return Apply.linear(new Select(k, Picks.position(position, n, k, self())), self());
  }

  /**
   * {@code y[…, i, …] = x[…, index[i], …]} along an axis. A copy.
   *
   * @param axis the axis, negative counts from the end
   * @param index positions, negative counts from the end; one axis or none
   * @return a new tensor, as long along the axis as the index
   * @throws IndexException if there is no such axis or position
   * @throws ShapeException if the index has more axes
   * @throws DTypeException if the index is not of whole numbers
   */
  default Tensor indexSelect(int axis, Tensor index) {
    int k = self().shape().axis(axis);
    if (index.rank() > 1) {
      throw new ShapeException(
          "indexSelect needs an index of one axis, got the shape " + index.shape());
    }
    var at = Picks.wrap(index, self().shape().dim(k), k, self());
    return Apply.indexed(new IndexSelect(k), self(), at.flatten());
  }

  /**
   * {@code y[…, i, …] = x[…, index[…, i, …], …]} along an axis, at the same place along the others.
   * A copy.
   *
   * @param axis the axis, negative counts from the end
   * @param index positions, of as many axes; not longer than this tensor along the other axes
   * @return a new tensor of the shape of the index
   * @throws IndexException if there is no such axis or position
   * @throws ShapeException if the index does not fit
   * @throws DTypeException if the index is not of whole numbers
   */
  default Tensor gather(int axis, Tensor index) {
    return Picks.gather(self(), axis, index);
  }
}

package dev.fluxion;

import dev.fluxion.op.Cat;
import dev.fluxion.op.Stack;
import java.util.List;

/**
 * The other methods of {@link Tensor} as static functions of {@link Fluxion}, and those that have
 * no receiver.
 *
 * <p>Over 400 lines, since every method has its line here.
 *
 * <pre>{@code
 * var x = tensor(0.0, 1.0);
 * cat(List.of(x, x), 0);              // tensor([0., 1., 0., 1.])
 * stack(List.of(x, x), 1).shape();    // (2, 2)
 * }</pre>
 */
abstract sealed class Functions extends MatrixFunctions permits Scopes {
  Functions() {}

  /**
   * The tensors one after another along an axis, promoted to one type. A copy.
   *
   * @param tensors at least one, of equal lengths along the other axes
   * @param axis the axis, negative counts from the end
   * @return a new tensor
   * @throws ShapeException if there is none, one is 0-d, or the lengths differ
   * @throws IndexException if there is no such axis
   */
  public static Tensor cat(List<Tensor> tensors, int axis) {
    var x = Joins.promoted("cat", tensors);
    int k = Joins.axis(x, axis);
    return Apply.opaque(new Cat(k), Joins.checked(x, k))[0];
  }

  /**
   * The tensors beside each other along a new axis, promoted to one type. A copy.
   *
   * @param tensors at least one, all of one shape
   * @param axis where the new axis stands in the result, negative counts from the end
   * @return a new tensor of one axis more
   * @throws ShapeException if there is none or the shapes differ
   * @throws IndexException if the axis cannot stand there
   */
  public static Tensor stack(List<Tensor> tensors, int axis) {
    var x = Joins.promoted("stack", tensors);
    Joins.checkEqual(x);
    return Apply.opaque(new Stack(Moves.newAxis(x[0], axis)), x)[0];
  }

  /**
   * {@code Σ x} over all elements: {@link Tensor#sum()}.
   *
   * @param x a tensor
   * @return a 0-d tensor
   */
  public static Tensor sum(Tensor x) {
    return x.sum();
  }

  /**
   * {@code Σ x / n} over all elements: {@link Tensor#mean()}.
   *
   * @param x a tensor
   * @return a 0-d tensor
   */
  public static Tensor mean(Tensor x) {
    return x.mean();
  }

  /**
   * {@code Π x} over all elements: {@link Tensor#prod()}.
   *
   * @param x a tensor
   * @return a 0-d tensor
   */
  public static Tensor prod(Tensor x) {
    return x.prod();
  }

  /**
   * The largest element: {@link Tensor#max()}.
   *
   * @param x a tensor
   * @return a 0-d tensor
   */
  public static Tensor max(Tensor x) {
    return x.max();
  }

  /**
   * The smallest element: {@link Tensor#min()}.
   *
   * @param x a tensor
   * @return a 0-d tensor
   */
  public static Tensor min(Tensor x) {
    return x.min();
  }

  /**
   * {@code √(Σ x²)} over all elements: {@link Tensor#norm()}.
   *
   * @param x a tensor
   * @return a 0-d tensor
   */
  public static Tensor norm(Tensor x) {
    return x.norm();
  }

  /**
   * Whether all elements differ from 0: {@link Tensor#all()}.
   *
   * @param x a tensor
   * @return a 0-d tensor
   */
  public static Tensor all(Tensor x) {
    return x.all();
  }

  /**
   * Whether any element differs from 0: {@link Tensor#any()}.
   *
   * @param x a tensor
   * @return a 0-d tensor
   */
  public static Tensor any(Tensor x) {
    return x.any();
  }

  /**
   * {@code exp xᵢ / Σ exp xⱼ} along an axis: {@link Tensor#softmax(int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @return a new tensor
   */
  public static Tensor softmax(Tensor x, int axis) {
    return x.softmax(axis);
  }

  /**
   * {@code log Σ exp x} along an axis: {@link Tensor#logSumExp(int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @return a new tensor
   */
  public static Tensor logSumExp(Tensor x, int axis) {
    return x.logSumExp(axis);
  }

  /**
   * {@code Σ x} up to each element along an axis: {@link Tensor#cumsum(int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @return a new tensor
   */
  public static Tensor cumsum(Tensor x, int axis) {
    return x.cumsum(axis);
  }

  /**
   * The product of matrices: {@link Tensor#matmul(Tensor)}.
   *
   * @param a the left factor
   * @param b the right factor
   * @return a new tensor
   */
  public static Tensor matmul(Tensor a, Tensor b) {
    return a.matmul(b);
  }

  /**
   * {@code Σ aᵢ bᵢ}: {@link Tensor#dot(Tensor)}.
   *
   * @param a the left factor
   * @param b the right factor
   * @return a new tensor
   */
  public static Tensor dot(Tensor a, Tensor b) {
    return a.dot(b);
  }

  /**
   * {@code aᵢ bⱼ}: {@link Tensor#outer(Tensor)}.
   *
   * @param a the left factor
   * @param b the right factor
   * @return a new tensor
   */
  public static Tensor outer(Tensor a, Tensor b) {
    return a.outer(b);
  }

  /**
   * The same values in memory of their own: {@link Tensor#copy()}.
   *
   * @param x a tensor
   * @return a new tensor
   */
  public static Tensor copy(Tensor x) {
    return x.copy();
  }

  /**
   * The elements under another shape: {@link Tensor#reshape(int...)}.
   *
   * @param x a tensor
   * @param dims the new lengths, one of them may be -1
   * @return a view or a copy
   */
  public static Tensor reshape(Tensor x, int... dims) {
    return x.reshape(dims);
  }

  /**
   * All elements along one axis: {@link Tensor#flatten()}.
   *
   * @param x a tensor
   * @return a view or a copy
   */
  public static Tensor flatten(Tensor x) {
    return x.flatten();
  }

  /**
   * Two axes change places: {@link Tensor#transpose(int, int)}.
   *
   * @param x a tensor
   * @param a one axis, negative counts from the end
   * @param b the other
   * @return a view
   */
  public static Tensor transpose(Tensor x, int a, int b) {
    return x.transpose(a, b);
  }

  /**
   * The transposed matrix: {@link Tensor#t()}.
   *
   * @param x a tensor of at most two axes
   * @return a view
   */
  public static Tensor t(Tensor x) {
    return x.t();
  }

  /**
   * The axes in another order: {@link Tensor#permute(int...)}.
   *
   * @param x a tensor
   * @param order every axis once
   * @return a view
   */
  public static Tensor permute(Tensor x, int... order) {
    return x.permute(order);
  }

  /**
   * Repeats axes of length 1: {@link Tensor#expand(int...)}.
   *
   * @param x a tensor
   * @param dims the lengths of the result, -1 keeps one
   * @return a view
   */
  public static Tensor expand(Tensor x, int... dims) {
    return x.expand(dims);
  }

  /**
   * Drops all axes of length 1: {@link Tensor#squeeze()}.
   *
   * @param x a tensor
   * @return a view
   */
  public static Tensor squeeze(Tensor x) {
    return x.squeeze();
  }

  /**
   * Drops an axis if its length is 1: {@link Tensor#squeeze(int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @return a view
   */
  public static Tensor squeeze(Tensor x, int axis) {
    return x.squeeze(axis);
  }

  /**
   * Puts in an axis of length 1: {@link Tensor#unsqueeze(int)}.
   *
   * @param x a tensor
   * @param axis where it stands in the result
   * @return a view
   */
  public static Tensor unsqueeze(Tensor x, int axis) {
    return x.unsqueeze(axis);
  }

  /**
   * The elements in reverse order along some axes: {@link Tensor#flip(int...)}.
   *
   * @param x a tensor
   * @param axes the axes, each once
   * @return a copy
   */
  public static Tensor flip(Tensor x, int... axes) {
    return x.flip(axes);
  }

  /**
   * The slices along an axis: {@link Tensor#unbind(int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @return views
   */
  public static List<Tensor> unbind(Tensor x, int axis) {
    return x.unbind(axis);
  }

  /**
   * Some positions along an axis: {@link Tensor#narrow(int, int, int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @param start the first position
   * @param length how many
   * @return a view
   */
  public static Tensor narrow(Tensor x, int axis, int start, int length) {
    return x.narrow(axis, start, length);
  }

  /**
   * One position along an axis: {@link Tensor#select(int, int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @param position the position, negative counts from the end
   * @return a view
   */
  public static Tensor select(Tensor x, int axis, int position) {
    return x.select(axis, position);
  }

  /**
   * Positions along an axis by number: {@link Tensor#indexSelect(int, Tensor)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @param index the positions
   * @return a new tensor
   */
  public static Tensor indexSelect(Tensor x, int axis, Tensor index) {
    return x.indexSelect(axis, index);
  }

  /**
   * An element of each line along an axis: {@link Tensor#gather(int, Tensor)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @param index the positions
   * @return a new tensor
   */
  public static Tensor gather(Tensor x, int axis, Tensor index) {
    return x.gather(axis, index);
  }

  /**
   * The place of the largest element: {@link Tensor#argmax()}.
   *
   * @param x a tensor
   * @return a 0-d int64 tensor
   */
  public static Tensor argmax(Tensor x) {
    return x.argmax();
  }

  /**
   * The place of the smallest element: {@link Tensor#argmin()}.
   *
   * @param x a tensor
   * @return a 0-d int64 tensor
   */
  public static Tensor argmin(Tensor x) {
    return x.argmin();
  }

  /**
   * {@code Σ x} along an axis: {@link Tensor#sum(int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @return a new tensor of one axis less
   */
  public static Tensor sum(Tensor x, int axis) {
    return x.sum(axis);
  }

  /**
   * {@code Σ x / n} along an axis: {@link Tensor#mean(int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @return a new tensor of one axis less
   */
  public static Tensor mean(Tensor x, int axis) {
    return x.mean(axis);
  }

  /**
   * {@code Π x} along an axis: {@link Tensor#prod(int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @return a new tensor of one axis less
   */
  public static Tensor prod(Tensor x, int axis) {
    return x.prod(axis);
  }

  /**
   * The largest elements along an axis and their places: {@link Tensor#max(int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @return values and places
   */
  public static ValuesIndices max(Tensor x, int axis) {
    return x.max(axis);
  }

  /**
   * The smallest elements along an axis and their places: {@link Tensor#min(int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @return values and places
   */
  public static ValuesIndices min(Tensor x, int axis) {
    return x.min(axis);
  }
}

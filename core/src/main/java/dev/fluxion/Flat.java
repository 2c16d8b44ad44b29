package dev.fluxion;

import java.util.ArrayList;
import java.util.List;

/**
 * A tree of tensors as one vector, and back: for methods that know vectors only, solvers and
 * optimisers. Both directions are tensor operations, so derivatives go through them.
 *
 * <pre>{@code
 * var flat = Flat.of(List.of(tensor(1.0), tensor(2.0, 3.0)));
 * flat.vector();                         // tensor([1., 2., 3.])
 * flat.with(tensor(4.0, 5.0, 6.0));      // [tensor(4.), tensor([5., 6.])]
 * }</pre>
 *
 * @param <P> a tensor, or records, lists, maps and arrays of tensors
 */
public final class Flat<P> {
  private final Tree<P> tree;

  private Flat(Tree<P> tree) {
    this.tree = tree;
  }

  /**
   * A tree, to be seen as a vector.
   *
   * @param tree a tensor, or records, lists, maps and arrays of tensors
   * @param <P> its type
   * @return the tree with the order of its tensors
   * @throws IllegalArgumentException if something in it can neither hold tensors nor is a constant
   */
  public static <P> Flat<P> of(P tree) {
    return new Flat<>(Tree.of(tree));
  }

  /**
   * The tensors of the tree, in the order in which they stand in the vector.
   *
   * @return a list that does not change
   */
  public List<Tensor> tensors() {
    return tree.tensors;
  }

  /**
   * How many elements the tensors of the tree have together.
   *
   * @return the length of the vector
   */
  public int size() {
    return tree.size();
  }

  /**
   * The elements of all tensors, one tensor after another, each in row-major order.
   *
   * @return a new vector of the widest of their types; of no elements if there are no tensors
   */
  public Tensor vector() {
    if (tree.tensors.isEmpty()) {
      return Fluxion.zeros(0);
    }
    List<Tensor> parts = new ArrayList<>();
    for (var x : tree.tensors) {
      parts.add(x.flatten());
    }
    return Fluxion.cat(parts, 0);
  }

  /**
   * A tree of this structure with other tensors.
   *
   * @param tensors as many as this tree has, in the same order
   * @return the tree of these
   * @throws IllegalArgumentException if there are more or fewer
   */
  public P with(List<Tensor> tensors) {
    if (tensors.size() != tree.tensors.size()) {
      throw new IllegalArgumentException(
          "a tree is made of as many tensors as it has, "
              + tree.tensors.size()
              + ", got "
              + tensors.size());
    }
    return tree.with(tensors);
  }

  /**
   * A tree of this structure, and of its shapes and types, with the elements of a vector.
   *
   * @param vector as long as {@link #size()}
   * @return the tree with these elements, views of the vector where the types are equal
   * @throws ShapeException if the vector has another shape
   */
  public P with(Tensor vector) {
    if (!vector.shape().equals(Shape.of(size()))) {
      throw new ShapeException(
          "a tree of "
              + size()
              + " elements is made of a vector of as many, got "
              + vector.shape());
    }
    List<Tensor> parts = new ArrayList<>();
    int from = 0;
    for (var x : tree.tensors) {
      parts.add(vector.narrow(0, from, x.size()).reshape(x.shape()).to(x.dtype()));
      from += x.size();
    }
    return tree.with(parts);
  }
}

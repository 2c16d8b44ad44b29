package dev.fluxion;

/**
 * The Hessian of a function with one number as result, of which most elements are 0 everywhere:
 * {@code H[i, j] = ∂²f / ∂x[i]∂x[j]} over flattened elements, as a sparse matrix. {@link
 * Fluxion#sparseHessian} makes it.
 *
 * <p>As {@link SparseJacobian}, of the gradient; since the Hessian is symmetric, an entry need
 * stand alone in one of its two places only, and there are fewer sweeps. A sweep is a product of
 * Hessian and vector, forward over reverse mode. Both halves are stored.
 *
 * <pre>{@code
 * Fn<Tensor, Tensor> f = x -> x.narrow(0, 1, 2).sub(x.narrow(0, 0, 2).square()).square().sum();
 * var h = sparseHessian(f);
 * var x = tensor(1.0, 1.0, 1.0);
 * h.apply(x).toDense();
 * // tensor([[ 8., -4.,  0.],
 * //         [-4., 10., -4.],
 * //         [ 0., -4.,  2.]])
 * h.mode(x);   // 2 sweeps: a star colouring of 7 entries of 3 × 3
 * }</pre>
 *
 * @param <P> the argument: a tensor or a tree of tensors
 */
public final class SparseHessian<P> implements Fn<P, SparseMatrix> {
  private static final long serialVersionUID = 1;

  /** What finds and computes it, from the gradient as one vector. */
  private final Recovery<P> recovery;

  SparseHessian(Fn<P, Tensor> f) {
    var gradient = Transforms.grad(f);
    this.recovery =
        new Recovery<>(
            x -> {
              var parts = Tree.of(gradient.apply(x)).tensors.stream().map(Tensor::flatten).toList();
              return parts.size() == 1 ? parts.getFirst() : Fluxion.cat(parts, 0);
            },
            true);
  }

  /**
   * The Hessian at a point.
   *
   * @param x where
   * @return a matrix of a row and a column for each element of x, its tensors flattened and one
   *     after another
   * @throws DTypeException if a tensor of x, or the result, is not floating
   * @throws GraphException if the result of f has several elements, or f writes to what it computes
   *     from x
   */
  @Override
  public SparseMatrix apply(P x) {
    return recovery.apply(x);
  }

  /**
   * Which elements may differ from 0, for arguments of these shapes.
   *
   * @param x where the pattern is looked for, if none is known for its shapes
   * @return the pattern, which is symmetric
   */
  public Sparsity pattern(P x) {
    return recovery.plan(x).pattern();
  }

  /**
   * How many sweeps a Hessian takes.
   *
   * @param x where the pattern is looked for, if none is known for its shapes
   * @return the number of colours
   */
  public int colors(P x) {
    return recovery.plan(x).coloring().count();
  }

  /**
   * What is done, and why.
   *
   * @param x where the pattern is looked for, if none is known for its shapes
   * @return a sentence
   */
  public String mode(P x) {
    return recovery.plan(x).mode();
  }
}

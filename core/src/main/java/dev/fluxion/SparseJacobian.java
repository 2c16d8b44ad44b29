package dev.fluxion;

/**
 * The Jacobian of a function with one tensor as result, of which most elements are 0 everywhere:
 * {@code J[i, j] = ∂f(x)[i] / ∂x[j]} over flattened elements, as a sparse matrix. {@link
 * Fluxion#sparseJacobian} makes it.
 *
 * <p>The first call for a shape finds out which elements can differ from 0, and groups columns that
 * share no row, and rows that share no column. From then on the derivatives of a group are one
 * sweep, forward over columns or reverse over rows, whichever needs fewer.
 *
 * <p>The pattern holds for all values, but for the branches that f took then, and the positions it
 * computed from its argument. A function that decides by values, as with {@code item()}, needs
 * another sparse Jacobian where it decides otherwise. What f writes in place it must have made
 * itself without its argument.
 *
 * <pre>{@code
 * var j = sparseJacobian((Tensor x) -> x.narrow(0, 1, 3).mul(x.narrow(0, 0, 3)));
 * var x = tensor(1.0, 2.0, 3.0, 4.0);
 * j.apply(x);    // 3 × 4 with 6 entries: [0: 2.0, 1: 1.0], [1: 3.0, 2: 2.0], [2: 4.0, 3: 3.0]
 * j.colors(x);   // 2
 * j.mode(x);     // forward, 2 sweeps: columns take 2 colours, rows 2, for 6 entries of 3 × 4
 * }</pre>
 *
 * @param <P> the argument: a tensor or a tree of tensors
 */
public final class SparseJacobian<P> implements Fn<P, SparseMatrix> {
  private static final long serialVersionUID = 1;

  /** What finds and computes it. */
  private final Recovery<P> recovery;

  SparseJacobian(Fn<P, Tensor> f) {
    this.recovery = new Recovery<>(f, false);
  }

  /**
   * The Jacobian at a point.
   *
   * @param x where
   * @return a matrix of a row for each element of the result and a column for each element of x,
   *     its tensors flattened and one after another; of the type of the result
   * @throws DTypeException if a tensor of x, or the result, is not floating
   * @throws GraphException if f writes to what it computes from x, or the result has another shape
   *     than when the pattern was found
   */
  @Override
  public SparseMatrix apply(P x) {
    return recovery.apply(x);
  }

  /**
   * Which elements may differ from 0, for arguments of these shapes.
   *
   * @param x where the pattern is looked for, if none is known for its shapes
   * @return the pattern
   */
  public Sparsity pattern(P x) {
    return recovery.plan(x).pattern();
  }

  /**
   * How many sweeps a Jacobian takes.
   *
   * @param x where the pattern is looked for, if none is known for its shapes
   * @return the number of colours
   */
  public int colors(P x) {
    return recovery.plan(x).coloring().count();
  }

  /**
   * Which mode is taken, and why.
   *
   * @param x where the pattern is looked for, if none is known for its shapes
   * @return a sentence
   */
  public String mode(P x) {
    return recovery.plan(x).mode();
  }
}

package dev.fluxion;

/** Derivatives of which most elements are 0, as static functions of {@link Fluxion}. */
abstract sealed class SparseTransforms extends TaylorTransforms permits Checks {
  SparseTransforms() {}

  /**
   * The Jacobian of a function as a sparse matrix, by as few sweeps as its pattern needs instead of
   * one for each column or row.
   *
   * <pre>{@code
   * Fn<Tensor, Tensor> f = x -> x.narrow(0, 0, 2).square().mul(x.narrow(0, 1, 2));
   * sparseJacobian(f).apply(tensor(1.0, 2.0, 3.0));
   * // 2 × 3 with 4 entries: [0: 4.0, 1: 1.0], [1: 12.0, 2: 4.0]
   * }</pre>
   *
   * @param f a function of tensor operations
   * @param <P> its argument, of floating tensors
   * @return the Jacobian as a function of the argument
   */
  public static <P> SparseJacobian<P> sparseJacobian(Fn<P, Tensor> f) {
    return new SparseJacobian<>(f);
  }

  /**
   * The Hessian of a function as a sparse matrix, by as few products with vectors as its pattern
   * needs.
   *
   * <pre>{@code
   * sparseHessian((Tensor x) -> x.pow(3).sum()).apply(tensor(1.0, 2.0));
   * // 2 × 2 with 2 entries: [0: 6.0], [1: 12.0]
   * }</pre>
   *
   * @param f a function of tensor operations whose result has one element
   * @param <P> its argument, of floating tensors
   * @return the Hessian as a function of the argument
   */
  public static <P> SparseHessian<P> sparseHessian(Fn<P, Tensor> f) {
    return new SparseHessian<>(f);
  }
}

package dev.fluxion;

/**
 * What a tensor's last two axes are as matrices: solutions of linear systems, determinants,
 * factors, triangles; batches of them along the axes in front. A matrix is factored once for its
 * derivatives of all orders. Halves are computed in float32.
 *
 * <pre>{@code
 * var a = tensor(new double[][] {{2, 1}, {1, 3}});
 * a.solve(tensor(4.0, 7.0));    // tensor([1., 2.])
 * a.inv();                      // tensor([[ 0.6000, -0.2000],
 *                               //         [-0.2000,  0.4000]])
 * a.det();                      // tensor(5.)
 * a.neg().slogdet().sign();     // tensor(1.)
 * a.cholesky();                 // tensor([[1.4142, 0.0000],
 *                               //         [0.7071, 1.5811]])
 * a.triu();                     // tensor([[2., 1.],
 *                               //         [0., 3.]])
 * }</pre>
 */
public sealed interface TensorMatrices permits Tensor {
  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * The solution {@code X} of {@code A X = B}, A being this tensor [(…, n, n), (…, n, k) → (…, n,
   * k)]; the axes in front are broadcast. The right side is one vector if it has one axis, and a
   * vector for each matrix if its shape is (…, n) with the batch axes of A; then so is the
   * solution. It is computed by LU with partial pivoting.
   *
   * <pre>{@code
   * var a = tensor(new double[][] {{0, 2}, {4, 0}});
   * a.solve(eye(2));              // tensor([[0.0000, 0.2500],
   *                               //         [0.5000, 0.0000]])
   * }</pre>
   *
   * @param b the right side, of this type
   * @return a new tensor; without elements for n = 0
   * @throws IllegalArgumentException if a matrix is singular, that is, if a pivot is exactly 0
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   */
  default Tensor solve(Tensor b) {
    return Systems.solve(self(), b);
  }

  /**
   * The solution {@code X} of {@code T X = B}, T being a triangle of this tensor: {@link
   * #solveTriangular(Tensor, boolean, boolean, boolean)} from the left, with its own diagonal.
   *
   * @param b the right side, of this type
   * @param upper whether it is the upper triangle
   * @return a new tensor
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   */
  default Tensor solveTriangular(Tensor b, boolean upper) {
    return solveTriangular(b, upper, true, false);
  }

  /**
   * The solution of {@code T X = B} [(…, n, n), (…, n, k) → (…, n, k)], or of {@code X T = B} [(…,
   * n, n), (…, k, n) → (…, k, n)], T being a triangle of this tensor; the axes in front are
   * broadcast. The other triangle is not read, and its gradient is 0. Nothing is thrown where T is
   * singular: a 0 on its diagonal gives infinities and NaN.
   *
   * <pre>{@code
   * var t = tensor(new double[][] {{2, 1}, {0, 4}});
   * var b = tensor(new double[][] {{4, 8}});
   * t.solveTriangular(b.t(), true);                  // tensor([[1.],
   *                                                  //         [2.]])
   * t.solveTriangular(b, true, false, false);        // tensor([[2.0000, 1.5000]])
   * }</pre>
   *
   * @param b the right side, of this type
   * @param upper whether it is the upper triangle
   * @param left whether T stands on the left of X
   * @param unitriangular whether the diagonal of T is 1, whatever this tensor has there
   * @return a new tensor
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   */
  default Tensor solveTriangular(Tensor b, boolean upper, boolean left, boolean unitriangular) {
    return Systems.solveTriangular(self(), b, upper, left, unitriangular);
  }

  /**
   * The inverse {@code A⁻¹} [(…, n, n) → (…, n, n)]. To solve a system, {@link #solve} is faster
   * and more accurate.
   *
   * @return a new tensor
   * @throws IllegalArgumentException if a matrix is singular, that is, if a pivot is exactly 0
   * @throws ShapeException if the matrices are not square
   * @throws DTypeException if the type is not floating
   */
  default Tensor inv() {
    return Systems.inv(self());
  }

  /**
   * The determinant {@code det A} [(…, n, n) → (…)]; 1 for n = 0.
   *
   * <p>Its gradient, the cofactors, is right for singular matrices too. Second derivatives are
   * where n is 2 or less or a matrix has an inverse, and NaN or infinite elsewhere.
   *
   * <pre>{@code
   * var a = tensor(new double[][] {{1, 2}, {2, 4}}).requiresGrad(true);
   * grad(a.det(), a);             // tensor([[ 4., -2.],
   *                               //         [-2.,  1.]])
   * }</pre>
   *
   * @return a new tensor
   * @throws ShapeException if the matrices are not square
   * @throws DTypeException if the type is not floating
   */
  default Tensor det() {
    return Systems.det(self());
  }

  /**
   * The sign of the determinant, and {@code log |det A|} [(…, n, n) → (…), (…)]: 0 and -infinity of
   * singular matrices, where the gradient is not finite, 1 and 0 for n = 0. The derivative of the
   * sign is 0.
   *
   * @return new tensors
   * @throws ShapeException if the matrices are not square
   * @throws DTypeException if the type is not floating
   */
  default SignLogDet slogdet() {
    return Systems.slogdet(self());
  }

  /**
   * {@code log det A} [(…, n, n) → (…)]: NaN of a negative determinant, with a gradient of 0, as in
   * PyTorch; -infinity of a singular matrix; 0 for n = 0.
   *
   * @return a new tensor
   * @throws ShapeException if the matrices are not square
   * @throws DTypeException if the type is not floating
   */
  default Tensor logdet() {
    return Systems.logdet(self());
  }

  /**
   * The lower triangle {@code L} with {@code L Lᵀ = A} and a positive diagonal [(…, n, n) → (…, n,
   * n)], of symmetric matrices that are positive definite: {@link #cholesky(boolean)}.
   *
   * @return a new tensor
   * @throws IllegalArgumentException if a matrix is not positive definite
   * @throws ShapeException if the matrices are not square
   * @throws DTypeException if the type is not floating
   */
  default Tensor cholesky() {
    return cholesky(false);
  }

  /**
   * The lower triangle {@code L} with {@code L Lᵀ = A}, or the upper one {@code U} with {@code Uᵀ U
   * = A}, with a positive diagonal [(…, n, n) → (…, n, n)]. A is symmetric; of a matrix that is not
   * it is the symmetric part, {@code (A + Aᵀ) / 2}, and so gradients are symmetric.
   *
   * @param upper whether it is the upper triangle
   * @return a new tensor
   * @throws IllegalArgumentException if a matrix is not positive definite; the message names the
   *     first leading minor that shows it
   * @throws ShapeException if the matrices are not square
   * @throws DTypeException if the type is not floating
   */
  default Tensor cholesky(boolean upper) {
    return Systems.cholesky(self(), upper);
  }

  /**
   * The lower triangle, zeros above the diagonal [(…, m, n) → (…, m, n)].
   *
   * @return a new tensor
   * @throws ShapeException if there are less than two axes
   */
  default Tensor tril() {
    return tril(0);
  }

  /**
   * The lower triangle [(…, m, n) → (…, m, n)]: elements with {@code j ≤ i + diagonal}, zeros
   * elsewhere.
   *
   * @param diagonal how far above the main diagonal the last one to keep lies
   * @return a new tensor
   * @throws ShapeException if there are less than two axes
   */
  default Tensor tril(int diagonal) {
    return Systems.triangle("tril", self(), false, diagonal);
  }

  /**
   * The upper triangle, zeros below the diagonal [(…, m, n) → (…, m, n)].
   *
   * @return a new tensor
   * @throws ShapeException if there are less than two axes
   */
  default Tensor triu() {
    return triu(0);
  }

  /**
   * The upper triangle [(…, m, n) → (…, m, n)]: elements with {@code j ≥ i + diagonal}, zeros
   * elsewhere.
   *
   * @param diagonal how far above the main diagonal the first one to keep lies
   * @return a new tensor
   * @throws ShapeException if there are less than two axes
   */
  default Tensor triu(int diagonal) {
    return Systems.triangle("triu", self(), true, diagonal);
  }
}

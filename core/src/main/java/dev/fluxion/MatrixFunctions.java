package dev.fluxion;

/**
 * The methods of {@link TensorMatrices} as static functions.
 *
 * <pre>{@code
 * var a = tensor(new double[][] {{2, 0}, {0, 4}});
 * solve(a, tensor(2.0, 2.0));   // tensor([1.0000, 0.5000])
 * logdet(a);                    // tensor(2.0794)
 * }</pre>
 */
abstract sealed class MatrixFunctions extends Networks permits Functions {
  MatrixFunctions() {}

  /**
   * {@code X} with {@code A X = B}: {@link Tensor#solve(Tensor)}.
   *
   * @param a square matrices
   * @param b the right side, matrices or vectors
   * @return a new tensor
   */
  public static Tensor solve(Tensor a, Tensor b) {
    return a.solve(b);
  }

  /**
   * {@code X} with {@code T X = B}: {@link Tensor#solveTriangular(Tensor, boolean)}.
   *
   * @param a square matrices, of which T is a triangle
   * @param b the right side
   * @param upper whether it is the upper triangle
   * @return a new tensor
   */
  public static Tensor solveTriangular(Tensor a, Tensor b, boolean upper) {
    return a.solveTriangular(b, upper);
  }

  /**
   * {@code X} with {@code T X = B} or {@code X T = B}: {@link Tensor#solveTriangular(Tensor,
   * boolean, boolean, boolean)}.
   *
   * @param a square matrices, of which T is a triangle
   * @param b the right side
   * @param upper whether it is the upper triangle
   * @param left whether T stands on the left of X
   * @param unitriangular whether the diagonal of T is 1, whatever is there
   * @return a new tensor
   */
  public static Tensor solveTriangular(
      Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
    return a.solveTriangular(b, upper, left, unitriangular);
  }

  /**
   * {@code A⁻¹}: {@link Tensor#inv()}.
   *
   * @param a square matrices
   * @return a new tensor
   */
  public static Tensor inv(Tensor a) {
    return a.inv();
  }

  /**
   * {@code det A}: {@link Tensor#det()}.
   *
   * @param a square matrices
   * @return a new tensor
   */
  public static Tensor det(Tensor a) {
    return a.det();
  }

  /**
   * The sign of {@code det A} and {@code log |det A|}: {@link Tensor#slogdet()}.
   *
   * @param a square matrices
   * @return new tensors
   */
  public static SignLogDet slogdet(Tensor a) {
    return a.slogdet();
  }

  /**
   * {@code log det A}: {@link Tensor#logdet()}.
   *
   * @param a square matrices
   * @return a new tensor
   */
  public static Tensor logdet(Tensor a) {
    return a.logdet();
  }

  /**
   * {@code L} with {@code L Lᵀ = A}: {@link Tensor#cholesky()}.
   *
   * @param a symmetric matrices, positive definite
   * @return a new tensor
   */
  public static Tensor cholesky(Tensor a) {
    return a.cholesky();
  }

  /**
   * {@code L} with {@code L Lᵀ = A}, or its transpose: {@link Tensor#cholesky(boolean)}.
   *
   * @param a symmetric matrices, positive definite
   * @param upper whether it is the upper triangle
   * @return a new tensor
   */
  public static Tensor cholesky(Tensor a, boolean upper) {
    return a.cholesky(upper);
  }

  /**
   * The lower triangle: {@link Tensor#tril(int)}.
   *
   * @param x matrices
   * @param diagonal how far above the main diagonal the last one to keep lies
   * @return a new tensor
   */
  public static Tensor tril(Tensor x, int diagonal) {
    return x.tril(diagonal);
  }

  /**
   * The upper triangle: {@link Tensor#triu(int)}.
   *
   * @param x matrices
   * @param diagonal how far above the main diagonal the first one to keep lies
   * @return a new tensor
   */
  public static Tensor triu(Tensor x, int diagonal) {
    return x.triu(diagonal);
  }
}

package dev.fluxion;

import dev.fluxion.op.Dot;

/**
 * The products of a tensor.
 *
 * <pre>{@code
 * var a = tensor(new double[][] {{1, 2}, {3, 4}});
 * var x = tensor(1.0, -1.0);
 * a.matmul(a);   // tensor([[ 7., 10.],
 *                //         [15., 22.]])
 * a.matmul(x);   // tensor([-1., -1.])
 * x.dot(x);      // tensor(2.)
 * x.outer(x);    // tensor([[ 1., -1.],
 *                //         [-1.,  1.]])
 * }</pre>
 */
public sealed interface TensorLinear permits Tensor {
  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * The product of matrices {@code y = x · other} [(…, m, k) × (…, k, n) → (…, m, n)]; the axes in
   * front are broadcast. A vector on the left is a row, on the right a column, and the result has
   * no axis for it: (k) × (k) → ().
   *
   * @param other the right factor, of this type
   * @return a new tensor; zeros if k is 0
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are bool
   */
  default Tensor matmul(Tensor other) {
    return Products.matmul(self(), other);
  }

  /**
   * {@code Σ xᵢ · otherᵢ} [(n) × (n) → ()]; 0 for n = 0.
   *
   * @param other a vector of this length and type
   * @return a 0-d tensor
   * @throws ShapeException if one is not a vector or the lengths differ
   * @throws DTypeException if the types differ or are bool
   */
  default Tensor dot(Tensor other) {
    Products.checkTypes("dot", self(), other);
    if (self().rank() != 1 || !self().shape().equals(other.shape())) {
      throw new ShapeException(
          "dot needs (n) × (n), got " + self().shape() + " × " + other.shape());
    }
    return Apply.bilinear(new Dot(), self(), other);
  }

  /**
   * {@code yᵢⱼ = xᵢ · otherⱼ} [(m) × (n) → (m, n)].
   *
   * @param other a vector
   * @return a new matrix
   * @throws ShapeException if one is not a vector
   */
  default Tensor outer(Tensor other) {
    if (self().rank() != 1 || other.rank() != 1) {
      throw new ShapeException(
          "outer needs (m) × (n), got " + self().shape() + " × " + other.shape());
    }
    return self().unsqueeze(1).mul(other);
  }
}

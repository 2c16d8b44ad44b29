package dev.fluxion;

/** Checks of derivatives, as static functions of {@link Fluxion}. */
abstract sealed class Checks extends SparseTransforms permits Fluxion {
  Checks() {}

  /**
   * Checks the derivatives of a function: reverse mode and forward mode against central differences
   * of its values, {@code |analytic - numeric| ≤ 1e-5 + 1e-3·|numeric|} for each pair of an element
   * of the result and one of the argument; the two modes against each other; and a second run
   * against the first, bit by bit. {@link GradCheck} has other steps and tolerances, and reports
   * without throwing.
   *
   * <pre>{@code
   * var x = from(new double[] {0.5, 2}).requiresGrad(true);
   * gradcheck((Tensor p) -> p.sin().mul(p), x);   // true
   * }</pre>
   *
   * @param f a function of tensor operations
   * @param x where: the tensors that require gradients are checked and have to be float64, the
   *     others are constants
   * @param <P> the argument: a tensor or a tree of tensors
   * @param <R> the result, of which floating tensors count
   * @return true
   * @throws GraphException if the check fails, with the Jacobians and the worst derivative, or if
   *     no tensor of x requires a gradient
   * @throws DTypeException if one that does is not float64, or no result is
   * @throws IllegalArgumentException if one that does is expanded, so that elements share a place
   */
  public static <P, R> boolean gradcheck(Fn<P, R> f, P x) {
    return passed(GradCheck.of(f).check(x));
  }

  /**
   * Checks the second derivatives: as {@link #gradcheck}, of the function {@code (x, ct) ↦
   * J(x)ᵀ·ct}, with ct of random numbers that are the same in every run.
   *
   * <pre>{@code
   * var x = from(new double[] {0.5, 2}).requiresGrad(true);
   * gradgradcheck((Tensor p) -> p.sin().mul(p), x);   // true
   * }</pre>
   *
   * @param f a function of tensor operations
   * @param x where: the tensors that require gradients are checked and have to be float64, the
   *     others are constants
   * @param <P> the argument: a tensor or a tree of tensors
   * @param <R> the result, of which floating tensors count
   * @return true
   * @throws GraphException if the check fails, with the Jacobians and the worst derivative, or if
   *     no tensor of x requires a gradient
   * @throws DTypeException if one that does is not float64, or no result is
   * @throws IllegalArgumentException if one that does is expanded, so that elements share a place
   */
  public static <P, R> boolean gradgradcheck(Fn<P, R> f, P x) {
    return passed(GradCheck.of(f).checkGradient(x));
  }

  private static boolean passed(GradReport report) {
    if (!report.passed()) {
      throw new GraphException(report.toString());
    }
    return true;
  }

  /**
   * The derivative along a direction by one complex step, {@code J(x)·t = Im f(x + i·h·t) / h}. The
   * step is so small, about 1e-100, that nothing is truncated, and no difference is taken, so
   * nothing is rounded off: unlike {@link FiniteDifference} it is exact to the last digits. It runs
   * values in complex arithmetic and uses no rule of a derivative, which makes it a check of both
   * modes. See J. Martins, P. Sturdza and J. Alonso, The complex-step derivative approximation, ACM
   * Transactions on Mathematical Software 29 (2003).
   *
   * <p>The function has to be analytic where it is evaluated. Comparisons, {@code abs}, {@code max}
   * and {@code min} of two go by the real part, so kinks do no harm beside them; at a kink it is
   * the derivative of one side. Where a function is not differentiable, such as the square root at
   * 0, the result has no meaning. {@code detach} keeps the number, and so the derivative.
   *
   * <pre>{@code
   * var x = tensor(2.0);
   * complexStep((Tensor p) -> p.sin().mul(p), x, onesLike(x));          // tensor(0.0770)
   * complexStep((Tensor p) -> p.mul(p.detach()), x, onesLike(x));       // tensor(4.)
   * jvp((Tensor p) -> p.mul(p.detach()), x, onesLike(x)).tangent();     // tensor(2.)
   * }</pre>
   *
   * @param f a function of tensor operations that makes new tensors
   * @param x where
   * @param t the direction, of the structure, shapes and types of x
   * @param <P> the argument, of floating tensors
   * @param <R> the result
   * @return the derivative as f returns its value; zeros where it does not depend on its argument
   * @throws ShapeException if the shapes of x and t differ
   * @throws DTypeException if the types differ or are not floating, or f converts float64 to
   *     float32
   * @throws GraphException if f writes to a tensor, or uses {@code softmax}, {@code logSoftmax},
   *     {@code logSumExp}, {@code layerNorm}, {@code norm}, {@code prod}, or {@code max} or {@code
   *     min} of a tensor or its windows; the message says what to compute instead
   */
  public static <P, R> R complexStep(Fn<P, R> f, P x, P t) {
    return ComplexStep.along(f, x, t);
  }

  /**
   * A table of how wrong numeric derivatives are for steps from 1e-1 to 1e-15, beside the exact
   * one, which forward mode gives.
   *
   * <pre>{@code
   * var table = stepSizes(x -> x.exp(), 1);
   * table.exact();                        // 2.718281828459045
   * table.rows().get(0).central() < 1e-2; // true
   * }</pre>
   *
   * @param f a function of one number, in float64
   * @param x where
   * @return the table; it prints as one
   * @throws ShapeException if the result has not one element
   */
  public static StepSizes stepSizes(Fn<Tensor, Tensor> f, double x) {
    return StepSizes.of(f, x);
  }
}

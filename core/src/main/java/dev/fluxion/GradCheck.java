package dev.fluxion;

import java.util.Arrays;
import java.util.List;

/**
 * A check of derivatives: reverse mode and forward mode, each against differences of values, {@code
 * |analytic - numeric| ≤ atol + rtol·|numeric|}, and both against each other, a thousand times as
 * closely. {@link Fluxion#gradcheck} is the short form; this one has settings and reports without
 * throwing.
 *
 * <p>Checked are the tensors of the argument that require gradients; the others are constants. The
 * function is called twice for each number that goes in, and there is one pass for each that comes
 * out, so small tensors do. At a kink, such as that of {@code abs} at 0, differences show neither
 * side, and the check fails. A function that detaches a part of its result fails too: a difference
 * sees that part move.
 *
 * <pre>{@code
 * var x = from(new double[] {1, 2}).requiresGrad(true);
 * var report = GradCheck.of((Tensor p) -> p.mul(p.detach())).step(1e-4).order(4).check(x);
 * report.passed();                        // false
 * report.worst().analytic();              // 2.0
 * Math.round(report.worst().numeric());   // 4
 * }</pre>
 *
 * @param <P> the argument: a tensor or a tree of tensors
 */
public final class GradCheck<P> {
  private final Fn<P, ?> f;
  private final FiniteDifference rule;
  private final double rtol;
  private final double atol;

  private GradCheck(Fn<P, ?> f, FiniteDifference rule, double rtol, double atol) {
    this.f = f;
    this.rule = rule;
    this.rtol = rtol;
    this.atol = atol;
  }

  /**
   * A check with the settings of PyTorch: central differences of order 2 with a step of 1e-6, a
   * relative tolerance of 1e-3 and an absolute one of 1e-5.
   *
   * @param f a function of tensor operations
   * @param <P> its argument: a tensor or a tree of tensors
   * @param <R> its result, of which floating tensors count
   * @return the check
   */
  public static <P, R> GradCheck<P> of(Fn<P, R> f) {
    return new GradCheck<>(f, FiniteDifference.central(2).step(1e-6), 1e-3, 1e-5);
  }

  /**
   * The same check with other tolerances.
   *
   * @param relative to the size of the numeric derivative
   * @param absolute whatever its size
   * @return the check
   * @throws IllegalArgumentException if one is negative or NaN
   */
  public GradCheck<P> tolerance(double relative, double absolute) {
    if (!(relative >= 0 && absolute >= 0)) {
      throw new IllegalArgumentException(
          "tolerances are 0 or more, got " + relative + " and " + absolute);
    }
    return new GradCheck<>(f, rule, relative, absolute);
  }

  /**
   * The same check with another step of the differences.
   *
   * @param h the step
   * @return the check
   * @throws IllegalArgumentException if h is not positive and finite
   */
  public GradCheck<P> step(double h) {
    return new GradCheck<>(f, rule.step(h), rtol, atol);
  }

  /**
   * The same check with differences of another order; a higher one bears a larger step, which loses
   * fewer digits.
   *
   * @param order 2, 4, 6 or 8
   * @return the check
   * @throws IllegalArgumentException if the order is another
   */
  public GradCheck<P> order(int order) {
    return new GradCheck<>(f, rule.order(order), rtol, atol);
  }

  /**
   * Checks the first derivatives.
   *
   * @param x where; float64 what is checked
   * @return what was found
   * @throws GraphException if no tensor of x requires a gradient
   * @throws DTypeException if one that does is not float64, or no result is
   * @throws IllegalArgumentException if one that does is expanded, so that elements share a place
   */
  public GradReport check(P x) {
    return check(CheckedFunction.of("gradcheck", f, x));
  }

  /**
   * Checks the second derivatives: those of {@code (x, ct) ↦ J(x)ᵀ·ct} by both, at a ct of random
   * numbers that are the same in every run.
   *
   * @param x where; float64 what is checked
   * @return what was found
   * @throws GraphException if no tensor of x requires a gradient
   * @throws DTypeException if one that does is not float64, or no result is
   * @throws IllegalArgumentException if one that does is expanded, so that elements share a place
   */
  public GradReport checkGradient(P x) {
    return check(CheckedFunction.of("gradgradcheck", f, x).gradient());
  }

  private GradReport check(CheckedFunction g) {
    var run = g.reverse();
    var again = g.reverse();
    boolean repeats = isSame(run.values(), again.values());
    for (int o = 0; o < run.values().size() && repeats; o++) {
      repeats = isSame(run.jacobian().rows().get(o), again.jacobian().rows().get(o));
    }
    return GradReport.of(
        g.call(), run.jacobian(), g.forward(), g.differences(rule), repeats, rtol, atol);
  }

  /** Whether all bits are equal. */
  private static boolean isSame(List<Tensor> a, List<Tensor> b) {
    boolean same = a.size() == b.size();
    for (int k = 0; k < a.size() && same; k++) {
      same = Arrays.equals(a.get(k).toDoubleArray(), b.get(k).toDoubleArray());
    }
    return same;
  }
}

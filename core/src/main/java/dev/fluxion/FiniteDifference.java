package dev.fluxion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numeric derivatives {@code f'(x) ≈ Σₖ cₖ·(f(x + k·h) - f(x - k·h)) / h}: what derivatives are
 * checked with.
 *
 * <p>The truncation error falls with h to the power of the order; the rounding error grows as h
 * falls, as {@code ε·|f| / h}. Unless {@link #step} is given, h is where they meet for numbers
 * around 1, {@code ε^(1 / (order + 1))}. {@link Fluxion#stepSizes} shows both. The weights are
 * those of table 1 in B. Fornberg, Generation of finite difference formulas on arbitrarily spaced
 * grids, Mathematics of Computation 51 (1988).
 *
 * <pre>{@code
 * Fn<Tensor, Tensor> f = x -> x.pow(3);
 * var x = tensor(2.0);
 * FiniteDifference.central(2).step(0.1).along(f, x, onesLike(x));   // tensor(12.0100)
 * FiniteDifference.central(4).step(0.1).along(f, x, onesLike(x));   // tensor(12.0000)
 * }</pre>
 */
public final class FiniteDifference {
  private final int order;
  private final double[] weights;
  private final @Nullable Double step;

  private FiniteDifference(int order, double[] weights, @Nullable Double step) {
    this.order = order;
    this.weights = weights;
    this.step = step;
  }

  /**
   * The one-sided difference {@code (f(x + h) - f(x)) / h}, of order 1.
   *
   * @return the difference, with a step that suits the type of the argument
   */
  public static FiniteDifference forward() {
    return new FiniteDifference(1, new double[] {1}, null);
  }

  /**
   * Differences of values on both sides, as many pairs as half the order: 2 is {@code (f(x + h) -
   * f(x - h)) / 2h}.
   *
   * @param order 2, 4, 6 or 8: the power of h that the error falls with
   * @return the difference, with a step that suits the type of the argument
   * @throws IllegalArgumentException if the order is another
   */
  public static FiniteDifference central(int order) {
    double[] weights =
        switch (order) {
          case 2 -> new double[] {1.0 / 2};
          case 4 -> new double[] {2.0 / 3, -1.0 / 12};
          case 6 -> new double[] {3.0 / 4, -3.0 / 20, 1.0 / 60};
          case 8 -> new double[] {4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280};
          default ->
              throw new IllegalArgumentException(
                  "a central difference has the order 2, 4, 6 or 8, got " + order);
        };
    return new FiniteDifference(order, weights, null);
  }

  /**
   * The same with another step.
   *
   * @param h how far apart the values are
   * @return the difference with this step
   * @throws IllegalArgumentException if h is not positive and finite
   */
  public FiniteDifference step(double h) {
    if (!(h > 0 && Double.isFinite(h))) {
      throw new IllegalArgumentException("a step is positive and finite, got " + h);
    }
    return new FiniteDifference(order, weights, h);
  }

  /** The central difference of another order with the same step. */
  FiniteDifference order(int other) {
    return new FiniteDifference(other, central(other).weights, step);
  }

  /**
   * The derivative along a direction, {@code J(x)·t}, as {@link Fluxion#jvp} has it.
   *
   * @param f a function
   * @param x where
   * @param t the direction, of the structure, shapes and types of x
   * @param <P> the argument, of floating tensors
   * @param <R> the result, of floating tensors whose shapes do not depend on the argument
   * @return the derivative in the structure and shapes of the result
   * @throws ShapeException if the shapes of x and t differ, or those of results
   * @throws DTypeException if the types of x and t differ, or a tensor is not floating
   */
  public <P, R> R along(Fn<P, R> f, P x, P t) {
    var argument = Tree.some("the argument of a finite difference", x);
    var direction =
        argument.matched("the direction of a finite difference", Objects.requireNonNull(t, "t"));
    for (int k = 0; k < direction.size(); k++) {
      checkFloating(argument.tensors.get(k));
      Autograd.checkLike("a direction", direction.get(k), argument.tensors.get(k));
    }
    double h = step(argument.tensors);
    var first = at(f, argument, direction, h);
    List<Tensor> sum = scaled(difference(f, argument, direction, h, first, 1), weights[0]);
    for (int k = 2; k <= weights.length; k++) {
      var plus = at(f, argument, direction, k * h);
      var more = scaled(difference(f, argument, direction, h, plus, k), weights[k - 1]);
      for (int o = 0; o < sum.size(); o++) {
        sum.set(o, sum.get(o).add(more.get(o)));
      }
    }
    return first.with(sum.stream().map(y -> y.div(h)).toList());
  }

  /** {@code f(x + k·h·t)} less its partner. */
  private <P, R> List<Tensor> difference(
      Fn<P, R> f, Tree<P> x, List<Tensor> t, double h, Tree<R> plus, int k) {
    var minus = at(f, x, t, order == 1 ? 0 : -k * h).tensors;
    if (minus.size() != plus.tensors.size()) {
      throw new IllegalArgumentException(
          "a finite difference needs as many tensors from each call, got "
              + plus.tensors.size()
              + " and "
              + minus.size());
    }
    List<Tensor> differences = new ArrayList<>();
    for (int o = 0; o < minus.size(); o++) {
      var y = plus.tensors.get(o);
      checkFloating(y);
      if (!y.shape().equals(minus.get(o).shape())) {
        throw new ShapeException(
            "a finite difference needs results of one shape from each call, got "
                + y.shape()
                + " and "
                + minus.get(o).shape());
      }
      differences.add(y.sub(minus.get(o)));
    }
    return differences;
  }

  private static <P, R> Tree<R> at(Fn<P, R> f, Tree<P> x, List<Tensor> t, double far) {
    List<Tensor> moved = new ArrayList<>();
    for (int k = 0; k < t.size(); k++) {
      moved.add(x.tensors.get(k).add(t.get(k).mul(far)));
    }
    return Tree.of(f.apply(x.with(moved)));
  }

  private static List<Tensor> scaled(List<Tensor> y, double by) {
    List<Tensor> scaled = new ArrayList<>();
    y.forEach(one -> scaled.add(one.mul(by)));
    return scaled;
  }

  private double step(List<Tensor> x) {
    if (step != null) {
      return step;
    }
    double epsilon = x.stream().mapToDouble(one -> one.dtype().epsilon()).max().orElse(0x1p-52);
    return Math.pow(epsilon, 1.0 / (order + 1));
  }

  /**
   * The Jacobian, as {@link Fluxion#jacobian} has it.
   *
   * @param f a function with one tensor as result
   * @param x where
   * @param <P> the argument, of floating tensors
   * @return for each tensor of x one of the shape of the result followed by its own
   * @throws ShapeException if shapes of results differ
   * @throws DTypeException if a tensor is not floating
   */
  public <P> P jacobian(Fn<P, Tensor> f, P x) {
    return Jacobian.row(Tree.of(x), blocks(f, x));
  }

  /**
   * The Jacobian of a function with several tensors as result, as blocks.
   *
   * @param f a function
   * @param x where
   * @param <P> the argument, of floating tensors
   * @param <R> the result, of floating tensors
   * @return the blocks
   * @throws ShapeException if shapes of results differ
   * @throws DTypeException if a tensor is not floating
   */
  public <P, R> Blocks blocks(Fn<P, R> f, P x) {
    var argument = Tree.some("the argument of a finite difference", x);
    argument.tensors.forEach(FiniteDifference::checkFloating);
    return OneByOne.columns(argument.tensors, t -> Tree.of(along(f, x, argument.with(t))).tensors);
  }

  private static void checkFloating(Tensor x) {
    if (!x.dtype().isFloating()) {
      throw Autograd.notFloating(x);
    }
  }

  /** The rule and its step, in words. */
  @Override
  public String toString() {
    return (order == 1 ? "forward" : "central")
        + " differences of order "
        + order
        + (step == null ? "" : ", step " + PythonNumber.repr(step));
  }
}

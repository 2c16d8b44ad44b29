package dev.fluxion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Derivatives of high order, as static functions of {@link Fluxion}: all orders in one run of the
 * function, over power series. The cost grows with the square of the order, where that of nested
 * derivatives doubles with each.
 */
abstract sealed class TaylorTransforms extends Transforms permits SparseTransforms {
  TaylorTransforms() {}

  /**
   * The derivatives of a function along a curve {@code x(s)}, at {@code s = 0}: {@code y =
   * f(x(s))}, {@code y', y'', …}, from {@code x, x', x'', …}, as many as are given.
   *
   * <p>{@code y'} is {@link #jvp} along {@code x'}, and {@code y''} has the bend of the curve in
   * it: {@code f''·x'·x' + f'·x''}. Along a line, {@code x'' = 0}, y has the pure derivatives in a
   * direction.
   *
   * <p>Inside, tensors that follow the curve are not written to.
   *
   * <pre>{@code
   * var at = jet((Tensor x) -> x.exp(), tensor(0.0), List.of(tensor(2.0), tensor(0.0)));
   * at.value();         // tensor(1.)
   * at.derivatives();   // [tensor(2.), tensor(4.)]
   * }</pre>
   *
   * @param f a function of tensor operations
   * @param x the point
   * @param series the derivatives of the curve there, not divided by factorials, each of the
   *     structure, shapes and types of x; may be empty
   * @param <P> the argument, of floating tensors
   * @param <R> the result
   * @return the value and as many derivatives of it, all as f returns it; zeros where it does not
   *     depend on its argument
   * @throws IllegalArgumentException if x has no tensors, or a derivative another structure
   * @throws ShapeException if shapes differ
   * @throws DTypeException if types differ or are not floating
   */
  public static <P, R> Jet<R> jet(Fn<P, R> f, P x, List<P> series) {
    return Jets.jet(f, x, series);
  }

  /**
   * The derivatives of a function of one number, {@code f, f', …} up to order n, applied to each
   * element of a tensor: {@code dⁿ/dsⁿ f(x + s)}.
   *
   * <p>For a function that mixes elements it is the derivative along the direction of ones.
   *
   * <pre>{@code
   * derivatives((Tensor x) -> x.pow(5), 6).apply(tensor(2.0));
   * // [tensor(32.), tensor(80.), tensor(160.), tensor(240.), tensor(240.), tensor(120.), tensor(0.)]
   * }</pre>
   *
   * @param f a function of tensor operations that works element by element
   * @param n the highest order, 0 or more
   * @return the n + 1 derivatives, from the value on, as a function of a floating tensor
   * @throws IllegalArgumentException if n is negative
   */
  public static Fn<Tensor, List<Tensor>> derivatives(Fn<Tensor, Tensor> f, int n) {
    Objects.requireNonNull(f, "f");
    checkOrder("derivatives", n);
    return x -> {
      var jet = Jets.straight(f, x, n);
      List<Tensor> all = new ArrayList<>();
      all.add(jet.value());
      all.addAll(jet.derivatives());
      return List.copyOf(all);
    };
  }

  /**
   * The derivative of order n of a function of one number, applied to each element of a tensor: the
   * last of {@link #derivatives}.
   *
   * <pre>{@code
   * nthDerivative((Tensor x) -> x.reciprocal(), 4).apply(tensor(1.0, 2.0));   // tensor([24.0000,  0.7500])
   * }</pre>
   *
   * @param f a function of tensor operations that works element by element
   * @param n the order, 0 or more
   * @return the derivative as a function of a floating tensor
   * @throws IllegalArgumentException if n is negative
   */
  public static Fn<Tensor, Tensor> nthDerivative(Fn<Tensor, Tensor> f, int n) {
    Objects.requireNonNull(f, "f");
    checkOrder("nthDerivative", n);
    return x -> {
      var jet = Jets.straight(f, x, n);
      return n == 0 ? jet.value() : jet.derivatives().getLast();
    };
  }

  private static void checkOrder(String call, int n) {
    if (n < 0) {
      throw new IllegalArgumentException(call + " takes an order of 0 or more, got " + n);
    }
  }
}

package dev.fluxion;

import java.util.List;

/**
 * The Jacobian of a function with one tensor as result: {@code J[i…, j…] = ∂f(x)[i…] / ∂x[j…]}, for
 * an argument of several tensors one for each, in the structure of the argument. {@link
 * Fluxion#jacobian} makes it.
 *
 * <p>Reverse mode costs as much as there are elements of the result, forward mode as there are of
 * the argument; the cheaper one is taken, and {@link #mode} says which and why.
 *
 * <pre>{@code
 * Fn<Tensor, Tensor> f = x -> x.square().sum();
 * var j = jacobian(f);
 * j.apply(tensor(1.0, 2.0));   // tensor([2., 4.])
 * j.mode(tensor(1.0, 2.0));    // reverse, 1 row: the result has 1 element, the argument 2
 * }</pre>
 *
 * @param <P> the argument: a tensor or a tree of tensors
 */
public final class Jacobian<P> implements Fn<P, P> {
  private static final long serialVersionUID = 1;

  /** The function. */
  private final Fn<P, Tensor> f;

  /** Whether what the result does not depend on is refused. */
  private final boolean strict;

  Jacobian(Fn<P, Tensor> f, boolean strict) {
    this.f = f;
    this.strict = strict;
  }

  /**
   * Refuses arguments on which the result does not depend at all, where otherwise the derivatives
   * are zeros.
   *
   * @return the Jacobian that is strict
   */
  public Jacobian<P> strict() {
    return new Jacobian<>(f, true);
  }

  /**
   * The Jacobian at a point.
   *
   * @param x where
   * @return for each tensor of x one of the shape of the result followed by its own
   * @throws DTypeException if a tensor of x, or the result, is not floating
   * @throws GraphException if the Jacobian is {@link #strict()} and the result does not depend on a
   *     tensor of x
   */
  @Override
  public P apply(P x) {
    var pullback = Pullback.of(f, x);
    var argument = pullback.argument();
    for (int k = 0; strict && k < argument.tensors.size(); k++) {
      if (!pullback.uses(0, k)) {
        throw new GraphException(
            "a strict Jacobian needs a result that depends on each tensor of the argument, but"
                + " number "
                + k
                + " of shape "
                + argument.tensors.get(k).shape()
                + " is not used");
      }
    }
    var blocks = isReverse(pullback) ? Jacobians.reverse(pullback) : Jacobians.forward(f, x);
    return argument.with(blocks.rows().getFirst());
  }

  private static boolean isReverse(Pullback<?, Tensor> f) {
    return f.result().value.size() <= f.argument().size();
  }

  /**
   * Which mode is taken at a point, and why; runs the function once.
   *
   * @param x where
   * @return a sentence
   */
  public String mode(P x) {
    var pullback = Pullback.of(f, x);
    int m = pullback.result().value.size();
    int n = pullback.argument().size();
    return (isReverse(pullback) ? "reverse, " + count(m, "row") : "forward, " + count(n, "column"))
        + ": the result has "
        + count(m, "element")
        + ", the argument "
        + n;
  }

  private static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  /** The one row of blocks that a function with one result has. */
  static <P> P row(Tree<P> argument, Blocks blocks) {
    List<Tensor> row = blocks.rows().getFirst();
    return argument.with(row);
  }
}

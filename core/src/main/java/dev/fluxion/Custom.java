package dev.fluxion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A function whose derivative a user states, made by {@link Fluxion#customVjp} or {@link
 * Fluxion#customJvp}. It is used as any function, in both modes, mapped and to any order.
 *
 * @param <P> the argument: a tensor or a tree of tensors
 * @param <R> the result: a tensor or a tree of tensors
 */
public final class Custom<P, R> implements Fn<P, R> {
  private static final long serialVersionUID = 1;

  /** The function, with what its pull needs. */
  private final Fn<P, Residuals<R, Object>> forward;

  /** The vector-Jacobian product; null if it is to be had from the other one. */
  private final @Nullable Pull<Object, R, P> pull;

  /** The Jacobian-vector product; null if it is to be had from the other one. */
  private final @Nullable Push<P, R> push;

  /** The results that have no derivative, a set of bits. */
  private final long constants;

  /** Whether a batch is a loop. */
  private final boolean isSequential;

  private Custom(
      Fn<P, Residuals<R, Object>> forward,
      @Nullable Pull<Object, R, P> pull,
      @Nullable Push<P, R> push,
      long constants,
      boolean isSequential) {
    this.forward = forward;
    this.pull = pull;
    this.push = push;
    this.constants = constants;
    this.isSequential = isSequential;
  }

  @SuppressWarnings("unchecked") // what the function saves comes back to its own pull only
  static <P, R, S> Custom<P, R> ofVjp(Fn<P, Residuals<R, S>> forward, Pull<S, R, P> pull) {
    return new Custom<>(
        x -> {
          var ran = forward.apply(x);
          return new Residuals<>(ran.value(), ran.saved());
        },
        (saved, ct) -> pull.apply((S) saved, ct),
        null,
        0,
        false);
  }

  static <P, R> Custom<P, R> ofJvp(Fn<P, R> f, Push<P, R> push) {
    return new Custom<>(x -> new Residuals<>(f.apply(x), x), null, push, 0, false);
  }

  /**
   * States the Jacobian-vector product too, for forward mode. Without it that is had by transposing
   * the pull, which therefore has to be linear in the cotangent.
   *
   * @param rule from argument and tangent to the tangent of the result
   * @return the function with both rules
   */
  public Custom<P, R> jvp(Push<P, R> rule) {
    return new Custom<>(forward, pull, rule, constants, isSequential);
  }

  /**
   * Lets results have no derivative: they require no gradient, and cotangents for them are zeros.
   *
   * @param results their numbers, in the order of the tensors of the result
   * @return the function with these results constant
   * @throws IndexException if a number is not in {@code [0, 63]}
   */
  public Custom<P, R> nonDifferentiable(int... results) {
    long all = constants;
    for (int k : results) {
      if (k < 0 || k > 63) {
        throw new IndexException("the number of a result lies in [0, 63], got " + k);
      }
      all |= 1L << k;
    }
    return new Custom<>(forward, pull, push, all, isSequential);
  }

  /**
   * Lets {@code vmap} call the function for one after another, for functions that read the numbers
   * of their argument.
   *
   * @return the function that is mapped so
   */
  public Custom<P, R> sequential() {
    return new Custom<>(forward, pull, push, constants, true);
  }

  /**
   * The value of the function, followed by its rule where the argument is followed.
   *
   * @param x the argument
   * @return the value, in memory of its own
   * @throws GraphException if the function uses tensors that are followed beside its argument
   */
  @Override
  public R apply(P x) {
    return new Call(Tree.some("the argument of a custom rule", x)).run();
  }

  /** One call: the rules over lists of tensors. */
  private final class Call {
    private final Tree<P> argument;
    private final AtomicReference<Tree<R>> result = new AtomicReference<>();

    Call(Tree<P> argument) {
      this.argument = argument;
    }

    R run() {
      var op =
          new CustomOp(
              "CustomBackward",
              this::forward,
              pull == null ? this::transposed : (saved, ct) -> pulled(pull, saved, ct),
              push == null ? null : (at, t) -> pushed(push, at, t),
              constants,
              isSequential);
      var y = op.run(argument.tensors);
      return result.get().with(y);
    }

    private CustomOp.Ran forward(List<Tensor> x) {
      var ran = forward.apply(argument.with(x));
      var tree = Tree.some("the result of a custom rule", ran.value());
      result.set(tree);
      return new CustomOp.Ran(tree.tensors, ran.saved());
    }

    private @Nullable Tensor[] pulled(Pull<Object, R, P> rule, Object saved, List<Tensor> ct) {
      var all = argument.optional(rule.apply(saved, result.get().with(ct)));
      var out = new @Nullable Tensor[all.size()];
      for (int k = 0; k < out.length; k++) {
        var one = all.get(k);
        if (one != null && argument.tensors.get(k).dtype().isFloating()) {
          checkLike(k, one, argument.tensors.get(k));
          out[k] = one;
        }
      }
      return out;
    }

    private static void checkLike(int k, Tensor got, Tensor x) {
      if (!got.shape().equals(x.shape())) {
        throw new ShapeException(
            "a custom vjp returns cotangents of the shapes of its arguments, got "
                + got.shape()
                + " for "
                + x.shape()
                + ", number "
                + k);
      }
      Autograd.checkLike("a cotangent of a custom vjp", got, x);
    }

    private List<Tensor> pushed(Push<P, R> rule, List<Tensor> x, List<Tensor> t) {
      var tangents =
          result
              .get()
              .matched(
                  "the tangent of a custom jvp", rule.apply(argument.with(x), argument.with(t)));
      for (int k = 0; k < tangents.size(); k++) {
        Autograd.checkLike(
            "the tangent of a custom jvp", tangents.get(k), result.get().tensors.get(k));
      }
      return tangents;
    }

    /** The pull that a jvp implies: it is linear in the tangent. */
    private @Nullable Tensor[] transposed(Object saved, List<Tensor> ct) {
      var rule = Objects.requireNonNull(push);
      List<Tensor> x = Tree.tensors(saved);
      List<Tensor> active = x.stream().filter(one -> one.dtype().isFloating()).toList();
      var pullback =
          Pullback.of(
              (List<Tensor> t) -> pushed(rule, x, merged(x, t)),
              active.stream().map(Fluxion::zerosLike).toList());
      Linearity.check(
          pullback,
          "reverse mode needs a jvp that is linear in the tangent, as that of CustomBackward is not;"
              + " state both rules, with customVjp(…).jvp(…)");
      var cts = pullback.pull(ct, false);
      var out = new @Nullable Tensor[x.size()];
      int n = 0;
      for (int k = 0; k < out.length; k++) {
        out[k] = x.get(k).dtype().isFloating() ? cts.get(n++) : null;
      }
      return out;
    }

    private static List<Tensor> merged(List<Tensor> x, List<Tensor> t) {
      List<Tensor> all = new ArrayList<>();
      int n = 0;
      for (var one : x) {
        all.add(one.dtype().isFloating() ? t.get(n++) : Fluxion.zerosLike(one));
      }
      return all;
    }
  }
}

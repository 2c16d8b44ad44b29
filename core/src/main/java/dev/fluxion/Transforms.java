package dev.fluxion;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Functions of functions, as static functions of {@link Fluxion}. They take one argument: a tensor,
 * or records, lists, maps and arrays of tensors; what has the structure of an argument comes back
 * in it. They compose to any depth and in any order, and mix with tensors that are followed
 * otherwise: a function may use any.
 *
 * <p>Over 400 lines, since every function has its whole Javadoc.
 */
abstract sealed class Transforms extends Scopes permits TaylorTransforms {
  Transforms() {}

  /**
   * The function itself: gives a lambda a type where {@code var} has none for it.
   *
   * <pre>{@code
   * var f = fn((Tensor x) -> x.square().sum());
   * grad(f).apply(tensor(1.0, 2.0));   // tensor([2., 4.])
   * }</pre>
   *
   * @param f a function
   * @param <P> its argument
   * @param <R> its result
   * @return f
   */
  public static <P, R> Fn<P, R> fn(Fn<P, R> f) {
    return Objects.requireNonNull(f, "f");
  }

  /**
   * The gradient of a function, as a function: {@code x ↦ ∇f(x)}.
   *
   * <pre>{@code
   * Fn<Tensor, Tensor> f = x -> x.pow(3).sum();
   * grad(f).apply(tensor(1.0, 2.0));                         // tensor([ 3., 12.])
   * grad(grad((Tensor x) -> x.pow(3))).apply(tensor(2.0));   // tensor(12.)
   * }</pre>
   *
   * @param f a function of tensor operations whose result has one element
   * @param <P> its argument, of floating tensors
   * @return the gradient in the structure, shapes and types of the argument; zeros where f does not
   *     depend on it. It throws a {@link GraphException} if the result has several elements and a
   *     {@link DTypeException} if a tensor is not floating
   */
  public static <P> Fn<P, P> grad(Fn<P, Tensor> f) {
    return x -> gradient("grad", f, x).grad();
  }

  /**
   * {@link #grad(Fn)} that gives the value too, from the same run.
   *
   * <pre>{@code
   * var at = valueAndGrad((Tensor x) -> x.square().sum()).apply(tensor(1.0, 2.0));
   * at.value();   // tensor(5.)
   * at.grad();    // tensor([2., 4.])
   * }</pre>
   *
   * @param f a function of tensor operations whose result has one element
   * @param <P> its argument, of floating tensors
   * @return value and gradient, as a function of the argument
   */
  public static <P> Fn<P, ValueAndGrad<P>> valueAndGrad(Fn<P, Tensor> f) {
    return x -> gradient("valueAndGrad", f, x);
  }

  private static <P> ValueAndGrad<P> gradient(String call, Fn<P, Tensor> f, P x) {
    var pullback = Pullback.of(f, x);
    var y = pullback.scalar(call);
    var grads = pullback.pull(List.of(onesLike(y)), false);
    return new ValueAndGrad<>(pullback.value(), pullback.argument().with(grads));
  }

  /**
   * {@link #valueAndGrad} of a function that returns something beside its value.
   *
   * <pre>{@code
   * var at = valueAndGradWithAux((Tensor x) -> new WithAux<>(x.square(), "aux")).apply(tensor(3.0));
   * at.value().grad();   // tensor(6.)
   * at.aux();            // aux
   * }</pre>
   *
   * @param f a function whose value has one element
   * @param <P> its argument, of floating tensors
   * @param <A> what comes with the value, which is not differentiated
   * @return value, gradient and what came with them, as a function of the argument
   */
  public static <P, A> Fn<P, WithAux<ValueAndGrad<P>, A>> valueAndGradWithAux(
      Fn<P, WithAux<Tensor, A>> f) {
    return x -> {
      var aux = new AtomicReference<A>();
      var pullback =
          Pullback.of(
              (P p) -> {
                var both = f.apply(p);
                aux.set(both.aux());
                return both.value();
              },
              x);
      var y = pullback.scalar("valueAndGradWithAux");
      var grads = pullback.pull(List.of(onesLike(y)), false);
      var at = new ValueAndGrad<>(pullback.value(), pullback.argument().with(grads));
      return new WithAux<>(at, Tree.mapped(aux.get(), pullback::outside));
    };
  }

  /**
   * The value of a function and its pullback {@code ct ↦ J(x)ᵀ·ct}, which goes through the one
   * recorded run as often as it is called.
   *
   * <pre>{@code
   * var at = vjp((Tensor x) -> x.square(), tensor(1.0, 2.0));
   * at.value();                               // tensor([1., 4.])
   * at.pullback().apply(tensor(1.0, 10.0));   // tensor([ 2., 40.])
   * }</pre>
   *
   * @param f a function of tensor operations
   * @param x where
   * @param <P> the argument, of floating tensors
   * @param <R> the result
   * @return value and pullback
   * @throws DTypeException if a tensor of x is not floating
   */
  public static <P, R> Vjp<P, R> vjp(Fn<P, R> f, P x) {
    var pullback = Pullback.of(f, x);
    return new Vjp<>(pullback.value(), pullback::pull);
  }

  /**
   * The value of a function and its derivative along a direction, {@code f(x)} and {@code J(x)·t},
   * in one forward run over dual numbers.
   *
   * <pre>{@code
   * var at = jvp((Tensor x) -> x.sin().mul(x), tensor(2.0), tensor(1.0));
   * at.value();     // tensor(1.8186)
   * at.tangent();   // tensor(0.0770)
   * }</pre>
   *
   * @param f a function of tensor operations
   * @param x where
   * @param t the direction, of the structure, shapes and types of x
   * @param <P> the argument, of floating tensors
   * @param <R> the result
   * @return value and tangent, both as f returns it; zeros where it does not depend on its
   *     argument. They may share memory with x and t, as where f returns its argument
   * @throws ShapeException if the shapes of x and t differ
   * @throws DTypeException if the types differ or are not floating
   */
  public static <P, R> Jvp<R> jvp(Fn<P, R> f, P x, P t) {
    return Pushforward.jvp(f, x, t);
  }

  /**
   * The value of a function and its derivative at this point as a linear function {@code t ↦
   * J(x)·t}, which does not run f again. Worth it for several directions; {@link #jvp} is cheaper
   * for one.
   *
   * <pre>{@code
   * var at = linearize((Tensor x) -> x.sin().mul(x), tensor(1.0));
   * at.pushforward().apply(tensor(2.0));   // tensor(2.7635)
   * }</pre>
   *
   * @param f a function of tensor operations
   * @param x where
   * @param <P> the argument, of floating tensors
   * @param <R> the result, of floating tensors
   * @return value and pushforward
   * @throws DTypeException if a tensor of argument or result is not floating
   */
  public static <P, R> Linearized<P, R> linearize(Fn<P, R> f, P x) {
    var pullback = Pullback.of(f, x);
    var pushforward = pullback.transposed();
    return new Linearized<>(
        pullback.value(), t -> pushforward.pull("the tangent of linearize", "a tangent", t));
  }

  /**
   * The Jacobian of a function with one tensor as result, in the cheaper of the two modes; {@link
   * Jacobian#mode} tells which.
   *
   * <pre>{@code
   * jacobian((Tensor x) -> x.mul(x.sum())).apply(tensor(1.0, 2.0));
   * // tensor([[4., 1.],
   * //         [2., 5.]])
   * }</pre>
   *
   * @param f a function of tensor operations
   * @param <P> its argument, of floating tensors
   * @return the Jacobian as a function of the argument: for each tensor of it, in its structure,
   *     one of the shape of the result followed by its own
   */
  public static <P> Jacobian<P> jacobian(Fn<P, Tensor> f) {
    return new Jacobian<>(f, false);
  }

  /**
   * The Jacobian by forward mode, all columns in one run: for fewer arguments than results.
   *
   * @param f a function of tensor operations
   * @param <P> its argument, of floating tensors
   * @return as {@link #jacobian} gives it
   */
  public static <P> Fn<P, P> jacfwd(Fn<P, Tensor> f) {
    return x -> Jacobian.row(Tree.of(x), Jacobians.forward(f, x));
  }

  /**
   * The Jacobian by reverse mode, all rows in one pass: for fewer results than arguments.
   *
   * @param f a function of tensor operations
   * @param <P> its argument, of floating tensors
   * @return as {@link #jacobian} gives it
   */
  public static <P> Fn<P, P> jacrev(Fn<P, Tensor> f) {
    return x -> {
      var pullback = Pullback.of(f, x);
      return Jacobian.row(pullback.argument(), Jacobians.reverse(pullback));
    };
  }

  /**
   * The Jacobian of a function with several tensors as result, as blocks, in the cheaper mode.
   *
   * @param f a function of tensor operations
   * @param <P> its argument, of floating tensors
   * @param <R> its result, of floating tensors
   * @return the blocks as a function of the argument
   */
  public static <P, R> Fn<P, Blocks> jacobianBlocks(Fn<P, R> f) {
    return x -> {
      var pullback = Pullback.of(f, x);
      return pullback.result().size() <= pullback.argument().size()
          ? Jacobians.reverse(pullback)
          : Jacobians.forward(f, x);
    };
  }

  /**
   * The Hessian {@code ∂²f/∂xᵢ∂xⱼ}, by forward over reverse mode: the pushforward of the gradient
   * along all unit vectors in one run.
   *
   * <pre>{@code
   * hessian((Tensor x) -> x.prod()).apply(tensor(1.0, 2.0, 3.0));
   * // tensor([[0., 3., 2.],
   * //         [3., 0., 1.],
   * //         [2., 1., 0.]])
   * }</pre>
   *
   * @param f a function of tensor operations whose result has one element
   * @return the Hessian as a function of the argument, of its shape twice
   */
  public static Fn<Tensor, Tensor> hessian(Fn<Tensor, Tensor> f) {
    return x -> jacfwd(grad(f)).apply(x);
  }

  /**
   * The Hessian of a function of several tensors, as blocks.
   *
   * @param f a function of tensor operations whose result has one element
   * @param <P> its argument, of floating tensors
   * @return the blocks as a function of the argument
   */
  public static <P> Fn<P, Blocks> hessianBlocks(Fn<P, Tensor> f) {
    return x -> Jacobians.forward(grad(f), x);
  }

  /**
   * The product of the Hessian and a vector, {@code ∇²f(x)·v}, by forward over reverse mode: the
   * cost of a few gradients, whatever the size of x.
   *
   * <pre>{@code
   * hvp((Tensor x) -> x.pow(3).sum(), tensor(1.0, 2.0), tensor(1.0, -1.0));   // tensor([  6., -12.])
   * }</pre>
   *
   * @param f a function of tensor operations whose result has one element
   * @param x where
   * @param v the vector, of the structure, shapes and types of x
   * @param <P> the argument, of floating tensors
   * @return the product, like x
   */
  public static <P> P hvp(Fn<P, Tensor> f, P x, P v) {
    return jvp(grad(f), x, v).tangent();
  }

  /**
   * The product of a vector and the Hessian, {@code vᵀ·∇²f(x)}, by reverse over reverse mode. The
   * Hessian is symmetric, so this is {@link #hvp}, which is cheaper as a rule.
   *
   * @param f a function of tensor operations whose result has one element
   * @param x where
   * @param v the vector, of the structure, shapes and types of x
   * @param <P> the argument, of floating tensors
   * @return the product, like x
   */
  public static <P> P vhp(Fn<P, Tensor> f, P x, P v) {
    return vjp(grad(f), x).pullback().apply(v);
  }

  /**
   * Maps a function over the first axis of all its arguments; {@link Vmap#in} and {@link Vmap#out}
   * name other axes. Mapped over a gradient it gives those of single samples.
   *
   * <pre>{@code
   * Fn<Tensor, Tensor> f = x -> x.square().sum();
   * vmap(grad(f)).apply(ones(2, 3));
   * // tensor([[2., 2., 2.],
   * //         [2., 2., 2.]])
   * }</pre>
   *
   * @param f a function of tensor operations, for one
   * @param <P> the argument: a tensor or a tree of tensors
   * @param <R> the result: a tensor or a tree of tensors
   * @return the function for many
   */
  public static <P, R> Vmap<P, R> vmap(Fn<P, R> f) {
    return new Vmap<>(f, new Integer[] {0}, new Integer[] {0}, false);
  }

  /**
   * A function with a vector-Jacobian product of its own, for reverse mode; forward mode has it by
   * transposition, if the pull is linear in the cotangent, or from {@link Custom#jvp}.
   *
   * <pre>{@code
   * var f =
   *     customVjp(
   *         (Tensor x) -> new Residuals<>(x.exp().add(1).log(), x),
   *         (Tensor x, Tensor ct) -> ct.mul(sub(1, x.exp().add(1).reciprocal())));
   * grad(f).apply(tensor(100.0));   // tensor(1.)
   * }</pre>
   *
   * @param forward the function: its value, and what the pull needs
   * @param pull from what was saved and a cotangent to the cotangent of the argument
   * @param <P> the argument
   * @param <R> the result
   * @param <S> what is saved
   * @return the function with that rule. A pull made of tensor operations can be differentiated
   *     again, and what it reads of {@code saved} has the history with which it was computed
   */
  public static <P, R, S> Custom<P, R> customVjp(
      Fn<P, Residuals<R, S>> forward, Pull<S, R, P> pull) {
    return Custom.ofVjp(forward, pull);
  }

  /**
   * A function with a Jacobian-vector product of its own, from which reverse mode has the other by
   * transposition.
   *
   * <pre>{@code
   * Fn<Tensor, Tensor> sin = x -> x.sin();
   * var f = customJvp(sin, (x, t) -> t.mul(x.cos()));
   * grad(f).apply(tensor(0.0));                 // tensor(1.)
   * grad(grad(grad(f))).apply(tensor(0.0));     // tensor(-1.)
   * }</pre>
   *
   * @param f the function
   * @param rule from argument and tangent to the tangent of the result; linear in the tangent
   * @param <P> the argument
   * @param <R> the result
   * @return the function with that rule
   */
  public static <P, R> Custom<P, R> customJvp(Fn<P, R> f, Push<P, R> rule) {
    return Custom.ofJvp(f, rule);
  }

  /**
   * The transpose {@code ct ↦ Aᵀ·ct} of a linear function {@code x ↦ A·x}.
   *
   * <pre>{@code
   * var a = linearTranspose((Tensor x) -> x.sum().mul(2), ones(3));
   * a.apply(tensor(5.0));   // tensor([10., 10., 10.])
   * }</pre>
   *
   * @param f a linear function of tensor operations
   * @param like a tensor, or tree of tensors, like its argument; the values do not matter
   * @param <P> the argument, of floating tensors
   * @param <R> the result
   * @return the transpose
   * @throws GraphException if f is not linear
   */
  public static <P, R> Fn<R, P> linearTranspose(Fn<P, R> f, P like) {
    var tree = Tree.some("the argument of linearTranspose", like);
    return Linearity.transposable(
            f, tree, "linearTranspose needs a linear function, got one that is not; use vjp")
        ::pull;
  }

  /**
   * A function that keeps nothing for a pass but its argument, and is run again when one comes:
   * less memory for the time of one more run. Calls nest. Tensors that the function uses beside its
   * argument get their gradients too, and random numbers are drawn as the first time.
   *
   * <pre>{@code
   * Fn<Tensor, Tensor> block = x -> x.sin().exp().sum();
   * grad(checkpoint(block)).apply(tensor(0.0));   // tensor(1.)
   * }</pre>
   *
   * @param f a function of tensor operations that gives the same each time
   * @param <P> its argument
   * @param <R> its result
   * @return the function without memory. Inside of {@code vmap} or {@code jvp}, where something
   *     around them is differentiated in reverse, it is f itself
   */
  public static <P, R> Fn<P, R> checkpoint(Fn<P, R> f) {
    return x -> Checkpoint.apply(f, x);
  }

  /**
   * {@link #checkpointedLoop(int, int, Object, LoopBody)} that keeps 100 states: 100,000 steps are
   * run four times each at most.
   *
   * @param steps how many steps, 0 or more
   * @param state the first state
   * @param body from a state to the next
   * @param <S> the state, a tree of tensors
   * @return the last state
   */
  public static <S> S checkpointedLoop(int steps, S state, LoopBody<S> body) {
    return CheckpointedLoop.run(steps, 100, state, body);
  }

  /**
   * A loop whose gradient needs the memory of few states: the binomial schedule keeps some and runs
   * the steps between them again.
   *
   * <pre>{@code
   * Fn<Tensor, Tensor> f = x -> checkpointedLoop(1000, 10, x, (_, s) -> s.mul(0.999));
   * grad(f).apply(tensor(2.0));   // tensor(0.3677)
   * }</pre>
   *
   * @param steps how many steps, 0 or more
   * @param snapshots how many states may be kept beside the first, 1 or more. With c of them, steps
   *     are run r + 2 times in all at most where {@code C(c + 1 + r, r) ≥ steps}
   * @param state the first state
   * @param body from a state to the next; gives the same each time it is run
   * @param <S> the state, a tree of tensors
   * @return the last state. A pass that is itself recorded keeps all states
   * @throws IllegalArgumentException if steps or snapshots are too few, or a step returns another
   *     number of tensors
   */
  public static <S> S checkpointedLoop(int steps, int snapshots, S state, LoopBody<S> body) {
    return CheckpointedLoop.run(steps, snapshots, state, body);
  }
}

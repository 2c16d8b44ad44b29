package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.sub;
import static dev.fluxion.Fluxion.zeros;

import dev.fluxion.Fn;
import dev.fluxion.ShapeException;
import dev.fluxion.Tensor;

/**
 * Functions that equations define, with derivatives that come from the equation and not from the
 * solver: solutions of linear systems, roots, fixed points, minima, trajectories.
 *
 * <p>All have derivatives in both modes and to any order, by everything in the parameters. Inside
 * of {@code vmap} those of a batch are solved one after another. Functions that a user states are
 * made of tensor operations, and have derivatives by their arguments alone: a tensor used beside
 * these is refused if it is being differentiated. Solvers compute with doubles; results have the
 * type of the unknown.
 *
 * <pre>{@code
 * Fn<Tensor, Tensor> sqrt = a -> Implicit.root((z, p) -> z.square().sub(p), a, ones());
 * sqrt.apply(tensor(2.0));              // tensor(1.4142)
 * grad(sqrt).apply(tensor(2.0));        // tensor(0.3536)
 * grad(grad(sqrt)).apply(tensor(2.0));  // tensor(-0.0884)
 * }</pre>
 */
public final class Implicit {
  private Implicit() {}

  /**
   * {@code x = A⁻¹·b} [(…, n, n) × (…, n) → (…, n), or (…, n, n) × (…, n, k) → (…, n, k)], by
   * triangular factors with partial pivoting. With {@code w = A⁻ᵀ·ct} the cotangents are {@code w}
   * of b and {@code -w·xᵀ} of A.
   *
   * <pre>{@code
   * var a = tensor(new double[][] {{2, 1}, {1, 3}});
   * Implicit.linearSolve(a, tensor(3.0, 5.0));   // tensor([0.8000, 1.4000])
   * }</pre>
   *
   * @param a matrices
   * @param b right sides, with the axes of a in front
   * @return a new tensor; NaN where the matrix is not finite
   * @throws ShapeException if the shapes do not fit
   * @throws dev.fluxion.DTypeException if the types differ or are not floating
   * @throws IllegalArgumentException if a matrix is singular, that is, if a pivot is exactly 0
   */
  public static Tensor linearSolve(Tensor a, Tensor b) {
    return DenseSystem.solve(a, b);
  }

  /**
   * {@link #linearSolve(Parametric, Object, Tensor, Stopping)} with a function that has no
   * parameters, for derivatives by b.
   *
   * <pre>{@code
   * Fn<Tensor, Tensor> a = x -> x.mul(tensor(2.0, 4.0));
   * Implicit.linearSolve(a, tensor(1.0, 1.0));   // tensor([0.5000, 0.2500])
   * }</pre>
   *
   * @param a a linear function, symmetric and positive definite
   * @param b the right side, of any shape
   * @return the solution, like b
   * @throws IllegalArgumentException if the function is not positive definite
   * @throws ConvergenceException if the residual is not reached
   */
  public static Tensor linearSolve(Fn<Tensor, Tensor> a, Tensor b) {
    return linearSolve((x, _) -> a.apply(x), zeros(b.dtype()), b, Stopping.DEFAULT);
  }

  /**
   * The solution {@code x} of {@code op(x, a) = b} for a function that is linear in x, symmetric
   * and positive definite, by conjugate gradients: no matrix is made. It is the caller's to know
   * that the function is symmetric; that is not checked. For one that is not, solve {@code
   * opᵀ(op(x)) = opᵀ(b)}, with {@code linearTranspose}.
   *
   * @param op from an unknown like b, and parameters, to a tensor like b
   * @param a the parameters
   * @param b the right side, of any shape
   * @param stop a residual of {@code tolerance · |b|} is reached within so many steps
   * @param <P> the parameters
   * @return the solution, like b
   * @throws ShapeException if the function returns another shape
   * @throws dev.fluxion.DTypeException if it returns another type, or b is not floating
   * @throws IllegalArgumentException if the function is not positive definite
   * @throws ConvergenceException if the residual is not reached
   */
  public static <P> Tensor linearSolve(Parametric<P> op, P a, Tensor b, Stopping stop) {
    return new PositiveSystem<>(a, b).solution(op, stop);
  }

  /**
   * {@link #root(Parametric, Object, Tensor, Stopping)} with {@link Stopping#DEFAULT}.
   *
   * @param g the function whose root is looked for
   * @param a the parameters
   * @param z0 where the search starts
   * @param <P> the parameters
   * @return the root, like z0
   */
  public static <P> Tensor root(Parametric<P> g, P a, Tensor z0) {
    return root(g, a, z0, Stopping.DEFAULT);
  }

  /**
   * The root {@code z(a)} with {@code g(z, a) = 0}, by Newton's method with steps that are halved
   * until {@code |g|} falls. Its derivative is {@code dz = -(∂g/∂z)⁻¹·∂g/∂a·da}.
   *
   * <p>It ends when a step is small, or close to the root when rounding lets {@code |g|} fall no
   * further. A step costs one Jacobian by z and one decomposition of it.
   *
   * @param g from an unknown like z0, and parameters, to a tensor like z0
   * @param a the parameters
   * @param z0 where the search starts; which of several roots is found depends on it, the
   *     derivative by it is zero
   * @param stop when it ends
   * @param <P> the parameters
   * @return the root, like z0
   * @throws ShapeException if g returns another shape
   * @throws dev.fluxion.DTypeException if g returns another type, or z0 is not floating
   * @throws ConvergenceException if no root is found
   * @throws IllegalArgumentException where a derivative is asked for and {@code ∂g/∂z} is singular
   */
  public static <P> Tensor root(Parametric<P> g, P a, Tensor z0, Stopping stop) {
    Unknown.checkFloating("root", z0);
    var z = Found.by(from -> Newton.solve(g, from, stop), new Start<>(a, z0), Start::z0);
    return new ImplicitFunction<>(a, z).follow("root", g);
  }

  /**
   * {@link #fixedPoint(Parametric, Object, Tensor, Stopping)} with {@link Stopping#DEFAULT}.
   *
   * @param step the function that is iterated
   * @param a the parameters
   * @param z0 where the iteration starts
   * @param <P> the parameters
   * @return the fixed point, like z0
   */
  public static <P> Tensor fixedPoint(Parametric<P> step, P a, Tensor z0) {
    return fixedPoint(step, a, z0, Stopping.DEFAULT);
  }

  /**
   * The fixed point {@code z = step(z, a)} that an iteration runs into. Its derivative is {@code dz
   * = (I - ∂step/∂z)⁻¹·∂step/∂a·da}, whatever the number of steps, none of which is kept.
   *
   * <pre>{@code
   * Fn<Tensor, Tensor> z = a -> Implicit.fixedPoint((x, p) -> x.mul(p).cos(), a, zeros());
   * z.apply(tensor(1.0));         // tensor(0.7391)
   * grad(z).apply(tensor(1.0));   // tensor(-0.2975)
   * }</pre>
   *
   * @param step from an unknown like z0, and parameters, to a tensor like z0; contracts around the
   *     fixed point. Where it does so by a factor r, the error is {@code r/(1 - r)} times the last
   *     change
   * @param a the parameters
   * @param z0 where the iteration starts; the derivative by it is zero
   * @param stop when it ends
   * @param <P> the parameters
   * @return the fixed point, like z0
   * @throws ShapeException if step returns another shape
   * @throws dev.fluxion.DTypeException if step returns another type, or z0 is not floating
   * @throws ConvergenceException if it does not come to rest
   * @throws IllegalArgumentException where a derivative is asked for and {@code I - ∂step/∂z} is
   *     singular
   */
  public static <P> Tensor fixedPoint(Parametric<P> step, P a, Tensor z0, Stopping stop) {
    Unknown.checkFloating("fixedPoint", z0);
    var z = Found.by(from -> Iteration.solve(step, from, stop), new Start<>(a, z0), Start::z0);
    return new ImplicitFunction<>(a, z).follow("fixedPoint", (u, p) -> sub(step.apply(u, p), u));
  }

  /**
   * {@link #argmin(Parametric, Object, Tensor, Stopping)} with {@link Stopping#DEFAULT}.
   *
   * @param f the function whose minimum is looked for
   * @param a the parameters
   * @param z0 where the search starts
   * @param <P> the parameters
   * @return the minimiser, like z0
   */
  public static <P> Tensor argmin(Parametric<P> f, P a, Tensor z0) {
    return argmin(f, a, z0, Stopping.DEFAULT);
  }

  /**
   * A local minimiser {@code z(a) = argmin f(z, a)}, by Newton's method with Hessians. It is the
   * root of {@code ∇f}, so its derivative is {@code dz = -H⁻¹·∂∇f/∂a·da}.
   *
   * <pre>{@code
   * Fn<Tensor, Tensor> ridge =
   *     a -> Implicit.argmin((z, p) -> z.sub(3).square().add(z.square().mul(p)), a, zeros());
   * ridge.apply(tensor(0.5));         // tensor(2.)
   * grad(ridge).apply(tensor(0.5));   // tensor(-1.3333)
   * }</pre>
   *
   * @param f from an unknown like z0, and parameters, to one element; twice differentiable
   * @param a the parameters
   * @param z0 where the search starts; the derivative by it is zero
   * @param stop when it ends
   * @param <P> the parameters
   * @return the minimiser, like z0
   * @throws ShapeException if f does not return one element
   * @throws dev.fluxion.DTypeException if z0 is not floating
   * @throws ConvergenceException if no minimum is found at which the Hessian is positive definite
   */
  public static <P> Tensor argmin(Parametric<P> f, P a, Tensor z0, Stopping stop) {
    Unknown.checkFloating("argmin", z0);
    var z = Found.by(from -> Minimum.solve(f, from, stop), new Start<>(a, z0), Start::z0);
    return new ImplicitFunction<>(a, z).follow("argmin", Minimum.gradient(f));
  }

  /**
   * {@link #odeSolve(Dynamics, Tensor, Object, Tensor, Tensor, Tolerances)} between two times that
   * are constants, with {@link Tolerances#DEFAULT}.
   *
   * <pre>{@code
   * Fn<Tensor, Tensor> decay =
   *     rate -> Implicit.odeSolve((t, y, p) -> y.mul(p).neg(), tensor(2.0), rate, 0, 1);
   * decay.apply(tensor(1.0));         // tensor(0.7358)
   * grad(decay).apply(tensor(1.0));   // tensor(-0.7358)
   * }</pre>
   *
   * @param f the right side of {@code y' = f(t, y, p)}
   * @param y0 the state at t0
   * @param p the parameters
   * @param t0 the first time
   * @param t1 the last time
   * @param <P> the parameters
   * @return the state at t1, like y0
   */
  public static <P> Tensor odeSolve(Dynamics<P> f, Tensor y0, P p, double t0, double t1) {
    Unknown.checkFloating("odeSolve", y0);
    var first = full(y0.dtype(), t0);
    return odeSolve(f, y0, p, first, full(y0.dtype(), t1), Tolerances.DEFAULT);
  }

  /**
   * The state {@code y(t1)} of {@code y' = f(t, y, p)} that is {@code y0} at t0, by the method of
   * Dormand and Prince of order 8 with steps as long as the errors allow; t1 may be before t0.
   *
   * <p>Reverse mode integrates the adjoint equation back from t1, together with the state. Nothing
   * of the way is stored, so memory does not depend on the number of steps. The state that comes
   * back is not quite the one that went: dynamics that forget much of where they started, such as
   * strong decay over a long time, have to be cut into pieces by the caller. Forward mode
   * integrates the variational equation. Derivatives have errors as the integrations they come from
   * have, not those of a derivative of the steps.
   *
   * @param f the right side
   * @param y0 the state at t0, of any shape
   * @param p the parameters; a list without elements if there are none
   * @param t0 the first time, a 0-d tensor
   * @param t1 the last time, a 0-d tensor
   * @param tolerances the errors of a step
   * @param <P> the parameters
   * @return the state at t1, like y0
   * @throws ShapeException if f returns another shape, or a time has axes
   * @throws dev.fluxion.DTypeException if f returns another type, or y0 is not floating
   * @throws ConvergenceException if t1 is not reached, or f is not finite on the way
   */
  public static <P> Tensor odeSolve(
      Dynamics<P> f, Tensor y0, P p, Tensor t0, Tensor t1, Tolerances tolerances) {
    Unknown.checkFloating("odeSolve", y0);
    if (t0.rank() != 0 || t1.rank() != 0) {
      throw new ShapeException(
          "odeSolve needs times without axes, got " + t0.shape() + " and " + t1.shape());
    }
    var flow = new Flow<>(y0, p, t0.to(y0.dtype()), t1.to(y0.dtype()));
    return flow.end(f, tolerances);
  }
}

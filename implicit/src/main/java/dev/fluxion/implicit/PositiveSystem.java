package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.customVjp;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.vjp;

import dev.fluxion.Residuals;
import dev.fluxion.Tensor;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.ConjugateGradient;
import org.hipparchus.linear.RealLinearOperator;
import org.hipparchus.linear.RealVector;

/**
 * {@code A(x, a) = b} with a linear function that is symmetric and positive definite, by conjugate
 * gradients (Hestenes and Stiefel 1952). The transpose is the function itself, so the rule of
 * {@link DenseSystem} needs no other solver.
 *
 * @param a the parameters of the function
 * @param b the right side
 */
record PositiveSystem<P>(P a, Tensor b) {
  /** A system with its solution. */
  record Solved<P>(P a, Tensor b, Tensor x) {}

  Tensor solution(Parametric<P> op, Stopping stop) {
    Unknown.checkFloating("linearSolve", b);
    var x = Found.by(system -> system.numbers(op, stop), this, PositiveSystem::b);
    return follow(op, a, b, x, stop);
  }

  private static <P> Tensor follow(Parametric<P> op, P a, Tensor b, Tensor x, Stopping stop) {
    return customVjp(
            (Solved<P> s) ->
                new Residuals<>(Closed.over(s.x, free -> op.apply(free.x, free.a), s), s),
            (s, ct) -> {
              var known = follow(op, s.a, s.b, s.x, stop);
              var w = new PositiveSystem<>(s.a, ct).solution(op, stop);
              var byA = vjp((P p) -> op.apply(known, p), s.a).pullback().apply(w.neg());
              return new Solved<>(byA, w, s.x.mul(0));
            })
        .jvp((s, t) -> {
          var known = follow(op, s.a, s.b, s.x, stop);
          var byA = jvp((P p) -> op.apply(known, p), s.a, t.a).tangent();
          return new PositiveSystem<>(s.a, t.b.sub(byA)).solution(op, stop);
        })
        .apply(new Solved<>(a, b, x));
  }

  private Tensor numbers(Parametric<P> op, Stopping stop) {
    var like = Unknown.like(b);
    var right = b.toDoubleArray();
    if (Unknown.largest(right) == 0) {
      return b;
    }
    var product =
        new RealLinearOperator() {
          @Override
          public int getRowDimension() {
            return right.length;
          }

          @Override
          public int getColumnDimension() {
            return right.length;
          }

          @Override
          public RealVector operate(RealVector x) {
            var y = op.apply(like.tensor(x.toArray()), a);
            like.checked("linearSolve needs a function that keeps shape and type", y);
            return new ArrayRealVector(y.toDoubleArray(), false);
          }
        };
    try {
      var solver = new ConjugateGradient(stop.iterations(), stop.within(b.dtype()), true);
      return like.tensor(solver.solve(product, new ArrayRealVector(right, false)).toArray());
    } catch (MathIllegalArgumentException e) {
      throw notPositive(e);
    } catch (MathIllegalStateException e) {
      throw tooSlow(stop, e);
    }
  }

  private static IllegalArgumentException notPositive(MathIllegalArgumentException cause) {
    return new IllegalArgumentException(
        "linearSolve with a function needs one that is positive definite, got xᵀ·A(x) ≤ 0 for some"
            + " x; solve with a matrix",
        cause);
  }

  private static ConvergenceException tooSlow(Stopping stop, MathIllegalStateException cause) {
    var e =
        new ConvergenceException(
            "linearSolve did not reach a residual of "
                + stop.tolerance()
                + " · |b| within "
                + stop.iterations()
                + " steps; allow more, scale the unknowns, or solve with a matrix");
    e.initCause(cause);
    return e;
  }
}

package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.grad;

import dev.fluxion.ShapeException;
import dev.fluxion.Tensor;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.RealMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Newton's method for the least {@code f(z, a)}: steps {@code -(H + τ·I)⁻¹·∇f}, where {@code τ} is
 * 0 if the Hessian is positive definite and else raised until the sum is, and of which as much is
 * taken as lets f fall enough (Nocedal and Wright 2006, algorithms 3.2 and 3.3).
 */
final class Minimum<P> {
  private static final double SMALLEST = 0x1p-40;
  private static final double ROUNDING = 0x1p-50;

  private final Parametric<P> f;
  private final Parametric<P> gradient;
  private final P a;
  private final Unknown unknown;
  private final Stopping stop;

  private double[] z;
  private double value;
  private double[] slope;
  private double shift;

  private Minimum(Parametric<P> f, P a, Tensor z0, Stopping stop) {
    this.f = f;
    this.gradient = gradient(f);
    this.a = a;
    this.unknown = Unknown.like(z0);
    this.stop = stop;
    this.z = z0.toDoubleArray();
    this.value = valueAt(z);
    this.slope = slopeAt(z);
  }

  /** {@code ∇f} by the unknown, whose root a minimum is. */
  static <P> Parametric<P> gradient(Parametric<P> f) {
    return (z, a) -> grad((Tensor u) -> f.apply(u, a)).apply(z);
  }

  static <P> Tensor solve(Parametric<P> f, Start<P> from, Stopping stop) {
    var search = new Minimum<>(f, from.a(), from.z0(), stop);
    return search.unknown.tensor(search.run());
  }

  private double valueAt(double[] x) {
    var there = f.apply(unknown.tensor(x), a);
    if (there.size() != 1) {
      throw new ShapeException(
          "argmin needs f(z, a) of one element, got the shape " + there.shape());
    }
    return there.item();
  }

  private double[] slopeAt(double[] x) {
    return gradient.apply(unknown.tensor(x), a).toDoubleArray();
  }

  private double[] run() {
    double tolerance = stop.within(unknown.dtype());
    for (int k = 1; k <= stop.iterations(); k++) {
      var step = step();
      double size = Unknown.largest(step);
      double scale = 1 + Unknown.largest(z);
      if (size <= tolerance * scale) {
        return checked(Unknown.moved(z, 1, step));
      }
      if (!descend(step)) {
        // Close to the minimum it is rounding that keeps f from falling.
        if (size <= Math.sqrt(tolerance) * scale) {
          return checked(z);
        }
        throw new ConvergenceException(
            "argmin found no step that lowers f, which is "
                + value
                + " after "
                + (k - 1)
                + " steps; start elsewhere");
      }
    }
    throw new ConvergenceException(
        "argmin did not converge within "
            + stop.iterations()
            + " steps, f is "
            + value
            + " and |∇f| is "
            + Unknown.norm(slope)
            + "; allow more or start closer");
  }

  private double[] checked(double[] found) {
    if (shift > 0) {
      throw new ConvergenceException(
          "argmin needs a minimum where the Hessian is positive definite, got a stationary point"
              + " where it is not; start elsewhere");
    }
    return found;
  }

  private double[] step() {
    int n = z.length;
    var numbers = Unknown.matrix(u -> gradient.apply(u, a), unknown.tensor(z)).toDoubleArray();
    double curvature = Unknown.largest(numbers);
    if (!Double.isFinite(curvature)) {
      throw new ConvergenceException("argmin got a Hessian that is not finite; start elsewhere");
    }
    var square = Lu.matrix(numbers, n, n);
    var hessian = square.add(square.transpose()).scalarMultiply(0.5);
    shift = 0;
    var solver = positive(hessian);
    while (solver == null) {
      double more = shift == 0 ? Math.max(1e-3 * curvature, 1e-8) : shift;
      shift += more;
      for (int i = 0; i < n; i++) {
        hessian.addToEntry(i, i, more);
      }
      solver = positive(hessian);
    }
    return solver.solve(new ArrayRealVector(slope)).mapMultiply(-1).toArray();
  }

  private static @Nullable DecompositionSolver positive(RealMatrix matrix) {
    try {
      return new CholeskyDecomposition(matrix, 1e-10, 0).getSolver();
    } catch (MathIllegalArgumentException notPositive) {
      return null;
    }
  }

  /** Moves along a step; false if no part of it, however small, lowers f enough. */
  private boolean descend(double[] step) {
    double along = 0;
    for (int i = 0; i < step.length; i++) {
      along += step[i] * slope[i];
    }
    for (double s = 1; s >= SMALLEST; s /= 2) {
      var trial = Unknown.moved(z, s, step);
      double there = valueAt(trial);
      boolean isSame = Math.abs(there - value) <= ROUNDING * Math.abs(value);
      // A NaN is not lower.
      if (there <= value + 1e-4 * s * along || isSame) {
        var newSlope = slopeAt(trial);
        if (!isSame || Unknown.norm(newSlope) < Unknown.norm(slope)) {
          z = trial;
          value = there;
          slope = newSlope;
          return true;
        }
      }
    }
    return false;
  }
}

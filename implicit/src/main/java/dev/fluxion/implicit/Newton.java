package dev.fluxion.implicit;

import dev.fluxion.Tensor;

/**
 * Newton's method for {@code g(z, a) = 0}: {@code z ← z - s·(∂g/∂z)⁻¹·g}, where {@code s} is halved
 * from 1 until {@code |g|} falls by a part of what its linear model promises (Dennis and Schnabel
 * 1983, ch. 6). Doubles are iterated, whatever the type of the unknown.
 */
final class Newton<P> {
  private static final String RULE = "root needs g(z, a) of the shape and type of z";
  private static final double SMALLEST = 0x1p-30;

  private final Parametric<P> g;
  private final P a;
  private final Unknown unknown;
  private final Stopping stop;

  private double[] z;
  private double[] residual;

  private Newton(Parametric<P> g, P a, Tensor z0, Stopping stop) {
    this.g = g;
    this.a = a;
    this.unknown = Unknown.like(z0);
    this.stop = stop;
    this.z = z0.toDoubleArray();
    this.residual = at(z);
  }

  static <P> Tensor solve(Parametric<P> g, Start<P> from, Stopping stop) {
    var newton = new Newton<>(g, from.a(), from.z0(), stop);
    return newton.unknown.tensor(newton.run());
  }

  private double[] at(double[] x) {
    return unknown.checked(RULE, g.apply(unknown.tensor(x), a)).toDoubleArray();
  }

  private double[] run() {
    double tolerance = stop.within(unknown.dtype());
    for (int k = 1; k <= stop.iterations(); k++) {
      if (Unknown.largest(residual) == 0) {
        return z;
      }
      var step = step(k);
      double size = Unknown.largest(step);
      double scale = 1 + Unknown.largest(z);
      if (size <= tolerance * scale) {
        return Unknown.moved(z, 1, step);
      }
      if (!descend(step)) {
        // Close to the root it is rounding that keeps the residual from falling.
        if (size <= Math.sqrt(tolerance) * scale) {
          return z;
        }
        throw new ConvergenceException(
            "root found no step that lowers |g|, which is "
                + Unknown.norm(residual)
                + " after "
                + (k - 1)
                + " steps; start elsewhere");
      }
    }
    throw new ConvergenceException(
        "root did not converge within "
            + stop.iterations()
            + " steps, |g| is "
            + Unknown.norm(residual)
            + "; allow more or start closer");
  }

  private double[] step(int k) {
    var matrix = Unknown.matrix(u -> g.apply(u, a), unknown.tensor(z)).toDoubleArray();
    var step = Lu.solve(matrix, z.length, residual, 1);
    if (step == null) {
      throw new ConvergenceException(
          "root needs ∂g/∂z that has an inverse, got a singular one at step "
              + k
              + "; start elsewhere");
    }
    for (int i = 0; i < step.length; i++) {
      step[i] = -step[i];
    }
    return step;
  }

  /** Moves along a step; false if no part of it, however small, lowers the residual. */
  private boolean descend(double[] step) {
    double before = Unknown.norm(residual);
    for (double s = 1; s >= SMALLEST; s /= 2) {
      var trial = Unknown.moved(z, s, step);
      var value = at(trial);
      // A NaN does not.
      if (Unknown.norm(value) <= (1 - 1e-4 * s) * before) {
        z = trial;
        residual = value;
        return true;
      }
    }
    return false;
  }
}

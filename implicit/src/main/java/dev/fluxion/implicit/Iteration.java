package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.sub;

import dev.fluxion.Tensor;

/** The plain iteration {@code z ← step(z, a)}. */
final class Iteration {
  private static final String RULE = "fixedPoint needs step(z, a) of the shape and type of z";

  private Iteration() {}

  static <P> Tensor solve(Parametric<P> step, Start<P> from, Stopping stop) {
    var z = from.z0();
    var unknown = Unknown.like(z);
    double tolerance = stop.within(z.dtype());
    double change = 0;
    for (int k = 0; k < stop.iterations(); k++) {
      var next = unknown.checked(RULE, step.apply(z, from.a()));
      change = Unknown.largest(sub(next, z).toDoubleArray());
      double scale = 1 + Unknown.largest(z.toDoubleArray());
      z = next;
      if (change <= tolerance * scale) {
        return z;
      }
    }
    throw new ConvergenceException(
        "fixedPoint did not converge within "
            + stop.iterations()
            + " steps, the last one changed z by "
            + change
            + "; allow more, start closer, or use root with step(z, a) - z");
  }
}

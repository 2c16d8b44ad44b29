package dev.fluxion.laws;

import dev.fluxion.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two modes are transposes of each other: {@code ⟨J·t, ct⟩ = ⟨t, Jᵀ·ct⟩}. The tolerance is
 * relative to the sum of the absolute values of all terms, which is what rounding goes by; the sums
 * themselves may cancel.
 */
final class AdjointLaw {
  private static final double TOLERANCE = 1e-12;

  private AdjointLaw() {}

  static void check(Subject subject, Point at) {
    var jvp = subject.jvp(at.x(), at.t());
    var vjp = subject.vjp(at.x(), at.ct());
    double left = dot(jvp, at.ct(), false);
    double right = dot(at.t(), vjp, false);
    double size = dot(jvp, at.ct(), true) + dot(at.t(), vjp, true);
    double roundoff = Math.max(Near.roundoff(jvp), Near.roundoff(vjp));
    double tolerance = Math.max(TOLERANCE, 32 * roundoff) * size;
    Near.require(
        Math.abs(left - right) <= tolerance,
        () -> "⟨jvp t, ct⟩ = " + left + ", but ⟨t, vjp ct⟩ = " + right + ", ± " + tolerance);
  }

  private static double dot(List<@Nullable Tensor> a, List<@Nullable Tensor> b, boolean absolute) {
    double sum = 0;
    for (int k = 0; k < a.size(); k++) {
      var x = a.get(k);
      var y = b.get(k);
      if (x != null && y != null) {
        Near.require(
            x.shape().equals(y.shape()),
            () -> "a derivative has the shape " + x.shape() + ", expected " + y.shape());
        sum += dot(x.toDoubleArray(), y.toDoubleArray(), absolute);
      }
    }
    return sum;
  }

  private static double dot(double[] x, double[] y, boolean absolute) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += absolute ? Math.abs(x[i] * y[i]) : x[i] * y[i];
    }
    return sum;
  }
}

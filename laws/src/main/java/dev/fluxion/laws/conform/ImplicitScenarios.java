package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.customVjp;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;

import dev.fluxion.DType;
import dev.fluxion.Residuals;
import dev.fluxion.Tensor;
import java.util.Map;
import java.util.function.Consumer;

/** Prose about values that iterations find and equations differentiate. */
final class ImplicitScenarios {
  static final Map<String, Consumer<Results>> WRITTEN =
      Map.of("sqrt of a by Newton, implicit derivative", ImplicitScenarios::newton);

  private ImplicitScenarios() {}

  /** From z² = a follows dz = da / 2z, however z was found. */
  private static void newton(Results results) {
    var sqrt =
        customVjp(
            (Tensor a) -> {
              var z = full(DType.FLOAT64, root(a.item()));
              return new Residuals<>(z, z);
            },
            (z, ct) -> ct.div(z.mul(2)));
    var two = full(DType.FLOAT64, 2);
    results.numbers("z", sqrt.apply(two).item());
    results.numbers("dz_da", grad(sqrt).apply(two).item());
  }

  /** From above, so the first step that does not fall is rounding. */
  private static double root(double a) {
    double z = Math.max(a, 1);
    for (double next = (z + a / z) / 2; next < z; next = (z + a / z) / 2) {
      z = next;
    }
    return z;
  }
}

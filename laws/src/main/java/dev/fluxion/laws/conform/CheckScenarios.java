package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.gradcheck;
import static dev.fluxion.Fluxion.gradgradcheck;

import dev.fluxion.Fn;
import dev.fluxion.GradCheck;
import dev.fluxion.Tensor;
import java.util.Map;
import java.util.function.Consumer;

/** Prose about checks of derivatives. */
final class CheckScenarios {
  private static final Fn<Tensor, Tensor> RIGHT = x -> x.sin().mul(x).sum();

  /** What is detached is missing in the gradient. */
  private static final Fn<Tensor, Tensor> WRONG = x -> x.mul(x.detach());

  static final Map<String, Consumer<Results>> WRITTEN =
      Map.of(
          "gradcheck of a correct function", CheckScenarios::passes,
          "raise_exception=false", CheckScenarios::reports,
          "no input requires grad",
              results -> results.error(() -> gradcheck(RIGHT, from(new double[] {1, 2}))));

  private CheckScenarios() {}

  private static Tensor leaf() {
    return from(new double[] {0.5, 2}).requiresGrad(true);
  }

  private static void passes(Results results) {
    results.flag("ok", gradcheck(RIGHT, leaf()));
    results.flag("ok2", gradgradcheck(RIGHT, leaf()));
  }

  private static void reports(Results results) {
    results.flag("ok", GradCheck.of(WRONG).check(leaf()).passed());
  }
}

package dev.fluxion.laws.conform;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Prose about derivatives of high order, all at once. */
final class TaylorScenarios {
  static final Map<String, Consumer<Results>> WRITTEN =
      Map.of("jet (Taylor) of sin at 0.5 along 1", TaylorScenarios::sine);

  private TaylorScenarios() {}

  private static void sine(Results results) {
    var zero = Fluxion.full(DType.FLOAT64, 0);
    var line = List.of(Fluxion.full(DType.FLOAT64, 1), zero, zero);
    var jet = Fluxion.jet((Tensor x) -> x.sin(), Fluxion.full(DType.FLOAT64, 0.5), line);
    var d = jet.derivatives();
    results.numbers(
        "series", jet.value().item(), d.get(0).item(), d.get(1).item(), d.get(2).item());
  }
}

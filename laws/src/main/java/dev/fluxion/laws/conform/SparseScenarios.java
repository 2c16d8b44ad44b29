package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.sparseJacobian;

import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Prose about derivatives of which most elements are zero. */
final class SparseScenarios {
  static final Map<String, Consumer<Results>> WRITTEN =
      Map.of("sparse Jacobian by coloring", SparseScenarios::byColoring);

  private SparseScenarios() {}

  /** {@code f = (x₀²x₁, x₁²x₂, 0)}. */
  private static void byColoring(Results results) {
    Fn<Tensor, Tensor> f =
        x -> {
          var products = x.narrow(0, 0, 2).square().mul(x.narrow(0, 1, 2));
          return cat(List.of(products, from(new double[] {0})), 0);
        };
    var x = from(new double[] {1, 2, 3});
    var jacobian = sparseJacobian(f);
    results.numbers("colors", jacobian.colors(x));
    results.tensor("J", jacobian.apply(x).toDense());
  }
}

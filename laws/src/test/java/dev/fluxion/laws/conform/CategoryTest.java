package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.customVjp;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.inferenceMode;
import static dev.fluxion.Fluxion.vmap;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Residuals;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.torch.NotSupported;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One misuse for each rule of graphs: it is of its own category, and of no other. */
final class CategoryTest {
  private static final Map<String, Runnable> MISUSES =
      Map.ofEntries(
          Map.entry("graph_freed", CategoryTest::freed),
          Map.entry("nonscalar_backward", () -> leaf().mul(2).backward()),
          Map.entry("no_grad_fn", () -> constant().sum().backward()),
          Map.entry("no_requires_grad", () -> grad(leaf().sum(), constant())),
          Map.entry("unused_input", () -> grad(leaf().sum(), leaf())),
          Map.entry("nonleaf_requires_grad", () -> leaf().mul(2).requiresGrad(false)),
          Map.entry("retain_grad_invalid", () -> constant().retainGrad()),
          Map.entry("hook_invalid", () -> constant().registerHook(gradient -> gradient)),
          Map.entry("inplace_version", CategoryTest::written),
          Map.entry("inplace_on_leaf", () -> leaf().add_(1)),
          Map.entry("inplace_view_of_leaf", () -> leaf().at(0).add_(1)),
          Map.entry("inplace_multi_view", () -> leaf().mul(2).unbind(0).getFirst().add_(1)),
          Map.entry("inplace_overlap", () -> constant().unsqueeze(0).expand(3, 2).add_(1)),
          Map.entry("custom_function_arity", () -> custom(false)),
          Map.entry("custom_function_shape", () -> custom(true)),
          Map.entry("inference_tensor", CategoryTest::inference),
          Map.entry("vmap_control_flow", () -> vmap(Tensor::item).apply(constant())));

  private static Tensor constant() {
    return from(new double[] {1, 2});
  }

  private static Tensor leaf() {
    return constant().requiresGrad(true);
  }

  private static void freed() {
    var y = leaf().square().sum();
    y.backward();
    y.backward();
  }

  private static void written() {
    var y = leaf().exp();
    y.add_(1);
    y.sum().backward();
  }

  /** A rule that returns one cotangent for two arguments, or two of which one is too small. */
  private static void custom(boolean enough) {
    var f =
        customVjp(
            (List<Tensor> p) -> new Residuals<>(p.get(0).add(p.get(1)), 0),
            (Integer _, Tensor ct) -> enough ? List.of(ct, ct.sum()) : List.of(ct));
    f.apply(List.of(leaf(), leaf())).sum().backward();
  }

  private static void inference() {
    Tensor made;
    try (var _ = inferenceMode()) {
      made = constant().mul(2);
    }
    made.add_(1);
  }

  @Test
  void noCategoryPassesForAnother() {
    MISUSES.forEach((category, misuse) ->
        MISUSES
            .keySet()
            .forEach(other -> {
              if (other.equals(category)) {
                Category.expect(category, misuse);
              } else {
                assertThrows(
                    Mismatch.class, () -> Category.expect(other, misuse), category + ", " + other);
              }
            }));
  }

  @Test
  void theClassCountsAndSoDoesThatAnythingIsThrown() {
    Runnable dtypes = () -> from(new long[] {1}).add_(0.5);
    Category.expect("dtype", dtypes);
    var mismatch = assertThrows(Mismatch.class, () -> Category.expect("inplace_on_leaf", dtypes));
    assertTrue(
        Objects.requireNonNull(mismatch.getMessage())
            .startsWith("expected GraphException for inplace_on_leaf, got dev.fluxion.DType"));
    assertThrows(Mismatch.class, () -> Category.expect("dtype", () -> {}));
    assertThrows(NotSupported.class, () -> Category.expect("tomorrow", () -> {}));
  }
}

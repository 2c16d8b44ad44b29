package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.checkpoint;
import static dev.fluxion.Fluxion.from;

import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Prose about functions that are run again in place of being kept. */
final class CheckpointScenarios {
  static final Map<String, Consumer<Results>> WRITTEN =
      Map.of("checkpoint recomputes the forward once in backward", CheckpointScenarios::recompute);

  private CheckpointScenarios() {}

  private static void recompute(Results results) {
    var calls = new AtomicInteger();
    Fn<Tensor, Tensor> block =
        x -> {
          calls.incrementAndGet();
          return x.mul(x.sin());
        };
    var x = from(new double[] {0.5, 1}).requiresGrad(true);
    var y = checkpoint(block).apply(x).sum();
    results.numbers("forward_calls", calls.get());
    y.backward();
    results.numbers("calls_after_backward", calls.get());
    results.tensor("grad", x.grad());
  }
}

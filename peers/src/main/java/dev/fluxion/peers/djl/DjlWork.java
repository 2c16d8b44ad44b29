package dev.fluxion.peers.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.fluxion.benchmarks.bar.Numbers;
import dev.fluxion.benchmarks.bar.Problem;
import dev.fluxion.benchmarks.bar.Work;
import dev.fluxion.benchmarks.bar.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workload by DJL. It takes no cotangent, so the value is multiplied by it and summed, which is
 * part of what is differentiated.
 */
final class DjlWork implements Work {
  private final Engine engine = Engine.getEngine("PyTorch");
  private final NDManager manager = engine.newBaseManager();
  private final DjlFunctions.Function function;
  private final List<NDArray> leaves;
  private final List<NDArray> constants = new ArrayList<>();
  private final @Nullable NDArray cotangent;
  private final @Nullable Optimizer descent;

  DjlWork(Workload workload) {
    this(workload, workload.problem());
  }

  DjlWork(Workload workload, Problem problem) {
    if (!"PASSIVE".equals(System.getenv("OMP_WAIT_POLICY"))) {
      throw new IllegalStateException(
          "libtorch needs OMP_WAIT_POLICY=PASSIVE in the environment; bin/bench-peers sets it");
    }
    function = DjlFunctions.of(workload);
    leaves = problem.leaves().stream().map(this::made).toList();
    leaves.forEach(leaf -> leaf.setRequiresGradient(true));
    for (var numbers : problem.constants()) {
      boolean isLabels = numbers.shape().length == 1;
      constants.add(isLabels ? manager.create(numbers.longs()) : made(numbers));
    }
    var ct = problem.cotangent();
    cotangent = ct == null ? null : made(ct);
    descent =
        problem.descends()
            ? Optimizer.sgd().setLearningRateTracker(Tracker.fixed((float) problem.rate())).build()
            : null;
  }

  private NDArray made(Numbers numbers) {
    return manager.create(numbers.values(), new Shape(numbers.longShape()));
  }

  @Override
  public float run() {
    try (var scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      float sum = first(differentiate());
      if (descent == null) {
        for (var leaf : leaves) {
          sum += first(leaf.getGradient());
        }
      }
      finish();
      return sum;
    }
  }

  @Override
  public List<float[]> results() {
    try (var scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      var numbers = new ArrayList<float[]>();
      numbers.add(differentiate().toFloatArray());
      leaves.forEach(leaf -> numbers.add(leaf.getGradient().toFloatArray()));
      finish();
      return numbers;
    }
  }

  private NDArray differentiate() {
    try (var collector = engine.newGradientCollector()) {
      var y = function.of(leaves, constants);
      collector.backward(cotangent == null ? y : y.mul(cotangent).sum());
      return y;
    }
  }

  /** Makes the step, if there is one, and the gradients zeros, to which the next are added. */
  private void finish() {
    for (int k = 0; k < leaves.size(); k++) {
      var gradient = leaves.get(k).getGradient();
      if (descent == null) {
        // As DJL's own collector does it.
        gradient.subi(gradient);
      } else {
        // Which leaves zeros.
        descent.update(Integer.toString(k), leaves.get(k), gradient);
      }
    }
  }

  private static float first(NDArray x) {
    return x.getFloat(new long[x.getShape().dimension()]);
  }
}

package dev.fluxion.peers.libtorch;

import static org.bytedeco.pytorch.global.torch.tensor;

import dev.fluxion.benchmarks.bar.Numbers;
import dev.fluxion.benchmarks.bar.Problem;
import dev.fluxion.benchmarks.bar.Work;
import dev.fluxion.benchmarks.bar.Workload;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A workload by libtorch. Gradients that are not used for a step come from {@code grad}, those that
 * are from {@code backward}, whose sums the optimizer of libtorch takes away.
 */
final class LibtorchWork implements Work {
  private record Results(Tensor value, List<Tensor> gradients) {}

  private final LibtorchFunctions.Function function;
  private final List<Tensor> leaves;
  private final List<Tensor> constants = new ArrayList<>();
  private final TensorVector wanted;
  private final @Nullable TensorVector cotangent;
  private final @Nullable SGD descent;
  private final BoolOptional retain = new BoolOptional(false);

  LibtorchWork(Workload workload) {
    this(workload, workload.problem());
  }

  LibtorchWork(Workload workload, Problem problem) {
    Torch.setThreads();
    function = LibtorchFunctions.of(workload);
    leaves = problem.leaves().stream().map(x -> Torch.leaf(made(x))).toList();
    for (var numbers : problem.constants()) {
      boolean isLabels = numbers.shape().length == 1;
      constants.add(isLabels ? tensor(numbers.longs()) : made(numbers));
    }
    wanted = new TensorVector(leaves.toArray(Tensor[]::new));
    var ct = problem.cotangent();
    cotangent = ct == null ? null : new TensorVector(made(ct));
    descent = problem.descends() ? new SGD(wanted, new SGDOptions(problem.rate())) : null;
  }

  private static Tensor made(Numbers numbers) {
    return tensor(numbers.values()).reshape(numbers.longShape());
  }

  @Override
  public float run() {
    try (var _ = new PointerScope()) {
      var results = step();
      float sum = first(results.value);
      if (descent == null) {
        for (var g : results.gradients) {
          sum += first(g);
        }
      }
      return sum;
    }
  }

  @Override
  public List<float[]> results() {
    try (var _ = new PointerScope()) {
      var results = step();
      var numbers = new ArrayList<float[]>();
      numbers.add(Torch.numbers(results.value));
      for (var g : descent == null ? results.gradients : sums()) {
        numbers.add(Torch.numbers(g));
      }
      return numbers;
    }
  }

  private Results step() {
    if (descent != null) {
      descent.zero_grad();
      var y = function.of(leaves, constants);
      y.backward();
      descent.step();
      return new Results(y, List.of());
    }
    var y = function.of(leaves, constants);
    var ys = new TensorVector(y);
    var gradients =
        cotangent == null
            ? torch.grad(ys, wanted)
            : torch.grad(ys, wanted, cotangent, retain, false, false);
    var list = new ArrayList<Tensor>();
    for (int k = 0; k < gradients.size(); k++) {
      list.add(gradients.get(k));
    }
    return new Results(y, list);
  }

  /** What backward has left. */
  private List<Tensor> sums() {
    return leaves.stream().map(leaf -> leaf.grad()).toList();
  }

  private static float first(Tensor x) {
    return x.data_ptr_float().get();
  }
}

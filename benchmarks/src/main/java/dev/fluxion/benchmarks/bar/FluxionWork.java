package dev.fluxion.benchmarks.bar;

import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.gradOutputs;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.reuse;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A workload by Fluxion. Large ones use memory again, as {@link dev.fluxion.ReuseScope} has it. */
public final class FluxionWork implements Work {
  private record Results(Tensor value, List<Tensor> gradients) {}

  private final FluxionFunctions.Function function;
  private final boolean isLarge;
  private final Problem problem;
  private final List<Tensor> leaves;
  private final List<Tensor> constants = new ArrayList<>();
  private final @Nullable Tensor cotangent;

  /**
   * Makes the tensors.
   *
   * @param workload what to do
   */
  public FluxionWork(Workload workload) {
    this(workload, workload.problem());
  }

  FluxionWork(Workload workload, Problem problem) {
    this.problem = problem;
    function = FluxionFunctions.of(workload);
    isLarge = workload.isLarge();
    leaves = problem.leaves().stream().map(x -> tensor(x).requiresGrad(true)).toList();
    for (var numbers : problem.constants()) {
      boolean isLabels = numbers.shape().length == 1;
      constants.add(isLabels ? from(numbers.longs()) : tensor(numbers));
    }
    cotangent = problem.cotangent() == null ? null : tensor(problem.cotangent());
  }

  private static Tensor tensor(Numbers numbers) {
    return from(numbers.values()).reshape(numbers.shape());
  }

  @Override
  public float run() {
    if (!isLarge) {
      return read(step());
    }
    try (var _ = reuse()) {
      return read(step());
    }
  }

  @Override
  public List<float[]> results() {
    if (!isLarge) {
      return numbers(step());
    }
    try (var _ = reuse()) {
      return numbers(step());
    }
  }

  private Results step() {
    var y = function.of(leaves, constants);
    var gradients =
        cotangent == null
            ? Fluxion.grad(List.of(y), leaves)
            : Fluxion.grad(List.of(y), leaves, gradOutputs(cotangent));
    var results =
        new Results(y.detach(), gradients.stream().map(g -> Objects.requireNonNull(g)).toList());
    if (problem.descends()) {
      try (var _ = noGrad()) {
        for (int k = 0; k < leaves.size(); k++) {
          leaves.get(k).sub_(results.gradients.get(k), problem.rate());
        }
      }
    }
    return results;
  }

  private float read(Results results) {
    double sum = first(results.value);
    if (!problem.descends()) {
      for (var g : results.gradients) {
        sum += first(g);
      }
    }
    return (float) sum;
  }

  private static double first(Tensor x) {
    return x.at(new int[x.rank()]).item();
  }

  private static List<float[]> numbers(Results results) {
    var numbers = new ArrayList<float[]>();
    numbers.add(results.value.toFloatArray());
    results.gradients.forEach(g -> numbers.add(g.toFloatArray()));
    return numbers;
  }
}

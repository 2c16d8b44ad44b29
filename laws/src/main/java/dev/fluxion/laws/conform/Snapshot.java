package dev.fluxion.laws.conform;

import dev.fluxion.GraphException;
import dev.fluxion.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the variables of a program were before a step that is expected to fail. */
record Snapshot(Map<String, @Nullable State> states) {
  /** The outside of a tensor; null for none. */
  private record State(
      List<Double> values,
      int version,
      boolean requiresGrad,
      boolean isLeaf,
      @Nullable List<Double> gradient) {
    static @Nullable State of(@Nullable Tensor tensor) {
      if (tensor == null) {
        return null;
      }
      var gradient = tensor.grad();
      return new State(
          numbers(tensor),
          version(tensor),
          tensor.requiresGrad(),
          tensor.isLeaf(),
          gradient == null ? null : numbers(gradient));
    }

    /** How often it was written to; -1 for one made in inference mode, which does not tell. */
    private static int version(Tensor tensor) {
      try {
        return tensor.version();
      } catch (GraphException _) {
        return -1;
      }
    }

    private static List<Double> numbers(Tensor tensor) {
      return Arrays.stream(tensor.toDoubleArray()).boxed().toList();
    }
  }

  static Snapshot of(Map<String, @Nullable Tensor> variables) {
    var states = new LinkedHashMap<String, @Nullable State>();
    variables.forEach((name, tensor) -> states.put(name, State.of(tensor)));
    return new Snapshot(states);
  }

  /** Demands that nothing has changed. */
  void check(Map<String, @Nullable Tensor> variables) {
    Mismatch.check(
        variables.keySet().equals(states.keySet()),
        "after the error: expected the variables "
            + states.keySet()
            + ", got "
            + variables.keySet());
    states.forEach((name, state) ->
        Mismatch.check(
            Objects.equals(state, State.of(variables.get(name))),
            name + " is not what it was before the error"));
  }
}

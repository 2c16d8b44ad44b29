package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.inferenceMode;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.savedTensorsHooks;

import dev.fluxion.GraphException;
import dev.fluxion.Node;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Prose about graphs, what watches them, what is saved in them, and what is written to. */
final class GraphScenarios {
  static final Map<String, Consumer<Results>> WRITTEN =
      Map.of(
          "grad mode restored after an exception",
          GraphScenarios::gradMode,
          "inference tensors outside inference mode",
          GraphScenarios::inferenceTensor,
          "walking the graph",
          GraphScenarios::graph,
          "hook on a node sees (grad_inputs, grad_outputs)",
          GraphScenarios::nodeHook,
          "hooks fire in reverse topological order, each once",
          GraphScenarios::hookOrder,
          "view metadata",
          GraphScenarios::view,
          "saved-tensor hooks",
          GraphScenarios::packAndUnpack,
          "saved tensors stored as float32",
          GraphScenarios::compress,
          "three steps of SGD with momentum 0.9, lr 0.1",
          GraphScenarios::momentum);

  private GraphScenarios() {}

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static void gradMode(Results results) {
    try (var _ = noGrad()) {
      throw new IllegalArgumentException("thrown in the scope");
    } catch (IllegalArgumentException _) {
      results.flag("enabled_after_exception", leaf(1).neg().requiresGrad());
    }
  }

  /** Fluxion has no question for it: an inference tensor is one whose writes are not counted. */
  private static void inferenceTensor(Results results) {
    var x = leaf(1, 2);
    Tensor made;
    try (var _ = inferenceMode()) {
      made = x.mul(2);
    }
    results.flag("is_inference", !isCounted(made));
    results.error("inplace_outside", () -> made.add_(1));
    results.error("requires_grad", () -> made.requiresGrad(true));
    results.error("version", made::version);
    Difference.numbers(
        "the tensor after all",
        made.toDoubleArray(),
        new double[] {2, 4},
        new Difference.Tolerance(0, 0));
  }

  private static boolean isCounted(Tensor tensor) {
    try {
      return tensor.version() >= 0;
    } catch (GraphException _) {
      return false;
    }
  }

  private static void graph(Results results) {
    var lines = new ArrayList<String>();
    walk(leaf(2).mul(leaf(3)).add(from(new double[] {1})).exp().gradFn(), "", lines);
    results.texts("tree", lines, name -> name.replace("torch::autograd::", ""));
  }

  private static void walk(@Nullable Node node, String indent, List<String> lines) {
    lines.add(indent + (node == null ? "None" : node.name()));
    if (node != null) {
      node.inputs().forEach(input -> walk(input, indent + "  ", lines));
    }
  }

  private static void nodeHook(Results results) {
    var x = leaf(3);
    var y = x.mul(x);
    var seen = new ArrayList<Double>();
    Objects.requireNonNull(y.gradFn())
        .registerHook((inputs, outputs) -> {
          outputs.forEach(gradient -> seen.add(Objects.requireNonNull(gradient).item()));
          inputs.forEach(gradient -> seen.add(Objects.requireNonNull(gradient).item()));
          return null;
        });
    y.backward(from(new double[] {2}));
    results.numbers(
        "grad_outputs_then_grad_inputs", seen.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void hookOrder(Results results) {
    var order = new ArrayList<String>();
    var x = logged("x", leaf(2), order);
    var a = logged("a", x.mul(2), order);
    var b = logged("b", x.mul(3), order);
    var c = logged("c", a.mul(b), order);
    c.backward();
    results.texts("order", order, UnaryOperator.identity());
  }

  private static Tensor logged(String name, Tensor tensor, List<String> order) {
    tensor.registerHook(gradient -> {
      order.add(name);
      return null;
    });
    return tensor;
  }

  /**
   * Views show in what a write does: it is seen and counted on both sides, and the history goes to
   * what was viewed, as {@code CopySlices}, while the view finds its own from there.
   */
  private static void view(Results results) {
    var y = leaf(1, 2).mul(2);
    var v = y.at(0);
    results.numbers("version_before", v.version());
    v.mul_(10);
    results.numbers("version_after", y.version());
    results.flag("base_is_y", isRoot(y) && y.at(0).item() == 20);
    results.flag("y_is_view", !isRoot(y));
    results.flag("v_is_view", !isRoot(v) && v.version() == y.version());
  }

  private static boolean isRoot(Tensor written) {
    return Objects.requireNonNull(written.gradFn()).name().equals("CopySlices");
  }

  private static void packAndUnpack(Results results) {
    var log = new ArrayList<String>();
    var x = leaf(1, 2);
    Tensor y;
    try (var _ =
        savedTensorsHooks(
            value -> {
              log.add("pack");
              return value;
            },
            kept -> {
              log.add("unpack");
              return (Tensor) kept;
            })) {
      y = x.exp().mul(x);
    }
    results.numbers("packed_in_forward", log.size());
    y.sum().backward();
    results.texts("log", log, UnaryOperator.identity());
    results.tensor("grad", x.grad());
  }

  private static void compress(Results results) {
    var x = leaf(1, 2);
    Tensor y;
    try (var _ =
        savedTensorsHooks(value -> value.toFloat32(), kept -> ((Tensor) kept).toFloat64())) {
      y = x.mul(from(new double[] {0.1, 0.2}));
    }
    y.sum().backward();
    results.tensor("grad", x.grad());
  }

  /** As PyTorch's optimiser does it: in place, all three of them. */
  private static void momentum(Results results) {
    var target = from(new double[] {3, 2});
    var w = leaf(1, -1);
    var velocity = from(new double[] {0, 0});
    var path = new ArrayList<Tensor>();
    for (int step = 0; step < 3; step++) {
      w.sub(target).square().sum().backward();
      var slope = Objects.requireNonNull(w.grad());
      try (var _ = noGrad()) {
        velocity.mul_(0.9).add_(slope);
        w.sub_(velocity, 0.1);
      }
      slope.zero_();
      path.add(w.detach().copy());
    }
    results.tensors("w", path);
  }
}

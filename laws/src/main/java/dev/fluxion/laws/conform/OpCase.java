package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.allowUnused;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.gradOutputs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.Fluxion;
import dev.fluxion.Jvp;
import dev.fluxion.PassOption;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.Difference.Tolerance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kind {@code op}: one function's outputs, then the gradients of {@code Σ ⟨output, cotangent⟩}, the
 * output tangents of forward mode, and second derivatives, as far as the case gives them. Each
 * starts from fresh leaves.
 */
final class OpCase {
  private final JsonNode json;
  private final OpCall call;
  private final Tolerance tolerance;
  private final boolean special;
  private final List<String> notes;

  private OpCase(JsonNode json, List<String> notes) {
    this.json = json;
    this.call = new OpCall(json);
    this.tolerance = new Tolerance(json.path("rtol").asDouble(), json.path("atol").asDouble());
    this.special = Data.texts(json.path("flags")).contains("special");
    this.notes = notes;
  }

  static void run(JsonNode json, List<String> notes) {
    var op = new OpCase(json, notes);
    op.value();
    op.firstOrder();
    if (json.hasNonNull("jvp")) {
      op.forward();
    }
    if (json.hasNonNull("second")) {
      op.secondOrder();
    }
  }

  private void value() {
    var outputs = call.outputs(call.leaves());
    var expected = Data.items(json.path("outputs"));
    Mismatch.check(
        outputs.size() == expected.size(),
        "expected " + expected.size() + " outputs, got " + outputs.size());
    for (int k = 0; k < outputs.size(); k++) {
      Difference.check(output(k), outputs.get(k), expected.get(k), tolerance);
      Mismatch.check(
          expected.get(k).path("differentiable").asBoolean() || !outputs.get(k).requiresGrad(),
          output(k) + " is not differentiable, got one that requires a gradient");
    }
  }

  private void firstOrder() {
    var leaves = call.leaves();
    var outputs = call.outputs(leaves);
    var sources = sources(leaves);
    var gradients = pull(outputs, cotangents(outputs), sources);
    for (int i = 0; i < sources.size(); i++) {
      var name = call.tracked().get(i);
      var expected = call.entry(json.path("grads"), name);
      Mismatch.check(
          gradients.get(i) != null || expected.isNull(), "grad " + name + ": got no gradient");
      derivative("grad " + name, gradients.get(i), expected, sources.get(i), tolerance);
    }
  }

  private void forward() {
    var leaves = call.leaves();
    leaves.replaceAll((_, leaf) -> leaf.detach());
    var moving = new ArrayList<String>();
    var primals = new ArrayList<Tensor>();
    var tangents = new ArrayList<Tensor>();
    leaves.forEach((name, leaf) -> {
      var tangent = call.entry(json.path("tangents"), name);
      if (tangent.isArray()) {
        moving.add(name);
        primals.add(leaf);
        tangents.add(like(leaf, tangent));
      }
    });
    for (int k = 0; k < json.path("jvp").size(); k++) {
      var expected = json.path("jvp").path(k);
      if (expected.isArray()) {
        int wanted = k;
        var pushed =
            Fluxion.jvp(
                arguments -> call.outputs(moved(leaves, moving, arguments)).get(wanted),
                primals,
                tangents);
        Difference.check(
            "jvp value of " + output(k), pushed.value(), json.path("outputs").path(k), tolerance);
        tangent("jvp " + output(k), pushed, expected);
      }
    }
  }

  private static Map<String, Tensor> moved(
      Map<String, Tensor> leaves, List<String> names, List<Tensor> arguments) {
    var moved = new LinkedHashMap<>(leaves);
    for (int i = 0; i < names.size(); i++) {
      moved.put(names.get(i), arguments.get(i));
    }
    return moved;
  }

  /** Derivatives of {@code s = Σ ⟨gradient, v⟩} by the inputs and by the cotangents. */
  private void secondOrder() {
    var second = json.path("second");
    var leaves = call.leaves();
    var outputs = call.outputs(leaves);
    var inputs = sources(leaves);
    var cotangents = cotangents(outputs);
    cotangents.values().forEach(cotangent -> cotangent.requiresGrad(true));
    var gradients = pull(outputs, cotangents, inputs, createGraph());
    var sum = weighted(gradients, second.path("v"));
    var sources = new ArrayList<>(inputs);
    sources.addAll(cotangents.values());
    var derivatives =
        sum == null || !sum.requiresGrad()
            ? Collections.<@Nullable Tensor>nCopies(sources.size(), null)
            : Fluxion.grad(List.of(sum), sources, allowUnused());

    var wide = tolerance.atLeast(1e-8, 1e-9);
    int next = 0;
    for (var name : call.tracked()) {
      var expected = call.entry(second.path("grad_inputs"), name);
      derivative("second order, " + name, derivatives.get(next), expected, sources.get(next), wide);
      next++;
    }
    for (int k : cotangents.keySet()) {
      var expected = second.path("grad_cotangents").path(k);
      var what = "second order, cotangent of " + output(k);
      derivative(what, derivatives.get(next), expected, sources.get(next), wide);
      next++;
    }
  }

  /** {@code Σ ⟨gradient, v⟩} over the inputs that have both, or null if none has. */
  private @Nullable Tensor weighted(List<@Nullable Tensor> gradients, JsonNode weights) {
    Tensor sum = null;
    for (int i = 0; i < gradients.size(); i++) {
      var gradient = gradients.get(i);
      var weight = call.entry(weights, call.tracked().get(i));
      if (gradient != null && weight.isArray()) {
        var term = gradient.mul(like(gradient, weight)).sum();
        sum = sum == null ? term : sum.add(term);
      }
    }
    return sum;
  }

  private List<Tensor> sources(Map<String, Tensor> leaves) {
    var sources = new ArrayList<Tensor>();
    leaves.values().stream().filter(Tensor::requiresGrad).forEach(sources::add);
    return sources;
  }

  /** The cotangents of the outputs that take one, by the outputs' places. */
  private Map<Integer, Tensor> cotangents(List<Tensor> outputs) {
    var cotangents = new LinkedHashMap<Integer, Tensor>();
    for (int k = 0; k < outputs.size(); k++) {
      var data = json.path("cotangents").path(k);
      if (data.isArray() && outputs.get(k).requiresGrad()) {
        cotangents.put(k, like(outputs.get(k), data));
      }
    }
    return cotangents;
  }

  private static List<@Nullable Tensor> pull(
      List<Tensor> outputs,
      Map<Integer, Tensor> cotangents,
      List<Tensor> sources,
      PassOption... more) {
    if (cotangents.isEmpty() || sources.isEmpty()) {
      return Collections.nCopies(sources.size(), null);
    }
    var heads = cotangents.keySet().stream().map(outputs::get).toList();
    var seeds = cotangents.values().toArray(new Tensor[0]);
    var options = new ArrayList<>(List.of(more));
    options.add(gradOutputs(seeds));
    options.add(allowUnused());
    return Fluxion.grad(heads, sources, options.toArray(new PassOption[0]));
  }

  /** Demands {@code expected} of a derivative by {@code by}; none and zeros are the same. */
  private void derivative(
      String what, @Nullable Tensor got, JsonNode expected, Tensor by, Tolerance tolerance) {
    var numbers = got == null ? new double[by.size()] : numbers(what, got, by);
    var wanted = expected.isArray() ? Data.doubles(expected) : new double[by.size()];
    var difference = Difference.between(numbers, wanted, tolerance);
    settle(what, difference, difference != null && !difference.finite());
  }

  private void tangent(String what, Jvp<Tensor> got, JsonNode expected) {
    var numbers = numbers(what, got.tangent(), got.value());
    var difference = Difference.between(numbers, Data.doubles(expected), tolerance);
    boolean pattern = difference != null && !difference.finite();
    settle(what, difference, pattern || contradictsItself());
  }

  private static double[] numbers(String what, Tensor got, Tensor like) {
    Difference.shape(what, got, like.shape());
    Mismatch.check(
        got.dtype() == like.dtype(),
        what + ": expected dtype " + like.dtype() + ", got " + got.dtype());
    return got.toDoubleArray();
  }

  /**
   * Whether the case's own forward and reverse mode disagree, as torch's do at some special points:
   * ⟨cotangent, jvp⟩ is not ⟨gradient, tangent⟩. Whoever derives one from the other misses one.
   */
  private boolean contradictsItself() {
    double forward = product(json.path("cotangents"), json.path("jvp"));
    double reverse = product(json.path("grads"), json.path("tangents"));
    return Math.abs(forward - reverse) > 1e-6 * (1 + Math.abs(reverse));
  }

  private static double product(JsonNode left, JsonNode right) {
    double sum = 0;
    for (int i = 0; i < left.size(); i++) {
      for (int j = 0; j < left.path(i).size(); j++) {
        sum += Data.number(left.path(i).path(j)) * Data.number(right.path(i).path(j));
      }
    }
    return sum;
  }

  /** Fails on a difference, but for a debatable one at a special point, which is noted. */
  private void settle(String what, @Nullable Difference difference, boolean debatable) {
    if (special && debatable && difference != null) {
      notes.add(what + difference);
    } else {
      Mismatch.check(difference == null, what + difference);
    }
  }

  private static Tensor like(Tensor tensor, JsonNode data) {
    return Data.tensor(data, tensor.shape().toArray(), tensor.dtype());
  }

  private String output(int k) {
    return json.path("outputs").path(k).path("name").asText();
  }
}

package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.PassOption;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.torch.NotSupported;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Kind {@code program}: steps in order over a table of named tensors. */
final class ProgramCase {
  private final Map<String, @Nullable Tensor> variables;

  private final ProgramHooks hooks;

  private ProgramCase(Map<String, @Nullable Tensor> variables, ProgramHooks hooks) {
    this.variables = variables;
    this.hooks = hooks;
  }

  static void run(JsonNode json) {
    new ProgramCase(new LinkedHashMap<>(), new ProgramHooks()).steps(json.path("steps"));
  }

  private void steps(JsonNode steps) {
    for (var step : steps) {
      step(step);
    }
  }

  private void step(JsonNode step) {
    var kind = step.path("do").asText();
    switch (kind) {
      case "tensor" -> {
        var tensor = Data.tensor(step);
        define(step, step.path("requires_grad").asBoolean() ? tensor.requiresGrad(true) : tensor);
      }
      case "apply" -> apply(step);
      case "inplace" -> inPlace(step);
      case "backward" -> backward(step);
      case "backward_many" ->
          Fluxion.backward(tensors(step.path("targets")), optional(step.path("gradients")));
      case "grad" -> grad(step);
      case "detach" -> define(step, target(step).detach());
      case "detach_" -> target(step).detach_();
      case "requires_grad_" -> target(step).requiresGrad(step.path("flag").asBoolean(true));
      case "retain_grad" -> target(step).retainGrad();
      case "get_grad" -> variables.put(step.path("out").asText(), target(step).grad());
      case "zero_grad" -> zeroGrad(target(step), step.path("set_to_none").asBoolean(true));
      case "block" -> block(step);
      case "functional" -> functional(step);
      case "repeat" -> {
        for (int i = step.path("times").asInt(); i > 0; i--) {
          steps(step.path("body"));
        }
      }
      case "hook" -> hooks.register(step, target(step));
      case "remove_hook" -> hooks.remove(step);
      case "expect" -> {
        if (step.path("what").asText().equals("log")) {
          hooks.check(step);
        } else {
          Expectation.check(step, variables);
        }
      }
      case "expect_error" -> refused(step);
      default -> throw new NotSupported("the step " + kind);
    }
  }

  private void apply(JsonNode step) {
    var op = step.path("op").asText();
    var arguments = new ArrayList<@Nullable Object>();
    step.path("args").forEach(argument -> arguments.add(argument(argument)));
    List<@Nullable Object> positional = arguments;
    if (op.equals("cat") || op.equals("stack")) {
      positional = new ArrayList<>();
      positional.add(arguments);
    }
    var result = ProgramOps.call(op, positional, Data.attributes(step.path("attrs")));
    var out = step.path("out");
    if (!(result instanceof List<?> results)) {
      define(step, (Tensor) result);
    } else if (out.isArray()) {
      for (int i = 0; i < out.size(); i++) {
        variables.put(out.path(i).asText(), (Tensor) results.get(i));
      }
    } else {
      define(step, (Tensor) results.get(op.equals("slogdet") ? 1 : 0));
    }
  }

  private @Nullable Object argument(JsonNode argument) {
    if (argument.isArray()) {
      var list = new ArrayList<@Nullable Object>();
      argument.forEach(item -> list.add(argument(item)));
      return list;
    }
    if (argument.isTextual()) {
      return variable(argument.asText());
    }
    return Data.value(argument.isObject() ? argument.path("const") : argument);
  }

  private void inPlace(JsonNode step) {
    var op = step.path("op").asText();
    var target = target(step);
    var arguments = step.path("args");
    if (op.equals("setitem")) {
      var items = new Items(variables);
      items.assign(target, arguments.path(0), argument(arguments.path(1)));
      return;
    }
    var positional = new ArrayList<@Nullable Object>();
    positional.add(target);
    arguments.forEach(argument -> positional.add(argument(argument)));
    var result = ProgramOps.call(op, positional, Data.attributes(step.path("attrs")));
    Mismatch.check(result == target, op + ": expected the tensor that it writes to, got another");
  }

  private void backward(JsonNode step) {
    var options = new ArrayList<>(options(step));
    if (step.hasNonNull("inputs")) {
      options.add(Fluxion.inputs(tensors(step.path("inputs")).toArray(new Tensor[0])));
    }
    var chosen = options.toArray(new PassOption[0]);
    if (step.hasNonNull("gradient")) {
      target(step).backward(variable(step.path("gradient").asText()), chosen);
    } else {
      target(step).backward(chosen);
    }
  }

  private void grad(JsonNode step) {
    var options = new ArrayList<>(options(step));
    if (step.path("allow_unused").asBoolean()) {
      options.add(Fluxion.allowUnused());
    }
    if (step.hasNonNull("grad_outputs")) {
      options.add(Fluxion.gradOutputs(optional(step.path("grad_outputs")).toArray(new Tensor[0])));
    }
    var gradients =
        Fluxion.grad(
            tensors(step.path("outputs")),
            tensors(step.path("inputs")),
            options.toArray(new PassOption[0]));
    for (int i = 0; i < gradients.size(); i++) {
      variables.put(step.path("out").path(i).asText(), gradients.get(i));
    }
  }

  private static List<PassOption> options(JsonNode step) {
    var options = new ArrayList<PassOption>();
    if (step.path("retain_graph").asBoolean()) {
      options.add(Fluxion.retainGraph());
    }
    if (step.path("create_graph").asBoolean()) {
      options.add(Fluxion.createGraph());
    }
    return options;
  }

  private static void zeroGrad(Tensor target, boolean toNone) {
    var gradient = target.grad();
    if (toNone) {
      target.grad(null);
    } else if (gradient != null) {
      gradient.zero_();
    }
  }

  private void block(JsonNode step) {
    var mode = step.path("mode").asText();
    try (var _ =
        switch (mode) {
          case "no_grad" -> Fluxion.noGrad();
          case "enable_grad" -> Fluxion.enableGrad();
          case "inference_mode" -> Fluxion.inferenceMode();
          case "anomaly" -> Fluxion.anomalyDetection();
          default -> throw new NotSupported("a block of " + mode);
        }) {
      steps(step.path("steps"));
    }
  }

  private void functional(JsonNode step) {
    var out = step.path("out");
    var steps =
        new FunctionalSteps(
            function(step.path("fn")),
            tensors(step.path("inputs")),
            tensors(step.path("v")),
            step,
            out.size());
    var results = steps.results();
    Mismatch.check(
        results.size() == out.size(),
        "functional: expected " + out.size() + " tensors, got " + results.size());
    for (int k = 0; k < out.size(); k++) {
      variables.put(out.path(k).asText(), results.get(k));
    }
  }

  /** A function that is given by its steps; it sees the variables of the program. */
  private Fn<List<Tensor>, List<Tensor>> function(JsonNode function) {
    return arguments -> {
      var inner = new ProgramCase(new LinkedHashMap<>(variables), hooks);
      for (int i = 0; i < arguments.size(); i++) {
        inner.variables.put(function.path("params").path(i).asText(), arguments.get(i));
      }
      inner.steps(function.path("body"));
      return inner.tensors(function.path("returns"));
    };
  }

  /** The step fails as it should, and leaves everything as it was. */
  private void refused(JsonNode step) {
    var before = Snapshot.of(variables);
    Category.expect(step.path("category").asText(), () -> step(step.path("step")));
    before.check(variables);
  }

  private void define(JsonNode step, @Nullable Tensor tensor) {
    variables.put(step.path("out").asText(), tensor);
  }

  private Tensor target(JsonNode step) {
    return variable(step.path("target").asText());
  }

  private Tensor variable(String name) {
    var variable = variables.get(name);
    if (variable == null) {
      throw new Mismatch("the program has no tensor " + name);
    }
    return variable;
  }

  private List<Tensor> tensors(JsonNode names) {
    return StreamSupport.stream(names.spliterator(), false)
        .map(name -> variable(name.asText()))
        .toList();
  }

  private List<@Nullable Tensor> optional(JsonNode names) {
    var tensors = new ArrayList<@Nullable Tensor>();
    names.forEach(name -> tensors.add(name.isNull() ? null : variable(name.asText())));
    return tensors;
  }
}

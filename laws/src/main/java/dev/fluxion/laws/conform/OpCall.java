package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.torch.Evaluator;
import dev.fluxion.laws.conform.torch.Expr;
import dev.fluxion.laws.conform.torch.NotSupported;
import dev.fluxion.laws.conform.torch.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The call that a case of kind {@code op} is about: an expression, attributes and inputs. */
final class OpCall {
  private final Expr expression;
  private final Map<String, @Nullable Object> attributes;
  private final JsonNode inputs;

  OpCall(JsonNode json) {
    this.expression = Parser.parse(json.path("torch").asText());
    this.attributes = Data.attributes(json.path("attrs"));
    this.inputs = json.path("inputs");
  }

  /** Kind {@code op_error}: the call is refused, by an exception of the stated category. */
  static void refused(JsonNode json) {
    var call = new OpCall(json);
    var leaves = call.leaves();
    Category.expect(json.path("error").path("category").asText(), () -> call.outputs(leaves));
  }

  /** Fresh inputs by name, in order; those that the case differentiates by require gradients. */
  Map<String, Tensor> leaves() {
    var leaves = new LinkedHashMap<String, Tensor>();
    for (var input : inputs) {
      var tensor = Layout.tensor(input).detach();
      boolean tracked = input.path("requires_grad").asBoolean();
      leaves.put(name(input), tracked ? tensor.requiresGrad(true) : tensor);
    }
    return leaves;
  }

  /** The names of the inputs that the case differentiates by. */
  List<String> tracked() {
    var names = new ArrayList<String>();
    for (var input : inputs) {
      if (input.path("requires_grad").asBoolean()) {
        names.add(name(input));
      }
    }
    return names;
  }

  /** What {@code list}, which has an entry for each input, holds for this one. */
  JsonNode entry(JsonNode list, String input) {
    for (int i = 0; i < inputs.size(); i++) {
      if (name(inputs.get(i)).equals(input)) {
        return list.path(i);
      }
    }
    throw new IllegalArgumentException("no input " + input);
  }

  /** The value of the expression: one output, or each of several. */
  List<Tensor> outputs(Map<String, Tensor> leaves) {
    var names = new LinkedHashMap<String, @Nullable Object>(attributes);
    names.putAll(leaves);
    var outputs = new ArrayList<Tensor>();
    collect(new Evaluator(names).value(expression), outputs);
    return outputs;
  }

  private static void collect(@Nullable Object value, List<Tensor> outputs) {
    switch (value) {
      case Tensor tensor -> outputs.add(tensor);
      case List<?> list -> list.forEach(item -> collect(item, outputs));
      case null, default -> throw new NotSupported("an output that is not a tensor");
    }
  }

  private static String name(JsonNode input) {
    return input.path("name").asText();
  }
}

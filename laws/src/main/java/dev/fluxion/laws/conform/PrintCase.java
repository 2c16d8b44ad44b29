package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fluxion.PrintOptions;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.torch.NotSupported;

/** Kind {@code print}: the text of a tensor, character for character. */
final class PrintCase {
  private PrintCase() {}

  static void run(JsonNode json) {
    var tensor = json.has("gen") ? generated(json) : Data.tensor(json);
    if (json.path("requires_grad").asBoolean()) {
      tensor = tensor.requiresGrad(true);
    }
    var expected = json.path("expected").asText();
    same("print", tensor.toString(options(json.path("print_options"))), expected);
  }

  static void same(String what, String got, String expected) {
    Mismatch.check(
        got.equals(expected), what + ": expected " + quoted(expected) + ", got " + quoted(got));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\n", "\\n") + "\"";
  }

  /** Numbers by a formula of the row-major index, in double arithmetic. */
  private static Tensor generated(JsonNode json) {
    var gen = json.path("gen");
    var shape = Data.ints(json.path("shape"));
    var dtype = Data.dtype(json);
    var values = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < Shape.of(shape).size(); i++) {
      double value =
          switch (gen.path("gen").asText()) {
            case "arange" -> number(gen, "start") + i * number(gen, "step");
            case "mod" ->
                (i * number(gen, "mul") % number(gen, "mod") - number(gen, "sub"))
                    / number(gen, "div");
            default -> throw new NotSupported("numbers by " + gen.path("gen").asText());
          };
      values.add(value);
    }
    return Data.tensor(values, shape, dtype);
  }

  private static double number(JsonNode gen, String name) {
    return gen.path(name).asDouble();
  }

  private static PrintOptions options(JsonNode json) {
    var options = PrintOptions.DEFAULT;
    for (var entry : json.properties()) {
      var value = entry.getValue();
      options =
          switch (entry.getKey()) {
            case "precision" -> options.withPrecision(value.asInt());
            case "threshold" -> options.withThreshold(value.asInt());
            case "edgeitems" -> options.withEdgeItems(value.asInt());
            case "linewidth" -> options.withLineWidth(value.asInt());
            case "sci_mode" -> options.withSciMode(value.isNull() ? null : value.asBoolean());
            default -> throw new NotSupported("the print option " + entry.getKey());
          };
    }
    return options;
  }
}

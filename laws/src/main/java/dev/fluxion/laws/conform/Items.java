package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.torch.Evaluator;
import dev.fluxion.laws.conform.torch.NotSupported;
import dev.fluxion.laws.conform.torch.Parser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The place of a step {@code setitem}, as Python text: one index item or a list of them, each a
 * number, a text such as {@code "1:6:2"}, {@code "..."} and {@code "None"}, or a tensor by its
 * name.
 */
record Items(Map<String, @Nullable Tensor> variables) {
  private static final String TARGET = "target";

  /** Python's {@code target[items] = value}. */
  void assign(Tensor target, JsonNode items, @Nullable Object value) {
    var names = new LinkedHashMap<String, @Nullable Object>(variables);
    names.put(TARGET, target);
    var place = Parser.parse(TARGET + "[" + text(items) + "]");
    new Evaluator(names).assign(place, value);
  }

  private static String text(JsonNode items) {
    if (items.isObject()) {
      for (var name : new String[] {"const", "slices", "index"}) {
        if (items.has(name)) {
          return text(items.path(name));
        }
      }
      throw new NotSupported("an index " + items);
    }
    if (!items.isArray()) {
      return item(items);
    }
    var text = new StringJoiner(", ");
    items.forEach(item -> text.add(item(item)));
    return text.toString();
  }

  private static String item(JsonNode item) {
    return switch (item.getNodeType()) {
      case NULL -> "None";
      case NUMBER, STRING -> item.asText();
      default -> throw new NotSupported("an index item " + item);
    };
  }
}

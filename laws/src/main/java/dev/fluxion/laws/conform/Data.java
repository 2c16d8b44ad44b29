package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.torch.NotSupported;
import dev.fluxion.laws.conform.torch.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tensors, numbers and attributes out of JSON. */
final class Data {
  private Data() {}

  /** The tensor {@code {"shape", "dtype", "data"}}, row-major; of float64 if no dtype is named. */
  static Tensor tensor(JsonNode node) {
    return tensor(node.path("data"), ints(node.path("shape")), dtype(node));
  }

  static Tensor tensor(JsonNode data, int[] shape, DType dtype) {
    int size = Shape.of(shape).size();
    if (data.size() != size) {
      throw new IllegalArgumentException(data.size() + " numbers for " + Shape.of(shape));
    }
    return switch (dtype) {
      case BOOL -> {
        var values = new boolean[size];
        for (int i = 0; i < size; i++) {
          values[i] = number(data.get(i)) != 0;
        }
        yield Fluxion.from(values).reshape(shape);
      }
      case UINT8, INT8, INT16, INT32, INT64 -> {
        var values = new long[size];
        for (int i = 0; i < size; i++) {
          values[i] = data.get(i).asLong();
        }
        yield Fluxion.from(values).to(dtype).reshape(shape);
      }
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 ->
          Fluxion.from(doubles(data)).to(dtype).reshape(shape);
    };
  }

  static DType dtype(JsonNode node) {
    return Torch.dtype(node.path("dtype").asText("float64"));
  }

  static double number(JsonNode node) {
    return switch (node.isTextual() ? node.asText() : "") {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> node.isBoolean() ? (node.asBoolean() ? 1 : 0) : node.asDouble();
    };
  }

  static double[] doubles(JsonNode data) {
    var values = new double[data.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(data.get(i));
    }
    return values;
  }

  static int[] ints(JsonNode list) {
    var values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asInt();
    }
    return values;
  }

  static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  static List<JsonNode> items(JsonNode list) {
    var items = new ArrayList<JsonNode>();
    list.forEach(items::add);
    return items;
  }

  /** An attribute as a value of a Python expression. */
  static @Nullable Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL -> null;
      case BOOLEAN -> node.asBoolean();
      case NUMBER -> node.isIntegralNumber() ? (Object) node.asLong() : (Object) node.asDouble();
      case STRING ->
          switch (node.asText()) {
            case "NaN", "Infinity", "-Infinity" -> number(node);
            default -> node.asText();
          };
      case ARRAY -> {
        var list = new ArrayList<@Nullable Object>();
        node.forEach(item -> list.add(value(item)));
        yield list;
      }
      default -> throw new NotSupported("an attribute of kind " + node.getNodeType());
    };
  }

  static Map<String, @Nullable Object> attributes(JsonNode node) {
    var attributes = new LinkedHashMap<String, @Nullable Object>();
    node.properties().forEach(entry -> attributes.put(entry.getKey(), value(entry.getValue())));
    return attributes;
  }
}

package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.torch.NotSupported;

/**
 * Builds an input that lies in memory as its case says: transposed, with gaps, or with one element
 * for many. The numbers of a case are always in logical order, so the base is filled backwards,
 * each logical element put where the view will find it.
 */
final class Layout {
  private final int[] shape;
  private final int[] base;
  private final JsonNode layout;

  private Layout(JsonNode input) {
    this.layout = input.path("layout");
    this.shape = Data.ints(input.path("shape"));
    this.base = Data.ints(layout.path("base_shape"));
  }

  /** The tensor of {@code input}; a view of a larger or permuted base if it names a layout. */
  static Tensor tensor(JsonNode input) {
    return input.hasNonNull("layout") ? new Layout(input).view(input) : Data.tensor(input);
  }

  private Tensor view(JsonNode input) {
    DType dtype = Data.dtype(input);
    var strides = strides(base);
    var steps = Data.ints(layout.path("steps"));
    var perm = Data.ints(layout.path("perm"));
    return switch (layout.path("kind").asText()) {
      case "permute" -> {
        var inLogicalOrder = new int[shape.length];
        for (int axis = 0; axis < shape.length; axis++) {
          inLogicalOrder[axis] = strides[perm[axis]];
        }
        yield filled(input, dtype, inLogicalOrder).permute(perm);
      }
      case "stride" -> {
        var index = new Object[steps.length];
        for (int axis = 0; axis < steps.length; axis++) {
          strides[axis] *= steps[axis];
          index[axis] = Fluxion.slice(null, null, steps[axis]);
        }
        yield filled(input, dtype, strides).get(index);
      }
      case "expand" -> {
        var repeating = new int[shape.length];
        int added = shape.length - base.length;
        for (int axis = 0; axis < base.length; axis++) {
          repeating[axis + added] = base[axis] == 1 ? 0 : strides[axis];
        }
        yield filled(input, dtype, repeating).expand(shape);
      }
      default -> throw new NotSupported("layout " + layout.path("kind").asText());
    };
  }

  /** The base, in which a logical index goes where {@code strides} lead. */
  private Tensor filled(JsonNode input, DType dtype, int[] strides) {
    var data = input.path("data");
    JsonNode filler =
        layout.has("filler") ? layout.path("filler") : JsonNodeFactory.instance.numberNode(0.0);
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    for (int i = Shape.of(base).size(); i > 0; i--) {
      values.add(filler);
    }
    for (int i = 0; i < data.size(); i++) {
      int offset = 0;
      int rest = i;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        offset += rest % shape[axis] * strides[axis];
        rest /= shape[axis];
      }
      values.set(offset, data.get(i));
    }
    return Data.tensor(values, base, dtype);
  }

  private static int[] strides(int[] shape) {
    var strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }
}

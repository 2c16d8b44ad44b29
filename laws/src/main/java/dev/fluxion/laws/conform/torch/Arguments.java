package dev.fluxion.laws.conform.torch;

import dev.fluxion.DType;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of one call, by parameter, each read as what the function needs it to be. */
record Arguments(String function, Map<String, @Nullable Object> values) {
  @Nullable Object get(String parameter) {
    return values.get(parameter);
  }

  boolean isNone(String parameter) {
    return values.get(parameter) == null;
  }

  Tensor tensor(String parameter) {
    if (values.get(parameter) instanceof Tensor tensor) {
      return tensor;
    }
    throw wrong(parameter);
  }

  List<Tensor> tensors(String parameter) {
    var tensors = new ArrayList<Tensor>();
    for (var item : list(parameter)) {
      if (!(item instanceof Tensor tensor)) {
        throw wrong(parameter);
      }
      tensors.add(tensor);
    }
    return tensors;
  }

  Number number(String parameter) {
    if (values.get(parameter) instanceof Number number) {
      return number;
    }
    throw wrong(parameter);
  }

  int integer(String parameter) {
    if (values.get(parameter) instanceof Long whole) {
      return Math.toIntExact(whole);
    }
    throw wrong(parameter);
  }

  boolean flag(String parameter) {
    if (values.get(parameter) instanceof Boolean bool) {
      return bool;
    }
    throw wrong(parameter);
  }

  /** One axis or several, or none if absent. */
  int[] integers(String parameter) {
    var value = values.get(parameter);
    if (value == null) {
      return new int[0];
    }
    var items = value instanceof Long ? List.of(value) : list(parameter);
    var integers = new int[items.size()];
    for (int i = 0; i < integers.length; i++) {
      if (!(items.get(i) instanceof Long whole)) {
        throw wrong(parameter);
      }
      integers[i] = Math.toIntExact(whole);
    }
    return integers;
  }

  /** A dtype, or its name. */
  DType dtype(String parameter) {
    return switch (values.get(parameter)) {
      case DType dtype -> dtype;
      case String name -> Torch.dtype(name);
      case null, default -> throw wrong(parameter);
    };
  }

  private List<?> list(String parameter) {
    if (values.get(parameter) instanceof List<?> list) {
      return list;
    }
    throw wrong(parameter);
  }

  private NotSupported wrong(String parameter) {
    var value = values.get(parameter);
    var kind = value == null ? "None" : value.getClass().getSimpleName();
    return new NotSupported(function + "(" + parameter + " = " + kind + ")");
  }
}

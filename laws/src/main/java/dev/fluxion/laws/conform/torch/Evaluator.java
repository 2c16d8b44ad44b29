package dev.fluxion.laws.conform.torch;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives a Python expression its value.
 *
 * <p>Values are {@link Tensor}, {@link Long} and {@link Double} for Python's int and float, {@link
 * Boolean}, {@link String}, {@link DType}, a {@link List} for lists and tuples, and null for None.
 */
public final class Evaluator {
  private static final Set<String> MODULES = Set.of("torch", "F", "LA", "SP", "math");

  private final Map<String, @Nullable Object> names;

  /**
   * An evaluator over these names.
   *
   * @param names what names stand for; read at each evaluation, not copied
   */
  public Evaluator(Map<String, @Nullable Object> names) {
    this.names = names;
  }

  /** {@code torch}, {@code torch.fft}, {@code math}: what functions are reached through. */
  private record Module(String name) {}

  /** A function on its way to be called; null for self if it was not reached through a value. */
  private record Function(String name, @Nullable Object self) {}

  /**
   * The value of {@code expression}.
   *
   * @param expression a parsed expression
   * @return its value, null for None
   * @throws NotSupported if it needs a name or function that is not there
   */
  public @Nullable Object value(Expr expression) {
    return switch (expression) {
      case Expr.Constant constant -> constant.value();
      case Expr.Name name -> named(name.id());
      case Expr.Items items -> values(items.items());
      case Expr.Attribute attribute -> attribute(value(attribute.target()), attribute.name());
      case Expr.Call call -> call(call);
      case Expr.Subscript subscript -> subscript(subscript);
      case Expr.Range range -> range(range);
      case Expr.Negated negated -> Operators.negated(value(negated.operand()));
      case Expr.Binary binary ->
          Operators.apply(binary.operator(), value(binary.left()), value(binary.right()));
      case Expr.Choice choice ->
          value(Operators.isTrue(value(choice.condition())) ? choice.then() : choice.otherwise());
      case Expr.Lambda lambda -> lambda;
      case Expr.Starred _ -> throw new NotSupported("a starred value outside of a call");
      case Expr.Format format -> text(format);
    };
  }

  private @Nullable Object named(String name) {
    if (names.containsKey(name)) {
      return names.get(name);
    }
    if (MODULES.contains(name)) {
      return new Module(name);
    }
    return switch (name) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> {
        if (!Torch.has(name)) {
          throw new NotSupported("the name " + name);
        }
        yield new Function(name, null);
      }
    };
  }

  private List<@Nullable Object> values(List<Expr> items) {
    var values = new ArrayList<@Nullable Object>();
    for (var item : items) {
      if (item instanceof Expr.Starred starred) {
        values.addAll(list(value(starred.value())));
      } else {
        values.add(value(item));
      }
    }
    return values;
  }

  private @Nullable Object attribute(@Nullable Object target, String name) {
    return switch (target) {
      case Module module -> ofModule(module, name);
      case Tensor tensor -> ofTensor(tensor, name);
      case null, default -> throw new NotSupported("the attribute " + name);
    };
  }

  private static Object ofModule(Module module, String name) {
    if (module.name().equals("math")) {
      return switch (name) {
        case "pi" -> Math.PI;
        case "e" -> Math.E;
        case "inf" -> Double.POSITIVE_INFINITY;
        case "nan" -> Double.NaN;
        default -> new Function("math." + name, null);
      };
    }
    return switch (name) {
      case "bool", "uint8", "int8", "int16", "int32", "int64" -> Torch.dtype(name);
      case "float16", "bfloat16", "float32", "float64" -> Torch.dtype(name);
      case "complex64", "complex128" -> Torch.dtype(name);
      case "fft", "linalg", "special", "nn", "functional" -> new Module("torch." + name);
      case "inf" -> Double.POSITIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> new Function(name, null);
    };
  }

  private static @Nullable Object ofTensor(Tensor tensor, String name) {
    return switch (name) {
      case "shape" -> Operators.longs(tensor.shape().toArray());
      case "ndim" -> (long) tensor.rank();
      case "dtype" -> tensor.dtype();
      case "mT" -> tensor.transpose(-2, -1);
      case "T" -> tensor.t();
      case "grad" -> tensor.grad();
      case "grad_fn" -> tensor.gradFn();
      case "requires_grad" -> tensor.requiresGrad();
      case "is_leaf" -> tensor.isLeaf();
      case "data" -> tensor.data();
      default -> new Function(name, tensor);
    };
  }

  private @Nullable Object call(Expr.Call call) {
    var function = value(call.function());
    return switch (function) {
      case Function(String name, var self) -> {
        if (!name.startsWith("math.") && !Torch.has(name)) {
          throw new NotSupported(name);
        }
        var positional = values(call.positional());
        if (self != null) {
          positional.addFirst(self);
        }
        var keywords = new LinkedHashMap<String, @Nullable Object>();
        call.keywords().forEach((keyword, value) -> keywords.put(keyword, value(value)));
        yield name.startsWith("math.")
            ? Operators.math(name, positional)
            : Torch.call(name, positional, keywords);
      }
      case Expr.Lambda lambda -> apply(lambda, values(call.positional()));
      case null, default -> throw new NotSupported("a call of a value");
    };
  }

  private @Nullable Object apply(Expr.Lambda lambda, List<@Nullable Object> arguments) {
    if (arguments.size() != lambda.parameters().size()) {
      throw new NotSupported("a lambda with defaults");
    }
    var inner = new LinkedHashMap<String, @Nullable Object>(names);
    for (int i = 0; i < arguments.size(); i++) {
      inner.put(lambda.parameters().get(i), arguments.get(i));
    }
    return new Evaluator(inner).value(lambda.body());
  }

  private @Nullable Object subscript(Expr.Subscript subscript) {
    var target = value(subscript.target());
    var items = values(subscript.items());
    if (target instanceof Tensor tensor) {
      return tensor.get(items.stream().map(Evaluator::index).toArray());
    }
    var list = list(target);
    return switch (items.getFirst()) {
      case Long at -> list.get(Math.floorMod(at.intValue(), list.size()));
      case Range range when range.step() == null ->
          list.subList(range.from(list.size()), range.to(list.size()));
      case null, default -> throw new NotSupported("a subscript of a list");
    };
  }

  /**
   * Python's {@code target[items] = value}.
   *
   * @param place a subscript of a tensor
   * @param value a tensor or a number
   * @throws NotSupported if the place is another one, or the value another one
   */
  public void assign(Expr place, @Nullable Object value) {
    if (!(place instanceof Expr.Subscript subscript)
        || !(value(subscript.target()) instanceof Tensor target)) {
      throw new NotSupported("an assignment to a place that is no part of a tensor");
    }
    var items = values(subscript.items()).stream().map(Evaluator::index).toArray();
    switch (value) {
      case Tensor tensor -> target.set_(tensor, items);
      case Number number -> target.set_(number, items);
      case null, default -> throw new NotSupported("the assignment of " + value);
    }
  }

  /** A subscript of a tensor in Fluxion's words. */
  private static Object index(@Nullable Object item) {
    return switch (item) {
      case null -> Fluxion.newAxis();
      case Ellipsis _ -> Fluxion.ellipsis();
      case Long at -> Math.toIntExact(at);
      case Range range -> range.slice();
      case Tensor tensor -> tensor;
      case List<?> list -> list.stream().mapToInt(i -> ((Number) i).intValue()).toArray();
      default -> throw new NotSupported("a subscript " + item);
    };
  }

  private Range range(Expr.Range range) {
    return new Range(bound(range.start()), bound(range.stop()), bound(range.step()));
  }

  private @Nullable Integer bound(@Nullable Expr bound) {
    return bound != null && value(bound) instanceof Long at ? Math.toIntExact(at) : null;
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new NotSupported("a value where a list is needed");
  }

  private String text(Expr.Format format) {
    var text = new StringBuilder();
    for (var part : format.parts()) {
      var value = value(part);
      text.append(value instanceof Tensor tensor ? "%s".formatted(tensor) : printed(value));
    }
    return text.toString();
  }

  /**
   * What Python's {@code print} shows of a value.
   *
   * @param value a value of an expression
   * @return its text
   */
  public static String printed(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean bool -> bool ? "True" : "False";
      case Tensor tensor -> tensor.toString();
      case DType dtype -> "torch." + dtype.toString().toLowerCase(Locale.ROOT);
      default -> value.toString();
    };
  }
}

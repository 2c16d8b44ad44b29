package dev.fluxion.laws.conform.torch;

import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's operators: numbers among themselves here, anything with a tensor through the table. */
final class Operators {
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("+", "add"),
          Map.entry("-", "sub"),
          Map.entry("*", "mul"),
          Map.entry("/", "div"),
          Map.entry("//", "floor_divide"),
          Map.entry("%", "remainder"),
          Map.entry("**", "pow"),
          Map.entry("@", "matmul"),
          Map.entry("==", "eq"),
          Map.entry("!=", "ne"),
          Map.entry("<", "lt"),
          Map.entry("<=", "le"),
          Map.entry(">", "gt"),
          Map.entry(">=", "ge"));

  private Operators() {}

  static @Nullable Object apply(String operator, @Nullable Object left, @Nullable Object right) {
    if (left instanceof Tensor || right instanceof Tensor) {
      var operands = new ArrayList<@Nullable Object>(2);
      operands.add(left);
      operands.add(right);
      return Torch.call(FUNCTIONS.getOrDefault(operator, operator), operands, Map.of());
    }
    if (left instanceof Number a && right instanceof Number b) {
      return a instanceof Long m && b instanceof Long n && !operator.equals("/")
          ? whole(operator, m, n)
          : real(operator, a.doubleValue(), b.doubleValue());
    }
    throw new NotSupported("the operator " + operator + " of these values");
  }

  private static Object whole(String operator, long a, long b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "//" -> Math.floorDiv(a, b);
      case "%" -> Math.floorMod(a, b);
      default -> real(operator, (double) a, (double) b);
    };
  }

  private static Object real(String operator, double a, double b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      case "**" -> Math.pow(a, b);
      case "==" -> a == b;
      case "!=" -> a != b;
      case "<" -> a < b;
      case "<=" -> a <= b;
      case ">" -> a > b;
      case ">=" -> a >= b;
      default -> throw new NotSupported("the operator " + operator + " of numbers");
    };
  }

  static Object negated(@Nullable Object value) {
    return switch (value) {
      case Tensor tensor -> tensor.neg();
      case Long whole -> -whole;
      case Double real -> -real;
      case null, default -> throw new NotSupported("the minus of " + value);
    };
  }

  static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean bool -> bool;
      case Number number -> number.doubleValue() != 0;
      case Tensor tensor -> tensor.booleanValue();
      case List<?> list -> !list.isEmpty();
      default -> true;
    };
  }

  static Object math(String function, List<@Nullable Object> arguments) {
    if (arguments.size() != 1 || !(arguments.getFirst() instanceof Number x)) {
      throw new NotSupported(function);
    }
    return switch (function) {
      case "math.sqrt" -> Math.sqrt(x.doubleValue());
      case "math.exp" -> Math.exp(x.doubleValue());
      case "math.log" -> Math.log(x.doubleValue());
      default -> throw new NotSupported(function);
    };
  }

  static List<@Nullable Object> longs(int[] values) {
    var list = new ArrayList<@Nullable Object>(values.length);
    for (int value : values) {
      list.add((long) value);
    }
    return list;
  }
}

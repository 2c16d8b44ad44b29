package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.DType;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.Difference.Tolerance;
import dev.fluxion.laws.conform.torch.NotSupported;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A step {@code expect} of a program: what must be true of a variable. */
final class Expectation {
  private static final Tolerance DOUBLE = new Tolerance(1e-9, 1e-10);
  private static final Tolerance FLOAT = new Tolerance(2e-6, 1e-10);

  private Expectation() {}

  static void check(JsonNode step, Map<String, @Nullable Tensor> variables) {
    var what = step.path("what").asText();
    var name = step.path("target").asText();
    Mismatch.check(variables.containsKey(name), "the program has no variable " + name);
    var target = variables.get(name);
    if (what.equals("is_none")) {
      claim(name, what, target == null, step);
      return;
    }
    if (target == null) {
      throw new Mismatch(name + ": expected a " + what + ", got none");
    }
    switch (what) {
      case "value" -> Difference.check(name, target, step, tolerance(step));
      case "grad" -> gradient(name, target.grad(), step);
      case "requires_grad" -> claim(name, what, target.requiresGrad(), step);
      case "is_leaf" -> claim(name, what, target.isLeaf(), step);
      case "has_grad_fn" -> claim(name, what, target.gradFn() != null, step);
      case "grad_is_none" -> claim(name, what, target.grad() == null, step);
      case "version" -> {
        int expected = step.path("value").asInt(-1);
        Mismatch.check(
            target.version() == expected,
            name + ": expected version " + expected + ", got " + target.version());
      }
      case "dtype" -> {
        var dtype = target.dtype().toString();
        var expected = step.path("value").asText();
        Mismatch.check(
            dtype.equals(expected), name + ": expected dtype " + expected + ", got " + dtype);
      }
      case "repr" -> PrintCase.same(name, target.toString(), step.path("value").asText());
      default -> throw new NotSupported("the expectation of a " + what);
    }
  }

  private static void claim(String name, String what, boolean got, JsonNode step) {
    boolean expected = step.path("value").asBoolean(true);
    Mismatch.check(
        got == expected, name + ": expected " + what + " to be " + expected + ", got " + got);
  }

  private static void gradient(String name, @Nullable Tensor gradient, JsonNode step) {
    if (gradient != null && step.has("data")) {
      Difference.check("grad of " + name, gradient, step, tolerance(step));
    } else {
      Mismatch.check(
          (gradient != null) == step.has("data"),
          "grad of " + name + ": expected " + (gradient == null ? "one" : "none"));
    }
  }

  private static Tolerance tolerance(JsonNode step) {
    return Data.dtype(step) == DType.FLOAT32 ? FLOAT : DOUBLE;
  }
}

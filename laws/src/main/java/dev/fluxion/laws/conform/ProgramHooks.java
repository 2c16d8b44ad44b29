package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.Fluxion;
import dev.fluxion.Handle;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.Difference.Tolerance;
import dev.fluxion.laws.conform.torch.NotSupported;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The hooks that a program has registered, and what those that log have seen. */
final class ProgramHooks {
  private static final Tolerance TOLERANCE = new Tolerance(1e-9, 1e-10);

  private final Map<String, Handle> handles = new HashMap<>();
  private final List<Line> log = new ArrayList<>();

  /** A gradient that was logged: {@code label:v1,v2…}. */
  private record Line(String label, double[] values) {
    static Line of(String text) {
      int colon = text.lastIndexOf(':');
      var numbers = text.substring(colon + 1);
      var values =
          numbers.isBlank()
              ? new double[0]
              : Arrays.stream(numbers.split(",", -1)).mapToDouble(Line::number).toArray();
      return new Line(text.substring(0, Math.max(colon, 0)), values);
    }

    private static double number(String text) {
      return switch (text.strip()) {
        case "nan" -> Double.NaN;
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    }
  }

  void register(JsonNode step, Tensor target) {
    handles.put(step.path("out").asText(), target.registerHook(hook(step.path("hook"))));
  }

  void remove(JsonNode step) {
    var name = step.path("handle").asText();
    var handle = handles.get(name);
    if (handle == null) {
      throw new Mismatch("the program has no hook " + name);
    }
    handle.remove();
  }

  private Function<Tensor, @Nullable Tensor> hook(JsonNode hook) {
    var kind = hook.path("kind").asText();
    return switch (kind) {
      case "log" -> {
        var label = hook.path("label").asText();
        yield gradient -> {
          log.add(new Line(label, gradient.toDoubleArray()));
          return null;
        };
      }
      case "scale" -> {
        double factor = Data.number(hook.path("factor"));
        yield gradient -> gradient.mul(factor);
      }
      case "clip" -> {
        double limit = Data.number(hook.path("limit"));
        yield gradient -> gradient.clamp(-limit, limit);
      }
      case "zero_nan" -> gradient -> Fluxion.where(gradient.ne(gradient), 0, gradient);
      default -> throw new NotSupported("a hook that does " + kind);
    };
  }

  /** A step {@code expect} of the whole log: which hooks ran, in which order, and what they saw. */
  void check(JsonNode step) {
    var expected = Data.texts(step.path("value")).stream().map(Line::of).toList();
    var labels = expected.stream().map(Line::label).toList();
    var got = log.stream().map(Line::label).toList();
    Mismatch.check(got.equals(labels), "log: expected hooks " + labels + ", got " + got);
    for (int i = 0; i < expected.size(); i++) {
      var line = expected.get(i);
      Difference.numbers(
          "log " + i + ", " + line.label(), log.get(i).values(), line.values(), TOLERANCE);
    }
  }
}

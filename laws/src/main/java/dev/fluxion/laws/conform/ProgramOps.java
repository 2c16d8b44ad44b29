package dev.fluxion.laws.conform;

import dev.fluxion.laws.conform.torch.Evaluator;
import dev.fluxion.laws.conform.torch.Parser;
import dev.fluxion.laws.conform.torch.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations of programs, as torch's functions. */
final class ProgramOps {
  /** Names of program steps that are not torch's own, and what torch calls them. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("max_dim", "max"),
          Map.entry("min_dim", "min"),
          Map.entry("cast", "to"),
          Map.entry("cos_sim", "cosine_similarity"),
          Map.entry("log_sigmoid", "logsigmoid"),
          Map.entry("add_scalar", "add"),
          Map.entry("sub_scalar", "sub"),
          Map.entry("mul_scalar", "mul"),
          Map.entry("div_scalar", "div"),
          Map.entry("pow_scalar", "pow"));

  private ProgramOps() {}

  static @Nullable Object call(
      String op, List<@Nullable Object> positional, Map<String, @Nullable Object> attributes) {
    if (op.equals("slice") && attributes.get("slices") instanceof List<?> slices) {
      var items = slices.stream().map(String::valueOf).collect(Collectors.joining(", "));
      var names = new LinkedHashMap<String, @Nullable Object>();
      names.put("x", positional.getFirst());
      return new Evaluator(names).value(Parser.parse("x[" + items + "]"));
    }
    return Torch.call(ALIASES.getOrDefault(op, op), positional, attributes);
  }
}

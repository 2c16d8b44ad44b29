package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.Difference.Tolerance;
import dev.fluxion.laws.conform.torch.NotSupported;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The results that a prose case expects, by name; each method demands one of them. */
record Results(JsonNode expected, Set<String> demanded) {
  private static final Tolerance TOLERANCE = new Tolerance(1e-9, 1e-10);

  /** What a case says of an error beside its category: torch's words, which are not ours. */
  private static final Set<String> OF_AN_ERROR = Set.of("error", "category", "torch_message");

  Results(JsonNode expected) {
    this(expected, new LinkedHashSet<>());
  }

  private JsonNode wanted(String name) {
    if (!expected.has(name)) {
      throw new NotSupported("a case of this title without the result " + name);
    }
    demanded.add(name);
    return expected.path(name);
  }

  /** Says that a test is not written to the end if the case expects more than it has demanded. */
  void complete() {
    for (var entry : expected.properties()) {
      if (!demanded.contains(entry.getKey())) {
        throw new NotSupported("the result " + entry.getKey() + " of this title");
      }
    }
  }

  /** A tensor, or a plain number for one of rank 0, or null for none. */
  void tensor(String name, @Nullable Tensor got) {
    tensor(name, got, wanted(name));
  }

  void tensors(String name, List<Tensor> got) {
    var list = Data.items(wanted(name));
    Mismatch.check(
        list.size() == got.size(),
        name + ": expected " + list.size() + " tensors, got " + got.size());
    for (int i = 0; i < list.size(); i++) {
      tensor(name + " " + i, got.get(i), list.get(i));
    }
  }

  private static void tensor(String name, @Nullable Tensor got, JsonNode wanted) {
    if (wanted.isNull()) {
      Mismatch.check(got == null, name + ": expected none, got " + got);
      return;
    }
    if (got == null) {
      throw new Mismatch(name + ": expected a tensor, got none");
    }
    if (wanted.isObject()) {
      Difference.check(name, got, wanted, TOLERANCE);
    } else {
      Difference.numbers(name, got.toDoubleArray(), new double[] {Data.number(wanted)}, TOLERANCE);
    }
  }

  /** Numbers in their order, whatever lists of lists they stand in; or one. */
  void numbers(String name, double... got) {
    var wanted = new ArrayList<Double>();
    flatten(wanted(name), wanted);
    var flat = wanted.stream().mapToDouble(Double::doubleValue).toArray();
    Difference.numbers(name, got, flat, TOLERANCE);
  }

  private static void flatten(JsonNode node, List<Double> numbers) {
    if (node.isArray()) {
      node.forEach(item -> flatten(item, numbers));
    } else {
      numbers.add(Data.number(node));
    }
  }

  /** Flags, 1 for true, as {@link #numbers}. */
  void flags(String name, List<Boolean> got) {
    numbers(name, got.stream().mapToDouble(flag -> flag ? 1 : 0).toArray());
  }

  void flag(String name, boolean got) {
    boolean wanted = wanted(name).asBoolean();
    Mismatch.check(got == wanted, name + ": expected " + wanted + ", got " + got);
  }

  /** Lines of text; {@code naming} turns theirs into ours. */
  void texts(String name, List<String> got, UnaryOperator<String> naming) {
    var wanted = Data.texts(wanted(name)).stream().map(naming).toList();
    Mismatch.check(got.equals(wanted), name + ": expected " + wanted + ", got " + got);
  }

  void text(String name, String got) {
    var wanted = wanted(name).asText();
    Mismatch.check(got.equals(wanted), name + ": expected " + wanted + ", got " + got);
  }

  /** The action is refused, by an exception of the category that the case states. */
  void error(Runnable action) {
    demanded.addAll(OF_AN_ERROR);
    refused(expected, action);
  }

  /** The same, where the case states it under a name. */
  void error(String name, Runnable action) {
    refused(wanted(name), action);
  }

  private static void refused(JsonNode error, Runnable action) {
    var category = error.path(error.has("category") ? "category" : "error").asText();
    Category.expect(category, action);
  }

  /** Where the other framework can only refuse: our result, against what it must be. */
  void instead(String what, double got, double wanted) {
    demanded.addAll(OF_AN_ERROR);
    Mismatch.check(got == wanted, what + ": expected " + wanted + ", got " + got);
  }
}

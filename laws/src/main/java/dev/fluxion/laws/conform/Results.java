package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.Difference.Tolerance;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The results that a prose case expects, by name; each method demands one of them. */
record Results(JsonNode expected) {
  private static final Tolerance TOLERANCE = new Tolerance(1e-9, 1e-10);

  /** A tensor, or a plain number for one of rank 0. */
  void tensor(String name, @Nullable Tensor got) {
    tensor(name, got, expected.path(name));
  }

  void tensors(String name, List<Tensor> got) {
    var list = Data.items(expected.path(name));
    Mismatch.check(
        list.size() == got.size(),
        name + ": expected " + list.size() + " tensors, got " + got.size());
    for (int i = 0; i < list.size(); i++) {
      tensor(name + " " + i, got.get(i), list.get(i));
    }
  }

  private static void tensor(String name, @Nullable Tensor got, JsonNode wanted) {
    if (got == null) {
      throw new Mismatch(name + ": expected a tensor, got none");
    }
    if (wanted.isObject()) {
      Difference.check(name, got, wanted, TOLERANCE);
    } else {
      Difference.numbers(name, got.toDoubleArray(), new double[] {Data.number(wanted)}, TOLERANCE);
    }
  }

  void numbers(String name, double... got) {
    Difference.numbers(name, got, Data.doubles(expected.path(name)), TOLERANCE);
  }

  void flag(String name, boolean got) {
    boolean wanted = expected.path(name).asBoolean();
    Mismatch.check(got == wanted, name + ": expected " + wanted + ", got " + got);
  }

  /** Lines of text; {@code naming} turns theirs into ours. */
  void texts(String name, List<String> got, UnaryOperator<String> naming) {
    var wanted = Data.texts(expected.path(name)).stream().map(naming).toList();
    Mismatch.check(got.equals(wanted), name + ": expected " + wanted + ", got " + got);
  }

  /** The action is refused, by an exception of the category that the case states. */
  void error(Runnable action) {
    var category = expected.path(expected.has("category") ? "category" : "error").asText();
    Category.expect(category, action);
  }

  /** Where the other framework can only refuse: our result, against what it must be. */
  void instead(String what, double got, double wanted) {
    Mismatch.check(got == wanted, what + ": expected " + wanted + ", got " + got);
  }
}

package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.laws.conform.torch.NotSupported;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Kinds {@code scenario} and {@code semantics}, and the steps of tutorials that tell of errors or
 * of several frameworks at once: prose, so each is written by hand, under its title, once Fluxion
 * has what it speaks of. A family of them is a class, named for its subject.
 */
final class Scenarios {
  private static final Map<String, Consumer<Results>> WRITTEN =
      all(
          List.of(
              CheckScenarios.WRITTEN,
              CheckpointScenarios.WRITTEN,
              CustomScenarios.WRITTEN,
              DerivativeScenarios.WRITTEN,
              GraphScenarios.WRITTEN,
              ImplicitScenarios.WRITTEN,
              MxnetScenarios.WRITTEN,
              SparseScenarios.WRITTEN,
              TapeScenarios.WRITTEN,
              TaylorScenarios.WRITTEN,
              TransformScenarios.WRITTEN,
              TutorialScenarios.WRITTEN));

  private Scenarios() {}

  private static Map<String, Consumer<Results>> all(List<Map<String, Consumer<Results>>> families) {
    var all = new HashMap<String, Consumer<Results>>();
    for (var family : families) {
      family.forEach((title, test) -> {
        if (all.put(title, test) != null) {
          throw new IllegalStateException("two tests are written for " + title);
        }
      });
    }
    return Map.copyOf(all);
  }

  static boolean has(JsonNode json) {
    return WRITTEN.containsKey(json.path("title").asText());
  }

  static void run(JsonNode json) {
    var written = WRITTEN.get(json.path("title").asText());
    if (written == null) {
      throw new NotSupported("prose that is not written as a test yet");
    }
    var results = new Results(json.path("expected"));
    written.accept(results);
    results.complete();
  }
}

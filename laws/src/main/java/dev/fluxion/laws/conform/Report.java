package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts outcomes by kind and priority, and tells what differs. */
final class Report {
  private static final List<String> DEBATABLE = List.of("torch_quirk", "version_dependent");

  private final Map<String, Count> counts = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> debatable = new ArrayList<>();
  private final List<String> special = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  private static final class Count {
    int passed;
    int failed;
    int unsupported;

    void add(Count other) {
      passed += other.passed;
      failed += other.failed;
      unsupported += other.unsupported;
    }

    @Override
    public String toString() {
      return "%d passed, %d failed, %d not supported".formatted(passed, failed, unsupported);
    }
  }

  void add(JsonNode json, Outcome outcome) {
    var kind = json.path("kind").asText();
    var group = json.has("priority") ? kind + " p" + json.path("priority").asText() : kind;
    var count = counts.computeIfAbsent(group, _ -> new Count());
    var id = json.path("id").asText();
    switch (outcome) {
      case Outcome.Passed passed -> {
        count.passed++;
        passed.notes().forEach(note -> special.add(line(id, note)));
      }
      case Outcome.Failed failed -> {
        count.failed++;
        boolean tagged = !Collections.disjoint(Data.texts(json.path("tags")), DEBATABLE);
        (tagged ? debatable : failures).add(line(id, failed.difference()));
      }
      case Outcome.Unsupported unsupported -> {
        count.unsupported++;
        missing.add(line(id, unsupported.reason()));
      }
    }
  }

  boolean failed() {
    return counts.values().stream().anyMatch(count -> count.failed > 0);
  }

  void print(PrintStream out, boolean unsupported) {
    var total = new Count();
    counts.forEach((group, count) -> {
      out.println(group + ": " + count);
      total.add(count);
    });
    out.println("total: " + total);
    section(out, "Failed:", failures);
    section(out, "Failed where torch is quirky or its versions differ:", debatable);
    section(
        out,
        "special-gradient, derivatives at special inputs other than torch's (the case counts as passed):",
        special);
    if (unsupported) {
      section(out, "Not supported:", missing);
    }
  }

  private static void section(PrintStream out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.println();
      out.println(title);
      lines.forEach(line -> out.println("  " + line));
    }
  }

  private static String line(String id, String text) {
    return id + ": " + text.replace("\n", "\\n");
  }
}

package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.Difference.Tolerance;
import dev.fluxion.laws.conform.torch.Evaluator;
import dev.fluxion.laws.conform.torch.Expr;
import dev.fluxion.laws.conform.torch.NotSupported;
import dev.fluxion.laws.conform.torch.Parser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Kind {@code seed_print}: the steps of a tutorial and what each printed, as far as a step is
 * written in Python. An id is {@code seed/document/place}; a step may use what earlier steps of its
 * document have left, so a document is forgotten when a place is missing or a step could not be
 * run: what follows would run on a state that is not the document's. For the same reason a step
 * that only shows a variable is not run: how it got its value is told elsewhere. Such steps, and
 * those in the manner of another framework, are tests of {@link Scenarios} if one is written, or
 * looked up in what the {@link SeedPrograms} print.
 */
final class SeedCases {
  private static final Tolerance TOLERANCE = new Tolerance(2e-6, 1e-10);
  private static final Pattern ASSIGNMENT = Pattern.compile("\\s*(\\w+)\\s*=(?!=)(.*)");
  private static final Pattern FLAG = Pattern.compile(",\\s*requires_grad\\)");
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]+");
  private static final Pattern OTHERS_PRINT = Pattern.compile("<NDArray|array\\(|tf\\.Tensor");

  private final Map<String, Document> documents = new HashMap<>();
  private final SeedPrograms programs = new SeedPrograms();

  /** {@code name = value}, or a value alone. */
  private record Statement(@Nullable String name, Expr value) {
    static Statement of(String text) {
      var assignment = ASSIGNMENT.matcher(text);
      return assignment.matches()
          ? new Statement(assignment.group(1), Parser.parse(assignment.group(2)))
          : new Statement(null, Parser.parse(text));
    }

    boolean computes() {
      return name != null || computes(value);
    }

    private static boolean computes(Expr value) {
      return switch (value) {
        case Expr.Constant _, Expr.Name _ -> false;
        case Expr.Attribute attribute -> computes(attribute.target());
        case Expr.Format format -> format.parts().stream().anyMatch(Statement::computes);
        case Expr.Call call when isPrint(call) ->
            call.positional().stream().anyMatch(Statement::computes);
        default -> true;
      };
    }

    static boolean isPrint(Expr.Call call) {
      return call.function().equals(new Expr.Name("print"));
    }
  }

  /** The variables that a document's steps have left, and the place of the last that ran. */
  private static final class Document {
    final Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    int place;
  }

  void run(JsonNode json) {
    var id = json.path("id").asText();
    int slash = id.lastIndexOf('/');
    var name = id.substring(0, Math.max(slash, 0));
    int place = place(id.substring(slash + 1));
    var document = documents.remove(name);
    if (document == null || place != document.place + 1) {
      document = new Document();
    }
    try {
      run(json, document);
      document.place = place;
      documents.put(name, document);
    } catch (NotSupported notAlone) {
      lookUp(json, notAlone);
    }
  }

  /** What cannot be run as it stands: written by hand, or in the program of its document. */
  private void lookUp(JsonNode json, NotSupported notAlone) {
    if (Scenarios.has(json)) {
      Scenarios.run(json);
    } else if (json.has("expected_print")) {
      if (!programs.print(json.path("expected_print").asText())) {
        throw notAlone;
      }
    } else if (!programs.print(runs(json.path("expected")))) {
      throw new NotSupported("numbers that no program in examples/seeds prints");
    }
  }

  /** The numbers of each tensor in a row, and each number that stands alone. */
  private static List<List<Double>> runs(JsonNode expected) {
    var runs = new ArrayList<List<Double>>();
    for (var value : expected) {
      if (value.isNumber()) {
        runs.add(List.of(value.asDouble()));
      } else if (value.has("data")) {
        runs.add(Arrays.stream(Data.doubles(value.path("data"))).boxed().toList());
      } else if (value.isContainerNode()) {
        runs.addAll(runs(value));
      } else {
        throw new NotSupported("a result that is not a number");
      }
    }
    return runs;
  }

  private static int place(String text) {
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  private static void run(JsonNode json, Document document) {
    var print = json.path("expected_print").asText();
    if (OTHERS_PRINT.matcher(print).find()) {
      throw new NotSupported("the print form of another framework");
    }
    var text = FLAG.matcher(json.path("program").asText()).replaceAll(", requires_grad=True)");
    var statements = new ArrayList<Statement>();
    for (var statement : text.split(";", -1)) {
      statements.add(Statement.of(statement));
    }
    if (statements.stream().noneMatch(Statement::computes)) {
      throw new NotSupported("what steps outside of its text have left");
    }
    var lines = new ArrayList<String>();
    Object last = null;
    for (var statement : statements) {
      last = execute(statement, document.variables, lines);
    }
    compare(json, lines, document.variables, last);
  }

  private static void compare(
      JsonNode json,
      List<String> lines,
      Map<String, @Nullable Object> variables,
      @Nullable Object last) {
    boolean compared = json.has("expected_print");
    if (compared) {
      var got = ADDRESS.matcher(String.join("\n", lines)).replaceAll("0x");
      var expected = ADDRESS.matcher(json.path("expected_print").asText()).replaceAll("0x");
      PrintCase.same("print", got, expected);
    }
    for (var entry : json.path("expected").properties()) {
      var got = entry.getKey().equals("value") ? last : variables.get(entry.getKey());
      if (got instanceof Tensor tensor) {
        agree(entry.getKey(), tensor, entry.getValue());
        compared = true;
      }
    }
    if (!compared) {
      throw new NotSupported("results that its text gives no name");
    }
  }

  /** Runs one statement; what it prints, or is worth at a prompt, is added to {@code lines}. */
  private static @Nullable Object execute(
      Statement statement, Map<String, @Nullable Object> variables, List<String> lines) {
    var evaluator = new Evaluator(variables);
    if (statement.value() instanceof Expr.Call call && Statement.isPrint(call)) {
      var texts =
          call.positional().stream().map(part -> Evaluator.printed(evaluator.value(part))).toList();
      lines.add(String.join(" ", texts));
      return null;
    }
    var value = evaluator.value(statement.value());
    if (statement.name() != null) {
      variables.put(statement.name(), value);
    } else if (value != null) {
      lines.add(Evaluator.printed(value));
    }
    return value;
  }

  private static void agree(String name, Tensor got, JsonNode expected) {
    if (expected.isObject()) {
      Difference.check(name, got, expected, TOLERANCE);
    } else if (expected.isNumber()) {
      Difference.numbers(name, got.toDoubleArray(), new double[] {expected.asDouble()}, TOLERANCE);
    }
  }
}

package dev.fluxion.examples;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reference data lists, case by case, what the documents print and the numbers behind it: each text
 * is found in the output of the document's program, in the order of the cases, and each number too.
 * Where a document prints nothing, a tensor, a null or an error is found behind its name.
 */
class ReferencePrintsTest {
  private static final String DATA = "golden/public.jsonl";
  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.?\\d*(?:e[+-]?\\d+)?");

  /** A number with its name before it: {@code dy/dv1 = -2.0} and {@code h = 1e-4: 3.00030001}. */
  private static final Pattern NAMED =
      Pattern.compile("(?<![^\\s,:])([^\\s,:]+)(?: =|:) (" + NUMBER.pattern() + ")");

  /** What is no element of an array that is printed, but has a number in it. */
  private static final Pattern ABOUT = Pattern.compile("<NDArray .*?>|dtype=\\w+");

  /** A word of what is said for each error that a case asks for. */
  private static final Map<String, String> ERRORS =
      Map.of(
          "no_grad_fn", "needs a tensor that requires a gradient",
          "graph_freed", "are freed by the first backward pass",
          "nonscalar_backward", "needs an output of one element");

  @TestFactory
  Stream<DynamicTest> cases() throws IOException, InterruptedException {
    var file = Checkout.shared(DATA);
    if (file.isEmpty()) {
      var sentence = "no reference prints are checked: no shared/" + DATA + " beside the checkout";
      System.err.println(sentence);
      return Stream.of(DynamicTest.dynamicTest("reference prints", () -> abort(sentence)));
    }
    var tests = new ArrayList<DynamicTest>();
    for (var seed : Seed.values()) {
      var output = Program.masked(seed.output());
      int at = 0;
      for (var one : read(file.get(), seed)) {
        var id = one.path("id").asText();
        if (!one.has("expected_print")) {
          tests.add(DynamicTest.dynamicTest(id, () -> assertNumbers(one.path("expected"), output)));
          continue;
        }
        var text = Program.masked(one.path("expected_print").asText());
        int from = at;
        int found = find(text, one.path("program").asText().contains("f'"), output, from);
        tests.add(DynamicTest.dynamicTest(id, () -> assertPrinted(one, text, found, output, from)));
        at = found < 0 ? at : found + text.length();
      }
    }
    return tests.stream();
  }

  private static List<JsonNode> read(Path file, Seed seed) throws IOException {
    var mapper = new ObjectMapper();
    var cases = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(file)) {
      var one = mapper.readTree(line);
      if (one.path("kind").asText().equals("seed_print")
          && one.path("id").asText().startsWith("seed/" + seed.document)) {
        cases.add(one);
      }
    }
    if (cases.isEmpty()) {
      fail(file + " has no cases of document " + seed.document);
    }
    return cases;
  }

  /** Where the text fills whole lines; in a format string other words may precede it. */
  private static int find(String text, boolean formatted, String output, int from) {
    for (int at = output.indexOf(text, from); at >= 0; at = output.indexOf(text, at + 1)) {
      boolean starts = formatted || at == 0 || output.charAt(at - 1) == '\n';
      if (starts && output.startsWith("\n", at + text.length())) {
        return at;
      }
    }
    return -1;
  }

  private static void assertPrinted(JsonNode one, String text, int found, String output, int from) {
    assertTrue(
        found >= 0,
        () -> "not printed:\n" + text + "\namong what follows:\n" + output.substring(from));
    var expected = flat(one.path("expected"));
    var printed = numbers(ABOUT.matcher(text).replaceAll(""));
    if (!expected.isEmpty()) {
      // Four digits after the point are printed of most.
      assertTrue(
          expected.size() == printed.size()
              && Stream.iterate(0, k -> k < printed.size(), k -> k + 1)
                  .allMatch(k -> close(expected.get(k), printed.get(k), 1e-4)),
          () -> "the text says " + printed + ", the case " + expected);
    }
  }

  private static List<Double> flat(JsonNode expected) {
    var numbers = new ArrayList<Double>();
    for (var value : expected) {
      for (var number : value.has("data") ? value.path("data") : List.of(value)) {
        numbers.add(number.asDouble());
      }
    }
    return numbers;
  }

  private static List<Double> numbers(String text) {
    return NUMBER.matcher(text).results().map(n -> Double.parseDouble(n.group())).toList();
  }

  /** Each number stands behind its name, or, if that is not printed, anywhere. */
  private static void assertNumbers(JsonNode expected, String output) {
    assertAll(
        expected
            .propertyStream()
            .map(one -> () -> assertValue(one.getKey(), one.getValue(), output)));
  }

  private static void assertValue(String key, JsonNode value, String output) {
    if (value.isNumber()) {
      assertNumber(key, value.asDouble(), output);
    } else if (value.isNull()) {
      assertLine(key, text -> text.equals("None"), output);
    } else if (key.equals("error")) {
      assertLine("error", text -> text.contains(error(value)), output);
    } else if (value.has("error")) {
      assertLine(key, text -> text.contains(error(value.path("error"))), output);
    } else if (value.has("data")) {
      var data = flat(value.path("data"));
      assertLine(key, text -> data.equals(numbers(text)), output);
    } else {
      assertNumbers(value, output);
    }
  }

  private static String error(JsonNode name) {
    var words = ERRORS.get(name.asText());
    assertTrue(words != null, () -> "what is said for " + name + "?");
    return words;
  }

  /**
   * A line has the words of the name in front, and behind {@code =} or a colon what is asked. The
   * name of an error alone says nothing of where it is.
   */
  private static void assertLine(String key, Predicate<String> asked, String output) {
    var words = key.equals("error") ? List.of() : List.of(key.split("_"));
    var named =
        output
            .lines()
            .map(line -> line.split(" = |: ", 2))
            .filter(line -> line.length == 2)
            .filter(line -> List.of(line[0].split("[^A-Za-z0-9]+")).containsAll(words))
            .map(line -> line[1])
            .toList();
    assertTrue(named.stream().anyMatch(asked), () -> key + " as the case asks is not in " + named);
  }

  private static void assertNumber(String key, double expected, String output) {
    var name = key.replace('_', '/');
    var named = new ArrayList<Double>();
    var all = NAMED.matcher(output);
    for (int at = 0; all.find(at); at = all.start() + 1) {
      if (all.group(1).equals(name) || all.group(1).endsWith("/" + name)) {
        named.add(Double.parseDouble(all.group(2)));
      }
    }
    var printed = named.isEmpty() ? numbers(output) : named;
    assertTrue(
        printed.stream().anyMatch(number -> close(expected, number, 1e-9)),
        () -> key + " = " + expected + " is not among " + printed);
  }

  private static boolean close(double expected, double actual, double tolerance) {
    return Math.abs(expected - actual) <= tolerance * Math.max(1, Math.abs(expected));
  }
}

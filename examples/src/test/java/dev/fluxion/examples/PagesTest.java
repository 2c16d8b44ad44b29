package dev.fluxion.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.examples.Program.Fluxion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What README and docs say is so: programs print what stands beside them, names and links lead. */
class PagesTest {
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern CLASS = Pattern.compile("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");
  private static final Pattern FILE = Pattern.compile("[\\w./-]+/[\\w.-]+\\.\\w+");

  static List<String> pages() throws IOException {
    try (var docs = Files.list(Checkout.ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md"),
              docs.map(page -> "docs/" + page.getFileName()).filter(page -> page.endsWith(".md")))
          .sorted()
          .toList();
    }
  }

  /** The snippets of a section run one after the other, as one method. */
  @ParameterizedTest
  @ValueSource(strings = {"docs/guide.md", "docs/implicit.md", "docs/three-manners.md"})
  void snippetsPrintWhatTheySay(String page, @TempDir Path directory)
      throws IOException, InterruptedException {
    var calls = new StringBuilder();
    var methods = new StringBuilder();
    var expected = new ArrayList<String>();
    var sections = Page.read(page).sections();
    for (int k = 0; k < sections.size(); k++) {
      var snippets = sections.get(k).blocks("java");
      if (!snippets.isEmpty()) {
        var heading = "## " + sections.get(k).heading();
        calls.append("  IO.println(\"%s\");\n  section%d();\n".formatted(heading, k));
        methods.append("void section%d() {\n%s}\n".formatted(k, String.join("", snippets)));
        expected.add(heading);
        snippets.forEach(snippet -> expected.addAll(Page.printed(snippet)));
      }
    }
    assertTrue(expected.size() > sections.size());
    assertEquals(String.join("\n", expected), run(directory, calls.toString(), methods.toString()));
  }

  /** Each row of the table: the scopes that are open, and which leaves are followed there. */
  @Test
  void theTableOfScopesIsSo(@TempDir Path directory) throws IOException, InterruptedException {
    var table =
        Page.read("docs/three-manners.md").sections().stream()
            .filter(section -> section.heading().equals("Where what is recorded"))
            .findFirst()
            .orElseThrow();
    var rows = table.rows();
    assertTrue(rows.size() > 10);
    var calls = new StringBuilder();
    for (var row : rows) {
      var scopes =
          CODE.matcher(row.getFirst()).results().map(s -> "var _ = " + s.group(1)).toList();
      var open = scopes.isEmpty() ? "" : "try (%s) ".formatted(String.join("; ", scopes));
      calls.append("  %s{\n    followed(\"%s\");\n  }\n".formatted(open, row.getFirst()));
    }
    var method =
        """
        final List<Tensor> leaves =
            List.of(ones().requiresGrad(true), ones().attachGrad(), variable(ones()));

        void followed(String where) {
          var words = leaves.stream().map(leaf -> leaf.mul(leaf).requiresGrad() ? "yes" : "no");
          IO.println(Stream.concat(Stream.of(where), words).toList());
        }
        """;
    var expected = rows.stream().map(List::toString).collect(Collectors.joining("\n"));
    assertEquals(expected, run(directory, calls.toString(), method));
  }

  private static String run(Path directory, String statements, String methods)
      throws IOException, InterruptedException {
    var program =
        "import static dev.fluxion.Fluxion.*;\nimport dev.fluxion.*;\nimport dev.fluxion.implicit.*;\nvoid main() {\n%s}\n%s"
            .formatted(statements, methods);
    var file = Files.writeString(directory.resolve("Page.java"), program);
    return Program.run(file, Fluxion.ON_MODULE_PATH).strip();
  }

  @Test
  void readmeShowsTheFirstProgramAndWhatItPrints() throws IOException, InterruptedException {
    var program = Checkout.ROOT.resolve("examples/FirstGradient.java");
    var readme = Page.read("README.md");
    assertTrue(readme.blocks("java").contains(Checkout.text(program)));
    var printed = Program.run(program, Fluxion.ON_MODULE_PATH);
    assertTrue(readme.blocks("text").contains(printed), () -> "README.md does not show " + printed);
  }

  @Test
  void readmeNamesTheVersionThatIsBuilt() {
    var pom = Checkout.text(Checkout.ROOT.resolve("pom.xml"));
    var version = Pattern.compile("<version>(.*?)</version>").matcher(pom);
    assertTrue(version.find());
    var snippet = String.join("\n", Page.read("README.md").blocks("xml"));
    var named = Pattern.compile("<version>(.*?)</version>").matcher(snippet).results();
    assertEquals(Set.of(version.group(1)), named.map(v -> v.group(1)).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFiles(String page) {
    var directory = Checkout.ROOT.resolve(page).resolveSibling("");
    var broken =
        LINK.matcher(Checkout.text(Checkout.ROOT.resolve(page)))
            .results()
            .map(link -> link.group(1))
            .filter(link -> !Files.exists(directory.resolve(link).normalize()))
            .toList();
    assertEquals(List.of(), broken);
  }

  /** Files named in code type, from the root of the checkout. */
  @ParameterizedTest
  @MethodSource("pages")
  void filesExist(String page) {
    var missing =
        code(page).stream()
            .flatMap(code -> FILE.matcher(code).results().map(file -> file.group()))
            .filter(file -> !Files.exists(Checkout.ROOT.resolve(file)))
            .toList();
    assertEquals(List.of(), missing);
  }

  /**
   * What these pages set in code type and looks like a class is one; what is only planned is not.
   */
  @ParameterizedTest
  @ValueSource(strings = {"docs/architecture.md", "docs/adding-an-op.md"})
  void classesExist(String page) throws IOException {
    var known = classes();
    var missing =
        code(page).stream()
            .filter(code -> CLASS.matcher(code).matches())
            .filter(code -> !known.contains(code))
            .toList();
    assertEquals(List.of(), missing);
  }

  /**
   * A block of Java after a line that names a file stands in that file, but for its indentation.
   */
  @Test
  void excerptsAreFromTheFilesTheyName() {
    var text = Checkout.text(Checkout.ROOT.resolve("docs/adding-an-op.md"));
    var excerpt =
        Pattern.compile(
            "`([^`\\n]+\\.java)`[^\\n]*\\n\\n```java\\n(.*?)^```$",
            Pattern.DOTALL | Pattern.MULTILINE);
    var excerpts = excerpt.matcher(text).results().toList();
    assertFalse(excerpts.isEmpty());
    for (var one : excerpts) {
      var file = Checkout.text(Checkout.ROOT.resolve(one.group(1)));
      assertTrue(
          flush(file).contains(flush(one.group(2))),
          () -> one.group(1) + " does not contain\n" + one.group(2));
    }
    assertEquals(
        excerpts.size(), Page.read("docs/adding-an-op.md").blocks("java").size(), "named files");
  }

  private static List<String> code(String page) {
    var text = Checkout.text(Checkout.ROOT.resolve(page)).replaceAll("(?ms)^```.*?^```$", "");
    return CODE.matcher(text).results().map(code -> code.group(1)).toList();
  }

  private static String flush(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  private static Set<String> classes() throws IOException {
    var known = new java.util.HashSet<String>();
    for (var module : List.of("core", "implicit", "laws")) {
      try (var files = Files.walk(Checkout.ROOT.resolve(module).resolve("src"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> {
              known.add(file.getFileName().toString().replace(".java", ""));
              known.addAll(declared(file));
            });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    return known;
  }

  private static List<String> declared(Path file) {
    return Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)")
        .matcher(Checkout.text(file))
        .results()
        .map(name -> name.group(1))
        .toList();
  }
}

package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the examples in the Javadoc of the public package. A comment behind an expression is what it
 * prints; comments that follow on lines of their own go on with it.
 */
class JavadocExamplesTest {
  private static final Pattern BLOCK =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\}</pre>", Pattern.DOTALL);
  private static final Pattern LINE = Pattern.compile("(\\s*)(\\S.*?);\\s*// (.*)");
  private static final Pattern MORE = Pattern.compile("\\s*// ?(.*)");

  @TempDir private Path classes;

  private record Example(String name, String text) {}

  @TestFactory
  Stream<DynamicTest> everyExampleRuns() throws IOException {
    var examples = examples();
    assertTrue(examples.size() >= 12, "the sources have examples, found " + examples.size());
    compile(examples);
    return examples.stream().map(e -> DynamicTest.dynamicTest(e.name, () -> run(e.name)));
  }

  private static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    try (var files = Files.list(Path.of("src", "main", "java", "dev", "fluxion"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        var blocks = BLOCK.matcher(Files.readString(file));
        var type = file.getFileName().toString().replace(".java", "").replace("-", "");
        for (int n = 1; blocks.find(); n++) {
          var text = blocks.group(1).replaceAll("(?m)^ *\\* ?", "");
          examples.add(new Example(type + n, text));
        }
      }
    }
    return examples;
  }

  private void compile(List<Example> examples) {
    var units = examples.stream().map(e -> new Source(e.name, source(e))).toList();
    var errors = new StringWriter();
    var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    var options = List.of("-cp", place(Tensor.class), "-d", classes.toString(), "-proc:none");
    assertTrue(
        compiler.getTask(errors, null, null, options, null, units).call(), errors.toString());
  }

  private static String place(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private void run(String name) throws Exception {
    try (var loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, Tensor.class.getClassLoader())) {
      var pairs = (String[][]) loader.loadClass(name).getMethod("run").invoke(null);
      for (var pair : pairs) {
        assertEquals(pair[0], pair[1]);
      }
    }
  }

  private static String source(Example e) {
    if (e.text.startsWith("import ")) {
      return program(e);
    }
    var body = new StringBuilder();
    var lines = e.text.lines().toList();
    for (int k = 0; k < lines.size(); k++) {
      var checked = LINE.matcher(lines.get(k));
      if (!checked.matches()) {
        body.append(lines.get(k)).append('\n');
        continue;
      }
      var expected = new StringBuilder(checked.group(3));
      while (k + 1 < lines.size() && MORE.matcher(lines.get(k + 1)).matches()) {
        expected.append('\n').append(lines.get(++k).replaceFirst("\\s*// ?", ""));
      }
      body.append(checked.group(1))
          .append("out.add(new String[] {")
          .append(literal(expected.toString().stripTrailing()))
          .append(", String.valueOf(")
          .append(checked.group(2))
          .append(")});\n");
    }
    return method(e.name, body.toString());
  }

  /** A whole program: what it prints, against the comments behind the calls of println. */
  private static String program(Example e) {
    var main = e.text.substring(e.text.indexOf("void main() {") + "void main() {".length());
    var body = main.substring(0, main.lastIndexOf('}'));
    return source(new Example(e.name, body.replaceAll("IO\\.println\\((.*)\\);", "$1;")));
  }

  private static String method(String name, String body) {
    return """
    import dev.fluxion.*;
    import static dev.fluxion.Fluxion.*;
    import java.util.*;
    public class %s {
      public static String[][] run() {
        var out = new ArrayList<String[]>();
    %s
        return out.toArray(String[][]::new);
      }
    }
    """
        .formatted(name, body);
  }

  private static String literal(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}

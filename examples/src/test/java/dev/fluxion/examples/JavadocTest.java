package dev.fluxion.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.examples.Program.Fluxion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the Javadoc of the modules beside the core, which has a test of its own. */
class JavadocTest {
  private static final Pattern BLOCK =
      Pattern.compile("<pre>\\{@code\\n(.*?)}</pre>", Pattern.DOTALL);
  private static final Pattern LINE = Pattern.compile("\\s*(\\S.*?);\\s*// (.*)");

  @Test
  void examplesPrintWhatTheySay(@TempDir Path directory) throws IOException, InterruptedException {
    var source =
        Checkout.text(
            Checkout.ROOT.resolve("implicit/src/main/java/dev/fluxion/implicit/Implicit.java"));
    var program = new StringBuilder();
    var expected = new ArrayList<String>();
    for (var block : BLOCK.matcher(source).results().toList()) {
      program.append("{\n");
      for (var line : block.group(1).replaceAll("(?m)^ *\\* ?", "").lines().toList()) {
        var checked = LINE.matcher(line);
        if (checked.matches()) {
          program.append("IO.println(").append(checked.group(1)).append(");\n");
          expected.add(checked.group(2));
        } else {
          program.append(line).append('\n');
        }
      }
      program.append("}\n");
    }
    assertTrue(expected.size() > 8);
    var file =
        Files.writeString(
            directory.resolve("Examples.java"),
            """
            import static dev.fluxion.Fluxion.*;
            import dev.fluxion.*;
            import dev.fluxion.implicit.*;
            void main() {
            %s}
            """
                .formatted(program));
    assertEquals(String.join("\n", expected), Program.run(file, Fluxion.ON_MODULE_PATH).strip());
  }
}

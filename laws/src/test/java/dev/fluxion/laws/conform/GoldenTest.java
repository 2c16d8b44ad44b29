package dev.fluxion.laws.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every case of the published golden file, where it lies beside the project. */
final class GoldenTest {
  private static final String PLACE = "../shared/golden/public.jsonl";

  @Test
  void noPublishedCaseFails() {
    var file = golden();
    if (file == null) {
      var message = "SKIPPED: no " + PLACE + " beside the project, no golden case was run";
      System.err.println(message);
      assumeTrue(false, message);
      return;
    }
    var out = new ByteArrayOutputStream();
    int code = Conform.run(new String[] {file.toString()}, new PrintStream(out), System.err);
    assertEquals(0, code, out.toString(StandardCharsets.UTF_8));
  }

  private static @Nullable Path golden() {
    var folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    for (var at = folder; at != null; at = at.getParent()) {
      var file = at.resolve(PLACE).normalize();
      if (Files.isReadable(file)) {
        return file;
      }
    }
    return null;
  }
}

package dev.fluxion.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.examples.Program.Fluxion;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs made from documents print what the documents print, to the letter. */
class SeedsTest {
  @ParameterizedTest
  @EnumSource
  void printsWhatTheDocumentPrintsOnTheModulePath(Seed seed) throws Exception {
    assertPrints(seed, Fluxion.ON_MODULE_PATH);
  }

  @ParameterizedTest
  @EnumSource
  void printsWhatTheDocumentPrintsOnTheClassPath(Seed seed) throws Exception {
    assertPrints(seed, Fluxion.ON_CLASS_PATH);
  }

  private static void assertPrints(Seed seed, Fluxion fluxion)
      throws IOException, InterruptedException {
    assertEquals(
        Program.masked(seed.expected()), Program.masked(Program.run(seed.source(), fluxion)));
  }

  @Test
  void allFilesAreTested() {
    var tested = Arrays.stream(Seed.values()).map(Seed::source).sorted().toList();
    assertEquals(tested, List.copyOf(Checkout.programs("examples/seeds")));
  }
}

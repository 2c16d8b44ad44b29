package dev.fluxion.examples;

import dev.fluxion.examples.Program.Fluxion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A program that was made from a document, with the number that the document has among the seeds.
 */
enum Seed {
  MXNET_TUTORIAL("MxnetTutorial", "000"),
  PYTORCH_TUTORIAL("PytorchTutorial", "001"),
  D2L_THREE_MANNERS("D2lThreeManners", "002"),
  THEORY("Theory", "003"),
  LECTURE("Lecture", "004");

  final String name;
  final String document;

  Seed(String name, String document) {
    this.name = name;
    this.document = document;
  }

  Path source() {
    return Checkout.ROOT.resolve("examples/seeds").resolve(name + ".java");
  }

  /** What the document prints, or, where it only calculates, what a calculation by hand gives. */
  String expected() throws IOException {
    try (var in = Objects.requireNonNull(Seed.class.getResourceAsStream(name + ".txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }

  /** What the program prints. */
  String output() throws IOException, InterruptedException {
    return Program.run(source(), Fluxion.ON_MODULE_PATH);
  }
}

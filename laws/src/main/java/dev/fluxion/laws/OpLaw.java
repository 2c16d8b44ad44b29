package dev.fluxion.laws;

import dev.fluxion.op.Example;
import java.util.function.BiConsumer;

/**
 * What holds for a primitive besides every {@link Law}, since its record says more than a function
 * does.
 */
enum OpLaw {
  /** The shape and type rule is what comes out. */
  SHAPE(ShapeLaw::check),

  /** What the vjp reads is saved, and nothing else. */
  SAVED(SavedLaw::check),

  /** Kernels and tensor operations give the bits of plain Java. */
  LANES(LanesLaw::check),

  /** Halves are computed with in float32 and rounded once. */
  HALVES(HalvesLaw::check),

  /** Whole numbers and truth values are exact. */
  WHOLE(WholeLaw::check);

  private final BiConsumer<Example, Point> body;

  OpLaw(BiConsumer<Example, Point> body) {
    this.body = body;
  }

  void check(Example e, Point at) {
    body.accept(e, at);
  }
}

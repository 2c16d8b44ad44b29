package dev.fluxion.op;

/** How often a primitive can be differentiated at an {@link Example}: which laws can hold there. */
public enum Smoothness {
  /** Not at all: whole numbers, or a value that is not finite. Only the laws of values hold. */
  NONE,
  /**
   * A kink where the derivative is a choice: both modes make the same one, no difference shows it.
   */
  KINK,
  /** A kink whose derivative is that of a symmetric difference; there is no second one. */
  ONCE,
  /** To any order. */
  TWICE
}

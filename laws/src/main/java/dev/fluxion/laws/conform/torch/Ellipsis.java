package dev.fluxion.laws.conform.torch;

/** Python's {@code ...} as a value. */
enum Ellipsis {
  DOTS
}

package dev.fluxion.laws.conform;

/** Thrown when what Fluxion gives is not what the case expects. */
final class Mismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Mismatch(String message) {
    super(message);
  }

  static void check(boolean agreed, String message) {
    if (!agreed) {
      throw new Mismatch(message);
    }
  }
}

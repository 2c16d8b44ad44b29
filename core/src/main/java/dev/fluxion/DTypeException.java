package dev.fluxion;

/** Thrown when an element type does not fit an operation. */
public final class DTypeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with this message.
   *
   * @param message the rule, then what was got
   */
  public DTypeException(String message) {
    super(message);
  }
}

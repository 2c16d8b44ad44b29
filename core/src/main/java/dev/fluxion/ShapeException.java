package dev.fluxion;

/** Thrown when shapes do not fit an operation or each other. */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with this message.
   *
   * @param message the rule, then what was got
   */
  public ShapeException(String message) {
    super(message);
  }

  /**
   * An exception with this message and cause.
   *
   * @param message the rule, then what was got
   * @param cause what was thrown below
   */
  public ShapeException(String message, Throwable cause) {
    super(message, cause);
  }
}

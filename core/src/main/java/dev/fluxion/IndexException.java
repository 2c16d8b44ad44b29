package dev.fluxion;

/** Thrown when an index or an axis lies outside of the tensor, or is of no use as one. */
public final class IndexException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with this message.
   *
   * @param message the rule, then what was got
   */
  public IndexException(String message) {
    super(message);
  }
}

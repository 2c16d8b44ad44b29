package dev.fluxion;

/**
 * Thrown when a gradient is asked of a graph that cannot give it, or calls come in the wrong order.
 */
public final class GraphException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with this message.
   *
   * @param message the rule, then what was got
   */
  public GraphException(String message) {
    super(message);
  }
}

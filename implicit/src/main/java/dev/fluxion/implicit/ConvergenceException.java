package dev.fluxion.implicit;

/** A solver that did not arrive; the message says how far it came and what may help. */
public final class ConvergenceException extends ArithmeticException {
  private static final long serialVersionUID = 1;

  ConvergenceException(String message) {
    super(message);
  }
}

package dev.fluxion.laws.conform.torch;

/**
 * Thrown for what Fluxion does not have yet: a function, an option of one, a dtype, a kind of step.
 * Never thrown for something that Fluxion has and gets wrong.
 */
public final class NotSupported extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * What is missing.
   *
   * @param what its name, as the case gives it
   */
  public NotSupported(String what) {
    super(what);
  }
}

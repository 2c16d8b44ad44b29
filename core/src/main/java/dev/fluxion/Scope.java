package dev.fluxion;

/**
 * A mode that holds from its creation until {@link #close}, for the thread that opened it. Made for
 * try-with-resources, which also restores the mode after an exception.
 *
 * <pre>{@code
 * var w = tensor(1.0).requiresGrad(true);
 * try (var _ = noGrad()) {
 *   w.mul(2).requiresGrad();   // false
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {
  private final Modes modes;
  private final Modes.State before;
  private final Modes.State within;

  Scope(Modes modes, Modes.State before, Modes.State within) {
    this.modes = modes;
    this.before = before;
    this.within = within;
  }

  /** Whether no scope was opened since that is still open. */
  boolean isInnermost() {
    return modes.isIn(within);
  }

  /**
   * Ends the mode.
   *
   * @throws GraphException if another scope was opened since and is still open, if this one is
   *     closed already, or if another thread opened it
   */
  @Override
  public void close() {
    modes.leave(within, before);
  }
}

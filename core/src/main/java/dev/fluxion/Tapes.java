package dev.fluxion;

import org.jspecify.annotations.Nullable;

/**
 * The tapes that record on a thread, or recorded when a node was made: a list, the innermost first.
 */
final class Tapes {
  static final Tapes NONE = new Tapes(null, null);

  final @Nullable TapeRun first;
  final @Nullable Tapes rest;

  private Tapes(@Nullable TapeRun first, @Nullable Tapes rest) {
    this.first = first;
    this.rest = rest;
  }

  Tapes with(TapeRun tape) {
    return new Tapes(tape, this);
  }

  Tapes without(TapeRun tape) {
    if (first == null || rest == null) {
      return this;
    }
    if (first == tape) {
      return rest;
    }
    var others = rest.without(tape);
    return others == rest ? this : new Tapes(first, others);
  }

  /** Whether any of them lets something be followed. */
  boolean isRecording() {
    for (var at = this; at != null; at = at.rest) {
      if (at.first != null && !at.first.marksOnly) {
        return true;
      }
    }
    return false;
  }

  /** Whether any of them follows variables without being told. */
  boolean followVariables() {
    for (var at = this; at != null; at = at.rest) {
      if (at.first != null && at.first.variables) {
        return true;
      }
    }
    return false;
  }

  boolean contains(TapeRun tape) {
    for (var at = this; at != null; at = at.rest) {
      if (at.first == tape) {
        return true;
      }
    }
    return false;
  }
}

package dev.fluxion;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function whose tensors mean more than their numbers: a forward derivative being
 * taken, a batch being mapped. A level that is opened inside another has the higher number, and
 * numbers are never used again: what a function lets escape cannot be taken for part of a later
 * call.
 */
final class Level {
  /** Outside of all. */
  static final Level NONE = new Level(0, null, null);

  private static final AtomicLong LAST = new AtomicLong();

  /** The level around this one; null for {@link #NONE}. */
  final @Nullable Level outer;

  private final @Nullable Interpreter meaning;
  private final long number;
  private volatile boolean open = true;

  private Level(long number, @Nullable Level outer, @Nullable Interpreter meaning) {
    this.number = number;
    this.meaning = meaning;
    this.outer = outer;
  }

  /** A new level inside of another. */
  static Level within(Level outer, Interpreter meaning) {
    return new Level(LAST.incrementAndGet(), outer, meaning);
  }

  /** What primitives mean at this level, which is not {@link #NONE}. */
  Interpreter meaning() {
    return Objects.requireNonNull(meaning);
  }

  void close() {
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether this level was opened after the other, or is the other. */
  boolean isWithin(Level other) {
    return number >= other.number;
  }

  static Level innermost(Level a, Level b) {
    return a.isWithin(b) ? a : b;
  }
}

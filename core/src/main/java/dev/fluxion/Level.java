package dev.fluxion;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One forward derivative being taken. A level that is opened inside another has the higher number,
 * and numbers are never used again: what a function lets escape cannot be taken for part of a later
 * call.
 */
final class Level {
  /** Outside of all forward derivatives. */
  static final Level NONE = new Level(0, null);

  private static final AtomicLong LAST = new AtomicLong();

  /** The level around this one; null for {@link #NONE}. */
  final @Nullable Level outer;

  private final long number;
  private volatile boolean open = true;

  private Level(long number, @Nullable Level outer) {
    this.number = number;
    this.outer = outer;
  }

  /** A new level inside of another. */
  static Level within(Level outer) {
    return new Level(LAST.incrementAndGet(), outer);
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

package dev.fluxion.laws.conform.torch;

import dev.fluxion.Fluxion;
import org.jspecify.annotations.Nullable;

/** {@code start:stop:step}, absent bounds null. */
record Range(@Nullable Integer start, @Nullable Integer stop, @Nullable Integer step) {
  /** The first index of a list of {@code size} items. */
  int from(int size) {
    return start == null ? 0 : clip(start, size);
  }

  /** The index after the last of a list of {@code size} items. */
  int to(int size) {
    return stop == null ? size : clip(stop, size);
  }

  /** The same range for a tensor. */
  Object slice() {
    return step == null ? Fluxion.slice(start, stop) : Fluxion.slice(start, stop, step);
  }

  private static int clip(int at, int size) {
    return Math.clamp(at < 0 ? at + size : at, 0, size);
  }
}

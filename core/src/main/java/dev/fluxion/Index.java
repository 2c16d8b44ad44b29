package dev.fluxion;

import org.jspecify.annotations.Nullable;

/**
 * What {@link TensorIndexing#get} takes beside numbers and tensors: {@link Fluxion#slice}, {@link
 * Fluxion#all()}, {@link Fluxion#newAxis()} and {@link Fluxion#ellipsis()}.
 */
public sealed interface Index {
  /**
   * A range of positions along an axis, as Python writes {@code start:stop:step}.
   *
   * @param start the first position, negative counts from the end, null for 0
   * @param stop the one after the last, null for the end
   * @param step the distance between two, 1 or more
   */
  record Slice(@Nullable Integer start, @Nullable Integer stop, int step) implements Index {
    static final Slice ALL = new Slice(null, null, 1);

    /** The first position in an axis of length n. */
    int from(int n) {
      return start == null ? 0 : clip(start, n);
    }

    /** The number of positions in an axis of length n; ends outside of it are clipped. */
    int count(int n) {
      int to = stop == null ? n : clip(stop, n);
      return (int) Math.max(0, ((long) to - from(n) + step - 1) / step);
    }

    private static int clip(int at, int n) {
      return Math.max(0, Math.min(n, at < 0 ? at + n : at));
    }
  }

  /** A new axis of length 1, or as many whole axes as the others leave. */
  enum Mark implements Index {
    /** A new axis of length 1. */
    NEW_AXIS,
    /** As many whole axes as the others leave. */
    ELLIPSIS
  }
}

package dev.fluxion.kernel;

import dev.fluxion.Shape;
import java.util.Arrays;

/** Batches of matrices and vectors: the axes in front of the last two, or of the last. */
final class Batches {
  /** So much work is worth a thread. */
  private static final long SPLIT = 1 << 19;

  /** From so much on, the work on one matrix is split itself, where that can be. */
  private static final long LARGE = 1 << 23;

  private Batches() {}

  /** The batch axes, where each has {@code axes} axes itself. */
  static Layout front(Layout x, int axes) {
    for (int k = 0; k < axes; k++) {
      x = x.select(x.rank() - 1, 0);
    }
    return x;
  }

  /** Where the first element of each lies. */
  static int[] offsets(Layout x, int axes) {
    if (x.size() == 0) {
      return new int[0];
    }
    var front = front(x, axes);
    int[] at = new int[front.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = front.position(i);
    }
    return at;
  }

  /** The same without repetitions: batch axes with stride 0 have length 1. */
  static Strided once(Strided x, int axes) {
    var one = x.layout();
    for (int axis = 0; axis < one.rank() - axes; axis++) {
      if (one.stride(axis) == 0 && one.dim(axis) > 1) {
        one = one.slice(axis, 0, 1, 1);
      }
    }
    return x.with(one);
  }

  /** Whether all of a batch, which is not empty, are one. */
  static boolean isOne(Layout x, int axes) {
    return front(x, axes).step() == 0;
  }

  /** The last two axes the other way round. */
  static Layout turned(Layout x) {
    int rank = x.rank();
    int[] order = new int[rank];
    Arrays.setAll(order, k -> k);
    order[rank - 2] = rank - 1;
    order[rank - 1] = rank - 2;
    return x.permute(order);
  }

  /** The shape without its last axes. */
  static Shape front(Shape x, int axes) {
    return Shape.of(Arrays.copyOf(x.toArray(), x.rank() - axes));
  }

  /** Does something for each of a batch, on several threads if each is small work. */
  static void each(int count, long work, Threads.Range body) {
    int grain = work >= LARGE ? Math.max(1, count) : (int) (SPLIT / Math.max(1, work)) + 1;
    Threads.split(count, grain, body);
  }
}

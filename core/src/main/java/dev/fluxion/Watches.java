package dev.fluxion;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The tensors without a node of their own that tapes watch. A tape keeps them in a map, so that
 * watching changes nothing at the tensor; operations look there only while any tape watches any.
 */
final class Watches {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Watches() {}

  static void add(int n) {
    COUNT.addAndGet(n);
  }

  /** Whether any tensor is watched by any tape that records. */
  static boolean any() {
    return COUNT.get() > 0;
  }

  /** The node under which a recording tape of this thread watches a tensor; null if none does. */
  static @Nullable Node node(Tensor x) {
    var now = Modes.now();
    return now.quiet() ? null : node(now.tapes(), x);
  }

  static @Nullable Node node(Tapes tapes, Tensor x) {
    for (var at = tapes; at != null; at = at.rest) {
      @Nullable Node node = at.first == null ? null : at.first.watched(x);
      if (node != null) {
        return node;
      }
    }
    return null;
  }
}

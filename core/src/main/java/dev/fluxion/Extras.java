package dev.fluxion;

import dev.fluxion.Handle.Entry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What few nodes have: hooks, the gradient of an intermediate result, the place of its making. */
final class Extras {
  /** The tapes that recorded when the node was made. */
  volatile Tapes tapes = Tapes.NONE;

  /** Where the gradient of the result adds up, if the user asked for it. */
  volatile @Nullable Gradient retained;

  /** A gradient that a tensor retains is that of its value, so of the node it has last. */
  static void moveRetained(@Nullable Node from, @Nullable Node to) {
    var old = from == null || from instanceof Leaf ? null : from.extras;
    if (old != null && old.retained != null && to != null && to != from) {
      to.extras().retained = old.retained;
      old.retained = null;
    }
  }

  synchronized void retain() {
    if (retained == null) {
      retained = new Gradient();
    }
  }

  /** Where the operation ran, under anomaly detection. */
  volatile @Nullable String madeAt;

  /** What sees, and may replace, the cotangent of the result; in order of registration. */
  final List<Entry<Function<Tensor, @Nullable Tensor>>> hooks = new CopyOnWriteArrayList<>();

  /** What sees, and may replace, the cotangents of the results before the operation is reversed. */
  final List<Entry<Node.PreHook>> before = new CopyOnWriteArrayList<>();

  /** What sees the cotangents of inputs and results, and may replace the former. */
  final List<Entry<Node.Hook>> after = new CopyOnWriteArrayList<>();

  /** What runs when the gradient of a leaf has been accumulated. */
  final List<Entry<Runnable>> accumulated = new CopyOnWriteArrayList<>();
}

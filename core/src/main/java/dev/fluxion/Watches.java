package dev.fluxion;

import dev.fluxion.op.Linear;
import java.util.List;
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
    if (now.quiet()) {
      return null;
    }
    var own = node(now.tapes(), x);
    var view = x.view();
    return own != null || view == null ? own : ofView(x, node(now.tapes(), view.root()), view);
  }

  /** The node of a view that was made before what it looks at was watched. */
  private static @Nullable Node ofView(Tensor x, @Nullable Node root, View view) {
    var at = root;
    Tensor shown = view.root().detach();
    for (var op : root == null ? List.<Linear>of() : View.path(x)) {
      at = new LinearNode(op, java.util.Objects.requireNonNull(at), shown);
      shown = Apply.linear(op, shown);
    }
    return at;
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

package dev.fluxion;

import dev.fluxion.op.AsStrided;
import dev.fluxion.op.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * That a tensor shows the memory of another, and how: what is written through either is seen
 * through both, so the node of a view is made anew from that of the other tensor when its memory
 * has been written to since.
 */
final class View {
  /** Held while nodes and tangents are looked up again, which is rare. */
  static final Object LOCK = new Object();

  /** What was looked at. */
  final Tensor of;

  /** How. */
  final Linear op;

  /** Whether it is one of several results of an operation, which are not written to. */
  final boolean several;

  /** Whether it was made from a followed tensor while nothing was recorded. */
  boolean quiet;

  /** The number of writes to the memory that the node of the view knows of. */
  volatile int seen;

  /** The same for the tangent of the view. */
  volatile int seenTangent;

  View(Tensor of, Linear op, boolean several) {
    this.of = of;
    this.op = op;
    this.several = several;
    this.seen = writes(of);
    this.seenTangent = seen;
  }

  /** How often the memory behind a tensor has been written to. */
  static int writes(Tensor x) {
    return x.values().writes();
  }

  /** The tensor at the start of the views, which is none itself. */
  Tensor root() {
    var at = of;
    for (var view = at.view(); view != null; view = at.view()) {
      at = view.of;
    }
    return at;
  }

  /** Whether this view, or one that it looks through, was made while nothing was recorded. */
  boolean isQuiet() {
    for (View at = this; at != null; at = at.of.view()) {
      if (at.quiet) {
        return true;
      }
    }
    return false;
  }

  /**
   * The views from the root to a tensor: as one by its place in memory, where the root lies in
   * row-major order and is not one of a batch, so that the cost of a write does not depend on how
   * many views it goes through.
   */
  static List<Linear> path(Tensor x) {
    var view = x.view();
    if (view == null) {
      return List.of();
    }
    var root = view.root();
    var from = root.values().layout;
    var to = x.values().layout;
    boolean isWhole = from.shape().equals(root.shape());
    if (isWhole && from.isContiguous() && !to.repeats()) {
      var strides = IntStream.range(0, to.rank()).mapToObj(to::stride).toList();
      return List.of(new AsStrided(to.shape(), strides, to.offset() - from.offset()));
    }
    List<Linear> path = new ArrayList<>();
    for (var at = view; at != null; at = at.of.view()) {
      path.add(at.op);
    }
    return List.copyOf(path.reversed());
  }
}

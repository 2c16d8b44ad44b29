package dev.fluxion;

import dev.fluxion.op.Bilinear;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Indexed;
import dev.fluxion.op.Linear;
import dev.fluxion.op.Opaque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs primitives on tensors of which some are {@link Lifted}: the highest level among them says
 * what is meant.
 *
 * <p>Reverse mode may stand inside or outside of a level. A leaf that was marked before the level
 * was opened is outside: its graph lies in the parts, which are recorded as they are computed. A
 * leaf marked since is inside: it is followed over lifted tensors, so a node sits on the lifted
 * result too, and a pass inside of the level goes from there.
 */
final class Levels {
  private Levels() {}

  static Tensor elementwise(Elementwise op, Tensor... inputs) {
    var x = settled(inputs);
    var level = innermost(x);
    if (level == Level.NONE) {
      return Apply.op(op, x)[0];
    }
    var y = level.meaning().elementwise(op, level, parts(x, level));
    var edges = inner(x, level);
    if (edges != null && y.dtype().isFloating()) {
      y.node = Apply.node(Statement.of(op), edges, x, y);
    }
    return y;
  }

  static Tensor linear(Linear op, Tensor input) {
    var x = Lifted.settle(input);
    if (!(x instanceof Lifted lifted)) {
      return Apply.linear(op, x);
    }
    var y = lifted.level.meaning().linear(op, lifted.level, x);
    looksAt(y, x, op);
    var edges = inner(new Tensor[] {x}, lifted.level);
    if (edges != null && y.dtype().isFloating()) {
      y.node = new LinearNode(op, Objects.requireNonNull(edges[0]), x);
    }
    return y;
  }

  /** Lets a result that shows the memory of its operand be a view of it. */
  private static void looksAt(Tensor y, Tensor x, Linear op) {
    if (y instanceof Lifted l && l.value().view() != null) {
      y.origin = new View(x, op, false);
    }
  }

  static Tensor bilinear(Bilinear op, Tensor left, Tensor right) {
    var x = settled(left, right);
    var level = innermost(x);
    if (level == Level.NONE) {
      return Apply.bilinear(op, x[0], x[1]);
    }
    var parts = parts(x, level);
    var y = level.meaning().bilinear(op, level, parts[0], parts[1]);
    var edges = inner(x, level);
    if (edges != null) {
      y.node = new BilinearNode(op, edges[0], edges[1], x[0], x[1]);
    }
    return y;
  }

  static Tensor indexed(Indexed op, Tensor input, Tensor index) {
    var x = settled(input, index);
    var level = innermost(x);
    if (level == Level.NONE) {
      return Apply.indexed(op, x[0], x[1]);
    }
    var parts = parts(x, level);
    var y = level.meaning().indexed(op, level, parts[0], parts[1]);
    var edges = inner(new Tensor[] {x[0]}, level);
    if (edges != null) {
      y.node = new IndexedNode(op, Objects.requireNonNull(edges[0]), x[0], x[1]);
    }
    return y;
  }

  static Tensor[] opaque(Opaque op, Tensor... inputs) {
    var x = settled(inputs);
    var level = innermost(x);
    if (level == Level.NONE) {
      return Apply.opaque(op, x);
    }
    var y = level.meaning().opaque(op, level, parts(x, level));
    for (int k = 0; k < y.length; k++) {
      if (y[k] instanceof Lifted l && l.value().view() != null) {
        y[k].origin = new View(x[0], Apply.viewOf(op, k), true);
      }
    }
    var edges = inner(x, level);
    if (edges != null) {
      Apply.record(op, edges, x, y);
    }
    return y;
  }

  /** The innermost level among tensors that are settled; none if all are dense. */
  static Level innermost(Tensor... x) {
    var level = Level.NONE;
    for (var one : x) {
      level = one instanceof Lifted l ? Level.innermost(level, l.level) : level;
    }
    return level;
  }

  /** The inputs without what has escaped from levels that are closed. */
  static Tensor[] settled(Tensor... x) {
    var out = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      out[k] = Lifted.settle(x[k]);
    }
    return out;
  }

  /** The operands as the level computes with them. */
  private static Tensor[] parts(Tensor[] x, Level level) {
    var parts = x;
    for (int k = 0; k < x.length; k++) {
      var part = part(x[k], level);
      if (part != x[k]) {
        parts = parts == x ? x.clone() : parts;
        parts[k] = part;
      }
    }
    return parts;
  }

  /**
   * An operand as the level computes with it: the argument of a function that was called inside of
   * the level is a constant there, since the node of the result follows it. Followed twice, it
   * would look like something outside.
   */
  static Tensor part(Tensor x, Level level) {
    var node = x instanceof Lifted l && l.level == level ? null : x.node();
    boolean once = node != null && node.manners == Manners.INNER && node.level.isWithin(level);
    return once && !(Watches.any() && Watches.node(x) != null) ? x.withNode(null) : x;
  }

  private static boolean isInner(Tensor x, Level level) {
    var own = x.node();
    var node = own == null && Watches.any() ? Watches.node(x) : own;
    return node != null && node.level.isWithin(level);
  }

  /** The edges to inner nodes that are recording; null if there are none. */
  static @Nullable Node @Nullable [] inner(Tensor[] x, Level level) {
    @Nullable Node @Nullable [] edges = null;
    for (int k = 0; k < x.length; k++) {
      var node = isInner(x[k], level) ? Apply.recording(x[k]) : null;
      if (node != null) {
        edges = edges == null ? new @Nullable Node[x.length] : edges;
        edges[k] = node;
      }
    }
    return edges;
  }
}

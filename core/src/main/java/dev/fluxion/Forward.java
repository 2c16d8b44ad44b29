package dev.fluxion;

import dev.fluxion.op.Bilinear;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Indexed;
import dev.fluxion.op.Linear;
import dev.fluxion.op.Opaque;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What primitives mean where an input is a {@link Dual}: the family's jvp, at the highest level
 * among the inputs.
 *
 * <p>Reverse mode may stand inside or outside of a forward level. A leaf that was marked before the
 * level was opened is outside: its graph lies in the primals and tangents, which are recorded as
 * they are computed. A leaf marked since is inside: it is followed over dual numbers, so a node
 * sits on the dual result too, and a pass inside of the level goes from there.
 */
final class Forward {
  private Forward() {}

  static Jvp jvp(Fn<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> t) {
    if (x.size() != t.size()) {
      throw new IllegalArgumentException(
          "jvp needs one tangent per argument, got " + t.size() + " for " + x.size());
    }
    for (int k = 0; k < x.size(); k++) {
      if (!x.get(k).dtype().isFloating()) {
        throw Autograd.notFloating(x.get(k));
      }
      Autograd.checkLike("a tangent", t.get(k), x.get(k));
    }
    var level = Modes.openLevel();
    Tensor y;
    try {
      List<Tensor> duals = new ArrayList<>();
      for (int k = 0; k < x.size(); k++) {
        duals.add(new Dual(level, x.get(k), t.get(k)));
      }
      y = Dual.settle(f.apply(duals));
    } finally {
      Modes.closeLevel(level);
    }
    var tangent = Dual.tangent(y, level);
    var value = Dual.settle(y);
    return new Jvp(value, tangent == null ? Fluxion.zerosLike(value) : tangent);
  }

  static Tensor elementwise(Elementwise op, Tensor... inputs) {
    var x = settled(inputs);
    var level = level(x);
    if (level == Level.NONE) {
      return Apply.op(op, x)[0];
    }
    var y = dual(op, level, x);
    var edges = inner(x, level);
    if (edges != null && y.dtype().isFloating()) {
      y.node = Apply.node(Statement.of(op), edges, x, y);
    }
    return y;
  }

  private static Tensor dual(Elementwise op, Level level, Tensor[] x) {
    var primals = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      primals[k] = Dual.primal(x[k], level);
    }
    var y =
        switch (op) {
          case Unary u -> Apply.unary(u, primals[0]);
          case Binary b -> Apply.binary(b, primals[0], primals[1]);
          case Ternary t -> Apply.ternary(t, primals[0], primals[1], primals[2]);
        };
    if (!y.dtype().isFloating()) {
      return y;
    }
    var s = Statement.of(op);
    Tensor tangent = null;
    for (int k = 0; k < x.length; k++) {
      var t = Dual.tangent(x[k], level);
      if (t != null && !s.isZero(k)) {
        var part = s.partial(TensorLanes.of(y.dtype()), k, primals, y, t);
        tangent = tangent == null ? part : tangent.add(part);
      }
    }
    return new Dual(level, y, tangent);
  }

  static Tensor linear(Linear op, Tensor input) {
    var x = Dual.settle(input);
    var level = level(x);
    if (level == Level.NONE) {
      return Apply.linear(op, x);
    }
    var primal = Apply.linear(op, Dual.primal(x, level));
    if (!primal.dtype().isFloating()) {
      return primal;
    }
    var t = Dual.tangent(x, level);
    var y = new Dual(level, primal, t == null ? null : Apply.linear(op, t));
    if (primal.view() != null) {
      y.origin = new View(x, op, false);
    }
    var edges = inner(new Tensor[] {x}, level);
    if (edges != null) {
      y.node = new LinearNode(op, Objects.requireNonNull(edges[0]), x);
    }
    return y;
  }

  static Tensor bilinear(Bilinear op, Tensor left, Tensor right) {
    var x = settled(left, right);
    var level = level(x);
    if (level == Level.NONE) {
      return Apply.bilinear(op, x[0], x[1]);
    }
    var pa = Dual.primal(x[0], level);
    var pb = Dual.primal(x[1], level);
    var ta = Dual.tangent(x[0], level);
    var tb = Dual.tangent(x[1], level);
    var byLeft = ta == null ? null : Apply.bilinear(op, ta, pb);
    var byRight = tb == null ? null : Apply.bilinear(op, pa, tb);
    var y = new Dual(level, Apply.bilinear(op, pa, pb), sum(byLeft, byRight));
    var edges = inner(x, level);
    if (edges != null) {
      y.node = new BilinearNode(op, edges[0], edges[1], x[0], x[1]);
    }
    return y;
  }

  private static @Nullable Tensor sum(@Nullable Tensor a, @Nullable Tensor b) {
    return a == null ? b : b == null ? a : a.add(b);
  }

  static Tensor indexed(Indexed op, Tensor input, Tensor index) {
    var x = Dual.settle(input);
    var level = level(x);
    if (level == Level.NONE) {
      return Apply.indexed(op, x, index);
    }
    var t = Dual.tangent(x, level);
    var primal = Apply.indexed(op, Dual.primal(x, level), index);
    var y = new Dual(level, primal, t == null ? null : Apply.indexed(op, t, index));
    var edges = inner(new Tensor[] {x}, level);
    if (edges != null) {
      y.node = new IndexedNode(op, Objects.requireNonNull(edges[0]), x, index);
    }
    return y;
  }

  static Tensor[] opaque(Opaque op, Tensor... inputs) {
    var x = settled(inputs);
    var level = level(x);
    if (level == Level.NONE) {
      return Apply.opaque(op, x);
    }
    var primals = new Tensor[x.length];
    var t = new @Nullable Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      primals[k] = Dual.primal(x[k], level);
      t[k] = Dual.tangent(x[k], level);
    }
    var values = Apply.opaque(op, primals);
    var tangents = op.jvp(primals, values, t);
    var y = new Tensor[values.length];
    for (int k = 0; k < y.length; k++) {
      y[k] = values[k].dtype().isFloating() ? new Dual(level, values[k], tangents[k]) : values[k];
      var view = values[k].view();
      if (view != null) {
        y[k].origin = new View(x[0], view.op, view.several);
      }
    }
    var edges = inner(x, level);
    if (edges != null) {
      Apply.record(op, edges, x, y);
    }
    return y;
  }

  /** The innermost level among the inputs, which are settled; none if all are dense. */
  private static Level level(Tensor... x) {
    var level = Level.NONE;
    for (var one : x) {
      level = one instanceof Dual d ? Level.innermost(level, d.level) : level;
    }
    return level;
  }

  /** The inputs without what has escaped from levels that are closed. */
  private static Tensor[] settled(Tensor... x) {
    var out = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      out[k] = Dual.settle(x[k]);
    }
    return out;
  }

  private static boolean isInner(Tensor x, Level level) {
    var own = x.node();
    var node = own == null && Watches.any() ? Watches.node(x) : own;
    return node != null && node.level.isWithin(level);
  }

  /** The edges to inner nodes that are recording; null if there are none. */
  private static @Nullable Node @Nullable [] inner(Tensor[] x, Level level) {
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

package dev.fluxion;

import dev.fluxion.op.Binary;
import dev.fluxion.op.Clone;
import dev.fluxion.op.Overwrite;
import dev.fluxion.op.Unary;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes to tensors: checked before anything changes, computed by the operation that gives a new
 * tensor, stored, counted, and followed. A tensor with memory of its own takes the node of the new
 * value. Of a view it is the <em>root</em> that takes one, {@link Overwrite} of the part that the
 * view shows, and the view finds its own from there.
 */
final class Writes {
  private Writes() {}

  static Tensor unary(Unary op, Tensor target) {
    check(target);
    return store(target, Align.unary(op, operand(Statement.of(op), target)));
  }

  static Tensor binary(Binary op, Tensor target, Number other) {
    Align.checkPower(op, target, other);
    return binary(op, target, Align.number(op, target, other));
  }

  static Tensor binary(Binary op, Tensor target, Tensor other) {
    check(target);
    if (target instanceof Dense to && other instanceof Dense x && isDirect(op, to, x)) {
      var operand = x.rank() == 0 ? x.view(x.layout.broadcastTo(to.shape())) : x;
      Run.into(Statement.of(op).loop(to.dtype()), to, new Dense[] {to, operand});
      to.written();
      follow(to, null, false);
      return target;
    }
    var self = operand(Statement.of(op), target);
    return store(target, Align.binary(op, self, other == target ? self : other));
  }

  /**
   * Whether a kernel may write into the target while it reads it: nothing is recorded, types and
   * shapes are what they will be, and no element is read after another was written in its place.
   */
  private static boolean isDirect(Binary op, Dense to, Dense x) {
    boolean fits = x.rank() == 0 || x.shape().equals(to.shape());
    return fits
        && to.dtype().isFloating()
        && x.dtype() == to.dtype()
        && op.result(to.dtype()) == to.dtype()
        && Apply.recording(to) == null
        && Apply.recording(x) == null
        && (x.array() != to.array()
            || x.layout.offset() == to.layout.offset() && x.layout.liesLike(to.layout));
  }

  /** The target as an operand: a copy with its node if the node of the result saves it. */
  private static Tensor operand(Statement s, Tensor target) {
    boolean saved = false;
    for (int k = 0; k < s.arity; k++) {
      saved |= s.uses(k, 0);
    }
    if (!saved) {
      return target;
    }
    var alias = Apply.linear(new Clone(), target.withNode(null));
    alias.node = Apply.recording(target);
    return alias;
  }

  /** Puts a value, which is broadcast, in the place of all elements. */
  static Tensor replace(Tensor target, Tensor value) {
    check(target);
    var wide = Moves.expandedTo(value, target.shape(), "a write");
    // An edge to what was there stays, so that its gradient is zeros, not missing.
    return store(target, Align.to(wide, target.dtype()), true);
  }

  /** What a write may not be made to, said before anything changes. */
  static void check(Tensor target) {
    if (target instanceof Lifted l) {
      check(l.parts().getFirst());
    }
    var now = Modes.now();
    var values = target.values();
    if (values.isInference() && !now.inference()) {
      throw new GraphException(
          "a tensor made in inference mode is not written to outside of it, got one of shape "
              + target.shape()
              + "; make a copy() first");
    }
    if (values.layout.repeats()) {
      throw new GraphException(
          "a write needs each element in a place of its own, got an expanded tensor of shape "
              + target.shape()
              + "; write to a copy()");
    }
    if (target.node() instanceof Leaf && isWrittenAround(target)) {
      throw refused("a leaf that requires a gradient", target);
    }
    var view = target.view();
    if (view == null) {
      return;
    }
    var root = view.root();
    if (root.node() instanceof Leaf && isWrittenAround(root)) {
      throw refused("a view of a leaf that requires a gradient", target);
    }
    if (Apply.recording(root) != null) {
      checkView(target, view);
    }
  }

  /** Whether a leaf is followed here and now, so that a write would be missing in its graph. */
  private static boolean isWrittenAround(Tensor leaf) {
    return (Objects.requireNonNull(leaf.node()).manners & Modes.manners() & ~Manners.TAPED) != 0;
  }

  private static void checkView(Tensor target, View view) {
    for (View at = view; at != null; at = at.of.view()) {
      if (at.several) {
        throw new GraphException(
            "one of several views of an operation is not written to, got one of shape "
                + target.shape()
                + " from "
                + target.gradFn()
                + "; write to the tensor it is a view of, or to a copy()");
      }
      if (at.quiet) {
        throw new GraphException(
            "a view that was made inside noGrad() is not written to outside of it, got one of shape "
                + target.shape()
                + "; make the view outside, or write inside");
      }
    }
  }

  private static GraphException refused(String what, Tensor target) {
    return new GraphException(
        what
            + " is not written to while it is recorded, got one of shape "
            + target.shape()
            + "; write to detach() or inside noGrad()");
  }

  /** Stores a value that was computed for it in the memory of the target. */
  static Tensor store(Tensor target, Tensor value) {
    return store(target, value, false);
  }

  private static Tensor store(Tensor target, Tensor value, boolean replaces) {
    if (!value.shape().equals(target.shape())) {
      throw new ShapeException(
          "a write keeps the shape, " + target.shape() + ", got a value of shape " + value.shape());
    }
    if (Align.kind(value.dtype()) > Align.kind(target.dtype())) {
      throw new DTypeException(
          "a value of "
              + value.dtype()
              + " is not written into a tensor of "
              + target.dtype()
              + "; convert with to("
              + target.dtype().name()
              + ") first");
    }
    var settled = peel(target, Lifted.settle(value));
    var cast = Align.to(settled, target.dtype());
    switch (target) {
      case Dense d when cast instanceof Dense v -> store(d, v, settled == cast, replaces);
      case Dense _ -> throw notInto(target, (Lifted) cast);
      case Dual d -> store(d, cast, replaces);
      case Batched b -> store(b, cast, replaces);
      case Dependent d -> throw notInto(target, d);
      case Stepped s -> throw notInto(target, s);
      case Taylor t -> throw notInto(target, t);
    }
    return target;
  }

  /** The value without levels inside of the target's, at which it has to be constant. */
  private static Tensor peel(Tensor target, Tensor value) {
    var level = target instanceof Lifted l ? l.level : Level.NONE;
    var peeled = value;
    while (peeled instanceof Dual v && v.level != level && v.level.isWithin(level)) {
      if (Dual.tangent(v, v.level) != null) {
        throw tangentIntoPlain(target);
      }
      var primal = Dual.primal(v, v.level);
      peeled = primal.node() == null && v.node != null ? primal.withNode(v.node) : primal;
    }
    return peeled;
  }

  private static void store(Dense target, Dense value, boolean isResult, boolean replaces) {
    // Before the write is counted: a value that is a view of the target was seen as it was.
    var node = Apply.recording(value);
    checkKept(target, node);
    var from =
        value.array() == target.array() ? Dense.of(value.strided().copy(value.dtype())) : value;
    target.copyFrom(from);
    target.written();
    if (node instanceof ElementNode element && isResult && !replaces) {
      element.resultIs(target);
    }
    follow(target, node, replaces);
  }

  /**
   * That nothing recorded is written into a leaf, which would forget it; variables are assigned.
   */
  private static void checkKept(Tensor target, @Nullable Node value) {
    var view = target.view();
    var root = view == null ? target : view.root();
    if (value != null && root.node() instanceof Leaf leaf && leaf.manners != Manners.TAPED) {
      throw new GraphException(
          "what is recorded is not written into a leaf, whose graph would not show it, got one of"
              + " shape "
              + target.shape()
              + "; write its detach(), or write inside noGrad()");
    }
  }

  private static void store(Dual target, Tensor value, boolean replaces) {
    var node = value.node() == null ? null : Apply.recording(value);
    checkKept(target, node);
    var level = target.level;
    var t = Dual.tangent(value, level);
    var primal = Levels.part(Dual.primal(value, level), level);
    var root = root(target);
    var old = Dual.tangent(root, level);
    if (primal instanceof Dual inner) {
      lift(target, inner.level);
    }
    store(Dual.primal(target, level), primal, replaces);
    // Tangents are shared between results, so the new one is another tensor; views look again.
    root.tangent = target == root ? t : overwritten(root, target, old, t);
    follow(target, node, replaces);
  }

  private static @Nullable Tensor overwritten(
      Dual root, Dual target, @Nullable Tensor old, @Nullable Tensor t) {
    if (old == null && t == null) {
      return null;
    }
    var whole = old == null ? Fluxion.zerosLike(root) : old;
    var part = t == null ? Fluxion.zerosLike(target) : t;
    return Apply.opaque(new Overwrite(View.path(target)), whole, part)[0];
  }

  private static void store(Batched target, Tensor value, boolean replaces) {
    var node = value.node() == null ? null : Apply.recording(value);
    checkKept(target, node);
    var batch = (Batching) target.level.meaning();
    store(target.all, batch.all(target.level, Levels.part(value, target.level)), replaces);
    follow(target, node, replaces);
  }

  /** The tensor at the start of the views, which keeps what they look at. */
  private static Dual root(Dual target) {
    var view = target.view();
    return view == null ? target : (Dual) view.root();
  }

  /** Lets a primal have a tangent at an outer level, where a value with one is written into it. */
  private static void lift(Dual target, Level level) {
    var root = root(target);
    if (root.primal instanceof Dense d) {
      root.primal = new Dual(level, d, null);
    }
  }

  /** Lets the target, or what it is a view of, be followed as what was written. */
  private static void follow(Tensor target, @Nullable Node value, boolean replaces) {
    var view = target.view();
    var root = view == null ? target : view.root();
    // A leaf that may be written to stays one: inside noGrad, and a variable of a tape everywhere.
    var old = Apply.recording(root);
    if (value == null && old == null || root.node() instanceof Leaf) {
      return;
    }
    var before = root.node;
    boolean whole = view == null && !replaces && value != null;
    root.node = whole ? value : overwritten(root, target, old, value);
    Extras.moveRetained(before, root.node);
  }

  private static Node overwritten(
      Tensor root, Tensor target, @Nullable Node old, @Nullable Node value) {
    var edges = new @Nullable Node[] {old, value};
    var operands = new Tensor[] {root, target};
    return new OpaqueNode(new Overwrite(View.path(target)), edges, operands, new Tensor[] {root});
  }

  /** Why the memory of a tensor does not take what is more than numbers. */
  private static GraphException notInto(Tensor target, Lifted value) {
    return switch (value) {
      case Batched _ -> batchIntoOne(target);
      case Dual _ -> Reading.batch(value) == null ? tangentIntoPlain(target) : batchIntoOne(target);
      case Dependent _ -> notTraced(target);
      case Stepped _ -> Stepping.write(target);
      case Taylor _ -> seriesWritten(target);
    };
  }

  private static GraphException notTraced(Tensor target) {
    return new GraphException(
        "a sparsity pattern is detected without writes in place, got one to a tensor of shape "
            + target.shape()
            + "; compute a new one");
  }

  private static GraphException batchIntoOne(Tensor target) {
    return new GraphException(
        "a value that differs along the axis of vmap is not written into a tensor that is one for"
            + " all, of shape "
            + target.shape()
            + "; compute a new one, or make the tensor by zerosLike(x) of a mapped x");
  }

  private static GraphException tangentIntoPlain(Tensor target) {
    return new GraphException(
        "a value with a tangent is not written into a tensor without, of shape "
            + target.shape()
            + "; compute a new one, or start from zerosLike(x).add(x.mul(0))");
  }

  private static GraphException seriesWritten(Tensor target) {
    return new GraphException(
        "what follows the curve of jet is not written to, nor into another tensor, got one of shape "
            + target.shape()
            + "; compute a new one");
  }
}

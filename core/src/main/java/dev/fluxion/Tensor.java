package dev.fluxion;

import java.util.Formattable;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An array of numbers of one {@link DType} with any number of axes, which remembers how it was
 * computed if an input asked for it.
 *
 * <p>Its methods stand in interfaces by topic: {@link TensorMath} and {@link TensorArithmetic}
 * (element by element), {@link TensorReductions}, {@link TensorLinear}, {@link TensorMatrices},
 * {@link TensorNetworks}, {@link TensorMovement}, {@link TensorIndexing}, {@link TensorReading},
 * and {@link TensorWrites} and {@link TensorHooks}, which change the tensor. The others return a
 * new tensor or a view, which shares memory, and say which; only methods whose names end in an
 * underscore write.
 *
 * <p>A tensor with {@link #requiresGrad(boolean)} is a <em>leaf</em>; what is computed from it is
 * recorded, and {@link #backward} adds to the leaf's {@link #grad()}.
 *
 * <pre>{@code
 * var x = arange(4.0).requiresGrad(true);
 * var y = x.dot(x).mul(2);
 * y.backward();
 * x.grad();   // tensor([ 0.,  4.,  8., 12.])
 * }</pre>
 *
 * <p>Over 400 lines, since every method has its whole Javadoc.
 */
public abstract sealed class Tensor
    implements TensorMath,
        TensorArithmetic,
        TensorReductions,
        TensorLinear,
        TensorMatrices,
        TensorNetworks,
        TensorMovement,
        TensorIndexing,
        TensorReading,
        TensorWrites,
        TensorHooks,
        Formattable
    permits Dense, Lifted {
  /** How this tensor came about, where that is followed; a leaf's node is its {@link Leaf}. */
  @Nullable Node node;

  /**
   * What this tensor is beside a value: a {@link View} of another one; a {@link Leaf}, where
   * gradients arrive once it was marked, which stays when the mark is taken back since graphs that
   * were recorded before lead to it; {@link #INFERENCE}; or null.
   */
  @Nullable Object origin;

  /** The origin of what is made in inference mode. */
  static final Object INFERENCE = new Object();

  /** For the kinds of tensors. */
  Tensor() {}

  /** What this tensor shows the memory of; null if it has its own. */
  final @Nullable View view() {
    if (origin instanceof View v) {
      return v;
    }
    // One that is marked as a leaf starts anew; when the mark is taken back it is a view again.
    return node == null && origin instanceof Leaf at ? at.view : null;
  }

  final @Nullable Leaf leaf() {
    return origin instanceof Leaf at ? at : null;
  }

  /** How this tensor came about, also if its memory was written to through another since. */
  final @Nullable Node node() {
    if (origin instanceof View v && v.seen != View.writes(v.of)) {
      lookAgain();
    }
    return node;
  }

  /** Takes the node of a view from its root, whose memory was written to since. */
  private void lookAgain() {
    synchronized (View.LOCK) {
      int writes = View.writes(this);
      // Another thread may have done it while this one waited, and be reading the node by now.
      if (origin instanceof View v && v.seen != writes) {
        var before = node;
        node = renewed(v, before);
        Extras.moveRetained(before, node);
        v.seen = writes;
      }
    }
  }

  private @Nullable Node renewed(View v, @Nullable Node before) {
    var root = v.root();
    var at = v.isQuiet() ? null : root.node;
    if (at == null) {
      // What looks at a tensor that only a tape follows keeps the node that the tape gave it.
      return before != null && (before.manners & Manners.WATCHED) != 0 ? before : null;
    }
    var x = root.detach();
    for (var op : View.path(this)) {
      at = new LinearNode(op, at, x).onTapesOf(before, root.node);
      x = Apply.linear(op, x);
    }
    return at;
  }

  /**
   * The lengths of the axes.
   *
   * @return the shape, {@code ()} for a single number
   */
  public abstract Shape shape();

  /**
   * The type of the elements.
   *
   * @return the type
   */
  public abstract DType dtype();

  /** The numbers, without tangents, of all of a batch. */
  abstract Dense values();

  /** The same value followed by another node. */
  abstract Tensor withNode(@Nullable Node other);

  /**
   * The same value, and memory, without history; {@code sharesVersion} says whether writes are
   * seen.
   */
  abstract Tensor constant(boolean sharesVersion);

  /** Never lets the memory be used for other tensors, while this one is there. */
  abstract void keep();

  /**
   * The number of axes.
   *
   * @return 0 for a single number
   */
  public final int rank() {
    return shape().rank();
  }

  /**
   * The number of elements.
   *
   * @return the product of the lengths of the axes
   */
  public final int size() {
    return shape().size();
  }

  /**
   * Marks this tensor as a leaf, so that what is computed from it is recorded, or takes the mark
   * back. Its gradient stays in either case. The argument of a function that {@code grad} and its
   * kin differentiate is followed anyway and stays as it is.
   *
   * @param on whether to record
   * @return this tensor
   * @throws DTypeException if the elements are not floating
   * @throws GraphException if {@code on} is false and this tensor is the result of a recorded
   *     operation
   */
  public final Tensor requiresGrad(boolean on) {
    if (node() instanceof Interior) {
      if (!on) {
        throw Autograd.notALeaf(this);
      }
      return this;
    }
    if (node instanceof Leaf l && (l.manners & Manners.INNER) != 0) {
      return this;
    }
    if (on) {
      Autograd.checkLeaf(this);
      var at = leaf();
      // A leaf of another manner, or of a tape, does not become one of this one: its graphs go on.
      node = at != null && at.manners == Manners.ALWAYS ? at : newLeaf();
    } else {
      node = null;
    }
    return this;
  }

  private Leaf newLeaf() {
    var shown = view();
    var at = newLeaf(Manners.ALWAYS, GradReq.ADD);
    at.view = shown;
    return at;
  }

  private Leaf newLeaf(int manners, GradReq request) {
    var at = new Leaf(Modes.level(), manners, request);
    origin = at;
    return at;
  }

  /**
   * {@link #attachGrad(GradReq) attachGrad(WRITE)}: MXNet's default.
   *
   * @return this tensor
   * @throws DTypeException if the elements are not floating
   */
  public final Tensor attachGrad() {
    return attachGrad(GradReq.WRITE);
  }

  /**
   * Makes this tensor a leaf in MXNet's manner: what is computed from it inside {@link
   * Fluxion#record()} is recorded, and {@link #grad()} is zeros from now on. A tensor that was
   * computed forgets how: no gradient flows through it to what it was computed from.
   *
   * @param request whether passes write over the gradient, add to it or leave it out
   * @return this tensor
   * @throws DTypeException if the elements are not floating
   */
  public final Tensor attachGrad(GradReq request) {
    var at = follow(Manners.SCOPED, request).leaf();
    if (request != GradReq.NULL && at != null) {
      // Memory of its own kind, also where attachGrad is called in inference mode.
      try (var _ = Modes.enter(Modes.now().pass(false))) {
        at.gradient.set(Fluxion.zerosLike(detach()));
      }
    }
    return this;
  }

  /** Makes this tensor a new leaf. */
  final Tensor follow(int manners, GradReq request) {
    Autograd.checkLeaf(this);
    node = newLeaf(manners, request);
    return this;
  }

  /**
   * Whether operations on this tensor are recorded.
   *
   * @return true for a marked leaf and for what was computed from one
   */
  public final boolean requiresGrad() {
    return node() != null;
  }

  /**
   * Whether this tensor was not computed by a recorded operation.
   *
   * @return true for data and marked leaves
   */
  public final boolean isLeaf() {
    return !(node() instanceof Interior);
  }

  /**
   * The node of the operation that computed this tensor.
   *
   * @return the node, null for a leaf
   */
  public final @Nullable Node gradFn() {
    return node() instanceof Interior ? Interior.shown(node) : null;
  }

  /**
   * The gradient that passes have added up here. The tensor is the one that later passes add to.
   *
   * @return a tensor of this shape and type, zeros for an {@link #attachGrad()} leaf, else null,
   *     before the first pass; null for an intermediate result without {@link #retainGrad()}
   */
  public final @Nullable Tensor grad() {
    var at = holder();
    return at == null ? null : at.value();
  }

  private @Nullable Gradient holder() {
    if (node() instanceof Interior interior) {
      return interior.extras == null ? null : interior.extras.retained;
    }
    var at = leaf();
    return at == null ? null : at.gradient;
  }

  /**
   * Replaces the gradient of a leaf.
   *
   * @param gradient a tensor of this shape and type, or null for none
   * @return this tensor
   * @throws GraphException if this tensor is the result of a recorded operation
   * @throws ShapeException if the shapes differ
   * @throws DTypeException if the types differ
   */
  public final Tensor grad(@Nullable Tensor gradient) {
    if (node() instanceof Interior) {
      throw Autograd.gradOfResult(this);
    }
    if (gradient != null) {
      Autograd.checkLike("a gradient", gradient, this);
    }
    var at = leaf();
    if (at == null && gradient != null) {
      Autograd.checkLeaf(this);
      at = newLeaf();
    }
    if (at != null) {
      at.gradient.set(gradient);
    }
    return this;
  }

  /**
   * Asks for the gradient of an intermediate result, which passes otherwise drop; it adds up in
   * {@link #grad()} as that of a leaf does. Nothing changes for a leaf.
   *
   * @return this tensor
   * @throws GraphException if this tensor is not recorded
   */
  public final Tensor retainGrad() {
    switch (node()) {
      case null -> throw Autograd.notRecorded("retainGrad", this);
      case Interior interior -> interior.extras().retain();
      case Leaf _ -> {}
    }
    return this;
  }

  /**
   * Whether {@link #retainGrad()} was called on this intermediate result.
   *
   * @return false for a leaf
   */
  public final boolean retainsGrad() {
    return node() instanceof Interior interior
        && interior.extras != null
        && interior.extras.retained != null;
  }

  /**
   * The same value as a constant: no gradient flows through it, in either mode. A view, which
   * shares memory and the count of writes.
   *
   * @return a leaf that does not require a gradient
   */
  public final Tensor detach() {
    return constant(true);
  }

  /**
   * The same value as a constant whose writes no pass notices: PyTorch's {@code .data}. A view;
   * prefer {@link #detach()}, under which a write makes a later pass fail instead of giving a wrong
   * gradient.
   *
   * @return a leaf that does not require a gradient
   */
  public final Tensor data() {
    return constant(false);
  }

  /**
   * Makes this tensor a leaf that does not require a gradient: it forgets how it was computed.
   * Graphs that were recorded before are not affected.
   *
   * @return this tensor
   * @throws GraphException if this tensor is a view of a recorded one
   */
  @SuppressWarnings("checkstyle:MethodName")
  public final Tensor detach_() {
    if (view() != null && node() instanceof Interior) {
      throw Autograd.detachOfView(this);
    }
    node = null;
    return this;
  }

  /**
   * How often the memory of this tensor has been written to, through whichever tensor.
   *
   * @return the number of writes
   * @throws GraphException if this tensor was made in {@link Fluxion#inferenceMode()} and that is
   *     closed
   */
  public final int version() {
    return Autograd.version(this);
  }

  /**
   * Computes the gradient of this tensor, of one element, with respect to all leaves it was
   * computed from, and adds it to their {@link #grad()}. The saved values are freed.
   *
   * @param options {@link Fluxion#retainGraph()}, {@link Fluxion#createGraph()}, {@link
   *     Fluxion#inputs}
   * @throws GraphException if this tensor is not recorded, has several elements, or its graph is
   *     freed
   */
  public final void backward(PassOption... options) {
    Autograd.backward(List.of(this), Autograd.none(1), options);
  }

  /**
   * The product of a cotangent and the Jacobian of this tensor, added to the {@link #grad()} of all
   * leaves.
   *
   * @param gradient the cotangent, of this shape and type
   * @param options as for {@link #backward(PassOption...)}
   * @throws GraphException if this tensor is not recorded or its graph is freed
   * @throws ShapeException if the shapes differ
   */
  public final void backward(Tensor gradient, PassOption... options) {
    Autograd.backward(List.of(this), List.of(gradient), options);
  }

  /**
   * The text that PyTorch prints, with the default options: {@code tensor([1., 2.],
   * requires_grad=True)}.
   */
  @Override
  public final String toString() {
    return toString(PrintOptions.DEFAULT);
  }

  /**
   * The text that PyTorch prints; for one of a batch, inside of {@code vmap}, that of the whole
   * batch.
   *
   * @param options precision, width and when to shorten
   * @return {@code tensor(…)}
   */
  public final String toString(PrintOptions options) {
    List<String> suffixes =
        switch (node()) {
          case null -> List.of();
          case Leaf _ -> List.of("requires_grad=True");
          case Interior interior -> List.of("grad_fn=<" + interior.name() + ">");
        };
    var text = TensorText.text(values().strided(), options, Modes.defaultDType(), suffixes);
    var batch = Reading.batch(this);
    return batch == null ? text : "one of " + batch.count() + " of " + text;
  }

  /**
   * What {@code "%s"} prints: the bare number for a 0-d tensor, as in Python's f-strings, else
   * {@link #toString()}.
   */
  @Override
  public final void formatTo(Formatter formatter, int flags, int width, int precision) {
    var text = rank() == 0 && Reading.batch(this) == null ? Reading.bare(values()) : toString();
    if ((flags & java.util.FormattableFlags.UPPERCASE) != 0) {
      text = text.toUpperCase(Locale.ROOT);
    }
    if (precision >= 0 && text.length() > precision) {
      text = text.substring(0, precision);
    }
    var fill = " ".repeat(Math.max(0, width - text.length()));
    boolean left = (flags & java.util.FormattableFlags.LEFT_JUSTIFY) != 0;
    formatter.format("%s", left ? text + fill : fill + text);
  }
}

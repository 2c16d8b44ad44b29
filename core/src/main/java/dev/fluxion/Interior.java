package dev.fluxion;

import dev.fluxion.op.Cast;
import dev.fluxion.op.Expand;
import dev.fluxion.op.Linear;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The node of an operation: edges to the nodes of its inputs, and residuals, the values its pull
 * needs.
 *
 * <p>An edge is null for an input that was constant here. A residual that is an input has that edge
 * as its node, whatever the tensor's node may be by now; a residual that is the result has this
 * node.
 */
abstract sealed class Interior extends Node
    permits BilinearNode, ElementNode, IndexedNode, Joint, LinearNode, Slot {
  private static final VarHandle FREED;

  static {
    try {
      FREED = MethodHandles.lookup().findVarHandle(Interior.class, "freed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // written through FREED
  private volatile boolean freed;

  /**
   * The nodes of the first two inputs. Fields here and not methods of each class: whoever walks
   * through a graph reads little else.
   */
  final @Nullable Node first;

  final @Nullable Node second;

  Interior(int depth, Level level, int manners, @Nullable Node first, @Nullable Node second) {
    super(depth, level, manners);
    this.first = first;
    this.second = second;
    if (Modes.anyOpen()) {
      remember(Modes.now());
    }
  }

  /** What else the node keeps; cold, since most nodes are made outside of all scopes. */
  private void remember(Modes.State now) {
    if (now.tapes() != Tapes.NONE) {
      extras().tapes = now.tapes();
    }
    if (now.anomaly()) {
      extras().madeAt = Places.caller();
    }
  }

  /** Puts this node, which is made late, on the tapes on which those it stands for are. */
  final Interior onTapesOf(@Nullable Node before, @Nullable Node of) {
    for (var node : new @Nullable Node[] {before, of}) {
      if (node != null && node.extras != null && node.extras.tapes != Tapes.NONE) {
        extras().tapes = node.extras.tapes;
        break;
      }
    }
    return this;
  }

  /** Whether a tape recorded when this node was made. */
  final boolean isOn(TapeRun tape) {
    return extras != null && extras.tapes.contains(tape);
  }

  static int depth(@Nullable Node a, @Nullable Node b) {
    return 1 + Math.max(a == null ? 0 : a.depth, b == null ? 0 : b.depth);
  }

  static Level level(@Nullable Node a, @Nullable Node b) {
    return Level.innermost(a == null ? Level.NONE : a.level, b == null ? Level.NONE : b.level);
  }

  static int manners(@Nullable Node a, @Nullable Node b) {
    return Manners.union(a, b);
  }

  /** Whether the pull reads values that were saved, which a pass may free. */
  abstract boolean saves();

  /** Keeps the values that were saved beyond the end of every reuse scope. */
  abstract void keepSaved();

  static void keep(@Nullable Object... saved) {
    for (var x : saved) {
      if (x instanceof Tensor t) {
        t.keep();
      }
    }
  }

  /** The number of inputs. */
  abstract int count();

  /** Whether there can be more than two; a question of the class alone, which is quick. */
  final boolean isWide() {
    return this instanceof Joint || this instanceof ElementNode.Three;
  }

  /** The node of an input when the operation ran; null if it was constant. */
  final @Nullable Node edge(int k) {
    return k == 0 ? first : k == 1 ? second : more(k);
  }

  /** The same from the third input on. */
  @Nullable Node more(int k) {
    throw new IndexOutOfBoundsException("a node of " + count() + " inputs has none at " + k);
  }

  /** Computes the cotangents of the wanted inputs from that of the result, and files them. */
  abstract void pull(ReversePass pass, Tensor ct, boolean owned);

  /**
   * Asks for the residuals before they are read. Without retainGraph they can be had once: of two
   * passes, one gets them, the other this exception.
   */
  final void open(ReversePass pass) {
    boolean mine = pass.retain ? !freed : FREED.compareAndSet(this, false, true);
    if (!mine) {
      throw freedException();
    }
  }

  final GraphException freedException() {
    return new GraphException(
        saves()
            ? "the values that "
                + name()
                + " saved are freed by the first backward pass through them; call"
                + " backward(retainGraph()) the first time to run a second pass"
            : "a graph recorded from attachGrad() arrays serves one backward pass, got a second one"
                + " at "
                + name()
                + ", whose graph is freed; call backward(retainGraph()) the first time, or record"
                + " again");
  }

  /** What is kept of a value that the pull needs: the value, or what a user's hook makes of it. */
  static Object save(Tensor x) {
    if (x instanceof Dense d && d.isInference()) {
      throw Autograd.savedInference(x);
    }
    return Modes.anyOpen() ? packed(x) : x;
  }

  private static Object packed(Tensor x) {
    var saving = Modes.now().saving();
    var witness = saving == null ? null : saving.witness();
    if (witness != null) {
      witness.accept(x);
    }
    return saving == null || witness != null
        ? x
        : new Packed(saving.pack().apply(x.withNode(null)), saving.unpack());
  }

  /** A residual with its node as it was, after a check that nobody wrote to it since. */
  final Tensor unpack(@Nullable Object saved, int version, @Nullable Node then, ReversePass pass) {
    if (saved == null) {
      throw freedException();
    }
    if (saved instanceof Packed packed) {
      return pass.recording ? packed.value().withNode(then) : packed.value();
    }
    var x = (Tensor) saved;
    if (version(x) != version) {
      throw changed(x.values(), version);
    }
    return pass.recording && x.node != then && !isOuter(x) ? x.withNode(then) : x;
  }

  /** Whether a residual is followed outside of the forward level that this node belongs to. */
  private boolean isOuter(Tensor x) {
    return x.node != null && !x.node.level.isWithin(level);
  }

  static int version(@Nullable Object x) {
    return x instanceof Tensor t ? t.values().writes() : 0;
  }

  private GraphException changed(Dense x, int version) {
    x.array(); // which says so if the memory was given up
    return new GraphException(
        "a value that the gradient needs was written to: a tensor of shape "
            + x.shape()
            + " and type "
            + x.dtype()
            + ", saved by "
            + name()
            + ", is at version "
            + x.writes()
            + ", expected version "
            + version
            + "; write to a copy() instead");
  }

  @Override
  public final List<@Nullable Node> inputs() {
    List<@Nullable Node> nodes = new ArrayList<>();
    for (int k = 0; k < count(); k++) {
      nodes.add(shown(edge(k)));
    }
    return Collections.unmodifiableList(nodes);
  }

  /**
   * The node as users see it: not a slot but its operation, not an alignment but what it aligned.
   */
  static @Nullable Node shown(@Nullable Node node) {
    if (node instanceof Slot s) {
      return s.parent;
    }
    return node instanceof LinearNode l && aligns(l.op()) ? shown(l.edge(0)) : node;
  }

  private static boolean aligns(Linear op) {
    return op instanceof Expand(_, _, boolean e) && e || op instanceof Cast(_, boolean c) && c;
  }
}

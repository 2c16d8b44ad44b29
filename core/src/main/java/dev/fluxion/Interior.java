package dev.fluxion;

import dev.fluxion.op.Cast;
import dev.fluxion.op.Expand;
import dev.fluxion.op.Linear;
import dev.fluxion.op.Op;
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
    permits BilinearNode, ElementNode, IndexedNode, LinearNode, OpaqueNode, Slot {
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

  /** Where the gradient of the result adds up, if the user asked for it. */
  volatile @Nullable Gradient retained;

  Interior(int depth, Level level) {
    super(depth, level);
  }

  static int depth(@Nullable Node a, @Nullable Node b) {
    return 1 + Math.max(a == null ? 0 : a.depth, b == null ? 0 : b.depth);
  }

  static Level level(@Nullable Node a, @Nullable Node b) {
    return Level.innermost(a == null ? Level.NONE : a.level, b == null ? Level.NONE : b.level);
  }

  final synchronized void retain() {
    if (retained == null) {
      retained = new Gradient();
    }
  }

  /** The operation, as its record. */
  abstract Op op();

  /** The number of inputs. */
  abstract int count();

  /** The node of an input when the operation ran; null if it was constant. */
  abstract @Nullable Node edge(int k);

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
        "the values that "
            + name()
            + " saved are freed by the first backward pass through them; call"
            + " backward(retainGraph()) the first time to run a second pass");
  }

  /** A residual with its node as it was, after a check that nobody wrote to it since. */
  final Tensor unpack(@Nullable Tensor x, int version, @Nullable Node then, ReversePass pass) {
    if (x == null) {
      throw freedException();
    }
    if (x instanceof Dense d && d.version() != version) {
      throw changed(d, version);
    }
    return pass.recording && x.node != then && !isOuter(x) ? x.withNode(then) : x;
  }

  /** Whether a residual is followed outside of the forward level that this node belongs to. */
  private boolean isOuter(Tensor x) {
    return x.node != null && !x.node.level.isWithin(level);
  }

  static int version(@Nullable Tensor x) {
    return x instanceof Dense d ? d.version() : 0;
  }

  private GraphException changed(Dense x, int version) {
    return new GraphException(
        "a value that the gradient needs was written to: a tensor of shape "
            + x.shape()
            + " and type "
            + x.dtype()
            + ", saved by "
            + name()
            + ", is at version "
            + x.version()
            + ", expected version "
            + version
            + "; write to a copy() instead");
  }

  @Override
  public final String name() {
    return op().nodeName();
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
    return op instanceof Expand(_, boolean e) && e || op instanceof Cast(_, boolean c) && c;
  }
}

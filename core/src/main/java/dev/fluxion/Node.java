package dev.fluxion;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the graph that recording builds: a leaf, or an operation with an edge to the node of
 * each input as it was when the operation ran.
 *
 * <p>Depth is one more than that of the deepest input, so a pass that takes the deepest node first
 * meets each node after all that use it, without a global tape, a lock or recursion.
 *
 * <pre>{@code
 * var x = tensor(1.0, 2.0).requiresGrad(true);
 * var y = x.mul(x).sum();
 * y.gradFn().name();                   // SumBackward0
 * y.gradFn().inputs().get(0).name();   // MulBackward0
 * }</pre>
 */
public abstract sealed class Node permits Interior, Leaf {
  private static final VarHandle HOLDER;

  static {
    try {
      HOLDER = MethodHandles.lookup().findVarHandle(Node.class, "holder", ReversePass.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final int depth;

  /** The forward level inside of which the innermost leaf below was made. */
  final Level level;

  /** In which manners the value is followed: bits of {@link Manners}. */
  final byte manners;

  /** What {@link Reach} notes for the pass that holds the node. */
  byte reach;

  /** Whether the pass made the held cotangent and gave it to nobody else, so may overwrite it. */
  boolean owned;

  /** The pass whose cotangent is held here; others keep theirs in a map. */
  @SuppressWarnings("unused") // written through HOLDER
  private volatile @Nullable ReversePass holder;

  /** The cotangent of a pass, or of each output where there are several. */
  @Nullable Object held;

  /** Hooks, a retained gradient, where it was made; null for most nodes. */
  volatile @Nullable Extras extras;

  Node(int depth, Level level, int manners) {
    this.depth = depth;
    this.level = level;
    this.manners = (byte) manners;
  }

  final synchronized Extras extras() {
    var all = extras;
    if (all == null) {
      extras = all = new Extras();
    }
    return all;
  }

  /** Whether this pass holds its cotangent here, now at the latest. */
  final boolean claim(ReversePass pass) {
    return holder == pass || holder == null && HOLDER.compareAndSet(this, null, pass);
  }

  final boolean isHeldBy(ReversePass pass) {
    return holder == pass;
  }

  final void release() {
    held = null;
    reach = 0;
    // Who claims it next sees all of the above; a volatile write would wait for more.
    HOLDER.setRelease(this, null);
  }

  /**
   * The name of the operation in PyTorch's style: {@code MulBackward0}, {@code AccumulateGrad}.
   *
   * @return the name
   */
  public abstract String name();

  /**
   * The nodes of the inputs, in order; null for an input that was constant.
   *
   * @return a list of the length of the number of inputs, empty for a leaf
   */
  public abstract List<@Nullable Node> inputs();

  /** As Python prints it: {@code <MulBackward0 object at 0x…>}. */
  @Override
  public final String toString() {
    return "<%s object at 0x%012x>".formatted(name(), System.identityHashCode(this));
  }

  /** Sees, and may replace, the cotangents of a node's results before it is reversed. */
  @FunctionalInterface
  public interface PreHook {
    /**
     * Called once per pass.
     *
     * @param gradOutputs the cotangents of the results, null where nothing arrived
     * @return as many others, or null to leave them
     */
    @Nullable List<@Nullable Tensor> apply(List<@Nullable Tensor> gradOutputs);
  }

  /** Sees the cotangents of a node's inputs and results, and may replace the former. */
  @FunctionalInterface
  public interface Hook {
    /**
     * Called once per pass, after the node was reversed.
     *
     * @param gradInputs the cotangents of the inputs, null where none is wanted
     * @param gradOutputs the cotangents of the results, null where nothing arrived
     * @return as many others for the inputs, or null to leave them
     */
    @Nullable List<@Nullable Tensor> apply(
        List<@Nullable Tensor> gradInputs, List<@Nullable Tensor> gradOutputs);
  }

  /**
   * Registers a function that sees what this node passes on.
   *
   * @param hook what to call
   * @return a handle that removes the hook
   */
  public final Handle registerHook(Hook hook) {
    return Handle.register(extras().after, hook);
  }

  /**
   * Registers a function that sees what arrives at this node.
   *
   * @param hook what to call
   * @return a handle that removes the hook
   */
  public final Handle registerPreHook(PreHook hook) {
    return Handle.register(extras().before, hook);
  }
}

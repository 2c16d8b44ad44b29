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

  /** Whether the pass made the held cotangent and gave it to nobody else, so may overwrite it. */
  boolean owned;

  /** The pass whose cotangent is held here; others keep theirs in a map. */
  @SuppressWarnings("unused") // written through HOLDER
  private volatile @Nullable ReversePass holder;

  /** The cotangent of a pass, or of each output where there are several. */
  @Nullable Object held;

  Node(int depth, Level level) {
    this.depth = depth;
    this.level = level;
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
    holder = null;
  }

  /**
   * The name of the operation as PyTorch writes it: {@code MulBackward0}, {@code AccumulateGrad}.
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
}

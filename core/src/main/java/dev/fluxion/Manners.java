package dev.fluxion;

import org.jspecify.annotations.Nullable;

/**
 * In which manners a value is followed, as a set of bits: that of a node is the union over its
 * recorded inputs. A node is recording where one of its bits is on, so programs in several manners
 * mix.
 */
final class Manners {
  /** PyTorch's: leaves marked with {@code requiresGrad}, everywhere but inside {@code noGrad}. */
  static final int ALWAYS = 1;

  /** MXNet's: leaves marked with {@code attachGrad}, inside {@code record} only. */
  static final int SCOPED = 2;

  /** TensorFlow's: variables, while a tape of this thread records that follows them. */
  static final int TAPED = 4;

  /** TensorFlow's: tensors that a tape watches, while any tape of this thread records. */
  static final int WATCHED = 8;

  /** That of functions of functions: their arguments, inside of {@code grad(f)} and its kin. */
  static final int INNER = 32;

  /** All of them. */
  static final int EVERY = ALWAYS | SCOPED | TAPED | WATCHED | INNER;

  /** No manner, but a mark beside them: leaves below were made in different forward levels. */
  static final int MIXED = 16;

  private Manners() {}

  /** Whether MXNet's manner alone follows a node. */
  static boolean isScopedOnly(Node node) {
    return (node.manners & EVERY) == SCOPED;
  }

  /** The manners of a node with these inputs. */
  static int union(@Nullable Node a, @Nullable Node b) {
    if (a == null || b == null) {
      return a == null ? (b == null ? 0 : b.manners) : a.manners;
    }
    return a.manners | b.manners | (a.level == b.level ? 0 : MIXED);
  }
}

package dev.fluxion;

import dev.fluxion.op.Cat;
import dev.fluxion.op.Extreme;
import dev.fluxion.op.ExtremeAlong;
import dev.fluxion.op.LogSumExp;
import dev.fluxion.op.Norm;
import dev.fluxion.op.Overwrite;
import dev.fluxion.op.Prod;
import dev.fluxion.op.Softmax;
import dev.fluxion.op.Stack;
import dev.fluxion.op.Unbind;
import java.util.Set;

/**
 * Whether a function that was recorded is linear: it is 0 at 0, and each operation on the way from
 * the argument to the result is linear in what depends on the argument. A graph tells that for
 * certain, where numbers could only make it likely.
 */
final class Linearity {
  private Linearity() {}

  /** Requires a function that was run at zeros to be linear. */
  static void check(Pullback<?, ?> at, String otherwise) {
    boolean linear = at.leads().stream().allMatch(node -> isLinear(node, at.leads()));
    for (var y : at.result().tensors) {
      linear &= isZero(y);
    }
    if (!linear) {
      throw new GraphException(otherwise);
    }
  }

  private static boolean isZero(Tensor y) {
    // NaN comes of infinity times 0, which says nothing about the function.
    return y.values().ne(0).mul(y.values().eq(y.values())).any().values().doubleAt(0) == 0;
  }

  private static boolean isLinear(Node node, Set<Node> leads) {
    return switch (node) {
      case Leaf _, LinearNode _, IndexedNode _, RuleNode _, Slot _ -> true;
      case BilinearNode b -> !(depends(b, 0, leads) && depends(b, 1, leads));
      case ElementNode e -> isLinear(e, leads);
      case OpaqueNode o ->
          switch (o.op()) {
            case Cat _, Overwrite _, Stack _, Unbind _ -> true;
            case Extreme _, ExtremeAlong _, LogSumExp _, Norm _, Prod _, Softmax _ -> false;
          };
    };
  }

  private static boolean depends(Interior node, int k, Set<Node> leads) {
    var edge = node.edge(k);
    return edge != null && leads.contains(edge);
  }

  /** Whether no partial by what depends on the argument reads anything that does. */
  private static boolean isLinear(ElementNode node, Set<Node> leads) {
    var s = node.statement;
    for (int k = 0; k < s.arity; k++) {
      if (depends(node, k, leads)) {
        boolean reads = s.uses(k, s.arity);
        for (int a = 0; a < s.arity; a++) {
          reads |= s.uses(k, a) && depends(node, a, leads);
        }
        if (reads) {
          return false;
        }
      }
    }
    return true;
  }
}

package dev.fluxion;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What lies between roots and targets, found without recursion. */
final class Reach {
  /** The nodes on a path from a root to a target, and all targets. */
  final Set<Node> leads = new NodeSet();

  private final Set<Node> seen = new NodeSet();

  /** The targets at a root or below one. */
  final Set<Node> reached = new NodeSet();

  /**
   * Looks from the roots down to the depth of the targets.
   *
   * @param tape what all nodes are on, but for the targets; null for any nodes
   * @param ends whether to stop at targets
   */
  Reach(List<Node> roots, Set<Node> targets, @Nullable TapeRun tape, boolean ends) {
    int lowest = Integer.MAX_VALUE;
    for (var target : targets) {
      lowest = Math.min(lowest, target.depth);
    }
    leads.addAll(targets);
    // Each node is met twice: going down, it puts its inputs on the stack above itself; coming
    // back, they are known.
    var stack = new ArrayDeque<Node>(roots);
    while (!stack.isEmpty()) {
      var node = stack.peek();
      boolean first = seen.add(node);
      boolean leadsOn = false;
      if (node instanceof Interior interior
          && node.depth > lowest
          && !(ends && targets.contains(node))
          && (tape == null || interior.isOn(tape))) {
        for (int k = 0; k < interior.count(); k++) {
          var edge = interior.edge(k);
          if (edge != null && first && !seen.contains(edge)) {
            stack.push(edge);
          }
          leadsOn |= edge != null && leads.contains(edge);
        }
      }
      if (!first) {
        stack.pop();
        if (leadsOn) {
          leads.add(node);
        }
      }
    }
    for (var target : targets) {
      if (seen.contains(target)) {
        reached.add(target);
      }
    }
  }
}

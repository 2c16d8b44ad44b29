package dev.fluxion;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What lies between roots and targets, found without recursion.
 *
 * <p>What is found is noted in the nodes themselves, which the pass claims for that; only for nodes
 * that another pass has, which runs at the same time, in sets. So the nodes have to be released
 * when the pass is through.
 */
final class Reach {
  /** A node was met. */
  private static final byte SEEN = 1;

  /** A node is on a path from a root to a target, or a target. */
  private static final byte LEADS = 2;

  /** The targets at a root or below one. */
  final Set<Node> reached = new NodeSet();

  private final ReversePass pass;
  private Node[] claimed = new Node[32];
  private int count;
  private @Nullable Set<Node> seenElsewhere;
  private @Nullable Set<Node> leadsElsewhere;

  /**
   * Looks from the roots down to the depth of the targets.
   *
   * @param tape what all nodes are on, but for the targets; null for any nodes
   * @param ends whether to stop at targets
   */
  Reach(
      ReversePass pass, List<Node> roots, Set<Node> targets, @Nullable TapeRun tape, boolean ends) {
    this.pass = pass;
    int lowest = Integer.MAX_VALUE;
    for (var target : targets) {
      lowest = Math.min(lowest, target.depth);
      mark(target, LEADS);
    }
    // Each node is met twice: going down, it puts its inputs on the stack above itself; coming
    // back, they are known.
    var stack = roots.toArray(new Node[Math.max(32, roots.size())]);
    int top = roots.size();
    while (top > 0) {
      var node = stack[top - 1];
      boolean first = !is(node, SEEN);
      if (first) {
        mark(node, SEEN);
      } else {
        top--;
      }
      if (node.depth <= lowest
          || !(node instanceof Interior interior)
          || ends && targets.contains(node)
          || tape != null && !interior.isOn(tape)) {
        continue;
      }
      int inputs = interior.isWide() ? interior.count() : 2;
      boolean leadsOn = false;
      for (int k = 0; k < inputs; k++) {
        var edge = interior.edge(k);
        if (edge == null) {
          continue;
        }
        if (!first) {
          leadsOn |= is(edge, LEADS);
        } else if (!is(edge, SEEN)) {
          stack = top == stack.length ? Arrays.copyOf(stack, 2 * top) : stack;
          stack[top++] = edge;
        }
      }
      if (leadsOn) {
        mark(node, LEADS);
      }
    }
    for (var target : targets) {
      if (is(target, SEEN)) {
        reached.add(target);
      }
    }
    int kept = 0;
    for (int k = 0; k < count; k++) {
      var node = claimed[k];
      if ((node.reach & LEADS) != 0) {
        claimed[kept++] = node;
      } else {
        node.release();
      }
    }
    count = kept;
  }

  /** Whether a node is on a path from a root to a target, or a target; until it is released. */
  boolean leads(Node node) {
    return is(node, LEADS);
  }

  private boolean is(Node node, byte what) {
    if (seenElsewhere != null) {
      var set = what == SEEN ? seenElsewhere : leadsElsewhere;
      if (set != null && set.contains(node)) {
        return true;
      }
    }
    return node.isHeldBy(pass) && (node.reach & what) != 0;
  }

  private void mark(Node node, byte what) {
    if (node.isHeldBy(pass)) {
      node.reach |= what;
    } else if (!isElsewhere(node) && node.claim(pass)) {
      node.reach = what;
      claimed = count == claimed.length ? Arrays.copyOf(claimed, 2 * count) : claimed;
      claimed[count++] = node;
    } else {
      markElsewhere(node, what);
    }
  }

  /** Another pass had the node at first; it may have released it by now. */
  private boolean isElsewhere(Node node) {
    return seenElsewhere != null
        && (seenElsewhere.contains(node)
            || leadsElsewhere != null && leadsElsewhere.contains(node));
  }

  private void markElsewhere(Node node, byte what) {
    if (seenElsewhere == null || leadsElsewhere == null) {
      seenElsewhere = new NodeSet();
      leadsElsewhere = new NodeSet();
    }
    (what == SEEN ? seenElsewhere : leadsElsewhere).add(node);
  }

  /** All nodes that lead from a root to a target, and the targets. */
  Set<Node> leads() {
    Set<Node> all = new NodeSet();
    for (int k = 0; k < count; k++) {
      all.add(claimed[k]);
    }
    if (leadsElsewhere != null) {
      all.addAll(leadsElsewhere);
    }
    return all;
  }

  /** Lets go of the nodes that the pass has claimed and not been to. */
  void release() {
    for (int k = 0; k < count; k++) {
      if (claimed[k].isHeldBy(pass)) {
        claimed[k].release();
      }
    }
    count = 0;
  }
}

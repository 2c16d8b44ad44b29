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
  private final Set<Node> targets;
  private final @Nullable TapeRun tape;
  private final boolean ends;

  /** The depth of the lowest target. */
  private int lowest = Integer.MAX_VALUE;

  private final boolean all;
  private Node[] stack = new Node[32];
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
    this.targets = targets;
    this.tape = tape;
    this.ends = ends;
    boolean leaves = tape == null;
    for (var target : targets) {
      lowest = Math.min(lowest, target.depth);
      leaves &= target instanceof Leaf;
      mark(target, LEADS);
    }
    all = leaves && seenElsewhere == null && allLead(roots);
    if (!all) {
      for (int k = 0; k < count; k++) {
        claimed[k].reach = targets.contains(claimed[k]) ? LEADS : 0;
      }
      walk(roots);
    }
    for (var target : targets) {
      if (is(target, SEEN)) {
        reached.add(target);
      }
    }
    if (!all) {
      forgetOthers();
    }
  }

  /**
   * Whether all ways down end in targets, which are leaves; then each node leads there and is met
   * once. Ends at the first that does not.
   */
  private boolean allLead(List<Node> roots) {
    stack = roots.toArray(stack);
    int top = roots.size();
    while (top > 0) {
      var node = stack[--top];
      while (node != null) {
        if (node.isHeldBy(pass)) {
          node.reach |= SEEN;
          break;
        }
        if (!(node instanceof Interior interior) || !node.claim(pass)) {
          return false;
        }
        node.reach = SEEN | LEADS;
        add(node);
        node = null;
        int inputs = interior.isWide() ? interior.count() : 2;
        for (int k = 0; k < inputs; k++) {
          var edge = interior.edge(k);
          if (edge == null) {
            continue;
          }
          if (edge.isHeldBy(pass)) {
            edge.reach |= SEEN;
          } else if (node == null) {
            node = edge;
          } else {
            stack = top == stack.length ? Arrays.copyOf(stack, 2 * top) : stack;
            stack[top++] = edge;
          }
        }
      }
    }
    return true;
  }

  /**
   * Each node is met twice: going down, it puts its inputs on the stack above itself; coming back,
   * they are known. Those as low as the lowest target are known at once.
   */
  private void walk(List<Node> roots) {
    stack = roots.toArray(stack);
    int top = roots.size();
    while (top > 0) {
      var node = stack[top - 1];
      int above = top;
      if (!is(node, SEEN)) {
        mark(node, SEEN);
        above = goesOn(node) ? descend((Interior) node, top) : top;
      } else if (!is(node, LEADS) && goesOn(node) && anyLeads((Interior) node)) {
        mark(node, LEADS);
      }
      top = above == top ? top - 1 : above;
    }
  }

  /** Whether a walk goes on from a node to its inputs. */
  private boolean goesOn(Node node) {
    return node.depth > lowest
        && node instanceof Interior interior
        && !(ends && targets.contains(node))
        && (tape == null || interior.isOn(tape));
  }

  /** Puts the inputs that are not known yet on the stack, and returns where it ends then. */
  private int descend(Interior node, int top) {
    int inputs = node.isWide() ? node.count() : 2;
    boolean leads = false;
    for (int k = 0; k < inputs; k++) {
      var edge = node.edge(k);
      if (edge == null) {
        continue;
      }
      if (is(edge, SEEN)) {
        leads |= is(edge, LEADS);
      } else if (edge.depth > lowest) {
        stack = top == stack.length ? Arrays.copyOf(stack, 2 * top) : stack;
        stack[top++] = edge;
      } else if (is(edge, LEADS)) {
        mark(edge, SEEN);
        leads = true;
      }
    }
    if (leads) {
      mark(node, LEADS);
    }
    return top;
  }

  private boolean anyLeads(Interior node) {
    int inputs = node.isWide() ? node.count() : 2;
    for (int k = 0; k < inputs; k++) {
      var edge = node.edge(k);
      if (edge != null && is(edge, LEADS)) {
        return true;
      }
    }
    return false;
  }

  /** Lets go of the nodes that lead nowhere. */
  private void forgetOthers() {
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

  /** Whether all that a pass from the roots can meet lies on a path to a target. */
  boolean isAll() {
    return all;
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
      add(node);
    } else {
      markElsewhere(node, what);
    }
  }

  private void add(Node node) {
    claimed = count == claimed.length ? Arrays.copyOf(claimed, 2 * count) : claimed;
    claimed[count++] = node;
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

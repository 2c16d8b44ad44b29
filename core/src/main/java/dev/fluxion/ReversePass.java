package dev.fluxion;

import dev.fluxion.op.Clone;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk from roots to leaves that sums, for each node, the cotangents of its result and pulls
 * the sum back to its inputs.
 *
 * <p>The deepest node goes first, so each is visited once, after all that use it, however many
 * paths lead there. Leaves have depth 0 and come last: a pass that fails on the way has changed no
 * gradient.
 *
 * <p>A cotangent is <em>owned</em> while this pass made it and gave it to nobody else; then it may
 * be overwritten by the next pull or added to in place.
 */
final class ReversePass {
  final boolean retain;

  /** Whether the pass is recorded itself, so that its results can be differentiated again. */
  final boolean recording;

  private final NodeHeap waiting = new NodeHeap();

  /** What nodes hold that another pass has claimed. */
  private @Nullable Map<Node, Held> elsewhere;

  /** The nodes worth visiting and what arrived at those asked for; null if all leaves are meant. */
  private @Nullable Set<Node> needed;

  private Map<Node, @Nullable Tensor> captured = Map.of();
  private boolean accumulates = true;

  /**
   * What is added to intermediate results once the pass is through: one that fails changes nothing.
   */
  private final Map<Gradient, Tensor> retained = new IdentityHashMap<>();

  private static final class Held {
    @Nullable Object held;
    boolean owned;
  }

  ReversePass(boolean retain, boolean recording) {
    this.retain = retain;
    this.recording = recording;
  }

  /**
   * Restricts the pass to what leads to these nodes; their cotangents are kept, not accumulated.
   *
   * @return those of the targets that lie below a root
   */
  Set<Node> capture(List<Node> roots, Set<Node> targets) {
    var reached = restrict(roots, targets);
    captured = new IdentityHashMap<>();
    for (var target : targets) {
      captured.put(target, null);
    }
    accumulates = false;
    return reached;
  }

  /**
   * Restricts the pass to what leads to these nodes.
   *
   * @return those of the targets that lie below a root
   */
  Set<Node> restrict(List<Node> roots, Set<Node> targets) {
    var reach = new Reach(roots, targets);
    needed = reach.leads;
    var reached = reach.seen;
    reached.retainAll(targets);
    return reached;
  }

  @Nullable Tensor captured(Node node) {
    return captured.get(node);
  }

  /** Whether a cotangent for this edge is of use. */
  boolean wants(@Nullable Node edge) {
    return edge != null && (needed == null || needed.contains(edge));
  }

  /** Whether a rule's result is in memory that nobody else has. */
  boolean isNew(Tensor result) {
    return !recording && result instanceof Dense d && d.base == null && d.node == null;
  }

  /** Adds a contribution to the cotangent of a node's result. */
  void file(Node node, Tensor ct, boolean owned) {
    if (needed != null && !needed.contains(node)) {
      return;
    }
    if (isElsewhere(node) || !node.claim(this)) {
      fileElsewhere(node, ct, owned);
      return;
    }
    if (!(node.held instanceof Tensor sum)) {
      node.held = ct;
      node.owned = owned;
      waiting.push(node);
    } else if (!recording && node.owned && sum instanceof Dense s && ct instanceof Dense c) {
      Run.add(s, c);
    } else {
      node.held = sum.add(ct);
      node.owned = !recording;
    }
  }

  /** Adds a contribution to the cotangent of one output of a node with several. */
  void file(OpaqueNode node, int output, Tensor ct) {
    if (isElsewhere(node) || !node.claim(this)) {
      file(heldElsewhere(node), node, output, ct);
    } else {
      var parts = (@Nullable Tensor[]) node.held;
      if (parts == null) {
        node.held = parts = new @Nullable Tensor[node.slots.length];
        waiting.push(node);
      }
      parts[output] = ct;
    }
  }

  private void file(Held slot, OpaqueNode node, int output, Tensor ct) {
    var parts = (@Nullable Tensor[]) slot.held;
    if (parts == null) {
      slot.held = parts = new @Nullable Tensor[node.slots.length];
      waiting.push(node);
    }
    parts[output] = ct;
  }

  private void fileElsewhere(Node node, Tensor ct, boolean owned) {
    var slot = heldElsewhere(node);
    if (slot.held instanceof Tensor sum) {
      slot.held = sum.add(ct);
      slot.owned = !recording;
    } else {
      slot.held = ct;
      slot.owned = owned;
      waiting.push(node);
    }
  }

  /**
   * Whether the first contribution came while another pass held the node, which it may not by now.
   */
  private boolean isElsewhere(Node node) {
    return elsewhere != null && elsewhere.containsKey(node);
  }

  private Held heldElsewhere(Node node) {
    var map = elsewhere;
    if (map == null) {
      elsewhere = map = new IdentityHashMap<>();
    }
    return map.computeIfAbsent(node, _ -> new Held());
  }

  /** Visits all nodes that have something filed, until nothing is left. */
  void run() {
    try (var _ = Modes.recording(recording)) {
      for (var node = waiting.pop(); node != null; node = waiting.pop()) {
        visit(node);
      }
      retained.forEach((gradient, ct) -> gradient.add(ct, false, recording));
    } finally {
      for (var node = waiting.pop(); node != null; node = waiting.pop()) {
        if (node.isHeldBy(this)) {
          node.release();
        }
      }
    }
  }

  private void visit(Node node) {
    Object held;
    boolean owned;
    var apart = elsewhere == null ? null : elsewhere.remove(node);
    if (apart != null) {
      held = apart.held;
      owned = apart.owned;
    } else {
      held = node.held;
      owned = node.owned;
      node.release();
    }
    if (captured.containsKey(node)) {
      captured.put(node, own((Tensor) Objects.requireNonNull(held), owned));
      owned = false;
    }
    if (accumulates && node instanceof Interior interior && interior.retained != null) {
      retained.put(interior.retained, (Tensor) Objects.requireNonNull(held));
      owned = false;
    }
    switch (node) {
      case Leaf leaf when accumulates ->
          leaf.gradient.add((Tensor) Objects.requireNonNull(held), owned, recording);
      case Leaf _ -> {}
      case OpaqueNode many when held instanceof Tensor[] parts -> many.pull(this, parts);
      case Interior one -> pull(one, held, owned);
    }
  }

  /** A result that shares memory with nothing else, unless it is part of a graph. */
  private Tensor own(Tensor ct, boolean owned) {
    return owned || ct.node != null ? ct : Apply.linear(new Clone(), ct);
  }

  private void pull(Interior node, @Nullable Object held, boolean owned) {
    for (int k = 0; k < node.count(); k++) {
      if (wants(node.edge(k))) {
        node.pull(this, (Tensor) Objects.requireNonNull(held), owned);
        return;
      }
    }
  }

  /** What lies between roots and targets, found without recursion. */
  private static final class Reach {
    /** The nodes on a path from a root to a target, and all targets. */
    final Set<Node> leads = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The nodes below a root, down to the depth of the targets. */
    final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    Reach(List<Node> roots, Set<Node> targets) {
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
        if (node instanceof Interior interior && node.depth > lowest) {
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
    }
  }
}

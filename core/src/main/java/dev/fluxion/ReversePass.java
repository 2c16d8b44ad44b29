package dev.fluxion;

import dev.fluxion.op.Linear;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
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
 *
 * <p>Over 400 lines, since who holds a node, who owns a cotangent and who may see it are one
 * protocol.
 */
final class ReversePass {
  final boolean retain;

  /** Whether the pass is recorded itself, so that its results can be differentiated again. */
  final boolean recording;

  private final NodeHeap waiting = new NodeHeap();

  /** What nodes hold that another pass has claimed. */
  private @Nullable Map<Node, Held> elsewhere;

  /** The nodes that lead to those that are meant; null if all leaves are. */
  private @Nullable Reach reach;

  /** The same, null also if all nodes do: whether one does is asked often. */
  private @Nullable Reach worth;

  /** What arrived at the nodes that were asked for. */
  private Map<Node, @Nullable Tensor> captured = Map.of();

  /** The depth of the deepest of those: a look at it spares most nodes the map. */
  private int deepest = -1;

  private boolean accumulates = true;

  /** What is added to gradients once the pass is through: one that fails changes none. */
  private final List<Arrival> arrivals = new ArrayList<>();

  /** What the node that is being reversed files, where someone wants to see it first. */
  private @Nullable List<Filed> collected;

  private @Nullable Scope scope;

  /** Whether a NaN ends the pass. */
  final boolean anomaly = Modes.now().anomaly();

  /** The tape outside of whose nodes the pass does not go. */
  private final @Nullable TapeRun tape;

  /** Whether the pass does not go beyond the nodes that it is restricted to. */
  private final boolean ends;

  /** A contribution to the cotangent of an input. */
  record Filed(Node edge, Tensor ct) {}

  /** A cotangent at its end. */
  private record Arrival(Gradient gradient, @Nullable Leaf leaf, Tensor ct, boolean owned) {
    void leave(boolean recording) {
      if (leaf != null && leaf.request == GradReq.WRITE) {
        gradient.write(ct, owned, recording);
      } else {
        gradient.add(ct, owned, recording);
      }
      // The sum took it over, unless there was one.
      if (ct instanceof Dense d && (leaf == null || leaf.extras == null)) {
        giveUp(d, owned);
      }
    }

    void tell() {
      var extras = leaf == null ? null : leaf.extras;
      if (extras != null) {
        for (var entry : extras.after) {
          entry.hook.apply(List.of(), Collections.singletonList(ct));
        }
        extras.accumulated.forEach(entry -> entry.hook.run());
      }
    }
  }

  private static final class Held {
    @Nullable Object held;
    boolean owned;
  }

  ReversePass(boolean retain, boolean recording) {
    this(retain, recording, null);
  }

  ReversePass(boolean retain, boolean recording, @Nullable TapeRun tape) {
    this(retain, recording, tape, false);
  }

  private ReversePass(boolean retain, boolean recording, @Nullable TapeRun tape, boolean ends) {
    this.retain = retain;
    this.recording = recording;
    this.tape = tape;
    this.ends = ends;
  }

  /** A pass through a piece of graph that another pass runs again, which goes on from its ends. */
  ReversePass inner() {
    return new ReversePass(recording, recording, null, true);
  }

  /**
   * Restricts the pass to what leads to these nodes; their cotangents are kept, not accumulated.
   * Then it has to {@link #run} or be {@link #abandon}ed.
   *
   * @return those of the targets that lie below a root
   */
  Set<Node> capture(List<Node> roots, Set<Node> targets) {
    var reached = restrict(roots, targets);
    captured = new IdentityHashMap<>();
    for (var target : targets) {
      captured.put(target, null);
      deepest = Math.max(deepest, target.depth);
    }
    accumulates = false;
    return reached;
  }

  /**
   * Restricts the pass to what leads to these nodes. Then it has to run or be abandoned.
   *
   * @return those of the targets that lie below a root
   */
  Set<Node> restrict(List<Node> roots, Set<Node> targets) {
    reach = new Reach(this, roots, targets, tape, ends);
    worth = reach.isAll() ? null : reach;
    return reach.reached;
  }

  /** Ends a pass that has been restricted and will not run. */
  void abandon() {
    if (reach != null) {
      reach.release();
    }
  }

  /** The nodes on the way from roots to targets, targets included. */
  static Set<Node> leads(List<Node> roots, Set<Node> targets) {
    var pass = new ReversePass(true, false);
    var reach = new Reach(pass, roots, targets, null, false);
    var leads = reach.leads();
    reach.release();
    return leads;
  }

  @Nullable Tensor captured(Node node) {
    return captured.get(node);
  }

  private boolean isCaptured(Node node) {
    return node.depth <= deepest && captured.containsKey(node);
  }

  /** Whether a cotangent for this edge is of use. */
  boolean wants(@Nullable Node edge) {
    return edge != null && (worth == null || worth.leads(edge));
  }

  /** Whether a rule's result is in memory that nobody else has. */
  boolean isNew(Tensor result) {
    return !recording && result instanceof Dense d && d.base == null && d.node == null;
  }

  /** Adds a contribution to the cotangent of a node's result. */
  void file(Node node, Tensor ct, boolean owned) {
    if (collected != null) {
      collected.add(new Filed(node, ct));
      return;
    }
    if (worth != null && !worth.leads(node)) {
      return;
    }
    if (isElsewhere(node) || !node.claim(this)) {
      fileElsewhere(node, ct, owned);
      return;
    }
    if (!(node.held instanceof Tensor sum)) {
      node.held = ct;
      node.owned = owned;
      passesOn |= ct instanceof Dense c && c.owner() == pulled;
      waiting.push(node);
    } else if (!recording && node.owned && sum instanceof Dense s && ct instanceof Dense c) {
      Run.add(s, c);
      giveUp(c, owned);
    } else if (!recording && sum instanceof Dense s && ct instanceof Dense c) {
      node.held = Run.sum(s, c);
      node.owned = true;
    } else {
      node.held = sum.add(ct);
      node.owned = !recording;
    }
  }

  /**
   * Adds the cotangent of a part to that of the whole, in its place, where that is there already
   * and is this pass's own: instead of a tensor of zeros with the part in it.
   *
   * @param part the operation that shows the part
   * @return false, and nothing done, if it has to be filed
   */
  boolean addsPart(Node node, Tensor ct, Linear part) {
    var sum = sum(node);
    if (sum == null || !(ct instanceof Dense c)) {
      return false;
    }
    Run.add(sum.view(part.value(sum.strided()).layout()), c);
    return true;
  }

  /** Whether nobody sees what arrives at an operation, so that it can be passed on at once. */
  boolean passesThrough(Interior node) {
    return collected == null
        && tape == null
        && node.extras == null
        && !isCaptured(node)
        && !Manners.isScopedOnly(node);
  }

  /** What has arrived at a node, if it is this pass's own, so that more can be added in place. */
  @Nullable Dense sum(Node node) {
    boolean mine =
        !recording && collected == null && !isElsewhere(node) && node.isHeldBy(this) && node.owned;
    return mine && node.held instanceof Dense sum ? sum : null;
  }

  /** The cotangent that is being pulled back, where this pass may give its memory up afterwards. */
  private @Nullable Dense pulled;

  /** Whether something filed is that cotangent, or shows its memory. */
  private boolean passesOn;

  /** Gives up the memory of a cotangent that has been added to another, if this pass owns it. */
  static void giveUp(Dense ct, boolean owned) {
    if (owned && !ct.isKept() && ct.isLarge()) {
      ct.release();
    }
  }

  /** Adds a contribution to the cotangent of one output of a node with several. */
  void file(Joint node, int output, Tensor ct) {
    if (isElsewhere(node) || !node.claim(this)) {
      file(heldElsewhere(node), node, output, ct);
    } else {
      var parts = (@Nullable Tensor[]) node.held;
      if (parts == null) {
        node.held = parts = new @Nullable Tensor[node.slots.length];
        waiting.push(node);
      }
      parts[output] = ct;
      passesOn |= ct instanceof Dense c && c.owner() == pulled;
    }
  }

  private void file(Held slot, Joint node, int output, Tensor ct) {
    var parts = (@Nullable Tensor[]) slot.held;
    if (parts == null) {
      slot.held = parts = new @Nullable Tensor[node.slots.length];
      waiting.push(node);
    }
    parts[output] = ct;
    passesOn |= ct instanceof Dense c && c.owner() == pulled;
  }

  private void fileElsewhere(Node node, Tensor ct, boolean owned) {
    var slot = heldElsewhere(node);
    if (slot.held instanceof Tensor sum) {
      slot.held = sum.add(ct);
      slot.owned = !recording;
    } else {
      slot.held = ct;
      slot.owned = owned;
      passesOn |= ct instanceof Dense c && c.owner() == pulled;
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

  private static final ThreadLocal<@Nullable ReversePass> CURRENT = new ThreadLocal<>();

  /** What hooks of several tensors have seen so far. */
  private final Map<Object, Gathered> gathered = new LinkedHashMap<>();

  private record Gathered(List<@Nullable Tensor> seen, Consumer<List<@Nullable Tensor>> hook) {}

  /** The pass that runs on this thread. */
  static ReversePass current() {
    return Objects.requireNonNull(CURRENT.get());
  }

  /** The gradients that belong to one hook, to which it is given when the pass is through. */
  List<@Nullable Tensor> gathered(Object key, int n, Consumer<List<@Nullable Tensor>> hook) {
    var known = gathered.get(key);
    if (known == null) {
      List<@Nullable Tensor> seen = new ArrayList<>(Autograd.none(n));
      gathered.put(key, known = new Gathered(seen, hook));
    }
    return known.seen;
  }

  /** Visits all nodes that have something filed, until nothing is left. */
  void run() {
    var outer = CURRENT.get();
    CURRENT.set(this);
    try {
      if (recording || Modes.now().inference()) {
        enter();
      }
      for (var node = waiting.pop(); node != null; node = waiting.pop()) {
        visit(node);
      }
      for (var arrival : arrivals) {
        arrival.leave(recording);
      }
    } finally {
      for (var node = waiting.pop(); node != null; node = waiting.pop()) {
        if (node.isHeldBy(this)) {
          node.release();
        }
      }
      abandon();
      CURRENT.set(outer);
      if (scope != null) {
        scope.close();
      }
    }
    for (var arrival : arrivals) {
      arrival.tell();
    }
    gathered.values().forEach(g -> g.hook.accept(Collections.unmodifiableList(g.seen)));
  }

  /**
   * Sets the modes of the pass, before anything runs that is more than a kernel: a recorded pass
   * follows what it meets in every manner, another one in none. Later than at the start, since
   * while no scope is open modes cost nothing.
   */
  void enter() {
    if (scope == null) {
      scope = Modes.enter(Modes.now().pass(recording));
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
    if (ends && isCaptured(node)) {
      // Hooks see it in the pass that goes on from here.
      var ct = (Tensor) Objects.requireNonNull(held);
      captured.put(node, Gradient.own(ct, owned, recording));
      return;
    }
    var extras = node.extras;
    if (extras != null && held instanceof Tensor ct && !extras.hooks.isEmpty()) {
      enter();
      var other = Hooks.replace(extras.hooks, ct);
      held = recording || other.node == null ? other : other.withNode(null);
      owned = false;
    }
    if (isCaptured(node)) {
      var ct = (Tensor) Objects.requireNonNull(held);
      captured.put(node, Gradient.own(ct, owned, recording));
      owned = false;
    }
    if (accumulates && extras != null && extras.retained != null) {
      var ct = (Tensor) Objects.requireNonNull(held);
      arrivals.add(new Arrival(extras.retained, null, ct, false));
      owned = false;
    }
    switch (node) {
      case Leaf leaf -> {
        if (accumulates && leaf.request != GradReq.NULL) {
          arrive(leaf, Objects.requireNonNull(held), owned);
        }
      }
      case Interior one -> pull(one, Objects.requireNonNull(held), owned);
    }
  }

  private void arrive(Leaf leaf, Object held, boolean owned) {
    var extras = leaf.extras;
    if (extras == null || extras.before.isEmpty()) {
      arrivals.add(new Arrival(leaf.gradient, leaf, (Tensor) held, owned));
      return;
    }
    enter();
    var ct = Hooks.before(leaf, held)[0];
    if (ct != null) {
      arrivals.add(new Arrival(leaf.gradient, leaf, ct, false));
    }
  }

  private void pull(Interior node, Object held, boolean owned) {
    if (!wantsAny(node) || tape != null && !node.isOn(tape)) {
      return;
    }
    if (node.saves() || Manners.isScopedOnly(node)) {
      node.open(this);
    }
    var extras = node.extras;
    boolean plain = extras == null || (extras.before.isEmpty() && extras.after.isEmpty());
    if (plain && !anomaly) {
      reverse(node, held, owned);
      return;
    }
    enter();
    var outputs = Hooks.before(node, held);
    boolean many = node instanceof Joint j && j.slots.length > 0;
    if (!many && outputs[0] == null) {
      return;
    }
    List<Filed> inputs = new ArrayList<>();
    collected = inputs;
    try {
      reverse(node, many ? outputs : outputs[0], false);
    } finally {
      collected = null;
    }
    Hooks.after(node, inputs, outputs, this);
  }

  private void reverse(Interior node, @Nullable Object held, boolean owned) {
    if (!(node instanceof ElementNode)) {
      enter();
    }
    if (node instanceof Joint many && held instanceof Tensor[] parts) {
      many.pull(this, parts);
    } else {
      pullAndRelease(node, (Tensor) Objects.requireNonNull(held), owned);
    }
  }

  /** Reverses an operation and gives up the memory of the cotangent if nobody has it any more. */
  private void pullAndRelease(Interior node, Tensor ct, boolean owned) {
    // A rule of a user may have put it anywhere.
    boolean last = owned && !recording && !(node instanceof RuleNode);
    if (!last || !(ct instanceof Dense d) || d.isKept() || !d.isLarge()) {
      node.pull(this, ct, owned);
      return;
    }
    pulled = d;
    passesOn = false;
    node.pull(this, ct, true);
    pulled = null;
    // What was computed in its memory may have been added to a sum, and the memory given up there.
    if (!passesOn && !d.isKept()) {
      d.release();
    }
  }

  private boolean wantsAny(Interior node) {
    if (wants(node.first) || wants(node.second)) {
      return true;
    }
    for (int k = 2; node.isWide() && k < node.count(); k++) {
      if (wants(node.edge(k))) {
        return true;
      }
    }
    return false;
  }
}

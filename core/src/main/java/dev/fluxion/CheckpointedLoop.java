package dev.fluxion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A loop of many steps that is differentiated in the memory of few states: the binomial schedule.
 *
 * <p>Reversing a loop needs its states last to first. With c states in memory, the first one
 * included, and each step run r times at most beside the run that is reversed, a loop of {@code
 * β(c, r) = C(c + r, c)} steps can be reversed, and no schedule reverses a longer one. So for a
 * stretch of l steps take the least r with {@code β(c, r) ≥ l}, keep the state after the first
 * {@code min(β(c, r - 1), l - β(c - 1, r - 1))} steps, reverse the rest with the c - 1 states that
 * are left, then the first part with all c. Then the number of runs in all is the least, too. 100
 * states reverse 100,000 steps with r = 3. The first run keeps the states at which that begins, and
 * is one of the r.
 *
 * <p>A. Griewank, A. Walther, Algorithm 799: revolve, ACM Transactions on Mathematical Software 26
 * (2000).
 *
 * @param <S> the state
 */
final class CheckpointedLoop<S> {
  private final int steps;
  private final int snapshots;
  private final LoopBody<S> body;
  private final Modes.State modes = Modes.now();
  private final Tree<S> shape;
  private final Checkpoint.Used used = new Checkpoint.Used();
  private final Map<Integer, Chance.Draws> draws = new HashMap<>();

  /** The nodes that steps use beside the state, each with a place among the inputs. */
  private final Map<Node, Integer> captured = new IdentityHashMap<>();

  private final List<Node> inputs = new ArrayList<>();

  /** The states that the first run keeps, by the number of steps before them. */
  private final List<Kept> kept = new ArrayList<>();

  /** Whether a step uses what is followed outside of a level that is open. */
  private boolean isFollowedBelow;

  private @Nullable Likeness likeness;

  private record Kept(int step, List<Tensor> state) {}

  private CheckpointedLoop(int steps, int snapshots, LoopBody<S> body, S state) {
    this.steps = steps;
    this.snapshots = snapshots;
    this.body = body;
    this.shape = Tree.some("the state of a loop", state);
  }

  static <S> S run(int steps, int snapshots, S state, LoopBody<S> body) {
    if (steps < 0 || snapshots < 1) {
      throw new IllegalArgumentException(
          "checkpointedLoop needs 0 or more steps and 1 or more states to keep, got "
              + steps
              + " and "
              + snapshots);
    }
    var loop = new CheckpointedLoop<>(steps, snapshots, body, state);
    return loop.shape.tensors.stream().anyMatch(Checkpoint::isFollowedBelow)
        ? loop.plain(state)
        : loop.run();
  }

  /** The loop without more; what was drawn in a first run is drawn again. */
  private S plain(S state) {
    var at = state;
    for (int i = 0; i < steps; i++) {
      int step = i;
      var now = at;
      var drawn = draws.get(i);
      at = drawn == null ? body.apply(i, now) : drawn.again().around(() -> body.apply(step, now));
    }
    return at;
  }

  private S run() {
    var start = shape.tensors;
    List<@Nullable Node> edges = new ArrayList<>();
    for (var x : start) {
      edges.add(Apply.recording(x));
    }
    List<Tensor> at = constants(start);
    int next = 0;
    int free = snapshots;
    for (int i = 0; i < steps; i++) {
      if (i == next && i > 0) {
        kept.add(new Kept(i, at));
        free--;
      }
      if (i == next) {
        next = i + split(steps - i, free);
      }
      at = first(i, at);
    }
    if (isFollowedBelow) {
      // A step uses something that is followed outside of a level: all states are needed after all.
      return plain(shape.value);
    }
    edges.addAll(inputs);
    List<Tensor> y = constants(at);
    likeness = Likeness.of(y);
    if (steps > 0 && edges.stream().anyMatch(Objects::nonNull)) {
      RuleNode.record(
          "CheckpointedLoopBackward",
          edges.toArray(Node[]::new),
          start,
          y,
          new boolean[y.size()],
          this::reverse);
    }
    return steps == 0 ? shape.value : shape.with(y);
  }

  private static List<Tensor> constants(List<Tensor> x) {
    return x.stream().map(one -> one.withNode(null)).toList();
  }

  /** Runs a step for its value, and notes what it uses and draws. */
  private List<Tensor> first(int step, List<Tensor> state) {
    var drawn = new Chance.Draws();
    var run = used.first(modes, drawn, state, () -> body.apply(step, shape.with(state)));
    if (!drawn.isEmpty()) {
      draws.put(step, drawn);
    }
    for (var input : run.inputs()) {
      if (captured.putIfAbsent(input, inputs.size()) == null) {
        inputs.add(input);
      }
    }
    isFollowedBelow |= run.results().stream().anyMatch(Checkpoint::isFollowedBelow);
    return checked(step, run.cut());
  }

  private List<Tensor> checked(int step, List<Tensor> y) {
    if (y.size() != shape.tensors.size()) {
      throw new IllegalArgumentException(
          "a step of a loop returns a state like the one it got, "
              + shape.tensors.size()
              + " tensors, got "
              + y.size()
              + " from step "
              + step);
    }
    return y;
  }

  /** Runs a step again for its value. */
  private List<Tensor> again(int step, List<Tensor> state) {
    try (var _ = Modes.enter(modes.quiet(true))) {
      var y = drawn(step).around(() -> body.apply(step, shape.with(state)));
      return constants(Tree.of(y).tensors.stream().map(Lifted::settle).toList());
    }
  }

  private Chance.Draws drawn(int step) {
    return draws.getOrDefault(step, new Chance.Draws()).again();
  }

  /**
   * How many of the next steps to run before a state is kept, where {@code free} more can be; all
   * of them if none can.
   */
  static int split(int steps, int free) {
    if (free == 0 || steps <= 1) {
      return steps;
    }
    int c = free + 1;
    int r = 0;
    while (reach(c, r) < steps) {
      r++;
    }
    return (int) Math.max(1, Math.min(reach(c, r - 1), steps - reach(c - 1, r - 1)));
  }

  /** {@code C(c + r, c)}, as far as a long holds it. */
  private static long reach(int c, int r) {
    double n = 1;
    for (int k = 1; k <= r; k++) {
      n = n * (c + k) / k;
    }
    return n > Integer.MAX_VALUE ? Integer.MAX_VALUE : Math.round(n);
  }

  private @Nullable Tensor[] reverse(ReversePass pass, List<Tensor> start, @Nullable Tensor[] ct) {
    used.check();
    return pass.recording ? recorded(pass, start, ct) : new Reversal(pass, ct).run(start);
  }

  /** A pass that is recorded needs the history of all states. */
  private @Nullable Tensor[] recorded(ReversePass pass, List<Tensor> start, @Nullable Tensor[] ct) {
    List<Node> all = new ArrayList<>();
    List<Tensor> at = start;
    for (var x : start) {
      all.add(x.node() == null ? new Leaf(Level.NONE, 0, GradReq.NULL) : x.node());
    }
    all.addAll(inputs);
    for (int i = 0; i < steps; i++) {
      int step = i;
      var state = at;
      at = Checkpoint.run(modes, drawn(step), () -> body.apply(step, shape.with(state))).results();
    }
    Objects.requireNonNull(likeness).check(at);
    return Checkpoint.pull(pass, all.toArray(Node[]::new), ct, at);
  }

  /** One pass backward through the loop. */
  private final class Reversal {
    private final ReversePass pass;
    private @Nullable Tensor[] ct;
    private final @Nullable Tensor[] others = new @Nullable Tensor[inputs.size()];

    Reversal(ReversePass pass, @Nullable Tensor[] ct) {
      this.pass = pass;
      this.ct = ct;
    }

    @Nullable Tensor[] run(List<Tensor> start) {
      int end = steps;
      int free = snapshots - kept.size();
      for (int k = kept.size() - 1; k >= 0; k--) {
        // A pass that frees the graph has the memory of each state again for those before it.
        var one = pass.retain ? kept.get(k) : kept.remove(k);
        stretch(one.step, end, one.state, free);
        end = one.step;
        free++;
      }
      stretch(0, end, constants(start), free);
      var all = Arrays.copyOf(ct, ct.length + others.length);
      System.arraycopy(others, 0, all, ct.length, others.length);
      return all;
    }

    /** Reverses the steps from one whose state is at hand to another. */
    private void stretch(int from, int to, List<Tensor> state, int free) {
      int end = to;
      while (end - from > 1) {
        int middle = free == 0 ? end - 1 : from + split(end - from, free);
        var at = state;
        for (int i = from; i < middle; i++) {
          at = again(i, at);
        }
        stretch(middle, end, at, Math.max(0, free - 1));
        end = middle;
      }
      step(from, state);
    }

    private void step(int step, List<Tensor> state) {
      List<Node> ends = new ArrayList<>();
      List<Tensor> followed = new ArrayList<>();
      for (var x : state) {
        var leaf = new Leaf(Modes.level(), Manners.ALWAYS | Manners.INNER, GradReq.NULL);
        ends.add(leaf);
        followed.add(x.dtype().isFloating() ? x.withNode(leaf) : x);
      }
      ends.addAll(inputs);
      var setting = modes.quiet(false);
      var y =
          Checkpoint.run(setting, drawn(step), () -> body.apply(step, shape.with(followed)))
              .results();
      if (step == steps - 1) {
        Objects.requireNonNull(likeness).check(y);
      }
      var cts = Checkpoint.pull(pass, ends.toArray(Node[]::new), ct, y);
      ct = Arrays.copyOf(cts, ct.length);
      for (int k = 0; k < others.length; k++) {
        var part = cts[ct.length + k];
        var sum = others[k];
        others[k] = part == null ? sum : sum == null ? part : sum.add(part);
      }
    }
  }
}

package dev.fluxion;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function of which nothing is kept but its argument: a pass runs it again.
 *
 * <p>The first run is recorded too: its graph tells which nodes from before it depends on, those of
 * the argument and of whatever else the function uses. They become the inputs of one node, and the
 * graph is dropped. The second run leads to the same nodes, and a pass inside of it gives their
 * cotangents.
 */
final class Checkpoint {
  private Checkpoint() {}

  /**
   * A run of a function under a mark.
   *
   * @param results the tensors of its value
   * @param cut the same without history
   * @param value what it returned
   * @param inputs the nodes from before that they depend on
   */
  record Run<R>(List<Tensor> results, List<Tensor> cut, R value, List<Node> inputs) {}

  static <P, R> R apply(Fn<P, R> f, P x) {
    var argument = Tree.of(x);
    if (argument.tensors.stream().anyMatch(Checkpoint::isFollowedBelow)) {
      return f.apply(x);
    }
    var state = Modes.now();
    var draws = new Chance.Draws();
    var used = new Used();
    var run = used.first(state, draws, argument.tensors, () -> f.apply(x));
    if (run.results.stream().anyMatch(Checkpoint::isFollowedBelow)) {
      // It uses something that is followed outside of a level: its graph is needed after all.
      return draws.again().around(() -> f.apply(x));
    }
    if (run.inputs.isEmpty()) {
      return run.value;
    }
    var edges = run.inputs.toArray(Node[]::new);
    List<Tensor> y = run.cut;
    var likeness = Likeness.of(y);
    RuleNode.record(
        "CheckpointBackward",
        edges,
        argument.tensors,
        y,
        constants(run.results),
        (pass, saved, ct) -> {
          used.check();
          var again = run(state, draws.again(), () -> f.apply(argument.with(saved))).results;
          likeness.check(again);
          return pull(pass, edges, ct, again);
        });
    return Tree.of(run.value).with(y);
  }

  /** Which results have no derivative: those that depend on nothing that is followed. */
  static boolean[] constants(List<Tensor> results) {
    var constant = new boolean[results.size()];
    for (int k = 0; k < constant.length; k++) {
      constant[k] = results.get(k).node() == null;
    }
    return constant;
  }

  /** Whether what a tensor is made of is followed: then its graph cannot be dropped here. */
  static boolean isFollowedBelow(Tensor x) {
    return x instanceof Lifted l && l.parts().stream().anyMatch(Pullback::isFollowed);
  }

  /**
   * Runs a function, recorded as anything is; what tapes watched is followed when they are over.
   */
  static <R> Run<R> run(Modes.State state, Chance.Draws draws, Supplier<R> f) {
    var stretch = new Marked();
    int watches = state.tapes().isRecording() ? 1 : 0;
    Watches.add(watches);
    try (var _ = stretch.open(state)) {
      var value = draws.around(f);
      var results = Tree.of(value).tensors.stream().map(Lifted::settle).toList();
      var cut = results.stream().map(stretch::cut).toList();
      return new Run<>(results, cut, value, stretch.inputs(results));
    } finally {
      Watches.add(-watches);
    }
  }

  /**
   * The cotangents of the inputs of a run, by a pass through it that ends there; of an input that
   * occurs twice the first gets all.
   */
  static @Nullable Tensor[] pull(
      ReversePass outer, Node[] inputs, @Nullable Tensor[] ct, List<Tensor> results) {
    Set<Node> targets = Collections.newSetFromMap(new IdentityHashMap<>());
    targets.addAll(Arrays.asList(inputs));
    List<Node> roots = new ArrayList<>();
    List<Tensor> seeds = new ArrayList<>();
    for (int k = 0; k < ct.length; k++) {
      var node = results.get(k).node();
      var seed = ct[k];
      if (node != null && seed != null) {
        roots.add(node);
        seeds.add(seed);
      }
    }
    var pass = outer.inner();
    pass.capture(roots, targets);
    for (int k = 0; k < roots.size(); k++) {
      pass.file(roots.get(k), seeds.get(k), false);
    }
    pass.run();
    var out = new @Nullable Tensor[inputs.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = targets.remove(inputs[k]) ? pass.captured(inputs[k]) : null;
    }
    return out;
  }

  /**
   * What a function used that it did not compute: a second run would compute something else if that
   * was written to since.
   */
  static final class Used {
    /** Memory with its number of writes, for as long as somebody has it. */
    private final Map<Dense, Integer> seen = new WeakHashMap<>();

    /** What was saved in the run that is going on; of results it shows later that they are. */
    private final List<WeakReference<Tensor>> saved = new ArrayList<>();

    /** Runs a function for its value, and for the inputs of its graph. */
    <R> Run<R> first(Modes.State state, Chance.Draws draws, List<Tensor> argument, Supplier<R> f) {
      int[] before = versions(argument);
      var run = run(state.saving(Saving.watched(this::see)), draws, f);
      if (!Arrays.equals(before, versions(argument))) {
        throw new GraphException(
            "a checkpoint recomputes from its argument, but its function wrote to it; let it write"
                + " to a copy()");
      }
      for (var one : saved) {
        var x = one.get();
        if (x != null && x.node instanceof Interior) {
          seen.remove(x.values().owner());
        }
      }
      saved.clear();
      return run;
    }

    private static int[] versions(List<Tensor> x) {
      return x.stream().mapToInt(one -> one.values().writes()).toArray();
    }

    private void see(Tensor x) {
      if (!(x.node instanceof Interior)) {
        var memory = x.values().owner();
        seen.putIfAbsent(memory, memory.writes());
        saved.add(new WeakReference<>(x));
      }
    }

    void check() {
      seen.forEach((memory, version) -> {
        if (memory.writes() != version) {
          throw new GraphException(
              "a checkpoint recomputes with what its function used, but a tensor of shape "
                  + memory.shape()
                  + " was written to since; run the pass before writing, or write to a copy()");
        }
      });
    }
  }
}

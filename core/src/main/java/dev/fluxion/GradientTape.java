package dev.fluxion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records what is computed from variables and watched tensors, and gives gradients as values:
 * TensorFlow's manner. A tape records from its making until it is closed, on its thread; {@link
 * #close()} ends the recording, not the tape. A tape of {@code new GradientTape()} serves once, one
 * of {@link #persistent()} often. Gradients that are asked for inside another tape are recorded by
 * that.
 *
 * <pre>{@code
 * var x = variable(tensor(3.0));
 * var tape = new GradientTape();
 * Tensor y;
 * try (tape) {
 *   y = x.mul(x);
 * }
 * tape.gradient(y, x);   // tensor(6.)
 * }</pre>
 */
public final class GradientTape implements AutoCloseable {
  private final boolean persistent;
  private TapeRun run;
  private @Nullable Scope scope;
  private boolean used;

  /** A tape that gives gradients once. */
  public GradientTape() {
    this(false, true);
  }

  /**
   * A tape.
   *
   * @param persistent whether it gives gradients as often as it is asked, not once
   * @param watchAccessedVariables whether it follows variables without being told to watch them
   */
  public GradientTape(boolean persistent, boolean watchAccessedVariables) {
    this.persistent = persistent;
    this.run = new TapeRun(watchAccessedVariables);
    start();
  }

  /**
   * A tape that gives gradients as often as it is asked.
   *
   * @return a tape that records
   */
  public static GradientTape persistent() {
    return new GradientTape(true, true);
  }

  private void start() {
    var now = Modes.now();
    scope = Modes.enter(now.tapes(now.tapes().with(run)));
  }

  /**
   * Ends the recording; nothing happens the second time.
   *
   * @throws GraphException if a scope was opened since and is still open, or on another thread
   */
  @Override
  public void close() {
    var open = scope;
    if (open != null) {
      open.close();
      scope = null;
      run.end();
    }
  }

  /**
   * Lets the tape follow a tensor that is not followed: data, or a result computed outside. The
   * tensor itself does not change. One that is not floating is left out, and its gradient is null.
   *
   * @param x the tensor
   * @throws GraphException if the tape does not record
   */
  public void watch(Tensor x) {
    if (scope == null) {
      throw new GraphException("watch is for a tape that records, got one that is closed");
    }
    if (!x.dtype().isFloating()) {
      return;
    }
    // One node for all tapes, so that the results of one can be sources of another.
    var known = Apply.recording(x);
    if (known == null) {
      run.watch(x, new Leaf(Modes.level(), Manners.WATCHED, GradReq.ADD));
    } else if (known != x.node()) {
      run.watch(x, known);
    }
  }

  /**
   * Pauses the recording until the scope is closed.
   *
   * @return a scope for try-with-resources
   * @throws GraphException if the tape does not record
   */
  public Scope stopRecording() {
    if (scope == null) {
      throw new GraphException("stopRecording is for a tape that records, got one that is closed");
    }
    var now = Modes.now();
    return Modes.enter(now.tapes(now.tapes().without(run)));
  }

  /**
   * Forgets what was recorded and watched so far, and goes on recording.
   *
   * @throws GraphException if the tape does not record, or a scope was opened since and is still
   *     open
   */
  public void reset() {
    if (scope == null) {
      throw new GraphException("reset is for a tape that records, got one that is closed");
    }
    close();
    run = new TapeRun(run.variables);
    used = false;
    start();
  }

  /**
   * The gradient of the sum of a tensor.
   *
   * @param target what was computed
   * @param source a variable, a watched tensor, or any tensor on the way
   * @param options {@link Fluxion#unconnectedZeros()}, {@link Fluxion#gradOutputs}
   * @return a tensor of the shape of the source; null if the target does not depend on it
   * @throws GraphException if the tape serves once and was asked before
   */
  public @Nullable Tensor gradient(Tensor target, Tensor source, PassOption... options) {
    return gradient(List.of(target), List.of(source), options).get(0);
  }

  /**
   * The gradients of the sum of a tensor with respect to several.
   *
   * @param target what was computed
   * @param sources variables, watched tensors, or any tensors on the way
   * @param options as for {@link #gradient(Tensor, Tensor, PassOption...)}
   * @return for each source a tensor of its shape, or null
   * @throws GraphException if the tape serves once and was asked before
   */
  public List<@Nullable Tensor> gradient(
      Tensor target, List<Tensor> sources, PassOption... options) {
    return gradient(List.of(target), sources, options);
  }

  /**
   * The gradients of the sum of several tensors.
   *
   * @param targets what was computed
   * @param sources variables, watched tensors, or any tensors on the way
   * @param options as for {@link #gradient(Tensor, Tensor, PassOption...)}
   * @return for each source a tensor of its shape, or null
   * @throws GraphException if the tape serves once and was asked before
   */
  public List<@Nullable Tensor> gradient(
      List<Tensor> targets, List<Tensor> sources, PassOption... options) {
    var all = new PassOption.All(options);
    if (all.retain || all.allowUnused || all.inputs != null) {
      throw new IllegalArgumentException(
          "the gradient of a tape takes unconnectedZeros() and gradOutputs(…)");
    }
    var seeds = all.gradients == null ? Autograd.none(targets.size()) : all.gradients;
    if (seeds.size() != targets.size()) {
      throw new IllegalArgumentException(
          "a tape needs one gradient per target, got " + seeds.size() + " for " + targets.size());
    }
    for (int k = 0; k < seeds.size(); k++) {
      var seed = seeds.get(k);
      if (seed != null) {
        Autograd.checkLike("the gradient of a target", seed, targets.get(k));
      }
    }
    use();
    return pass(targets, sources, seeds, all.zeros);
  }

  private void use() {
    if (used && !persistent) {
      throw new GraphException(
          "a tape gives gradients once; make it with GradientTape.persistent() to ask again");
    }
    used = true;
    if (!persistent && scope != null && scope.isInnermost()) {
      close();
    }
  }

  private List<@Nullable Tensor> pass(
      List<Tensor> targets,
      List<Tensor> sources,
      List<? extends @Nullable Tensor> seeds,
      boolean zeros) {
    var now = Modes.now();
    var others = now.tapes().without(run);
    boolean recording = others.isRecording() && !now.quiet() || isInner(targets, seeds);
    Set<Node> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    for (var source : sources) {
      wanted.addAll(nodes(source));
    }
    var pass = new ReversePass(true, recording, run);
    try (var _ = Modes.enter(now.tapes(others))) {
      start(pass, targets, seeds, wanted, recording);
      pass.run();
    }
    List<@Nullable Tensor> results = new ArrayList<>();
    for (var source : sources) {
      Tensor ct = null;
      for (var node : nodes(source)) {
        var part = pass.captured(node);
        ct = ct == null || part == null ? (ct == null ? part : ct) : ct.add(part);
      }
      results.add(ct == null && zeros ? Fluxion.zerosLike(source) : ct);
    }
    return Collections.unmodifiableList(results);
  }

  /** Whether the argument of a function of functions, which is recorded here, leads to any. */
  private static boolean isInner(List<Tensor> targets, List<? extends @Nullable Tensor> seeds) {
    int on = Modes.manners() & Manners.INNER;
    for (int k = 0; k < targets.size(); k++) {
      if ((manners(targets.get(k)) & on) != 0 || (manners(seeds.get(k)) & on) != 0) {
        return true;
      }
    }
    return false;
  }

  private static int manners(@Nullable Tensor x) {
    var node = x == null ? null : x.node();
    return node == null ? 0 : node.manners;
  }

  private void start(
      ReversePass pass,
      List<Tensor> targets,
      List<? extends @Nullable Tensor> seeds,
      Set<Node> wanted,
      boolean recording) {
    List<Node> roots = new ArrayList<>();
    List<Tensor> cts = new ArrayList<>();
    for (int k = 0; k < targets.size(); k++) {
      var target = targets.get(k);
      var seed = seeds.get(k);
      for (var node : nodes(target)) {
        roots.add(node);
        var ct = seed == null ? Fluxion.onesLike(target) : seed;
        cts.add(recording || ct.node == null ? ct : ct.withNode(null));
      }
    }
    pass.capture(roots, wanted);
    for (int k = 0; k < roots.size(); k++) {
      pass.file(roots.get(k), cts.get(k), false);
    }
  }

  /** The nodes under which this tape has a tensor: that of its own, and that of the watch. */
  private List<Node> nodes(Tensor x) {
    List<Node> nodes = new ArrayList<>();
    var watched = run.watched(x);
    if (watched != null) {
      nodes.add(watched);
    }
    var own = x.node();
    // A watched tensor is meant as it was, not as what has been written to it since.
    boolean meant = own instanceof Leaf ? isFollowed(own) : watched == null;
    if (own != null && own != watched && meant) {
      nodes.add(own);
    }
    return nodes;
  }

  private boolean isFollowed(Node leaf) {
    return run.variables || leaf.manners != Manners.TAPED;
  }

  /**
   * The Jacobian {@code ∂targetᵢ/∂sourceⱼ}, row by row.
   *
   * @param target what was computed
   * @param source a variable, a watched tensor, or any tensor on the way
   * @param options {@link Fluxion#unconnectedZeros()}
   * @return a tensor of the shape of the target followed by that of the source; null if the target
   *     does not depend on it
   * @throws GraphException if the tape serves once and was asked before
   */
  public @Nullable Tensor jacobian(Tensor target, Tensor source, PassOption... options) {
    boolean zeros = zeros(options);
    use();
    List<Tensor> rows = new ArrayList<>();
    for (int i = 0; i < target.size(); i++) {
      var row = row(target, source, unit(target, i), zeros);
      if (row == null) {
        return null;
      }
      rows.add(row);
    }
    int[] dims = joined(target.shape().toArray(), source.shape().toArray());
    return rows.isEmpty()
        ? Fluxion.zeros(source.dtype(), dims)
        : Fluxion.stack(rows, 0).reshape(dims);
  }

  private static boolean zeros(PassOption... options) {
    var all = new PassOption.All(options);
    if (all.retain || all.allowUnused || all.inputs != null || all.gradients != null) {
      throw new IllegalArgumentException("a Jacobian takes unconnectedZeros() and no other option");
    }
    return all.zeros;
  }

  private @Nullable Tensor row(Tensor target, Tensor source, Tensor seed, boolean zeros) {
    return pass(List.of(target), List.of(source), List.of(seed), zeros).get(0);
  }

  private static Tensor unit(Tensor like, int number) {
    var one = Fluxion.zeros(like.dtype(), like.size());
    return one.set_(1, number).reshape(like.shape());
  }

  private static int[] joined(int[] a, int[] b) {
    int[] all = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  /**
   * The Jacobian of each example of a batch, whose results depend on their own example only [(b,
   * m…), (b, n…) → (b, m…, n…)].
   *
   * @param target what was computed, examples along the first axis
   * @param source what it was computed from, examples along the first axis
   * @param options {@link Fluxion#unconnectedZeros()}
   * @return the Jacobians; null if the target does not depend on the source
   * @throws ShapeException if the first axes differ
   * @throws GraphException if the tape serves once and was asked before
   */
  public @Nullable Tensor batchJacobian(Tensor target, Tensor source, PassOption... options) {
    if (target.rank() == 0
        || source.rank() == 0
        || target.shape().dim(0) != source.shape().dim(0)) {
      throw new ShapeException(
          "batchJacobian needs equal first axes, got " + target.shape() + " and " + source.shape());
    }
    boolean zeros = zeros(options);
    use();
    int b = target.shape().dim(0);
    int m = b == 0 ? 0 : target.size() / b;
    List<Tensor> columns = new ArrayList<>();
    for (int j = 0; j < m; j++) {
      var seed = Fluxion.zeros(target.dtype(), b, m);
      var column =
          row(target, source, seed.set_(1, Fluxion.all(), j).reshape(target.shape()), zeros);
      if (column == null) {
        return null;
      }
      columns.add(column);
    }
    int[] rest = java.util.Arrays.copyOfRange(source.shape().toArray(), 1, source.rank());
    int[] dims = joined(target.shape().toArray(), rest);
    return columns.isEmpty()
        ? Fluxion.zeros(source.dtype(), dims)
        : Fluxion.stack(columns, 1).reshape(dims);
  }
}

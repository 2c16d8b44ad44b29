package dev.fluxion;

import dev.fluxion.op.Clone;
import dev.fluxion.op.Reshape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function that ran with its argument followed, and can be pulled back: what functional reverse
 * mode is made of.
 *
 * <p>The argument is followed under other names, so that the caller's tensors stay as they are, and
 * in a manner of its own, so that {@code noGrad} around the call does not matter. Where something
 * outside follows the argument, or something else that the function uses, a pass is recorded, and
 * what it gives can be differentiated there; otherwise passes record nothing.
 *
 * @param <P> the argument
 * @param <R> the result
 */
final class Pullback<P, R> {
  private final Tree<P> argument;
  private final List<Tensor> inputs;
  private final List<Node> targets;
  private final Tree<R> result;
  private final List<Tensor> outputs;
  private final boolean isFollowedOutside;

  private Pullback(
      Tree<P> argument, List<Tensor> inputs, List<Node> targets, Tree<R> result, List<Node> known) {
    this.argument = argument;
    this.inputs = inputs;
    this.targets = targets;
    this.result = result;
    this.outputs = result.tensors.stream().map(Lifted::settle).toList();
    this.isFollowedOutside = reachesOthers(known);
  }

  /** Runs a function at an argument. */
  static <P, R> Pullback<P, R> of(Fn<P, R> f, P x) {
    return of(f, x, List.of());
  }

  /**
   * The pullback of this pullback: as that is linear in the cotangent, it is the derivative along a
   * direction, the same wherever it is taken.
   */
  Pullback<R, P> transposed() {
    var zeros = result.tensors.stream().map(Fluxion::zerosLike).toList();
    return of(this::pull, result.with(zeros), isFollowedOutside ? List.of() : targets);
  }

  /** Runs a function at an argument, where {@code known} lead to nothing outside. */
  private static <P, R> Pullback<P, R> of(Fn<P, R> f, P x, List<Node> known) {
    var argument = Tree.some("the argument of a function to differentiate", x);
    try (var _ = Modes.enter(Modes.now().following())) {
      List<Tensor> inputs = new ArrayList<>();
      List<Node> targets = new ArrayList<>();
      for (var one : argument.tensors) {
        var input = follow(one);
        inputs.add(input);
        targets.add(Objects.requireNonNull(input.node));
      }
      var y = f.apply(argument.with(inputs));
      return new Pullback<>(argument, inputs, targets, Tree.of(y), known);
    }
  }

  /** The same value under another name, followed from here on. */
  static Tensor follow(Tensor given) {
    var x = Lifted.settle(given);
    if (!x.dtype().isFloating()) {
      throw Autograd.notFloating(x);
    }
    var level = Modes.level();
    var node = Apply.recording(x);
    if (node == null) {
      return leaf(x, level);
    }
    if (node.level.isWithin(level)) {
      var op = new Reshape(x.shape());
      var alias = Apply.linear(op, x);
      alias.node = new LinearNode(op, node, x, Manners.INNER);
      return alias;
    }
    // Followed outside of a level, where its graph stays; inside it is a new one.
    return leaf(level.meaning().lift(level, x), level);
  }

  private static Tensor leaf(Tensor x, Level level) {
    var kept = x instanceof Dense d && d.isInference() ? Apply.linear(new Clone(), x) : x;
    return kept.withNode(new Leaf(level, Manners.INNER, GradReq.ADD));
  }

  /** Whether results or what they are made of lead to more than the argument. */
  private boolean reachesOthers(List<Node> known) {
    for (var target : targets) {
      if (target instanceof Interior) {
        return true;
      }
    }
    for (var y : outputs) {
      if (y instanceof Lifted l && l.parts().stream().anyMatch(Pullback::isFollowed)) {
        return true;
      }
    }
    Set<Node> seen = new NodeSet();
    seen.addAll(targets);
    seen.addAll(known);
    var stack = new ArrayDeque<Node>();
    for (var y : outputs) {
      push(y.node(), seen, stack);
    }
    while (!stack.isEmpty()) {
      switch (stack.pop()) {
        case Leaf _ -> {
          return true;
        }
        case Interior node -> {
          for (int k = 0; k < node.count(); k++) {
            push(node.edge(k), seen, stack);
          }
        }
      }
    }
    return false;
  }

  private static void push(@Nullable Node node, Set<Node> seen, ArrayDeque<Node> stack) {
    if (node != null && seen.add(node)) {
      stack.push(node);
    }
  }

  /** Whether a tensor, or what it is made of, is followed here and now. */
  static boolean isFollowed(Tensor x) {
    return Apply.recording(x) != null
        || x instanceof Lifted l && l.parts().stream().anyMatch(Pullback::isFollowed);
  }

  /** The nodes on the way from the argument to the result, without the argument's own. */
  Set<Node> leads() {
    List<Node> roots = new ArrayList<>();
    for (var y : outputs) {
      if (y.node() != null) {
        roots.add(Objects.requireNonNull(y.node()));
      }
    }
    return ReversePass.leads(roots, identitySet(targets));
  }

  Tree<P> argument() {
    return argument;
  }

  Tree<R> result() {
    return result;
  }

  /** What the function returned, followed by what is outside only. */
  R value() {
    return result.with(outputs.stream().map(this::outside).toList());
  }

  /** A tensor that was computed inside, followed by what is outside only. */
  Tensor outside(Tensor y) {
    return isFollowedOutside || y.node == null ? y : y.withNode(null);
  }

  /** The one element that the function has to return for a gradient. */
  Tensor scalar(String call) {
    if (outputs.size() != 1 || outputs.getFirst().size() != 1) {
      throw new GraphException(
          call
              + " needs a function whose result has one element, got "
              + (outputs.size() == 1
                  ? "the shape " + outputs.getFirst().shape()
                  : outputs.size() + " tensors")
              + "; use vjp or jacobian");
    }
    var y = outputs.getFirst();
    if (!y.dtype().isFloating()) {
      throw Autograd.notFloating(y);
    }
    return y;
  }

  /** Whether a result depends on an input, by tensors that may differ. */
  boolean uses(int output, int input) {
    var node = outputs.get(output).node();
    if (node == null) {
      return false;
    }
    var pass = new ReversePass(true, false);
    boolean reaches = !pass.restrict(List.of(node), Set.of(targets.get(input))).isEmpty();
    pass.abandon();
    return reaches;
  }

  /**
   * The cotangents of the argument. Further calls are possible if {@code retain}, and passes that
   * come from outside always are.
   */
  List<Tensor> pull(List<Tensor> cts, boolean retain) {
    boolean record = isFollowedOutside;
    List<Node> roots = new ArrayList<>();
    List<Tensor> seeds = new ArrayList<>();
    for (int k = 0; k < cts.size(); k++) {
      var node = outputs.get(k).node();
      if (node != null) {
        roots.add(node);
        seeds.add(cts.get(k));
        record |= isFollowed(cts.get(k));
      }
    }
    // What is recorded leads through this graph again.
    var pass = new ReversePass(retain || record, record);
    pass.capture(roots, identitySet(targets));
    for (int k = 0; k < roots.size(); k++) {
      var seed = seeds.get(k);
      pass.file(roots.get(k), record || seed.node == null ? seed : seed.withNode(null), false);
    }
    pass.run();
    List<Tensor> results = new ArrayList<>();
    for (int k = 0; k < inputs.size(); k++) {
      var ct = pass.captured(targets.get(k));
      results.add(ct == null ? Fluxion.zerosLike(inputs.get(k)) : ct);
    }
    return results;
  }

  private static Set<Node> identitySet(List<Node> nodes) {
    Set<Node> set = new NodeSet();
    set.addAll(nodes);
    return set;
  }

  /** The pullback as a function that can be called often. */
  P pull(R cts) {
    return pull("the cotangent of a result", "a cotangent", cts);
  }

  /** The same, where what is pulled back, and a tensor of it, are called so. */
  P pull(String what, String one, R cts) {
    var seeds = result.matched(what, cts);
    for (int k = 0; k < seeds.size(); k++) {
      Autograd.checkLike(one, seeds.get(k), outputs.get(k));
    }
    return argument.with(pull(seeds, true));
  }
}

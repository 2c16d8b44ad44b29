package dev.fluxion;

import dev.fluxion.op.Clone;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function with derivatives of its own, over the tensors of its argument.
 *
 * <p>It runs as any function does, and what it saves keeps its ordinary history, so that a pull
 * made of tensor operations can be differentiated again. Only the results forget how they were
 * computed, and are followed by the rule instead.
 *
 * @param name what its nodes are called
 * @param forward the function
 * @param back the vector-Jacobian product
 * @param front the Jacobian-vector product; null if it is to be had from {@code back}
 * @param constants the results that have no derivative, a set of bits
 * @param isSequential whether a batch is a loop, since the function needs numbers
 */
record CustomOp(
    String name,
    Forth forward,
    Back back,
    @Nullable Front front,
    long constants,
    boolean isSequential) {
  /** The function. */
  interface Forth {
    Ran run(List<Tensor> x);
  }

  /** From what was saved and cotangents of all results to those of the arguments. */
  interface Back {
    @Nullable Tensor[] pull(Object saved, List<Tensor> ct);
  }

  /** From arguments and tangents of all to tangents of the results. */
  interface Front {
    List<Tensor> push(List<Tensor> x, List<Tensor> t);
  }

  /** Results and what was saved; null if that is still to be had from the function. */
  record Ran(List<Tensor> results, @Nullable Object saved) {}

  /** Runs it on tensors of any kind. */
  List<Tensor> run(List<Tensor> arguments) {
    var x = Levels.settled(arguments.toArray(Tensor[]::new));
    var level = Levels.innermost(x);
    var ran = level == Level.NONE ? plain(x) : level.meaning().custom(this, level, x);
    var edges = level == Level.NONE ? Apply.edges(x) : Levels.inner(x, level);
    if (edges != null) {
      var saved = ran.saved == null ? forward(List.of(x)).saved : ran.saved;
      record(edges, ran.results, Objects.requireNonNull(saved));
    }
    return ran.results;
  }

  /** The function on tensors of any kind, numbers being had of dense ones only if it needs them. */
  private Ran forward(List<Tensor> x) {
    return isSequential ? Sequential.run(forward, x) : forward.run(x);
  }

  /** The results without history, where nothing below the arguments is followed. */
  Ran plain(Tensor... x) {
    var given = Arrays.stream(x).map(CustomOp::underItsNode).toArray(Tensor[]::new);
    var stretch = new Marked();
    Ran ran;
    try (var _ = stretch.open(Modes.now())) {
      ran = forward(List.of(given));
    }
    for (var y : ran.results) {
      checkIsOf(stretch, y, given);
    }
    List<Tensor> cut = new ArrayList<>();
    for (var y : ran.results) {
      boolean isArgument = Arrays.stream(x).anyMatch(one -> shareMemory(one, y));
      var constant = y.withNode(null);
      // Writes to a result that is saved have to be seen; otherwise nothing of its history is kept.
      cut.add(
          isArgument
              ? Apply.linear(new Clone(), constant)
              : isSaved(y, ran.saved) ? constant : Lifted.forgotten(y));
    }
    return new Ran(cut, ran.saved);
  }

  private static boolean shareMemory(Tensor a, Tensor b) {
    return a.values().array() == b.values().array();
  }

  private static boolean isSaved(Tensor y, @Nullable Object saved) {
    return saved != null && Tree.in(saved).stream().anyMatch(one -> shareMemory(one, y));
  }

  /** A tensor that a tape watches as one that has the node. */
  private static Tensor underItsNode(Tensor x) {
    var node = Apply.recording(x);
    return node == null || node == x.node() ? x : x.withNode(node);
  }

  /** Requires a result, and what it is made of, to depend on nothing but the arguments. */
  private void checkIsOf(Marked stretch, Tensor y, Tensor[] x) {
    for (var input : stretch.inputs(List.of(y))) {
      if (Arrays.stream(x).noneMatch(one -> one.node() == input)) {
        throw usesAnother("followed");
      }
    }
    if (y instanceof Lifted l) {
      boolean isOfLevel =
          Arrays.stream(x).anyMatch(one -> one instanceof Lifted of && of.level == l.level);
      if (l instanceof Dual && !isOfLevel) {
        throw usesAnother("differentiated");
      }
      if (l instanceof Batched && !isOfLevel && Apply.edges(x) != null) {
        throw usesAnother("mapped");
      }
      l.parts().forEach(part -> checkIsOf(stretch, part, parts(x, l.level)));
    }
  }

  /** What the arguments are made of at a level. */
  private static Tensor[] parts(Tensor[] x, Level level) {
    return Arrays.stream(x)
        .flatMap(one ->
            one instanceof Lifted l && l.level == level ? l.parts().stream() : Stream.of(one))
        .toArray(Tensor[]::new);
  }

  private GraphException usesAnother(String how) {
    return new GraphException(
        "a rule gives the derivative by the argument of its function alone, but "
            + name
            + " uses another tensor that is "
            + how
            + "; make it part of the argument, or detach() it");
  }

  private void record(@Nullable Node[] edges, List<Tensor> y, Object saved) {
    var isConstant = new boolean[y.size()];
    for (int k = 0; k < isConstant.length; k++) {
      isConstant[k] = isConstant(k);
    }
    List<Tensor> like = y.stream().map(Tensor::detach).toList();
    RuleNode.record(
        name,
        edges,
        Tree.in(saved),
        y,
        isConstant,
        (_, values, ct) -> {
          Deque<Tensor> rest = new ArrayDeque<>(values);
          return back.pull(Tree.mapped(saved, _ -> rest.pop()), filled(ct, like));
        });
  }

  boolean isConstant(int result) {
    return (constants >>> result & 1) == 1;
  }

  private static List<Tensor> filled(@Nullable Tensor[] some, List<Tensor> like) {
    List<Tensor> all = new ArrayList<>();
    for (int k = 0; k < some.length; k++) {
      var one = some[k];
      all.add(one == null ? Fluxion.zerosLike(like.get(k)) : one);
    }
    return all;
  }

  /** Tangents of the results, by the rule or by transposing the pull. */
  List<Tensor> tangents(List<Tensor> x, @Nullable Tensor[] t) {
    var all = filled(t, x);
    return front == null ? transposed(x, all) : front.push(x, all);
  }

  private List<Tensor> transposed(List<Tensor> x, List<Tensor> t) {
    var ran = forward(x);
    var saved = Objects.requireNonNull(ran.saved);
    List<Tensor> zeros = new ArrayList<>();
    for (var y : ran.results) {
      zeros.add(y.dtype().isFloating() ? Fluxion.zerosLike(y) : Fluxion.zeros());
    }
    var pullback =
        Pullback.of(
            (List<Tensor> ct) -> filled(back.pull(saved, floating(ct, ran.results)), x), zeros);
    Linearity.check(
        pullback,
        "forward mode needs a pull that is linear in the cotangent, as that of "
            + name
            + " is not; state the jvp too");
    return pullback.pull(t, false);
  }

  /** Cotangents of which those of whole results are zeros of their type, as in reverse mode. */
  private static List<Tensor> floating(List<Tensor> ct, List<Tensor> y) {
    List<Tensor> all = new ArrayList<>();
    for (int k = 0; k < y.size(); k++) {
      all.add(y.get(k).dtype().isFloating() ? ct.get(k) : Fluxion.zerosLike(y.get(k)));
    }
    return all;
  }

  /** The same function and rules for as many arguments at once, along their first axes. */
  CustomOp batched(Batching batch, Level of) {
    return new CustomOp(
        name,
        x -> batchedForward(batch, of, x),
        (saved, ct) -> batchedBack(batch, of, (BatchedSaved) saved, ct),
        front == null ? null : (x, t) -> batchedFront(batch, of, front, x, t),
        constants,
        false);
  }

  /** What was saved for all of a batch, and which of its tensors have an axis for it. */
  private record BatchedSaved(Object saved, List<Boolean> mapped) {}

  private Ran batchedForward(Batching batch, Level of, List<Tensor> x) {
    return batch.within(
        of,
        level -> {
          var ran = forward.run(batch.lifted(level, x));
          List<Boolean> mapped = new ArrayList<>();
          var saved =
              Tree.mapped(
                  Objects.requireNonNull(ran.saved),
                  one -> {
                    mapped.add(Batching.isOf(level, one));
                    return one instanceof Batched b && b.level == level ? b.all : one;
                  });
          return new Ran(batch.wholes(level, ran.results), new BatchedSaved(saved, mapped));
        });
  }

  private @Nullable Tensor[] batchedBack(
      Batching batch, Level of, BatchedSaved all, List<Tensor> ct) {
    return batch.within(
        of,
        level -> {
          Deque<Boolean> mapped = new ArrayDeque<>(all.mapped);
          var saved = Tree.mapped(all.saved, x -> mapped.pop() ? new Batched(level, x) : x);
          var results = back.pull(saved, batch.lifted(level, ct));
          for (int k = 0; k < results.length; k++) {
            var one = results[k];
            results[k] = one == null ? null : batch.all(level, Lifted.settle(one));
          }
          return results;
        });
  }

  private static List<Tensor> batchedFront(
      Batching batch, Level of, Front front, List<Tensor> x, List<Tensor> t) {
    return batch.within(
        of,
        level -> batch.wholes(level, front.push(batch.lifted(level, x), batch.lifted(level, t))));
  }
}

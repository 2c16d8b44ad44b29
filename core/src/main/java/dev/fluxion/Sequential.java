package dev.fluxion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Runs a function that reads the numbers of its arguments where those stand for more: for dual
 * numbers on the primals, for a batch on one after another. What it saves is constant there, but
 * for its arguments themselves, which keep their meaning.
 */
final class Sequential {
  private Sequential() {}

  static CustomOp.Ran run(CustomOp.Forth f, List<Tensor> arguments) {
    var x = List.of(Levels.settled(arguments.toArray(Tensor[]::new)));
    var level = Levels.innermost(x.toArray(Tensor[]::new));
    if (level == Level.NONE) {
      return f.run(x);
    }
    return level.meaning() instanceof Batching batch
        ? ofBatch(f, x, level, batch)
        : ofValues(f, x, level);
  }

  private static CustomOp.Ran ofValues(CustomOp.Forth f, List<Tensor> x, Level level) {
    List<Tensor> values =
        x.stream()
            .map(one -> one instanceof Lifted l && l.level == level ? l.value() : one)
            .toList();
    var ran = run(f, values);
    return new CustomOp.Ran(
        ran.results(),
        Tree.mapped(Objects.requireNonNull(ran.saved()), one -> restored(one, values, x)));
  }

  private static CustomOp.Ran ofBatch(
      CustomOp.Forth f, List<Tensor> x, Level level, Batching batch) {
    List<List<Tensor>> results = new ArrayList<>();
    List<List<Tensor>> saved = new ArrayList<>();
    Object shape = List.of();
    for (var slices : batch.each(level, x, of -> of)) {
      var ran = run(f, slices);
      results.add(ran.results());
      // The numbers of the slices are gone below; which arguments were saved is told by identity.
      shape = Objects.requireNonNull(ran.saved());
      saved.add(Tree.in(shape).stream().map(one -> restored(one, slices, x)).toList());
    }
    var all = batch.joined(level, results);
    var each = saved.iterator().next().size();
    List<Tensor> joined = new ArrayList<>();
    for (int k = 0; k < each; k++) {
      int number = k;
      var first = saved.getFirst().get(k);
      joined.add(
          x.contains(first)
              ? first
              : batch.one(level, saved.stream().map(of -> of.get(number)).toList()));
    }
    var rest = joined.iterator();
    return new CustomOp.Ran(all, Tree.mapped(shape, _ -> rest.next()));
  }

  private static Tensor restored(Tensor one, List<Tensor> from, List<Tensor> to) {
    for (int k = 0; k < from.size(); k++) {
      if (from.get(k) == one) {
        return to.get(k);
      }
    }
    return one;
  }
}

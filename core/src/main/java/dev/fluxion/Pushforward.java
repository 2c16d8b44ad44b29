package dev.fluxion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A function run on dual numbers: what functional forward mode is made of. */
final class Pushforward {
  private Pushforward() {}

  static <P, R> Jvp<R> jvp(Fn<P, R> f, P x, P t) {
    var argument = Tree.of(x);
    var tangents = argument.matched("the tangent of jvp", Objects.requireNonNull(t, "t"));
    for (int k = 0; k < tangents.size(); k++) {
      var one = argument.tensors.get(k);
      if (!one.dtype().isFloating()) {
        throw Autograd.notFloating(one);
      }
      Autograd.checkLike("a tangent", tangents.get(k), one);
    }
    var level = Modes.openLevel(new Forward());
    Tree<R> result;
    List<Tensor> settled = new ArrayList<>();
    try {
      List<Tensor> duals = new ArrayList<>();
      for (int k = 0; k < tangents.size(); k++) {
        duals.add(new Dual(level, argument.tensors.get(k), tangents.get(k)));
      }
      result = Tree.of(f.apply(argument.with(duals)));
      result.tensors.forEach(y -> settled.add(Lifted.settle(y)));
    } finally {
      Modes.closeLevel(level);
    }
    List<Tensor> values = new ArrayList<>();
    List<Tensor> out = new ArrayList<>();
    for (var y : settled) {
      var value = Lifted.settle(y);
      var tangent = Dual.tangent(y, level);
      values.add(value);
      out.add(tangent == null ? Fluxion.zerosLike(value) : tangent);
    }
    return new Jvp<>(result.with(values), result.with(out));
  }
}

package dev.fluxion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A function run on power series: what Taylor mode is made of. */
final class Jets {
  private Jets() {}

  static <P, R> Jet<R> jet(Fn<P, R> f, P x, List<P> series) {
    var argument = Tree.some("the point of jet", x);
    argument.tensors.forEach(Jets::checkFloating);
    List<List<Tensor>> derivatives = new ArrayList<>();
    for (var one : Objects.requireNonNull(series, "series")) {
      var tensors = argument.matched("a derivative of the curve of jet", one);
      for (int k = 0; k < tensors.size(); k++) {
        Autograd.checkLike("a derivative of the curve", tensors.get(k), argument.tensors.get(k));
      }
      derivatives.add(tensors);
    }
    return run(f, argument, series.size(), (k, order) -> derivatives.get(order - 1).get(k));
  }

  /** The derivatives along {@code x + s}, up to order n. */
  static Jet<Tensor> straight(Fn<Tensor, Tensor> f, Tensor x, int n) {
    var argument = Tree.of(x);
    checkFloating(x);
    var one = Fluxion.onesLike(x);
    return run(f, argument, n, (_, order) -> order == 1 ? one : null);
  }

  private static void checkFloating(Tensor x) {
    if (!x.dtype().isFloating()) {
      throw Autograd.notFloating(x);
    }
  }

  /** The derivatives of a curve. */
  private interface Curve {
    /** The derivative of this order of tensor k, null for an exact zero. */
    @Nullable Tensor derivative(int k, int order);
  }

  private static <P, R> Jet<R> run(Fn<P, R> f, Tree<P> argument, int order, Curve curve) {
    var level = Modes.openLevel(new Series(order));
    Tree<R> result;
    List<Tensor> settled = new ArrayList<>();
    try {
      List<Tensor> lifted = new ArrayList<>();
      for (int k = 0; k < argument.tensors.size(); k++) {
        lifted.add(lifted(level, argument.tensors.get(k), k, order, curve));
      }
      result = Tree.of(f.apply(argument.with(lifted)));
      result.tensors.forEach(y -> settled.add(Lifted.settle(y)));
    } finally {
      Modes.closeLevel(level);
    }
    List<R> derivatives = new ArrayList<>();
    for (int k = 1; k <= order; k++) {
      derivatives.add(result.with(derivatives(settled, level, k)));
    }
    return new Jet<>(
        result.with(settled.stream().map(Lifted::settle).toList()), List.copyOf(derivatives));
  }

  private static Taylor lifted(Level level, Tensor x, int number, int order, Curve curve) {
    var all = new @Nullable Tensor[order + 1];
    all[0] = x;
    for (int k = 1; k <= order; k++) {
      var d = curve.derivative(number, k);
      all[k] = d == null || k == 1 ? d : d.div(factorial(k));
    }
    return new Taylor(level, new Coefficients(all), false);
  }

  private static List<Tensor> derivatives(List<Tensor> y, Level level, int k) {
    List<Tensor> out = new ArrayList<>();
    for (var one : y) {
      var c = Taylor.coefficient(one, level, k);
      out.add(c == null ? Fluxion.zerosLike(Lifted.settle(one)) : k == 1 ? c : c.mul(factorial(k)));
    }
    return out;
  }

  private static double factorial(int k) {
    double product = 1;
    for (int j = 2; j <= k; j++) {
      product *= j;
    }
    return product;
  }
}

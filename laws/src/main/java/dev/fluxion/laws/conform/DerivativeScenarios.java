package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.stack;

import dev.fluxion.DType;
import dev.fluxion.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Prose about derivatives as values: forward mode, higher orders, what cuts a graph. */
final class DerivativeScenarios {
  static final Map<String, Consumer<Results>> WRITTEN =
      Map.ofEntries(
          Map.entry("nested forward levels", DerivativeScenarios::nestedForward),
          Map.entry(
              "nested forward differentiation must not confuse perturbations",
              DerivativeScenarios::perturbationConfusion),
          Map.entry("dual numbers", DerivativeScenarios::dualNumbers),
          Map.entry(
              "Hessian-vector product by forward over reverse",
              DerivativeScenarios::forwardOverReverse),
          Map.entry("x^5 at 2 up to order 6", DerivativeScenarios::fifthPower),
          Map.entry("gradient through one inner gradient step", DerivativeScenarios::innerStep),
          Map.entry("forward accumulator (jvp)", DerivativeScenarios::accumulator));

  private DerivativeScenarios() {}

  private static Tensor number(double value) {
    return full(DType.FLOAT64, value);
  }

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static Tensor slope(UnaryOperator<Tensor> f, double at) {
    return slope(f, number(at));
  }

  private static Tensor slope(UnaryOperator<Tensor> f, Tensor at) {
    return jvp(x -> f.apply(x), at, onesLike(at)).tangent();
  }

  /** Torch refuses nested levels and says that having them is better: d²x³/dx² at 2. */
  private static void nestedForward(Results results) {
    var second = slope(x -> slope(y -> y.mul(y).mul(y), x), 2);
    results.instead("the second derivative of x^3 at 2", second.item(), 12);
  }

  private static void perturbationConfusion(Results results) {
    results.tensor("classic", slope(x -> x.mul(slope(y -> x.add(y), 1)), 1));
    results.tensor("xxy", slope(x -> x.mul(slope(y -> x.mul(y), 2)), 3));
  }

  /** What torch calls no tangent is one of zeros here. */
  private static void dualNumbers(Results results) {
    var x = from(new double[] {1, 2});
    var t = from(new double[] {1, 0});
    var pushed = jvp(p -> p.sin().mul(p), x, t);
    results.tensor("primal", pushed.value());
    results.tensor("tangent", pushed.tangent());
    results.flag("constant_tangent_is_none", isZero(jvp(p -> x.sin(), x, t).tangent()));
    results.flag("detach_tangent_is_none", isZero(jvp(p -> p.detach(), x, t).tangent()));
  }

  private static boolean isZero(Tensor tangent) {
    return tangent.eq(0).all().booleanValue();
  }

  private static void forwardOverReverse(Results results) {
    var x = from(new double[] {1, 2});
    var v = from(new double[] {1, -1});
    var pushed =
        jvp(
            p -> {
              var leaf = p.requiresGrad(true);
              return grad(leaf.mul(leaf).mul(leaf).sum(), leaf, createGraph());
            },
            x,
            v);
    results.tensor("hvp", pushed.tangent());
  }

  private static void fifthPower(Results results) {
    var x = number(2).requiresGrad(true);
    var y = x.pow(5);
    var derivatives = new double[6];
    for (int order = 0; order < derivatives.length; order++) {
      y = grad(y, x, createGraph());
      derivatives[order] = y.item();
    }
    results.numbers("derivatives", derivatives);
  }

  private static void innerStep(Results results) {
    var goal = leaf(1.5);
    var w = leaf(0);
    var inner = grad(w.sub(goal).square().sum(), w, createGraph());
    var stepped = w.sub(inner.mul(0.1));
    results.tensor("w1", stepped);
    results.tensor("meta_grad", grad(stepped.square().sum(), goal));
  }

  private static void accumulator(Results results) {
    var pushed =
        jvp(
            in -> stack(List.of(in.get(0).mul(in.get(1)), in.get(0).add(in.get(1))), 0),
            List.of(number(2), number(3)),
            List.of(number(1), number(0)));
    results.tensor("jvp", pushed.tangent());
  }
}

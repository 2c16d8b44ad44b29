package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.customJvp;
import static dev.fluxion.Fluxion.customVjp;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.sub;

import dev.fluxion.Custom;
import dev.fluxion.DType;
import dev.fluxion.Fn;
import dev.fluxion.Residuals;
import dev.fluxion.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Prose about derivatives that a user states. */
final class CustomScenarios {
  static final Map<String, Consumer<Results>> WRITTEN =
      Map.ofEntries(
          Map.entry(
              "a custom backward made of differentiable ops is itself differentiable",
              CustomScenarios::doubleBackward),
          Map.entry(
              "backward returns too few gradients",
              results -> results.error(CustomScenarios::tooFew)),
          Map.entry(
              "backward returns a gradient of the wrong shape",
              results -> results.error(CustomScenarios::wrongShape)),
          Map.entry("an output can be marked non-differentiable", CustomScenarios::constantResult),
          Map.entry("non-tensor arguments get null gradients", CustomScenarios::numberArgument),
          Map.entry("custom Function two outputs", CustomScenarios::twoResults),
          Map.entry("custom_gradient: stable log1p exp", CustomScenarios::stableSoftplus),
          Map.entry("custom_jvp log1pexp at 100", CustomScenarios::pushedSoftplus),
          Map.entry("custom_vjp gradient clipping", CustomScenarios::clipping));

  private CustomScenarios() {}

  private static Tensor number(double value) {
    return full(DType.FLOAT64, value);
  }

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static void doubleBackward(Results results) {
    var square =
        customVjp(
            (Tensor x) -> new Residuals<>(x.mul(x), x), (Tensor x, Tensor ct) -> ct.mul(x).mul(2));
    var x = leaf(1, 2);
    var g = grad(square.apply(x).sum(), x, createGraph());
    results.tensor("g", g.detach());
    results.tensor("h", grad(g.sum(), x));
  }

  private static void tooFew() {
    var f =
        customVjp(
            (List<Tensor> p) -> new Residuals<>(p.get(0).mul(p.get(1)), p),
            (List<Tensor> p, Tensor ct) -> List.of(ct.mul(p.get(1))));
    f.apply(List.of(leaf(1, 2), leaf(3, 4))).sum().backward();
  }

  private static void wrongShape() {
    var f =
        customVjp(
            (Tensor x) -> new Residuals<>(x.mul(2), 0),
            (Integer _, Tensor _) -> from(new double[] {1, 1, 1}));
    f.apply(leaf(1, 2)).sum().backward();
  }

  private static void constantResult(Results results) {
    var f =
        customVjp(
                (Tensor x) -> new Residuals<>(List.of(x.mul(2), x.gt(1).to(DType.FLOAT64)), 0),
                (Integer _, List<Tensor> ct) -> ct.get(0).mul(2))
            .nonDifferentiable(1);
    var y = f.apply(leaf(1, 2));
    results.flag("v_requires", y.get(0).requiresGrad());
    results.flag("m_requires", y.get(1).requiresGrad());
  }

  /** A tensor and a number. */
  private record Scaled(Tensor x, double k) {}

  private static void numberArgument(Results results) {
    var f =
        customVjp(
            (Scaled p) -> new Residuals<>(p.x().mul(p.k()), p.k()),
            (Double k, Tensor ct) -> new Scaled(ct.mul(k), k));
    var x = leaf(1, 2);
    f.apply(new Scaled(x, 3)).sum().backward();
    results.tensor("grad", x.grad());
  }

  private static void twoResults(Results results) {
    var f =
        customVjp(
            (List<Tensor> p) ->
                new Residuals<>(List.of(p.get(0).div(p.get(1)), p.get(0).mul(p.get(1))), p),
            (List<Tensor> p, List<Tensor> ct) -> {
              var x = p.get(0);
              var y = p.get(1);
              var dm = ct.get(0);
              var dn = ct.get(1);
              return List.of(dm.div(y).add(dn.mul(y)), dn.mul(x).sub(dm.mul(x).div(y).div(y)));
            });
    var x = number(2).requiresGrad(true);
    var y = number(4).requiresGrad(true);
    var out = f.apply(List.of(x, y));
    results.tensor("m", out.get(0).detach());
    results.tensor("n", out.get(1).detach());
    out.get(0).add(out.get(1)).backward();
    results.tensor("dx", x.grad());
    results.tensor("dy", y.grad());
  }

  private static Tensor log1pexp(Tensor x) {
    return x.exp().add(1).log();
  }

  /** {@code 1 - 1 / (1 + eˣ)}, which is 1 where eˣ is infinite. */
  private static Tensor logistic(Tensor x) {
    return sub(1, x.exp().add(1).reciprocal());
  }

  private static void stableSoftplus(Results results) {
    var f =
        customVjp(
            (Tensor x) -> new Residuals<>(log1pexp(x), x),
            (Tensor x, Tensor ct) -> ct.mul(logistic(x)));
    // In float32, where e¹⁰⁰ is infinite.
    var x = full(DType.FLOAT32, 100);
    results.numbers("naive_grad", grad(CustomScenarios::log1pexp).apply(x).item());
    results.numbers("custom_grad", grad(f).apply(x).item());
  }

  private static void pushedSoftplus(Results results) {
    Fn<Tensor, Tensor> plain = CustomScenarios::log1pexp;
    Custom<Tensor, Tensor> f = customJvp(plain, (x, t) -> t.mul(logistic(x)));
    results.tensor("value", f.apply(number(100)));
    results.tensor("grad", grad(f).apply(number(100)));
  }

  private static void clipping(Results results) {
    var f =
        customVjp(
            (Tensor x) -> new Residuals<>(x, 0), (Integer _, Tensor ct) -> ct.clamp(-0.75, 0.75));
    results.tensor("grad", grad((Tensor x) -> f.apply(x).mul(2)).apply(number(3)));
  }
}

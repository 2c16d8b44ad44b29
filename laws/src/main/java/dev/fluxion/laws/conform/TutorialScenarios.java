package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.record;
import static dev.fluxion.Fluxion.variable;

import dev.fluxion.DType;
import dev.fluxion.GradientTape;
import dev.fluxion.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Steps of the tutorials that tell of errors, of gradients that are not there, or of one program in
 * several manners side by side.
 */
final class TutorialScenarios {
  static final Map<String, Consumer<Results>> WRITTEN =
      Map.of(
          "grad default",
          TutorialScenarios::beforeBackward,
          "overwrite (MXNet, TF) vs accumulate (torch)",
          TutorialScenarios::again,
          "vector backward",
          TutorialScenarios::vector,
          "control flow f(a): grad == d/a",
          TutorialScenarios::controlFlow,
          "exercise 2: backward twice",
          TutorialScenarios::twice,
          "detached constant has no place in the graph",
          TutorialScenarios::detached);

  private TutorialScenarios() {}

  /** The x of the chapter: 0, 1, 2, 3. */
  private static Tensor x() {
    return from(new double[] {0, 1, 2, 3});
  }

  private static Tensor form(Tensor x) {
    return x.dot(x).mul(2);
  }

  private static void beforeBackward(Results results) {
    results.tensor("mxnet_grad", x().attachGrad().grad());
    results.tensor("torch_grad", x().requiresGrad(true).grad());
  }

  private static void again(Results results) {
    var attached = x().attachGrad();
    try (var _ = record()) {
      form(attached).backward();
      attached.sum().backward();
    }
    results.tensor("mxnet", attached.grad());

    var watched = variable(x());
    var tape = GradientTape.persistent();
    Tensor quadratic;
    Tensor sum;
    try (tape) {
      quadratic = form(watched);
      sum = watched.sum();
    }
    tape.gradient(quadratic, watched);
    results.tensor("tensorflow", tape.gradient(sum, watched));

    var leaf = x().requiresGrad(true);
    form(leaf).backward();
    leaf.sum().backward();
    results.tensor("torch_without_zero", leaf.grad());
    Objects.requireNonNull(leaf.grad()).zero_();
    leaf.sum().backward();
    results.tensor("torch_with_zero", leaf.grad());
  }

  private static void vector(Results results) {
    var attached = x().attachGrad();
    try (var _ = record()) {
      attached.mul(attached).backward();
    }
    results.tensor("grad", attached.grad());
    var leaf = x().requiresGrad(true);
    results.error("torch_without_gradient_argument", () -> leaf.mul(leaf).backward());
  }

  private static void controlFlow(Results results) {
    var a = full(DType.FLOAT64, -0.7).requiresGrad(true);
    var d = doubled(a);
    d.backward();
    results.tensor("a", a);
    results.tensor("d", d);
    results.tensor("grad", a.grad());
  }

  private static Tensor doubled(Tensor a) {
    var b = a.mul(2);
    while (b.norm().item() < 1000) {
      b = b.mul(2);
    }
    return b.sum().item() > 0 ? b : b.mul(100);
  }

  private static void twice(Results results) {
    var y = form(x().requiresGrad(true));
    y.backward();
    results.error(y::backward);
  }

  private static void detached(Results results) {
    var x = x().attachGrad();
    try (var _ = record()) {
      var t = x.mul(x).mul(3).detach();
      var z = t.mul(x);
      results.tensor("t_grad", t.grad());
      results.error(t::backward);
      z.backward();
      Difference.numbers(
          "grad",
          Objects.requireNonNull(x.grad()).toDoubleArray(),
          t.toDoubleArray(),
          new Difference.Tolerance(0, 0));
    }
  }
}

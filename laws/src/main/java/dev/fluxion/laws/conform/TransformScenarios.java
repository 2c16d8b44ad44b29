package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.jacobian;
import static dev.fluxion.Fluxion.jacrev;
import static dev.fluxion.Fluxion.linearize;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.valueAndGrad;
import static dev.fluxion.Fluxion.valueAndGradWithAux;
import static dev.fluxion.Fluxion.vmap;

import dev.fluxion.DType;
import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import dev.fluxion.WithAux;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Prose about functions of functions: gradients, Jacobians and maps of a function. */
final class TransformScenarios {
  static final Map<String, Consumer<Results>> WRITTEN =
      Map.ofEntries(
          Map.entry("vmap in_dims/out_dims", TransformScenarios::axes),
          Map.entry(
              "vmap with different batch sizes",
              results -> results.error(TransformScenarios::unlikeSizes)),
          Map.entry(
              "data-dependent branch inside vmap",
              results -> results.error(TransformScenarios::branch)),
          Map.entry("gradient and value", TransformScenarios::gradientAndValue),
          Map.entry(
              "grad of a vector-valued function",
              results -> results.error(TransformScenarios::nonScalar)),
          Map.entry(
              "grad of a non-scalar function is an error",
              results -> results.error(TransformScenarios::nonScalar)),
          Map.entry(
              "grad of an integer argument is an error",
              results -> results.error(TransformScenarios::whole)),
          Map.entry("Hessian and batched Jacobian", TransformScenarios::jacobians),
          Map.entry("jacobian w.r.t. an unused input", TransformScenarios::unused),
          Map.entry("linearize reuses the linear map", TransformScenarios::linearized),
          Map.entry("has_aux", TransformScenarios::aux));

  private TransformScenarios() {}

  private static Tensor number(double value) {
    return full(DType.FLOAT64, value);
  }

  private static Tensor vector(double... values) {
    return from(values);
  }

  private static void axes(Results results) {
    var rows = from(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    var v = vector(1, -1);
    Fn<List<Tensor>, Tensor> dot = p -> p.get(0).dot(p.get(1));
    results.tensor("in_dims_0_None", vmap(dot).in(0, null).apply(List.of(rows, v)));
    results.tensor("in_dims_1", vmap((Tensor x) -> x.sum()).in(1).apply(rows));
    results.tensor("out_dims_1", vmap((Tensor x) -> x.mul(2)).out(1).apply(rows));
    Fn<List<Tensor>, Tensor> product = p -> p.get(0).mul(p.get(1));
    Fn<List<Tensor>, Tensor> row = vmap(product).in(null, 0);
    results.tensor("nested", vmap(row).in(0, null).apply(List.of(v, v)));
  }

  private static void unlikeSizes() {
    Fn<List<Tensor>, Tensor> sum = p -> p.get(0).add(p.get(1));
    vmap(sum).apply(List.of(vector(1, 2), vector(1, 2, 3)));
  }

  private static void branch() {
    vmap((Tensor x) -> x.gt(0).booleanValue() ? x : x.neg()).apply(vector(1, -1));
  }

  private static void gradientAndValue(Results results) {
    var x = vector(1, 2);
    Fn<Tensor, Tensor> f = p -> p.square().sum();
    var at = valueAndGrad(f).apply(x);
    results.tensor("grad", at.grad());
    results.tensor("value", at.value());
    results.tensor("grad", grad(f).apply(x));
  }

  private static void nonScalar() {
    grad((Tensor x) -> x.mul(x)).apply(vector(1, 2));
  }

  private static void whole() {
    grad((Tensor x) -> x.mul(2.0)).apply(full(DType.INT64, 3));
  }

  /** {@code xyz + x³} at (1, 2, 3); {@code (r₀r₁, r₀ + r₁)} of the rows (1, 2) and (3, 4). */
  private static void jacobians(Results results) {
    var x = vector(1, 2, 3);
    results.tensor("H", hessian(p -> p.prod().add(p.at(0).pow(3))).apply(x));
    var rows = from(new double[][] {{1, 2}, {3, 4}});
    Fn<Tensor, Tensor> pair = r -> stack(List.of(r.prod(), r.sum()), 0);
    results.tensor("Jbatch", vmap(jacrev(pair)).apply(rows));
    TapeScenarios.jacobians(results);
  }

  /** The result, two numbers, depends on the first argument only; the second has one. */
  private static void unused(Results results) {
    var jacobian = jacobian((List<Tensor> p) -> p.get(0).mul(2));
    var x = List.of(vector(1, 2), vector(1));
    results.tensor("zeros", jacobian.apply(x).get(1));
    results.error("strict", () -> jacobian.strict().apply(x));
  }

  private static void linearized(Results results) {
    var runs = new AtomicInteger();
    var at =
        linearize(
            (Tensor x) -> {
              runs.incrementAndGet();
              return x.sin().mul(x);
            },
            number(1));
    var f = at.pushforward();
    results.numbers(
        "values", f.apply(number(1)).item(), f.apply(number(2)).item(), f.apply(number(-3)).item());
    Mismatch.check(runs.get() == 1, "linearize: expected 1 run, got " + runs);
  }

  private static void aux(Results results) {
    var at = valueAndGradWithAux((Tensor x) -> new WithAux<>(x.square(), "aux")).apply(number(3));
    results.tensor("grad", at.value().grad());
    results.text("aux", at.aux());
  }
}

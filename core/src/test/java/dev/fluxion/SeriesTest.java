package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.derivatives;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jet;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.nthDerivative;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.zerosLike;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What families of primitives mean for series, and how Taylor mode goes with the other modes. */
class SeriesTest {
  private static Tensor of(double... values) {
    return from(values);
  }

  private static Tensor one(double value) {
    return Fluxion.full(FLOAT64, value);
  }

  /** Derivatives 0 to n of {@code s ↦ f(x + s·t)}. */
  private static List<Tensor> along(Fn<Tensor, Tensor> f, Tensor x, Tensor t, int n) {
    var series = new ArrayList<>(Collections.nCopies(n, zerosLike(t)));
    series.set(0, t);
    var jet = jet(f, x, series);
    var all = new ArrayList<>(jet.derivatives());
    all.addFirst(jet.value());
    return all;
  }

  private static void check(List<Tensor> got, double[]... expected) {
    for (int k = 0; k < expected.length; k++) {
      near(1e-12, got.get(k), expected[k]);
    }
  }

  private static double[] numbers(double... numbers) {
    return numbers;
  }

  @Test
  void productsOfMatricesAndVectors() {
    var t = of(1, 0, -1);
    check(
        along(x -> x.dot(x), of(1, 2, 3), t, 3),
        numbers(14),
        numbers(2 * (1 - 3)),
        numbers(2 * 2),
        numbers(0));
    var a = from(new double[][] {{1, 2}, {3, 4}});
    var d = from(new double[][] {{0, 1}, {0, 0}});
    // (a + s·d)² = a² + s·(a·d + d·a) + s²·d², and d² = 0.
    check(
        along(x -> x.matmul(x), a, d, 2),
        numbers(7, 10, 15, 22),
        numbers(3, 5, 0, 3),
        numbers(0, 0, 0, 0));
  }

  @Test
  void aProductOfElements() {
    double[] x = {1.5, -2, 0, 0.5};
    double[] t = {1, 2, -1, 3};
    double[] p = {1};
    for (int i = 0; i < x.length; i++) {
      double[] next = Arrays.copyOf(p, p.length + 1);
      for (int k = 0; k < next.length; k++) {
        next[k] = (k < p.length ? p[k] * x[i] : 0) + (k > 0 ? p[k - 1] * t[i] : 0);
      }
      p = next;
    }
    var got = along(y -> y.prod(), of(x), of(t), 5);
    double factorial = 1;
    for (int k = 0; k <= 5; k++) {
      factorial *= Math.max(1, k);
      near(1e-12, got.get(k), k < p.length ? p[k] * factorial : 0);
    }
  }

  /** Those of log Σ exp along t are the cumulants of t under the weights of softmax. */
  @Test
  void logSumExp() {
    double[] x = {0.1, -0.7, 1.2};
    double[] t = {1, -2, 0.5};
    double total = 0;
    for (double one : x) {
      total += Math.exp(one);
    }
    double[] m = new double[5];
    for (int k = 0; k < m.length; k++) {
      for (int i = 0; i < x.length; i++) {
        m[k] += Math.exp(x[i]) / total * Math.pow(t[i], k);
      }
    }
    check(
        along(y -> y.logSumExp(0), of(x), of(t), 4),
        numbers(Math.log(total)),
        numbers(m[1]),
        numbers(m[2] - m[1] * m[1]),
        numbers(m[3] - 3 * m[2] * m[1] + 2 * Math.pow(m[1], 3)),
        numbers(
            m[4]
                - 4 * m[3] * m[1]
                - 3 * m[2] * m[2]
                + 12 * m[2] * m[1] * m[1]
                - 6 * Math.pow(m[1], 4)));
  }

  /** Of two, softmax is the logistic function y of the difference: y' = y - y², and so on. */
  @Test
  void softmaxOfTwo() {
    double y = 1 / (1 + Math.exp(-(0.3 - 1.1)));
    double d = 2 - 0.5;
    double first = y * (1 - y) * d;
    double second = y * (1 - y) * (1 - 2 * y) * d * d;
    double third = y * (1 - y) * (1 - 6 * y + 6 * y * y) * d * d * d;
    check(
        along(x -> x.softmax(0), of(0.3, 1.1), of(2, 0.5), 3),
        numbers(y, 1 - y),
        numbers(first, -first),
        numbers(second, -second),
        numbers(third, -third));
  }

  /** From {@code f·f = q}, with {@code q = 25 + 2·s + 2·s²}. */
  @Test
  void theNorm() {
    double first = 2 / (2 * 5.0);
    double second = (4 - 2 * first * first) / (2 * 5);
    double third = -6 * first * second / (2 * 5);
    check(
        along(x -> x.norm(), of(3, 0, -4), of(-1, 0, -1), 3),
        numbers(5),
        numbers(first),
        numbers(second),
        numbers(third));
    check(along(x -> x.norm(), of(0, 0), of(1, 2), 2), numbers(0), numbers(0), numbers(0));
  }

  /** Holds every order to nested forward derivatives. */
  private static void nested(Fn<Tensor, Tensor> f, Tensor x, Tensor t, int n) {
    var got = along(f, x, t, n);
    var g = f;
    for (int k = 0; k <= n; k++) {
      near(1e-11, got.get(k), g.apply(x).toDoubleArray());
      var h = g;
      g = y -> jvp(h, y, t).tangent();
    }
  }

  /** Holds every order of a function of one number to repeated gradients. */
  private static void repeated(Fn<Tensor, Tensor> f, Tensor x, int n) {
    var got = derivatives(f, n).apply(x);
    var g = f;
    for (int k = 0; k <= n; k++) {
      near(1e-11, got.get(k), g.apply(x).toDoubleArray());
      var h = g;
      g = y -> grad((Tensor z) -> h.apply(z).sum()).apply(y);
    }
  }

  @Test
  void everyFamilyAgainstNestedForwardMode() {
    var x = of(0.4, -1.1, 0.7, 1.9);
    var t = of(0.5, 1.5, -1, 2);
    nested(y -> y.softmax(0), x, t, 5);
    nested(y -> y.logSumExp(0), x, t, 5);
    nested(y -> y.prod(), x, t, 5);
    nested(y -> y.norm(), x, t, 5);
    nested(y -> y.sin().dot(y.exp()), x, t, 5);
    nested(y -> y.unsqueeze(1).matmul(y.unsqueeze(0)).exp().sum(0), x, t, 4);
    nested(y -> cat(List.of(y, y.exp(), y), 0).prod(), x, t, 4);
    nested(y -> stack(List.of(y, y.exp(), y.sin()), 1).softmax(1).prod(0), x, t, 4);
    nested(y -> y.unbind(0).get(1).mul(y.unbind(0).get(2)).div(y.get(0)), x, t, 5);
    nested(y -> y.reshape(2, 2).max(0).values().exp(), x, t, 5);
    nested(y -> y.amax(new int[] {0}, false).exp(), x, t, 5);
    nested(y -> y.cumsum(0).sin().mean(), x, t, 5);
    nested(y -> y.hypot(y.exp()), x, t, 5);
    nested(y -> y.exp().pow(y.sin()), x, t, 4);
    nested(y -> y.get(new int[] {0, 2, 2}).exp(), x, t, 5);
    nested(y -> y.to(DType.FLOAT32).to(FLOAT64).mul(2), x, t, 2);
  }

  @Test
  void compositionsAgainstRepeatedGradients() {
    var x = of(0.4, 0.1, 0.7, 1.9);
    repeated(y -> y.sin().div(y.exp().add(1)), x, 5);
    repeated(y -> y.tanh().mul(y.atan()).softplus(), x, 5);
    repeated(y -> y.sqrt().pow(y), x, 4);
    repeated(y -> y.log1p().expm1().sigmoid().reciprocal(), x, 4);
    repeated(y -> y.neg().sub(y.square()).cos().tan(), x, 4);
  }

  @Test
  void kinksChooseAsGradientsDo() {
    var x = of(-1.5, -1, -0.5, 0, 0.5, 1, 2);
    repeated(y -> y.abs().mul(y), x, 4);
    repeated(y -> y.relu().mul(y.exp()), x, 4);
    repeated(y -> y.maximum(y.square()).exp(), x, 4);
    repeated(y -> y.minimum(y.neg()).sin(), x, 4);
    repeated(y -> y.clamp(-1, 1).mul(y).exp(), x, 4);
    repeated(y -> where(y.gt(0), y.sin(), y.exp()), x, 4);
    repeated(y -> y.pow(3), x, 5);
    repeated(y -> y.softplus(1, 1), x, 4);
  }

  @Test
  void insideOfOtherDerivatives() {
    var x = of(0.3, -1.2);
    Fn<Tensor, Tensor> second = nthDerivative(Tensor::sin, 2);
    double[] third = {-Math.cos(0.3), -Math.cos(-1.2)};
    near(1e-14, grad((Tensor y) -> second.apply(y).sum()).apply(x), third);
    near(1e-14, jvp(second, x, onesLike(x)).tangent(), third);
    near(1e-14, vmap(second).apply(x), -Math.sin(0.3), -Math.sin(-1.2));
    near(1e-14, nthDerivative(second, 1).apply(x), third);
    near(1e-14, derivatives(second, 2).apply(x).get(2), Math.sin(0.3), Math.sin(-1.2));
    near(1e-14, vmap((Tensor y) -> grad((Tensor z) -> second.apply(z)).apply(y)).apply(x), third);
  }

  @Test
  void powersChooseTheirRuleForEachOfABatch() {
    Fn<Tensor, Tensor> second = nthDerivative(x -> x.pow(2.5), 2);
    near(1e-14, vmap(second).apply(of(0, 4)), 0, 3.75 * 2);
    near(1e-14, grad((Tensor x) -> vmap(second).apply(x).sum()).apply(of(1, 4)), 1.875, 0.9375);
  }

  @Test
  void otherDerivativesInside() {
    var x = of(0.3, -1.2);
    // The gradient of Σ x⁴ is 4x³.
    var cubes = derivatives(grad((Tensor y) -> y.pow(4).sum()), 3).apply(x);
    near(1e-14, cubes.get(1), 12 * 0.09, 12 * 1.44);
    near(1e-14, cubes.get(2), 24 * 0.3, 24 * -1.2);
    near(1e-14, cubes.get(3), 24, 24);
    Fn<Tensor, Tensor> slope = y -> jvp(Tensor::exp, y, onesLike(y)).tangent();
    near(1e-14, nthDerivative(slope, 2).apply(x), Math.exp(0.3), Math.exp(-1.2));
    Fn<Tensor, Tensor> each = y -> vmap((Tensor z) -> z.sin().mul(z)).apply(y);
    near(1e-14, nthDerivative(each, 2).apply(of(0.5)), 2 * Math.cos(0.5) - 0.5 * Math.sin(0.5));
  }

  @Test
  void threeDeepInEveryOrder() {
    // The fourth derivative of exp(2x), each time by other means.
    double want = 16 * Math.exp(0.6);
    Fn<Tensor, Tensor> f = x -> x.mul(2).exp();
    Fn<Tensor, Tensor> gradient = grad(f);
    Fn<Tensor, Tensor> tangent = x -> jvp(f, x, onesLike(x)).tangent();
    near(
        1e-13,
        grad((Tensor x) -> jvp(nthDerivative(f, 2), x, one(1)).tangent()).apply(one(0.3)),
        want);
    near(1e-13, jvp(grad(nthDerivative(f, 2)), one(0.3), one(1)).tangent(), want);
    near(1e-13, grad(nthDerivative(gradient, 2)).apply(one(0.3)), want);
    near(1e-13, jvp(nthDerivative(gradient, 2), one(0.3), one(1)).tangent(), want);
    near(1e-13, grad(nthDerivative(tangent, 2)).apply(one(0.3)), want);
    near(1e-13, nthDerivative(x -> jvp(gradient, x, one(1)).tangent(), 2).apply(one(0.3)), want);
    near(1e-13, nthDerivative(grad(tangent), 2).apply(one(0.3)), want);
    near(1e-13, nthDerivative(grad(nthDerivative(f, 1)), 2).apply(one(0.3)), want);
    near(1e-13, vmap((Tensor x) -> grad(nthDerivative(f, 3)).apply(x)).apply(of(0.3, 0)), want, 16);
  }

  @Test
  void levelsAreNotConfused() {
    // d/dx [x · d/dy (x + y)] = 1, d/dx [x · d/dy (x·y)] = 2x.
    Fn<Tensor, Tensor> sum = x -> x.mul(nthDerivative(y -> x.add(y), 1).apply(one(1)));
    Fn<Tensor, Tensor> product = x -> x.mul(nthDerivative(y -> x.mul(y), 1).apply(one(2)));
    values(jvp(sum, one(1), one(1)).tangent(), 1);
    values(jvp(product, one(3), one(1)).tangent(), 6);
    values(grad(product).apply(one(3)), 6);
    values(nthDerivative(product, 2).apply(one(3)), 2);
    Fn<Tensor, Tensor> dual = x -> x.mul(jvp((Tensor y) -> x.mul(y), one(2), one(1)).tangent());
    values(nthDerivative(dual, 1).apply(one(3)), 6);
    values(nthDerivative(dual, 2).apply(one(3)), 2);
  }

  @Test
  void leavesOutsideAreFollowedThroughCoefficients() {
    var w = one(2).requiresGrad(true);
    // d³/dx³ sin(w·x) = -w³·cos(w·x), by w: -3w²·cos + w³·x·sin.
    var third = nthDerivative(x -> x.mul(w).sin(), 3).apply(one(0.5));
    assertTrue(third.requiresGrad());
    near(1e-13, grad(third, w), -12 * Math.cos(1) + 8 * 0.5 * Math.sin(1));
    try (var _ = noGrad()) {
      assertFalse(nthDerivative(x -> x.mul(w).sin(), 3).apply(one(0.5)).requiresGrad());
    }
    var t = one(1).requiresGrad(true);
    // d²/ds² (x + s·t)³ = 6·x·t², by t: 12·x·t.
    values(grad(jet(x -> x.pow(3), one(2), List.of(t, one(0))).derivatives().get(1), t), 24);
  }

  @Test
  void leavesInsideAreFollowedOverSeries() {
    var got =
        derivatives(
                (Tensor x) -> {
                  var leaf = x.reshape(x.shape()).requiresGrad(true);
                  leaf.softmax(0).mul(leaf.exp()).sum().backward();
                  return Objects.requireNonNull(leaf.grad());
                },
                2)
            .apply(of(0.5));
    // Of one element, softmax is 1.
    near(1e-14, got.get(0), Math.exp(0.5));
    near(1e-14, got.get(1), Math.exp(0.5));
    near(1e-14, got.get(2), Math.exp(0.5));
    var twice =
        nthDerivative(
                (Tensor x) -> {
                  var leaf = x.reshape(x.shape()).requiresGrad(true);
                  var first = grad(leaf.pow(5), leaf, createGraph());
                  return grad(first, leaf);
                },
                2)
            .apply(one(2));
    near(1e-13, twice, 120 * 2);
    // The gradient of p²·x by p is 2·p·x, at p = 3 times x: 6x².
    var constant =
        nthDerivative(
                (Tensor x) -> {
                  var leaf = one(3).requiresGrad(true);
                  return grad(leaf.square().mul(x), leaf).mul(x);
                },
                2)
            .apply(one(1));
    values(constant, 12);
  }

  @Test
  void whatEscapesIsItsValue() {
    var escaped = new Tensor[1];
    nthDerivative(
            (Tensor x) -> {
              escaped[0] = x.sin();
              return x;
            },
            2)
        .apply(of(0.5));
    near(1e-15, escaped[0].mul(1), Math.sin(0.5));
    near(1e-15, nthDerivative(x -> x.mul(escaped[0]), 1).apply(of(1.0)), Math.sin(0.5));
  }
}

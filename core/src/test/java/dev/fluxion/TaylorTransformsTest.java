package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.derivatives;
import static dev.fluxion.Fluxion.jet;
import static dev.fluxion.Fluxion.nthDerivative;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Derivatives of high order against closed forms and recurrences in plain Java. */
class TaylorTransformsTest {
  private static final int ORDERS = 8;
  private static final double[] POSITIVE = {0.3, 0.7, 1.0, 2.5};
  private static final double[] ANY = {-1.7, -0.4, 0.0, 0.3, 1.1};

  private static Tensor of(double... values) {
    return Fluxion.from(values);
  }

  private static Tensor one(double value) {
    return Fluxion.full(FLOAT64, value);
  }

  /** Holds derivatives to functions, one for each order. */
  private static void check(
      Fn<Tensor, Tensor> f, double[] at, IntFunction<DoubleUnaryOperator> expected) {
    var all = derivatives(f, ORDERS).apply(of(at));
    assertEquals(ORDERS + 1, all.size());
    for (int k = 0; k <= ORDERS; k++) {
      var order = expected.apply(k);
      double[] want = new double[at.length];
      for (int i = 0; i < want.length; i++) {
        want[i] = order.applyAsDouble(at[i]);
      }
      near(1e-12, all.get(k), want);
    }
  }

  private static double factorial(int k) {
    return k < 2 ? 1 : k * factorial(k - 1);
  }

  /** {@code p·(p-1)·…·(p-k+1)}. */
  private static double falling(double p, int k) {
    return k == 0 ? 1 : p * falling(p - 1, k - 1);
  }

  private static double sign(int k) {
    return k % 2 == 0 ? 1 : -1;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Derivative k of a y with {@code y' = q(y)}: a polynomial in y, {@code pₖ₊₁ = pₖ'·q}. */
  private static double autonomous(double y, double[] q, int k) {
    double[] p = {0, 1};
    for (int order = 0; order < k; order++) {
      double[] next = new double[p.length - 1 + q.length];
      for (int i = 1; i < p.length; i++) {
        for (int j = 0; j < q.length; j++) {
          next[i - 1 + j] += i * p[i] * q[j];
        }
      }
      p = next;
    }
    double sum = 0;
    for (int i = p.length - 1; i >= 0; i--) {
      sum = sum * y + p[i];
    }
    return sum;
  }

  /** Derivative k of the arc tangent, from {@code (1 + x²)·f' = 1}, differentiated by Leibniz. */
  private static double atan(double x, int k) {
    double[] f = new double[Math.max(2, k + 1)];
    f[0] = Math.atan(x);
    f[1] = 1 / (1 + x * x);
    for (int n = 1; n < k; n++) {
      f[n + 1] = -(2 * n * x * f[n] + (n == 1 ? 0 : n * (n - 1) * f[n - 1])) / (1 + x * x);
    }
    return f[k];
  }

  /** Derivative k of the root of a q whose derivatives are given, from {@code f·f = q}. */
  private static double root(double[] q, int k) {
    double[] f = new double[k + 1];
    f[0] = Math.sqrt(q[0]);
    for (int n = 1; n <= k; n++) {
      double rest = n < q.length ? q[n] : 0;
      for (int j = 1; j < n; j++) {
        rest -= factorial(n) / factorial(j) / factorial(n - j) * f[j] * f[n - j];
      }
      f[n] = rest / (2 * f[0]);
    }
    return f[k];
  }

  @Test
  void sineAndExponential() {
    check(Tensor::sin, ANY, k -> x -> Math.sin(x + k * Math.PI / 2));
    check(Tensor::cos, ANY, k -> x -> Math.cos(x + k * Math.PI / 2));
    check(Tensor::exp, ANY, k -> x -> Math.exp(x));
    check(x -> x.expm1(), ANY, k -> x -> k == 0 ? Math.expm1(x) : Math.exp(x));
  }

  @Test
  void whatIsMadeOfItsOwnResult() {
    check(Tensor::tanh, ANY, k -> x -> autonomous(Math.tanh(x), new double[] {1, 0, -1}, k));
    check(Tensor::sigmoid, ANY, k -> x -> autonomous(sigmoid(x), new double[] {0, 1, -1}, k));
    check(Tensor::tan, ANY, k -> x -> autonomous(Math.tan(x), new double[] {1, 0, 1}, k));
    check(
        Tensor::softplus,
        ANY,
        k ->
            x ->
                k == 0
                    ? Math.log1p(Math.exp(x))
                    : autonomous(sigmoid(x), new double[] {0, 1, -1}, k - 1));
  }

  @Test
  void logarithmAndPowers() {
    check(
        Tensor::log,
        POSITIVE,
        k -> x -> k == 0 ? Math.log(x) : sign(k - 1) * factorial(k - 1) / Math.pow(x, k));
    check(Tensor::sqrt, POSITIVE, k -> x -> falling(0.5, k) * Math.pow(x, 0.5 - k));
    check(Tensor::rsqrt, POSITIVE, k -> x -> falling(-0.5, k) * Math.pow(x, -0.5 - k));
    check(Tensor::reciprocal, POSITIVE, k -> x -> sign(k) * factorial(k) / Math.pow(x, k + 1));
    check(x -> x.pow(2.5), POSITIVE, k -> x -> falling(2.5, k) * Math.pow(x, 2.5 - k));
    check(
        x -> x.pow(tensor(3.0).to(FLOAT64)),
        ANY,
        k -> x -> k > 3 ? 0 : falling(3, k) * Math.pow(x, 3 - k));
    check(x -> one(2).pow(x), ANY, k -> x -> Math.pow(Math.log(2), k) * Math.pow(2, x));
  }

  @Test
  void arcTangentAndWhatItIsTheIntegralOf() {
    check(Tensor::atan, ANY, k -> x -> atan(x, k));
    check(x -> x.mul(x).add(1).reciprocal(), ANY, k -> x -> atan(x, k + 1));
    check(x -> one(1).div(x.square().add(1)), ANY, k -> x -> atan(x, k + 1));
  }

  @Test
  void theRootOfOnePlusASquare() {
    check(x -> x.mul(x).add(1).sqrt(), ANY, k -> x -> root(new double[] {1 + x * x, 2 * x, 2}, k));
    check(x -> x.hypot(one(1)), ANY, k -> x -> root(new double[] {1 + x * x, 2 * x, 2}, k));
  }

  @Test
  void theFifthPowerToOrderSix() {
    var all = derivatives((Tensor x) -> x.pow(5), 6).apply(one(2));
    double[] expected = {32, 80, 160, 240, 240, 120, 0};
    for (int k = 0; k < expected.length; k++) {
      values(all.get(k), expected[k]);
    }
  }

  @Test
  void basesAndExponentsThatBothMove() {
    var all = derivatives((Tensor x) -> x.pow(x), 3).apply(one(2));
    double slope = Math.log(2) + 1;
    near(1e-13, all.get(1), 4 * slope);
    near(1e-13, all.get(2), 4 * (slope * slope + 0.5));
    near(1e-13, all.get(3), 4 * (slope * slope * slope + 1.5 * slope - 0.25));
  }

  /** {@code exp(x)ˣ = exp(x²)}; a rule that branches at each order would not come back. */
  @Test
  void ordersThatNoNestingReaches() {
    int n = 60;
    var all = derivatives((Tensor x) -> x.exp().pow(x), n).apply(one(0.5));
    double[] f = new double[n + 1];
    f[0] = Math.exp(0.25);
    for (int k = 0; k < n; k++) {
      f[k + 1] = f[k] + (k == 0 ? 0 : 2 * k * f[k - 1]);
    }
    for (int k = 0; k <= n; k++) {
      assertEquals(1, all.get(k).item() / f[k], 1e-12);
    }
  }

  @Test
  void powersOfHighOrder() {
    // exp(2x) to the power 2.5 is exp(5x), and to the power 3 exp(6x).
    var exponents = of(2.5, 3, 0, 1.5, 60);
    var all = derivatives((Tensor x) -> x.mul(2).exp().pow(exponents), 40).apply(of(0, 0, 0, 0, 0));
    for (int k = 0; k <= 40; k++) {
      double[] got = all.get(k).toDoubleArray();
      double[] rates = {5, 6, 0, 3, 120};
      for (int i = 0; i < rates.length; i++) {
        double want = Math.pow(rates[i], k);
        assertEquals(want, got[i], 1e-11 * Math.abs(want));
      }
    }
  }

  @Test
  void powersAtTheirEnds() {
    double inf = Double.POSITIVE_INFINITY;
    var f = derivatives((Tensor x) -> x.pow(of(2.5, 2.5, 2.5, 3, 0, 2, 4)), 3);
    var all = f.apply(of(0, inf, 1e-200, 0, 0, -3, -3));
    values(all.get(0), 0, inf, 0, 0, 1, 9, 81);
    near(1e-13, all.get(1).div(of(1, 1, 1e-300, 1, 1, 1, 1)), 0, inf, 2.5, 0, 0, -6, -108);
    near(1e-13, all.get(2).div(of(1, 1, 1e-100, 1, 1, 1, 1)), 0, inf, 3.75, 0, 0, 2, 108);
    near(1e-13, all.get(3).div(of(1, 1, 1e100, 1, 1, 1, 1)), inf, 0, 1.875, 6, 0, 0, -72);
  }

  @Test
  void aCurveThatBends() {
    // f = exp at 0 along x' = 2, x'' = 3, x''' = 5, by Faà di Bruno:
    var at = jet(Tensor::exp, one(0), List.of(one(2), one(3), one(5)));
    values(at.value(), 1);
    near(1e-14, at.derivatives().get(0), 2);
    near(1e-14, at.derivatives().get(1), 4 + 3);
    near(1e-14, at.derivatives().get(2), 8 + 3 * 2 * 3 + 5);
  }

  @Test
  void aCurveThatStartsAtRest() {
    // x(s) = s²/2: sin x(s) = s²/2 - s⁶/48 + …
    var rest = one(0);
    var at = jet(Tensor::sin, rest, List.of(rest, one(1), rest, rest, rest, rest));
    double[] expected = {0, 1, 0, 0, 0, -15};
    for (int k = 0; k < expected.length; k++) {
      near(1e-14, at.derivatives().get(k), expected[k]);
    }
  }

  record Body(Tensor place, Tensor speed) {}

  @Test
  void treesOfTensors() {
    var x = new Body(of(1, 2), one(3));
    var t = new Body(of(1, 0), one(1));
    var none = new Body(of(0, 0), one(0));
    var at =
        jet(
            (Body b) -> new Body(b.place().mul(b.speed()), b.speed().square()),
            x,
            List.of(t, none));
    values(at.value().speed(), 9);
    values(at.value().place(), 3, 6);
    values(at.derivatives().get(0).speed(), 6);
    values(at.derivatives().get(0).place(), 3 + 1, 2);
    values(at.derivatives().get(1).speed(), 2);
    values(at.derivatives().get(1).place(), 2, 0);
  }

  @Test
  void whatDoesNotFollowTheCurveHasZeros() {
    var constant = derivatives((Tensor x) -> of(7, 8), 2).apply(of(1, 2));
    values(constant.get(0), 7, 8);
    values(constant.get(1), 0, 0);
    values(constant.get(2), 0, 0);
    var whole = derivatives((Tensor x) -> x.to(INT64).mul(2), 1).apply(of(1.5, 2.5));
    values(whole.get(0), 2, 4);
    values(whole.get(1), 0, 0);
    assertEquals(INT64, whole.get(1).dtype());
    values(derivatives((Tensor x) -> x.detach().mul(x), 2).apply(one(3)).get(2), 0);
  }

  @Test
  void wholeNumbersInside() {
    var f = derivatives((Tensor x) -> x.mul(arange(3)).add(1).pow(2), 3);
    var all = f.apply(of(1, 1, 1));
    values(all.get(1), 0, 4, 12);
    values(all.get(2), 0, 2, 8);
    values(all.get(3), 0, 0, 0);
  }

  @Test
  void orderZeroIsTheValue() {
    values(derivatives(Tensor::exp, 0).apply(one(0)).getFirst(), 1);
    values(nthDerivative(Tensor::exp, 0).apply(one(0)), 1);
    var at = jet(Tensor::exp, one(0), List.of());
    values(at.value(), 1);
    assertEquals(List.of(), at.derivatives());
  }

  @Test
  void theTypeStays() {
    var all = derivatives((Tensor x) -> x.sin().div(x.add(1)), 4).apply(tensor(0.5));
    for (var one : all) {
      assertEquals(DType.FLOAT32, one.dtype());
    }
    var empty = derivatives((Tensor x) -> x.softmax(0), 2).apply(zeros(FLOAT64, 0));
    assertEquals(Shape.of(0), empty.get(2).shape());
  }

  private static String message(Class<? extends RuntimeException> type, Runnable call) {
    return Objects.requireNonNull(assertThrows(type, call::run).getMessage());
  }

  @Test
  void whatIsRefused() {
    assertEquals(
        "derivatives takes an order of 0 or more, got -1",
        message(IllegalArgumentException.class, () -> derivatives(Tensor::sin, -1)));
    assertEquals(
        "nthDerivative takes an order of 0 or more, got -2",
        message(IllegalArgumentException.class, () -> nthDerivative(Tensor::sin, -2)));
    assertEquals(
        "a derivative of the curve has the shape of its tensor, (2), got ()",
        message(ShapeException.class, () -> jet(Tensor::sin, of(1, 2), List.of(of(1, 2), one(1)))));
    assertEquals(
        "a derivative of the curve has the type of its tensor, float64, got float32",
        message(DTypeException.class, () -> jet(Tensor::sin, one(1), List.of(tensor(1.0)))));
    assertEquals(
        "only floating tensors have gradients, got int64; convert with toFloat32() first",
        message(DTypeException.class, () -> derivatives(Tensor::sin, 2).apply(arange(2))));
    assertEquals(
        "a derivative of the curve of jet has the structure [*, *], * for a tensor, got [*]",
        message(
            IllegalArgumentException.class,
            () ->
                jet(
                    (List<Tensor> x) -> x.get(0),
                    List.of(one(1), one(2)),
                    List.of(List.of(one(1))))));
    assertEquals(
        "the point of jet holds at least one tensor, got []",
        message(
            IllegalArgumentException.class,
            () -> jet((List<Tensor> x) -> one(1), new ArrayList<Tensor>(), List.of())));
  }

  @Test
  void whatFollowsTheCurveIsNotWrittenTo() {
    var x = of(1, 2);
    assertEquals(
        "what follows the curve of jet is not written to, nor into another tensor, got one of"
            + " shape (2); compute a new one",
        message(
            GraphException.class, () -> derivatives((Tensor y) -> y.sin().mul_(2), 1).apply(x)));
    assertEquals(
        "what follows the curve of jet is not written to, nor into another tensor, got one of"
            + " shape (); compute a new one",
        message(
            GraphException.class,
            () ->
                derivatives(
                        (Tensor y) -> {
                          var into = zeros(FLOAT64, 2);
                          return into.get(0).add_(y.get(0));
                        },
                        1)
                    .apply(x)));
    values(x, 1, 2);
  }
}

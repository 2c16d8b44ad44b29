package dev.fluxion;

import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.shape;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.complexStep;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.zerosLike;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Derivatives by complex steps, against closed forms in plain Java. */
class ComplexStepTest {
  private static final double[] POINTS = {-30, -2.5, -0.75, -1e-9, 1e-9, 0.3, 1, 2.5, 30};

  private static Tensor along(Fn<Tensor, Tensor> f, double... x) {
    var at = from(x);
    return complexStep(f, at, onesLike(at));
  }

  private static void is(Fn<Tensor, Tensor> f, DoubleUnaryOperator derivative, double... x) {
    double[] got = along(f, x).toDoubleArray();
    for (int i = 0; i < x.length; i++) {
      double want = derivative.applyAsDouble(x[i]);
      double at = x[i];
      assertEquals(want, got[i], 4e-15 * Math.max(1e-300, Math.abs(want)), () -> "at " + at);
    }
  }

  private static double square(double x) {
    return x * x;
  }

  @Test
  void functionsOfAllNumbers() {
    is(x -> x.neg(), _ -> -1, POINTS);
    is(x -> x.abs(), Math::signum, POINTS);
    is(x -> x.exp(), Math::exp, POINTS);
    is(x -> x.expm1(), Math::exp, POINTS);
    is(x -> x.sin(), Math::cos, POINTS);
    is(x -> x.cos(), x -> -Math.sin(x), POINTS);
    is(x -> x.tan(), x -> 1 / square(Math.cos(x)), POINTS);
    is(x -> x.atan(), x -> 1 / (1 + x * x), POINTS);
    is(x -> x.square(), x -> 2 * x, POINTS);
    is(x -> x.reciprocal(), x -> -1 / (x * x), POINTS);
    is(x -> x.relu(), x -> x > 0 ? 1 : 0, POINTS);
    is(x -> x.clamp(-1, 2), x -> x > -1 && x < 2 ? 1 : 0, -1.5, 0.5, 2.5);
    is(x -> x.sigmoid(), x -> 1 / (square(1 + Math.exp(-x)) / Math.exp(-x)), POINTS);
    is(
        x -> x.softplus(),
        x -> x > 20 ? 1 : 1 / (1 + Math.exp(-x)),
        -2.5,
        -0.75,
        1e-9,
        0.3,
        1,
        19,
        30);
    is(x -> x.tanh(), x -> 1 / square(Math.cosh(x)), -2.5, -0.75, -1e-9, 1e-9, 0.3, 1, 2.5);
  }

  @Test
  void functionsOfPositiveNumbers() {
    double[] points = {1e-9, 0.3, 1, 2.5, 30, 1e200};
    is(x -> x.sqrt(), x -> 0.5 / Math.sqrt(x), points);
    is(x -> x.log(), x -> 1 / x, points);
    is(x -> x.log1p(), x -> 1 / (1 + x), points);
    is(x -> x.rsqrt(), x -> -0.5 / x / Math.sqrt(x), 1e-9, 0.3, 1, 2.5, 30);
    is(x -> x.pow(2.5), x -> 2.5 * Math.pow(x, 1.5), 1e-9, 0.3, 1, 2.5, 30);
    is(x -> tensor(2.0).toFloat64().pow(x), x -> Math.log(2) * Math.pow(2, x), POINTS);
    is(x -> x.pow(x), x -> (1 + Math.log(x)) * Math.pow(x, x), 0.3, 1, 2.5);
  }

  @Test
  void wholePowersOfNegativeNumbersAndAtZero() {
    is(x -> x.pow(3), x -> 3 * x * x, POINTS);
    is(x -> x.pow(-2), x -> -2 / (x * x * x), -2.5, -0.75, 0.3, 2.5);
    near(1e-50, along(x -> x.pow(2), 0), 0);
    near(1e-50, along(x -> x.pow(1), 0), 1);
    near(1e-50, along(x -> x.pow(0), 0), 0);
    near(
        1e-50,
        complexStep((Tensor x) -> x.pow(1), from(new double[] {0}), from(new double[] {-3})),
        -3);
  }

  @Test
  void functionsOfTwo() {
    var a = from(new double[] {3, -1});
    var b = from(new double[] {4, 2});
    var x = List.of(a, b);
    var t = List.of(from(new double[] {1, 1}), from(new double[] {10, 10}));
    Fn<List<Tensor>, Tensor> hypot = p -> p.get(0).hypot(p.get(1));
    near(1e-15, complexStep(hypot, x, t), (3 + 4 * 10) / 5.0, (-1 + 2 * 10) / Math.sqrt(5));
    Fn<List<Tensor>, Tensor> quotient = p -> p.get(0).div(p.get(1));
    near(1e-15, complexStep(quotient, x, t), (4 - 3 * 10) / 16.0, (2 + 10) / 4.0);
    Fn<List<Tensor>, Tensor> maximum = p -> p.get(0).maximum(p.get(1));
    values(complexStep(maximum, x, t), 10, 10);
    Fn<List<Tensor>, Tensor> minimum = p -> p.get(0).minimum(p.get(1));
    values(complexStep(minimum, x, t), 1, 1);
    near(1e-15, along(y -> b.sub(y).div(y), 2, 4), -4 / 4.0, -2 / 16.0);
  }

  /** The example of the paper, {@code eˣ / √(sin³x + cos³x)} at 1.5, whose derivative it gives. */
  @Test
  void theExampleOfThePaper() {
    Fn<Tensor, Tensor> f = x -> x.exp().div(x.sin().pow(3).add(x.cos().pow(3)).sqrt());
    assertEquals(4.05342789389862, along(f, 1.5).item(), 2e-14);
  }

  @Test
  void branchesAndChoicesGoByTheRealPart() {
    Fn<Tensor, Tensor> f = x -> x.sum().item() > 0 ? x.square() : x.mul(7);
    near(0, along(f, 3), 6);
    near(0, along(f, -3), 7);
    near(1e-15, along(x -> where(x.gt(0), x.log(), x.mul(2)), -1, 4), 2, 0.25);
    near(1e-15, along(x -> where(x.gt(0), x.log(), 5), -1, 0, 4), 0, 0, 0.25);
  }

  @Test
  void linearAndBilinearPrimitives() {
    var a = from(new double[][] {{1, 2}, {3, 4}});
    var t = from(new double[][] {{1, 0}, {0, 10}});
    // d(A·A) = dA·A + A·dA
    Fn<Tensor, Tensor> squared = p -> p.matmul(p);
    values(complexStep(squared, a, t), 1 + 1, 2 + 20, 30 + 3, 40 + 40);
    Fn<Tensor, Tensor> left = p -> a.matmul(p.transpose(0, 1));
    values(complexStep(left, a, t), 1, 20, 3, 40);
    Fn<Tensor, Tensor> moved = p -> p.sum(0).flip(0).cumsum(0).mean();
    // (2·p₂ + p₁) / 2
    values(complexStep(moved, a, t), (2 * 10 + 1) / 2.0);
    Fn<Tensor, Tensor> picked = p -> p.get(new int[] {1, 1}).sum();
    values(complexStep(picked, a, t), 20);
    Fn<Tensor, Tensor> joined =
        p -> cat(List.of(p.at(0), stack(List.of(p.at(1, 1), from(new double[] {5}).at(0)), 0)), 0);
    values(complexStep(joined, a, t), 1, 0, 10, 0);
    Fn<Tensor, List<Tensor>> parts = p -> p.unbind(1);
    values(complexStep(parts, a, onesLike(a)).get(1), 1, 1);
  }

  @Test
  void treesAndWhatDoesNotDepend() {
    var x = List.of(from(new double[] {2}), from(new double[] {3}));
    Fn<List<Tensor>, List<Tensor>> f =
        p -> List.of(p.get(0).mul(p.get(1)), zerosLike(p.get(0)), p.get(0).gt(0), tensor(5.0));
    var got = complexStep(f, x, List.of(from(new double[] {1}), from(new double[] {10})));
    values(got.get(0), 23);
    values(got.get(1), 0);
    assertEquals(DType.BOOL, got.get(2).dtype());
    shape(got.get(3));
    values(got.get(3), 0);
  }

  @Test
  void float32HasAStepOfItsOwn() {
    var got = complexStep((Tensor x) -> x.sin().mul(x), tensor(2.0), tensor(1.0));
    assertEquals(DType.FLOAT32, got.dtype());
    assertEquals(Math.sin(2) + 2 * Math.cos(2), got.item(), 1e-6);
    var up = complexStep((Tensor x) -> x.toFloat64().square(), tensor(3.0), tensor(1.0));
    assertEquals(DType.FLOAT64, up.dtype());
    assertEquals(6, up.item(), 1e-6);
  }

  /** What is detached is the same number: the value is differentiated, not the graph. */
  @Test
  void itSeesWhatTheModesAreToldToMiss() {
    Fn<Tensor, Tensor> f = x -> x.mul(x.detach());
    near(0, along(f, 3), 6);
    var x = from(new double[] {3});
    values(jvp(f, x, onesLike(x)).tangent(), 3);
  }

  @Test
  void itGoesOverAndUnderOtherLevels() {
    Fn<Tensor, Tensor> f = x -> x.pow(4);
    // 12x² in three ways, then 24x
    near(1e-14, along(grad((Tensor x) -> x.pow(4).sum()), 2), 48);
    near(1e-14, along(x -> jvp(f, x, onesLike(x)).tangent(), 2), 48);
    near(1e-14, along(x -> complexStep(f, x, onesLike(x)), 2), 48);
    var x = from(new double[] {2});
    var outer = jvp((Tensor p) -> complexStep(f, p, onesLike(p)), x, onesLike(x));
    near(1e-14, outer.value(), 32);
    near(1e-14, outer.tangent(), 48);
    Fn<Tensor, Tensor> each = p -> complexStep((Tensor q) -> q.square(), p, onesLike(p));
    near(0, vmap(each).apply(from(new double[] {1, 2, 3})), 2, 4, 6);
    near(0, along(p -> vmap((Tensor q) -> q.mul(q)).apply(p), 1, 2, 3), 2, 4, 6);
  }

  @Test
  void theArgumentStaysAsItIs() {
    var x = from(new double[] {2}).requiresGrad(true);
    near(0, complexStep((Tensor p) -> p.square(), x, from(new double[] {1})), 4);
    values(x, 2);
    assertFalse(x.gradFn() != null);
  }

  /** Systems are linear in their right sides. */
  @Test
  void solutionsOfRealMatrices() {
    var a = from(new double[][] {{2, 0}, {1, 4}});
    var t = from(new double[] {2, 9});
    var x = ones(2).toFloat64();
    near(1e-15, complexStep((Tensor p) -> a.solve(p), x, t), 1, 2);
    near(1e-15, complexStep((Tensor p) -> a.solve(p).square(), x, t), 1, 0.5);
    near(1e-15, complexStep((Tensor p) -> a.solveTriangular(p.unsqueeze(1), false), x, t), 1, 2);
  }

  @Test
  void errors() {
    var x = ones(2).toFloat64();
    refused(
        GraphException.class,
        "complexStep knows no complex det; compute it by mul, sub and div of the elements",
        () -> complexStep((Tensor p) -> p.expand(2, 2).det(), x, x));
    refused(
        GraphException.class,
        "complexStep knows no complex solve; compute it by mul, sub and div of the elements",
        () -> complexStep((Tensor p) -> p.mul(p.unsqueeze(1)).solve(x), x, x));
    refused(
        GraphException.class,
        "complexStep knows no complex softmax; compute it by exp, sum and div",
        () -> complexStep((Tensor p) -> p.softmax(0), x, x));
    refused(
        GraphException.class,
        "complexStep knows no complex logSoftmax; compute it by exp, sum and log",
        () -> complexStep((Tensor p) -> p.logSoftmax(0), x, x));
    refused(
        GraphException.class,
        "complexStep knows no complex layerNorm; compute it by mean, square and sqrt",
        () -> complexStep((Tensor p) -> p.layerNorm(2), x, x));
    refused(
        GraphException.class,
        "complexStep knows no complex layerNorm; compute it by mean, square and sqrt",
        () -> complexStep((Tensor p) -> p.layerNorm(new int[] {2}, x, x, 0.1), x, x));
    refused(
        GraphException.class,
        "complexStep knows no complex maxPool; compute it by maximum of the parts",
        () -> complexStep((Tensor p) -> p.reshape(1, 1, 2).maxPool2d(1), x, x));
    refused(
        GraphException.class,
        "complexStep knows no complex prod; compute it by mul of the parts",
        () -> complexStep((Tensor p) -> p.prod(), x, x));
    refused(
        GraphException.class,
        "complexStep knows no complex norm; compute it by square, sum and sqrt",
        () -> complexStep((Tensor p) -> p.norm(), x, x));
    var write =
        "inside of complexStep tensors are computed, not written to, got a write to one of shape"
            + " (2); use add in place of add_, and cat, stack or where in place of set_";
    refused(GraphException.class, write, () -> complexStep((Tensor p) -> p.mul(2).add_(1), x, x));
    refused(
        GraphException.class,
        write,
        () -> complexStep((Tensor p) -> ones(2).toFloat64().add_(p), x, x));
    refused(
        DTypeException.class,
        "complexStep stays in float64, where its step is about 1e-100, got a conversion to float32,"
            + " which has no such numbers; compute in float64, or pass an argument of float32",
        () -> complexStep((Tensor p) -> p.toFloat32(), x, x));
    refused(
        DTypeException.class,
        "only floating tensors have gradients, got int64; convert with toFloat32() first",
        () -> complexStep((Tensor p) -> p, arange(2), arange(2)));
    refused(
        ShapeException.class,
        "a direction has the shape of its tensor, (2), got (3)",
        () -> complexStep((Tensor p) -> p, x, ones(3).toFloat64()));
    refused(
        IllegalArgumentException.class,
        "the argument of complexStep holds at least one tensor, got []",
        () -> complexStep((List<Tensor> p) -> p, List.of(), List.of()));
  }
}

package dev.fluxion;

import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.gradcheck;
import static dev.fluxion.Fluxion.gradgradcheck;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.rand;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Checks of derivatives: that right ones pass, and that each way to be wrong is found. */
class GradCheckTest {
  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static GradReport.Entry worst(GradReport report) {
    return Objects.requireNonNull(report.worst());
  }

  /** Right in value and forward mode; reverse mode is made wrong by a factor. */
  private static Tensor hooked(Tensor x, double factor) {
    var y = x.mul(2);
    if (y.requiresGrad()) {
      y.registerHook(ct -> ct.mul(factor));
    }
    return y;
  }

  @Test
  void rightDerivativesPass() {
    var x = leaf(0.5, -1, 2).reshape(3);
    assertTrue(gradcheck((Tensor p) -> p.sin().mul(p.exp()).sum(), x));
    assertTrue(gradgradcheck((Tensor p) -> p.sin().mul(p.exp()).sum(), x));
    assertTrue(gradcheck((Tensor p) -> p.softmax(0), x));
    assertTrue(gradgradcheck((Tensor p) -> p.softmax(0), x));
    assertTrue(gradcheck((Tensor p) -> p.mul(3), x));
    assertTrue(gradgradcheck((Tensor p) -> p.mul(3), x));
  }

  @Test
  void severalTensorsInAndOut() {
    var a = from(new double[][] {{1, 2, 3}, {4, 5, 6}}).requiresGrad(true);
    var b = from(new double[][] {{0.5}, {1}, {-1}}).requiresGrad(true);
    Fn<List<Tensor>, List<Tensor>> f =
        p -> List.of(p.get(0).matmul(p.get(1)), p.get(0).tanh(), p.get(1).gt(0));
    assertTrue(gradcheck(f, List.of(a, b)));
    assertTrue(gradgradcheck(f, List.of(a, b)));
    var report = GradCheck.of(f).check(List.of(a, b));
    assertEquals(List.of(Shape.of(2, 1), Shape.of(2, 3)), report.reverse().outputs());
    // ∂(ab)ᵢ / ∂bⱼ = aᵢⱼ
    values(report.reverse().get(0, 1), 1, 2, 3, 4, 5, 6);
    values(report.forward().get(0, 1), 1, 2, 3, 4, 5, 6);
    near(1e-8, report.numeric().get(0, 1), 1, 2, 3, 4, 5, 6);
    values(report.reverse().get(1, 1), new double[18]);
  }

  @Test
  void whatRequiresNoGradientIsConstant() {
    var x = leaf(2);
    var constant = from(new float[] {3});
    var report =
        GradCheck.of((List<Tensor> p) -> p.get(0).mul(p.get(1)).mul(p.get(1)))
            .check(List.of(constant, x));
    assertEquals(List.of(Shape.of(1)), report.reverse().inputs());
    // ∂(3x²)/∂x = 6x
    values(report.reverse().get(0, 0), 12);
    assertTrue(report.passed());
  }

  @Test
  void theTensorsOfTheCallerStayAsTheyAre() {
    var x = leaf(1, 2);
    assertTrue(gradcheck((Tensor p) -> p.square(), x));
    values(x, 1, 2);
    assertNull(x.grad());
    assertEquals(0, x.version());
  }

  @Test
  void whatIsSwitchedOffOutsideDoesNotMatter() {
    try (var _ = noGrad()) {
      assertTrue(gradcheck((Tensor p) -> p.square(), leaf(3)));
    }
  }

  @Test
  void functionsThatDifferentiateAndBranchAreCheckedToo() {
    assertTrue(gradcheck((Tensor p) -> grad(p.pow(3).sum(), p, Fluxion.createGraph()), leaf(1, 2)));
    assertTrue(gradcheck(grad((Tensor p) -> p.sin().prod()), leaf(1, 2)));
    Fn<Tensor, Tensor> branch = p -> p.sum().item() > 0 ? p.square() : p.exp();
    assertTrue(gradcheck(branch, leaf(1, 2)));
    assertTrue(gradgradcheck(branch, leaf(-1, -2)));
  }

  /** What {@code detach} cuts off is missing in both modes, and a difference sees it. */
  @Test
  void aDerivativeThatIsMissingAPartIsFound() {
    Fn<Tensor, Tensor> f = p -> p.mul(p.detach());
    var x = leaf(0.5, 2);
    var report = GradCheck.of(f).check(x);
    assertFalse(report.passed());
    values(report.reverse().get(0, 0), 0.5, 0, 0, 2);
    values(report.forward().get(0, 0), 0.5, 0, 0, 2);
    near(1e-8, report.numeric().get(0, 0), 1, 0, 0, 4);
    var worst = worst(report);
    assertEquals(List.of(1), worst.at());
    assertEquals(List.of(1), worst.by());
    assertEquals(2, worst.analytic());
    assertEquals(4, worst.numeric(), 1e-8);
    assertEquals(2, worst.difference(), 1e-8);
    assertEquals(4e-3 + 1e-5, worst.allowed(), 1e-10);
    var thrown = assertThrows(GraphException.class, () -> gradcheck(f, x));
    assertTrue(
        Objects.requireNonNull(thrown.getMessage())
            .startsWith(
                """
                gradcheck failed: both modes differ from differences of values
                worst is output 0 at [1] by input 0 at [1]: reverse 2.0, forward 2.0, numeric 4.0\
                """));
    var end =
        """
        allowed ±4.0e-03
        reverse
        tensor([[0.5000, 0.0000],
                [0.0000, 2.0000]], dtype=torch.float64)
        forward
        tensor([[0.5000, 0.0000],
                [0.0000, 2.0000]], dtype=torch.float64)
        numeric
        tensor([[1.0000, 0.0000],
                [0.0000, 4.0000]], dtype=torch.float64)\
        """;
    assertTrue(thrown.getMessage().endsWith(end), thrown.getMessage());
  }

  @Test
  void aDerivativeThatIsWrongInReverseModeOnlyIsFound() {
    var report = GradCheck.of((Tensor p) -> hooked(p, 3)).check(leaf(1, 2));
    assertFalse(report.passed());
    assertEquals(6, worst(report).analytic());
    assertEquals(2, worst(report).forward());
    assertTrue(
        report
            .toString()
            .startsWith("gradcheck failed: reverse mode differs from differences of values\n"));
  }

  @Test
  void aDerivativeThatIsWrongInForwardModeOnlyIsFound() {
    // 3x, of which 2x is detached; a hook makes up for that, in reverse mode only.
    Fn<Tensor, Tensor> f =
        p -> {
          var once = p.mul(1);
          if (once.requiresGrad()) {
            once.registerHook(ct -> ct.mul(3));
          }
          return once.add(p.detach().mul(2));
        };
    var report = GradCheck.of(f).check(leaf(1));
    assertFalse(report.passed());
    assertEquals(3, worst(report).reverse());
    assertEquals(1, worst(report).forward());
    assertEquals(1, worst(report).analytic());
    assertTrue(
        report
            .toString()
            .startsWith("gradcheck failed: forward mode differs from differences of values\n"));
  }

  /** An error too small for differences to see. */
  @Test
  void modesThatDifferALittleAreFound() {
    var report = GradCheck.of((Tensor p) -> hooked(p, 1 + 1e-5)).check(leaf(1));
    assertFalse(report.passed());
    assertTrue(worst(report).difference() < worst(report).allowed());
    assertTrue(report.toString().startsWith("gradcheck failed: reverse and forward mode differ\n"));
    assertTrue(GradCheck.of((Tensor p) -> hooked(p, 1 + 1e-8)).check(leaf(1)).passed());
  }

  @Test
  void aSecondDerivativeThatIsWrongIsFoundThoughTheFirstIsRight() {
    // The gradient 2x comes from a product with x as it is here, a constant.
    Fn<Tensor, Tensor> f = p -> p.square().detach().add(p.sub(p.detach()).mul(p.detach().mul(2)));
    assertTrue(gradcheck(f, leaf(3)));
    var report = GradCheck.of(f).checkGradient(leaf(3));
    assertFalse(report.passed());
    assertTrue(report.toString().startsWith("gradgradcheck failed: "));
    assertThrows(GraphException.class, () -> gradgradcheck(f, leaf(3)));
  }

  @Test
  void randomNumbersAndStateAreFound() {
    var text =
        "gradcheck failed: a second run gives other numbers; let the function use no random numbers"
            + " and keep nothing from run to run";
    refused(
        GraphException.class,
        text,
        () -> gradcheck((Tensor p) -> p.mul(rand(2).toFloat64()), leaf(1, 2)));
    var runs = new AtomicInteger();
    // The values are the same each time, the gradient is not.
    Fn<Tensor, Tensor> f = p -> hooked(p, 1 + 1e-12 * runs.incrementAndGet());
    var report = GradCheck.of(f).check(leaf(1));
    assertFalse(report.repeats());
    assertEquals(text, report.toString());
  }

  @Test
  void nanNeverPassesAndEqualInfinitiesDo() {
    assertFalse(GradCheck.of((Tensor p) -> p.sqrt()).check(leaf(-1)).passed());
    var report = GradCheck.of((Tensor p) -> p.mul(Double.NaN)).check(leaf(1));
    assertFalse(report.passed());
    assertEquals(Double.POSITIVE_INFINITY, worst(report).difference());
    var same = new GradReport.Entry(0, List.of(), 0, List.of(), INF, INF, INF, INF);
    assertTrue(same.holds());
    assertFalse(new GradReport.Entry(0, List.of(), 0, List.of(), INF, INF, -INF, 1).holds());
  }

  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void settings() {
    // A kink within the step: the difference with a step of 0.1 sees it, one of 1e-6 does not.
    Fn<Tensor, Tensor> f = p -> p.abs();
    assertTrue(GradCheck.of(f).check(leaf(0.01)).passed());
    assertFalse(GradCheck.of(f).step(0.1).check(leaf(0.01)).passed());
    // x³ at 1 with a step of 0.1 is off by 0.01 by order 2, exact by order 4.
    var cube = GradCheck.of((Tensor p) -> p.pow(3)).step(0.1);
    assertFalse(cube.check(leaf(1)).passed());
    assertTrue(cube.order(4).check(leaf(1)).passed());
    assertTrue(cube.tolerance(0, 0.011).check(leaf(1)).passed());
    assertFalse(cube.tolerance(0, 0.009).check(leaf(1)).passed());
    assertTrue(cube.tolerance(0.004, 0).check(leaf(1)).passed());
    assertFalse(GradCheck.of((Tensor p) -> p.exp()).tolerance(0, 0).check(leaf(1)).passed());
  }

  @Test
  void ofNothing() {
    var report =
        GradCheck.of((Tensor p) -> p.sum()).check(zeros(DType.FLOAT64, 0).requiresGrad(true));
    assertTrue(report.passed());
    assertNull(report.worst());
    assertEquals("gradcheck passed: there are no derivatives", report.toString());
  }

  @Test
  void saysThatItPassed() {
    var report = GradCheck.of((Tensor p) -> p.mul(2)).step(1).check(leaf(4));
    assertEquals(
        "gradcheck passed; worst is output 0 at [0] by input 0 at [0]: reverse 2.0, forward 2.0,"
            + " numeric 2.0, allowed ±2.0e-03",
        report.toString());
  }

  @Test
  void errors() {
    Fn<Tensor, Tensor> f = p -> p.mul(2);
    refused(
        GraphException.class,
        "gradcheck needs at least one tensor that requires a gradient, got 1 without; call"
            + " requiresGrad(true) on those to check",
        () -> gradcheck(f, from(new double[] {1})));
    refused(
        GraphException.class,
        "gradgradcheck needs at least one tensor that requires a gradient, got 0 without; call"
            + " requiresGrad(true) on those to check",
        () -> gradgradcheck((List<Tensor> p) -> p, List.of()));
    refused(
        DTypeException.class,
        "gradcheck needs float64, since differences of less exact numbers show little, got float32"
            + " for number 0; convert with toFloat64() first",
        () -> gradcheck(f, ones(2).requiresGrad(true)));
    refused(
        IllegalArgumentException.class,
        "gradcheck needs each element in a place of its own, got an expanded tensor of shape (3)"
            + " for number 1; pass a copy()",
        () ->
            gradcheck(
                (List<Tensor> p) -> p.get(1),
                List.of(leaf(1), from(new double[] {1}).expand(3).requiresGrad(true))));
    refused(
        DTypeException.class,
        "gradcheck needs results of float64, got float32; compute in float64",
        () -> gradcheck((Tensor p) -> p.toFloat32(), leaf(1)));
    refused(
        DTypeException.class,
        "gradcheck needs a function with a floating tensor as result, got [bool]",
        () -> gradcheck((Tensor p) -> p.gt(0), leaf(1)));
    refused(
        IllegalArgumentException.class,
        "tolerances are 0 or more, got -1.0 and 0.0",
        () -> GradCheck.of(f).tolerance(-1, 0));
    refused(
        IllegalArgumentException.class,
        "a step is positive and finite, got -1.0",
        () -> GradCheck.of(f).step(-1));
    refused(
        IllegalArgumentException.class,
        "a central difference has the order 2, 4, 6 or 8, got 5",
        () -> GradCheck.of(f).order(5));
  }
}

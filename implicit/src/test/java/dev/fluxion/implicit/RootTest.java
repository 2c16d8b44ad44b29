package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.jacobian;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static dev.fluxion.implicit.Expect.adjoint;
import static dev.fluxion.implicit.Expect.error;
import static dev.fluxion.implicit.Expect.near;
import static dev.fluxion.implicit.Expect.number;
import static dev.fluxion.implicit.Expect.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.fluxion.DType;
import dev.fluxion.DTypeException;
import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.GraphException;
import dev.fluxion.ShapeException;
import dev.fluxion.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Newton's method and the implicit function theorem: Newton and ImplicitFunction. */
class RootTest {
  private static final Fn<Tensor, Tensor> SQRT =
      a -> Implicit.root((z, p) -> z.square().sub(p), a, number(1));

  /** Where a circle of radius r and the line y = m·x meet: x = r/√(1 + m²), y = m·x. */
  private static Tensor meeting(Tensor z, Tensor a) {
    var x = z.at(0);
    var y = z.at(1);
    return Fluxion.stack(
        List.of(x.square().add(y.square()).sub(a.at(0).square()), y.sub(a.at(1).mul(x))), 0);
  }

  private static double[] meets(double[] a) {
    double x = a[0] / Math.sqrt(1 + a[1] * a[1]);
    return new double[] {x, a[1] * x};
  }

  private static final Fn<Tensor, Tensor> MEETING =
      a -> Implicit.root(RootTest::meeting, a, vector(1, 1));

  @Test
  void findsTheSquareRootAndItsDerivatives() {
    assertEquals(1.4142135623730951, SQRT.apply(number(2)).item());
    assertEquals(0.35355339059327373, grad(SQRT).apply(number(2)).item());
    near(1e-15, grad(grad(SQRT)).apply(number(2)), -Math.pow(2, -1.5) / 4);
    near(1e-15, grad(grad(grad(SQRT))).apply(number(2)), 3 * Math.pow(2, -2.5) / 8);
  }

  @Test
  void modesStandInEachOther() {
    double second = -Math.pow(2, -1.5) / 4;
    Fn<Tensor, Tensor> slope = a -> jvp(SQRT, a, number(1)).tangent();
    near(1e-15, slope.apply(number(2)), 1 / Math.sqrt(8));
    near(1e-15, jvp(slope, number(2), number(1)).tangent(), second);
    near(1e-15, grad(slope).apply(number(2)), second);
    near(1e-15, jvp(grad(SQRT), number(2), number(1)).tangent(), second);
    near(1e-15, hessian(SQRT).apply(number(2)), second);
  }

  @Test
  void solvesSystems() {
    var a = new double[] {2, 0.75};
    near(1e-14, MEETING.apply(vector(a)), 1.6, 1.2);
    near(1e-9, jacobian(MEETING).apply(vector(a)), Expect.differences(RootTest::meets, 1e-5, a));
    adjoint(1e-14, MEETING, vector(a), vector(0.3, -2), vector(1, 0.5));
  }

  /** x is linear in r, and d²x/dm² = r·(2m² - 1)/(1 + m²)^(5/2). */
  @Test
  void systemsHaveSecondDerivatives() {
    double m = 0.75;
    double q = 1 + m * m;
    double mixed = -m * Math.pow(q, -1.5);
    near(
        1e-13,
        hessian((Tensor a) -> MEETING.apply(a).at(0)).apply(vector(2, m)),
        0,
        mixed,
        mixed,
        2 * (2 * m * m - 1) * Math.pow(q, -2.5));
  }

  record Line(Tensor slope, Tensor offset) {}

  /** The root of a line is -offset/slope. */
  @Test
  void parametersAreTrees() {
    var f =
        grad((Line line) -> Implicit.root((z, a) -> z.mul(a.slope).add(a.offset), line, number(0)));
    var at = f.apply(new Line(number(2), number(6)));
    near(1e-15, at.slope, 1.5);
    near(1e-15, at.offset, -0.5);
  }

  @Test
  void isMappedInBothOrders() {
    var a = vector(1, 4, 9);
    near(1e-15, vmap(SQRT).apply(a), 1, 2, 3);
    near(1e-15, vmap(grad(SQRT)).apply(a), 0.5, 0.25, 1.0 / 6);
    near(1e-15, grad((Tensor x) -> vmap(SQRT).apply(x).sum()).apply(a), 0.5, 0.25, 1.0 / 6);
    near(1e-15, vmap(hessian(SQRT)).apply(a), -0.25, -1.0 / 32, -1.0 / 108);
    var mixed = hessian((Tensor x) -> vmap(SQRT).apply(x).sum()).apply(vector(1, 4));
    near(1e-15, mixed, -0.25, 0, 0, -1.0 / 32);
    var inner = grad((Tensor x) -> vmap(grad(SQRT)).apply(x).sum()).apply(vector(1, 4));
    near(1e-15, inner, -0.25, -1.0 / 32);
  }

  @Test
  void leavesAreFollowed() {
    var a = number(2).requiresGrad(true);
    var z0 = number(1).requiresGrad(true);
    var z = Implicit.root((x, p) -> x.square().sub(p), a, z0);
    z.backward();
    near(1e-15, Objects.requireNonNull(a.grad()), 1 / Math.sqrt(8));
    assertNull(z0.grad());
    assertFalse(SQRT.apply(number(2)).requiresGrad());
  }

  @Test
  void keepsFloat32() {
    Fn<Tensor, Tensor> f = a -> Implicit.root((z, p) -> z.square().sub(p), a, tensor(1.0));
    assertEquals("tensor(1.4142)", f.apply(tensor(2.0)).toString());
    assertEquals("tensor(0.3536)", grad(f).apply(tensor(2.0)).toString());
    assertEquals("tensor(-0.0884)", grad(grad(f)).apply(tensor(2.0)).toString());
  }

  /** atan overshoots from 3 on, further each time, unless steps are halved. */
  @Test
  void halvesStepsThatGoTooFar() {
    near(1e-12, Implicit.root((z, a) -> z.sub(a).atan(), number(0), number(3)), 0);
  }

  /** The residual is never small beside 1e8, but the steps are. */
  @Test
  void endsWhereRoundingDoes() {
    var z = Implicit.root((x, a) -> x.square().sub(a).mul(1e8), number(2), number(1));
    near(1e-14, z, Math.sqrt(2));
  }

  @Test
  void startsAtARootWithoutASlope() {
    near(0, Implicit.root((z, a) -> z.pow(3).mul(a), number(1), number(0)), 0);
    near(0, Implicit.root((z, a) -> z.mul(a.sum()), number(1), zeros(DType.FLOAT64, 0)));
  }

  @Test
  void tellsWhyItDoesNotArrive() {
    error(
        ConvergenceException.class,
        "root found no step that lowers |g|, which is NaN after 0 steps; start elsewhere",
        () -> Implicit.root((z, a) -> z.log().add(a), number(1), number(-1)));
    error(
        ConvergenceException.class,
        "root did not converge within 1 steps, |g| is 0.25; allow more or start closer",
        () ->
            Implicit.root(
                (z, a) -> z.square().sub(a), number(2), number(1), new Stopping(1e-12, 1)));
    // z² + 1 from 1: the first step is to 0.
    error(
        ConvergenceException.class,
        "root needs ∂g/∂z that has an inverse, got a singular one at step 2; start elsewhere",
        () -> Implicit.root((z, a) -> z.square().add(a), number(1), number(1)));
  }

  @Test
  void refusesWhatDoesNotFit() {
    error(
        ShapeException.class,
        "root needs g(z, a) of the shape and type of z, got () for (2)",
        () -> Implicit.root((z, a) -> z.sum(), number(1), vector(1, 2)));
    error(
        DTypeException.class,
        "root needs g(z, a) of the shape and type of z, got float32 for float64; convert with"
            + " to(…)",
        () -> Implicit.root((z, a) -> z.toFloat32(), number(1), number(1)));
    error(
        DTypeException.class,
        "root needs floating tensors, got int64; convert with toFloat64() first",
        () -> Implicit.root((z, a) -> z, number(1), full(DType.INT64, 1)));
    error(
        IllegalArgumentException.class,
        "the derivative of root needs a matrix that has an inverse, got a singular one of shape (1,"
            + " 1)",
        () ->
            grad((Tensor a) -> Implicit.root((z, p) -> z.square().mul(p), a, number(0)))
                .apply(number(1)));
  }

  @Test
  void refusesTensorsFromAroundThatAreDifferentiated() {
    Fn<Tensor, Tensor> f = w -> Implicit.root((z, a) -> z.mul(a).sub(w), number(2), number(1));
    error(
        GraphException.class,
        "a rule gives the derivative by the argument of its function alone, but CustomBackward uses"
            + " another tensor that is followed; make it part of the argument, or detach() it",
        () -> grad(f).apply(number(3)));
    error(
        GraphException.class,
        "an implicit function has derivatives by its parameters alone, but its equation uses another"
            + " tensor that has a tangent; make it part of the parameters, or detach() it",
        () -> jvp(f, number(3), number(1)));
    near(1e-15, f.apply(number(3)), 1.5);
    near(1e-15, grad((Tensor w) -> f.apply(w.detach()).mul(w)).apply(number(3)), 1.5);
  }
}

package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.jacobian;
import static dev.fluxion.Fluxion.sub;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.implicit.Expect.adjoint;
import static dev.fluxion.implicit.Expect.error;
import static dev.fluxion.implicit.Expect.near;
import static dev.fluxion.implicit.Expect.number;
import static dev.fluxion.implicit.Expect.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.DTypeException;
import dev.fluxion.Fn;
import dev.fluxion.ShapeException;
import dev.fluxion.Tensor;
import org.junit.jupiter.api.Test;

class MinimumTest {
  /** (z - 3)² + a·z² is least at 3/(1 + a). */
  private static final Fn<Tensor, Tensor> SHRUNK =
      a -> Implicit.argmin((z, p) -> z.sub(3).square().add(z.square().mul(p)), a, number(0));

  private static final Tensor POINTS = from(new double[][] {{1, 0}, {1, 1}, {1, 2}});
  private static final Tensor VALUES = vector(1, 3, 5);

  /** Ridge regression through (0, 1), (1, 3), (2, 5). */
  private static final Fn<Tensor, Tensor> RIDGE =
      a ->
          Implicit.argmin(
              (w, p) -> POINTS.matmul(w).sub(VALUES).square().sum().add(w.square().sum().mul(p)),
              a,
              vector(0, 0));

  /** (XᵀX + a·I)⁻¹·Xᵀy with XᵀX = (3 3; 3 5) and Xᵀy = (9, 13). */
  private static double[] ridge(double[] a) {
    double p = 3 + a[0];
    double q = 5 + a[0];
    double det = p * q - 9;
    return new double[] {(9 * q - 39) / det, (13 * p - 27) / det};
  }

  @Test
  void minimisesQuadratics() {
    near(1e-14, SHRUNK.apply(number(0.5)), 2);
    near(1e-14, RIDGE.apply(number(0)), 1, 2);
    near(1e-14, RIDGE.apply(number(0.5)), ridge(new double[] {0.5}));
  }

  @Test
  void hasDerivatives() {
    near(1e-14, grad(SHRUNK).apply(number(0.5)), -3 / 2.25);
    near(1e-14, grad(grad(SHRUNK)).apply(number(0.5)), 6 / 3.375);
    near(1e-14, hessian(SHRUNK).apply(number(0.5)), 6 / 3.375);
    near(
        1e-9,
        jacobian(RIDGE).apply(number(0.5)),
        Expect.differences(MinimumTest::ridge, 1e-5, 0.5));
    adjoint(1e-14, RIDGE, number(0.5), number(2), vector(1, -3));
  }

  @Test
  void isMapped() {
    var a = vector(0, 0.5, 2);
    near(1e-14, vmap(SHRUNK).apply(a), 3, 2, 1);
    near(1e-14, vmap(grad(SHRUNK)).apply(a), -3, -3 / 2.25, -1.0 / 3);
    near(1e-14, grad((Tensor x) -> vmap(SHRUNK).apply(x).sum()).apply(a), -3, -3 / 2.25, -1.0 / 3);
  }

  /** Rosenbrock's valley, least at (a, a²): Hessians on the way are indefinite. */
  @Test
  void followsAValley() {
    Fn<Tensor, Tensor> valley =
        a ->
            Implicit.argmin(
                (z, p) -> {
                  var x = z.at(0);
                  return sub(p, x).square().add(z.at(1).sub(x.square()).square().mul(100));
                },
                a,
                vector(-1.2, 1));
    near(1e-9, valley.apply(number(1)), 1, 1);
    near(1e-9, jacobian(valley).apply(number(1)), 1, 2);
    near(1e-9, jacobian(valley).apply(number(0.5)), 1, 1);
  }

  /** cos has maxima too, and the first step from close to one would run into it. */
  @Test
  void doesNotTakeMaximaForMinima() {
    var z = Implicit.argmin((x, a) -> x.mul(a).cos(), number(1), number(0.1));
    near(1e-8, z.cos(), -1);
  }

  @Test
  void keepsFloat32() {
    Fn<Tensor, Tensor> f =
        a -> Implicit.argmin((z, p) -> z.sub(3).square().add(z.square().mul(p)), a, tensor(0.0));
    assertEquals("tensor(2.)", f.apply(tensor(0.5)).toString());
    assertEquals("tensor(-1.3333)", grad(f).apply(tensor(0.5)).toString());
  }

  @Test
  void refusesWhatHasNoMinimum() {
    error(
        ConvergenceException.class,
        "argmin needs a minimum where the Hessian is positive definite, got a stationary point where"
            + " it is not; start elsewhere",
        () -> Implicit.argmin((z, a) -> z.square().mul(a), number(-1), number(0)));
    error(
        ConvergenceException.class,
        "argmin did not converge within 3 steps, f is -3.0E8 and |∇f| is 1.0; allow more or start"
            + " closer",
        () -> Implicit.argmin((z, a) -> z.mul(a), number(1), number(0), new Stopping(1e-12, 3)));
    error(
        ConvergenceException.class,
        "argmin got a Hessian that is not finite; start elsewhere",
        () -> Implicit.argmin((z, a) -> z.log().mul(a), number(1), number(0)));
    error(
        ShapeException.class,
        "argmin needs f(z, a) of one element, got the shape (2)",
        () -> Implicit.argmin((z, a) -> z.square(), number(1), vector(1, 2)));
    error(
        DTypeException.class,
        "argmin needs floating tensors, got int64; convert with toFloat64() first",
        () -> Implicit.argmin((z, a) -> z.sum(), number(1), full(DType.INT64, 1)));
  }
}

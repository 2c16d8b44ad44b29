package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.jacobian;
import static dev.fluxion.Fluxion.linearTranspose;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static dev.fluxion.implicit.Expect.adjoint;
import static dev.fluxion.implicit.Expect.error;
import static dev.fluxion.implicit.Expect.near;
import static dev.fluxion.implicit.Expect.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.DTypeException;
import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.ShapeException;
import dev.fluxion.Tensor;
import org.junit.jupiter.api.Test;

class PositiveSystemTest {
  /** (2 1; 1 3)·x, without a matrix. */
  private static final Fn<Tensor, Tensor> TWO = x -> x.mul(vector(1, 2)).add(x.sum());

  /** diag(a)·x. */
  private static Tensor scaled(Tensor x, Tensor a) {
    return x.mul(a);
  }

  private static Tensor quotient(Tensor a, Tensor b) {
    return Implicit.linearSolve(PositiveSystemTest::scaled, a, b, Stopping.DEFAULT);
  }

  @Test
  void solvesWithoutAMatrix() {
    near(1e-12, Implicit.linearSolve(TWO, vector(3, 5)), 0.8, 1.4);
    near(0, Implicit.linearSolve(TWO, vector(0, 0)), 0, 0);
  }

  /** The second differences of x are -1: x is a parabola, k·(n + 1 - k)/2. */
  @Test
  void solvesAThousandUnknowns() {
    int n = 1000;
    Fn<Tensor, Tensor> differences =
        x -> {
          var edge = zeros(DType.FLOAT64, 1);
          var right = Fluxion.cat(java.util.List.of(x.narrow(0, 1, n - 1), edge), 0);
          var left = Fluxion.cat(java.util.List.of(edge, x.narrow(0, 0, n - 1)), 0);
          return x.mul(2).sub(left).sub(right);
        };
    var x = Implicit.linearSolve(differences, ones(DType.FLOAT64, n)).toDoubleArray();
    for (int k = 1; k <= n; k++) {
      assertEquals(k * (n + 1.0 - k) / 2, x[k - 1], 1e-5);
    }
  }

  @Test
  void hasTheInverseAsJacobian() {
    var f = jacobian((Tensor b) -> Implicit.linearSolve(TWO, b));
    near(1e-12, f.apply(vector(3, 5)), 0.6, -0.2, -0.2, 0.4);
  }

  /** The quotient b/a: derivatives 1/a, -b/a² and 2b/a³. */
  @Test
  void hasDerivativesByParametersToo() {
    var a = vector(2, 4);
    var b = vector(3, 5);
    near(1e-12, grad((Tensor p) -> quotient(p, b).sum()).apply(a), -0.75, -5.0 / 16);
    near(1e-12, jacobian((Tensor p) -> quotient(a, p)).apply(b), 0.5, 0, 0, 0.25);
    near(1e-12, hessian((Tensor p) -> quotient(p, b).sum()).apply(a), 0.75, 0, 0, 10.0 / 64);
    adjoint(1e-12, p -> quotient(p, p.square().add(1)), a, vector(1, -2), vector(0.5, 3));
  }

  @Test
  void isMapped() {
    var all = Fluxion.from(new double[][] {{2, 4}, {1, 8}});
    near(1e-12, vmap((Tensor a) -> quotient(a, vector(2, 4))).apply(all), 1, 1, 2, 0.5);
    near(
        1e-12,
        vmap(grad((Tensor a) -> quotient(a, vector(2, 4)).sum())).apply(all),
        -0.5,
        -0.25,
        -2,
        -4.0 / 64);
  }

  /** The way out for functions that are not symmetric: (1 2; 0 1)·x. */
  @Test
  void solvesNormalEquations() {
    Fn<Tensor, Tensor> shear = x -> x.add(x.mul(vector(0, 2)).sum().mul(vector(1, 0)));
    var transposed = linearTranspose(shear, vector(0, 0));
    var x =
        Implicit.linearSolve(
            (Tensor y) -> transposed.apply(shear.apply(y)), transposed.apply(vector(5, 2)));
    near(1e-10, x, 1, 2);
  }

  @Test
  void keepsFloat32() {
    var x = Implicit.linearSolve((Tensor y) -> y.mul(tensor(2.0, 4.0)), tensor(1.0, 1.0));
    assertEquals("tensor([0.5000, 0.2500])", x.toString());
  }

  @Test
  void refusesWhatItCannotSolve() {
    error(
        IllegalArgumentException.class,
        "linearSolve with a function needs one that is positive definite, got xᵀ·A(x) ≤ 0 for some"
            + " x; solve with a matrix",
        () -> Implicit.linearSolve((Tensor x) -> x.neg(), vector(1, 2)));
    error(
        ShapeException.class,
        "linearSolve needs a function that keeps shape and type, got () for (2)",
        () -> Implicit.linearSolve((Tensor x) -> x.sum(), vector(1, 2)));
    error(
        DTypeException.class,
        "linearSolve needs floating tensors, got int64; convert with toFloat64() first",
        () -> Implicit.linearSolve(TWO, full(DType.INT64, 1, 2)));
    error(
        ConvergenceException.class,
        "linearSolve did not reach a residual of 1.0E-12 · |b| within 1 steps; allow more, scale"
            + " the unknowns, or solve with a matrix",
        () ->
            Implicit.linearSolve(
                PositiveSystemTest::scaled, vector(1, 9), vector(1, 2), new Stopping(1e-12, 1)));
  }
}

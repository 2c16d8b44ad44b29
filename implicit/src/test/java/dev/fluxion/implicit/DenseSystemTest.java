package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.eye;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.jacobian;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static dev.fluxion.implicit.Expect.adjoint;
import static dev.fluxion.implicit.Expect.error;
import static dev.fluxion.implicit.Expect.near;
import static dev.fluxion.implicit.Expect.number;
import static dev.fluxion.implicit.Expect.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.DTypeException;
import dev.fluxion.Fn;
import dev.fluxion.Shape;
import dev.fluxion.ShapeException;
import dev.fluxion.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Systems of matrices: [[2, 1], [1, 3]]⁻¹ is [[3, -1], [-1, 2]] / 5. */
class DenseSystemTest {
  private static final Tensor A = from(new double[][] {{2, 1}, {1, 3}});
  private static final Tensor B = vector(3, 5);

  /** Of (a b; c d)·x = (r, s), by Cramer's rule. */
  private static double[] cramer(double[] x) {
    double det = x[0] * x[3] - x[1] * x[2];
    return new double[] {(x[4] * x[3] - x[1] * x[5]) / det, (x[0] * x[5] - x[4] * x[2]) / det};
  }

  private static Tensor solved(Tensor x) {
    return Implicit.linearSolve(x.narrow(0, 0, 4).reshape(2, 2), x.narrow(0, 4, 2));
  }

  @Test
  void solvesForVectorsMatricesAndBatches() {
    near(1e-15, Implicit.linearSolve(A, B), 0.8, 1.4);
    near(1e-15, Implicit.linearSolve(A, eye(2).toFloat64()), 0.6, -0.2, -0.2, 0.4);
    var both = Implicit.linearSolve(stack(List.of(A, A.mul(2)), 0), stack(List.of(B, B), 0));
    near(1e-15, both, 0.8, 1.4, 0.4, 0.7);
    var sides = Implicit.linearSolve(A.expand(3, 2, 2), eye(2).toFloat64().expand(3, 2, 2));
    assertEquals(Shape.of(3, 2, 2), sides.shape());
    near(1e-15, sides.get(2), 0.6, -0.2, -0.2, 0.4);
  }

  @Test
  void pivotsWhereTheDiagonalIsZero() {
    near(0, Implicit.linearSolve(from(new double[][] {{0, 2}, {1, 0}}), vector(6, 5)), 5, 3);
  }

  @Test
  void takesMatricesOfAnyScale() {
    near(
        0, Implicit.linearSolve(from(new double[][] {{1e-20, 0}, {0, 1}}), vector(1e-20, 2)), 1, 2);
  }

  @Test
  void takesEmptyOnes() {
    assertEquals(Shape.of(0), Implicit.linearSolve(zeros(0, 0), zeros(0)).shape());
    assertEquals(Shape.of(0, 2), Implicit.linearSolve(zeros(0, 2, 2), zeros(0, 2)).shape());
    assertEquals(Shape.of(2, 0), Implicit.linearSolve(ones(2, 2), zeros(2, 0)).shape());
  }

  @Test
  void handsNaNOn() {
    var x = Implicit.linearSolve(from(new double[][] {{Double.NaN, 0}, {0, 1}}), vector(1, 2));
    assertTrue(Double.isNaN(x.toDoubleArray()[0]));
  }

  @Test
  void keepsFloat32() {
    var x = Implicit.linearSolve(A.toFloat32(), tensor(3.0, 5.0));
    assertEquals("tensor([0.8000, 1.4000])", x.toString());
    var slope = grad((Tensor b) -> Implicit.linearSolve(A.toFloat32(), b).sum());
    assertEquals("tensor([0.4000, 0.2000])", slope.apply(tensor(3.0, 5.0)).toString());
  }

  /** w = A⁻ᵀ·1 = (0.4, 0.2), and -w·xᵀ. */
  @Test
  void hasTheDerivativesOfTheTextbook() {
    near(1e-15, grad((Tensor b) -> Implicit.linearSolve(A, b).sum()).apply(B), 0.4, 0.2);
    near(
        1e-15,
        grad((Tensor a) -> Implicit.linearSolve(a, B).sum()).apply(A),
        -0.32,
        -0.56,
        -0.16,
        -0.28);
  }

  @Test
  void agreesWithDifferencesOfCramersRule() {
    double[] x = {2, 1, -1, 3, 3, 5};
    near(
        1e-9,
        jacobian(DenseSystemTest::solved).apply(vector(x)),
        Expect.differences(DenseSystemTest::cramer, 1e-5, x));
  }

  @Test
  void modesAreTransposes() {
    adjoint(
        1e-14,
        DenseSystemTest::solved,
        vector(2, 1, -1, 3, 3, 5),
        vector(0.3, -1, 2, 0.5, 1, -2),
        vector(-1, 0.7));
  }

  /** x = b/a has d²x/da² = 2b/a³. */
  @Test
  void hasSecondDerivatives() {
    Fn<Tensor, Tensor> x = a -> Implicit.linearSolve(a.reshape(1, 1), vector(3)).sum();
    near(1e-15, hessian(x).apply(number(2)), 6.0 / 8);
    near(1e-15, grad(grad(x)).apply(number(2)), 6.0 / 8);
  }

  @Test
  void isMappedAndDifferentiatedThroughTheMap() {
    var sides = from(new double[][] {{3, 5}, {5, 0}});
    Fn<Tensor, Tensor> one = b -> Implicit.linearSolve(A, b);
    near(1e-15, vmap(one).apply(sides), 0.8, 1.4, 3, -1);
    Fn<Tensor, Tensor> squares = b -> one.apply(b).square().sum();
    var each = vmap(grad(squares)).apply(sides);
    // 2·A⁻¹·x.
    near(1e-14, each, 0.4, 0.8, 4, -2);
    near(1e-14, grad((Tensor all) -> vmap(squares).apply(all).sum()).apply(sides), 0.4, 0.8, 4, -2);
  }

  @Test
  void refusesWhatDoesNotFit() {
    error(
        ShapeException.class,
        "linearSolve needs (…, n, n) × (…, n) or (…, n, k) with equal axes in front, got (2, 3) ×"
            + " (2)",
        () -> Implicit.linearSolve(zeros(2, 3), zeros(2)));
    error(
        ShapeException.class,
        "linearSolve needs (…, n, n) × (…, n) or (…, n, k) with equal axes in front, got (4, 2, 2)"
            + " × (2)",
        () -> Implicit.linearSolve(zeros(4, 2, 2), zeros(2)));
    error(
        DTypeException.class,
        "linearSolve needs tensors of one type, got float64 and float32; convert with to(…) first",
        () -> Implicit.linearSolve(A, zeros(2)));
    error(
        DTypeException.class,
        "linearSolve needs floating tensors, got int64; convert with toFloat64() first",
        () -> Implicit.linearSolve(full(DType.INT64, 1, 2, 2), zeros(2)));
  }

  @Test
  void refusesSingularMatrices() {
    var singular = from(new double[][] {{1, 2}, {2, 4}});
    error(
        IllegalArgumentException.class,
        "linearSolve needs a matrix that has an inverse, got a singular one of shape (2, 2)",
        () -> Implicit.linearSolve(singular, B));
    error(
        IllegalArgumentException.class,
        "linearSolve needs a matrix that has an inverse, got a singular one of shape (2, 2),"
            + " number 1",
        () -> Implicit.linearSolve(stack(List.of(A, singular), 0), stack(List.of(B, B), 0)));
  }
}

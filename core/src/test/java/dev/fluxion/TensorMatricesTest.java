package dev.fluxion;

import static dev.fluxion.DType.FLOAT16;
import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.shape;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.eye;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.jet;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorMatricesTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final Tensor A = from(new double[][] {{0, 2}, {4, 1}});

  /** (3 1; 1 2), whose inverse is (2 −1; −1 3) / 5. */
  private static final Tensor S = from(new double[][] {{3, 1}, {1, 2}});

  private static final Tensor SINGULAR = from(new double[][] {{1, 2}, {2, 4}});

  private static Tensor random(long seed, int... dims) {
    var random = new Random(seed);
    double[] x = new double[Shape.of(dims).size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
    }
    return from(x).reshape(dims);
  }

  @Test
  void solutionsByHand() {
    near(0, A.solve(from(new double[] {2, 9})), 2, 1);
    near(0, A.solve(from(new double[][] {{2, 0}, {9, 4}})), 2, 1, 1, 0);
    near(1e-15, S.solve(from(new double[] {5, 10})), 0, 5);
    near(1e-6, S.toFloat32().solve(from(new double[] {5, 10}).toFloat32()), 0, 5);
    assertEquals(FLOAT32, S.toFloat32().solve(zeros(FLOAT32, 2)).dtype());
    values(S.to(FLOAT16).solve(from(new double[] {5, 10}).to(FLOAT16)), 0, 5);
  }

  /** One axis is a vector; so are the axes of the matrices without the last, a vector for each. */
  @Test
  void whatAVectorIs() {
    var two = stack(List.of(A, S), 0);
    var b = from(new double[] {5, 10});
    var both = two.solve(b);
    shape(both, 2, 2);
    near(1e-15, both, 1.875, 2.5, 0, 5);
    // (2, 2) with the batch axis of two matrices: a vector each.
    near(1e-15, two.solve(from(new double[][] {{2, 9}, {5, 10}})), 2, 1, 0, 5);
    // With one matrix it is a matrix.
    near(1e-15, S.solve(from(new double[][] {{5, 0}, {10, 5}})), 0, -1, 5, 3);
    shape(two.solve(zeros(FLOAT64, 2, 3)), 2, 2, 3);
    shape(two.unsqueeze(1).solve(zeros(FLOAT64, 3, 2, 5)), 2, 3, 2, 5);
    shape(zeros(FLOAT64, 4, 1, 2, 2).add(eye(2)).solve(zeros(FLOAT64, 3, 2, 1)), 4, 3, 2, 1);
  }

  @Test
  void nothingToSolve() {
    shape(zeros(0, 0).solve(zeros(0)), 0);
    shape(zeros(0, 0).solve(zeros(0, 3)), 0, 3);
    shape(eye(2).solve(zeros(2, 0)), 2, 0);
    shape(zeros(0, 2, 2).solve(zeros(0, 2)), 0, 2);
    shape(zeros(3, 0, 0).inv(), 3, 0, 0);
    values(zeros(0, 0).det(), 1);
    values(zeros(2, 0, 0).det(), 1, 1);
    shape(zeros(0, 2, 2).det(), 0);
    values(zeros(0, 0).slogdet().sign(), 1);
    values(zeros(0, 0).logdet(), 0);
    shape(zeros(0, 0).cholesky(), 0, 0);
    shape(eye(2).solveTriangular(zeros(2, 0), true), 2, 0);
    shape(zeros(2, 0).tril(), 2, 0);
  }

  @Test
  void matricesThatLieInAnyWay() {
    var a = random(1, 3, 4, 4).add(eye(4).mul(3).toFloat64());
    var b = random(2, 3, 4, 2);
    var want = a.solve(b).toDoubleArray();
    var turned = a.permute(2, 0, 1).copy().permute(1, 2, 0);
    near(0, turned.solve(b.permute(1, 2, 0).copy().permute(2, 0, 1)), want);
    near(0, a.flip(0).flip(0).solve(b), want);
    var transposed = a.transpose(1, 2);
    near(1e-13, transposed.matmul(transposed.solve(b)), b.toDoubleArray());
    var one = a.get(0);
    near(1e-13, one.expand(3, 4, 4).solve(b), stack(List.of(one, one, one), 0).solve(b));
    near(1e-13, one.solve(b), stack(List.of(one, one, one), 0).solve(b));
  }

  private static void near(double tolerance, Tensor got, Tensor want) {
    Expect.near(tolerance, got, want.toDoubleArray());
  }

  private static void near(double tolerance, Tensor got, double... want) {
    Expect.near(tolerance, got, want);
  }

  /** {@code (−1)^(i+j) (i+j−1) (n+i−1 over n−j) (n+j−1 over n−i) (i+j−2 over i−1)²}. */
  @Test
  void theInverseOfHilbertsMatrixIsWhole() {
    int n = 6;
    double[][] h = new double[n][n];
    double[] want = new double[n * n];
    for (int i = 1; i <= n; i++) {
      for (int j = 1; j <= n; j++) {
        h[i - 1][j - 1] = 1.0 / (i + j - 1);
        double c = over(i + j - 2, i - 1);
        want[(i - 1) * n + j - 1] =
            ((i + j) % 2 == 0 ? 1 : -1)
                * (i + j - 1)
                * over(n + i - 1, n - j)
                * over(n + j - 1, n - i)
                * c
                * c;
      }
    }
    // The condition is 1.5e7.
    near(1e-8, from(h).inv(), want);
    near(1e-8, from(h).solve(eye(n).toFloat64()), want);
    // 1 / 186313420339200000
    assertEquals(5.36729988735869e-18, from(h).det().item(), 1e-26);
  }

  private static double over(int n, int k) {
    double c = 1;
    for (int i = 1; i <= k; i++) {
      c = c * (n - k + i) / i;
    }
    return Math.rint(c);
  }

  @Test
  void triangularSystems() {
    var t = from(new double[][] {{2, 9}, {4, 8}});
    var b = from(new double[][] {{4, 2}, {16, 8}});
    near(0, t.solveTriangular(b, false), 2, 1, 1, 0.5);
    near(0, t.solveTriangular(b, true), -7, -3.5, 2, 1);
    near(0, t.solveTriangular(b, false, true, true), 4, 2, 0, 0);
    near(0, t.solveTriangular(b, true, true, true), -140, -70, 16, 8);
    // x (2 0; 4 8) = b and x (2 9; 0 8) = b
    near(0, t.solveTriangular(b, false, false, false), 1.5, 0.25, 6, 1);
    near(0, t.solveTriangular(b, true, false, false), 2, -2, 8, -8);
    near(0, t.solveTriangular(b, true, false, true), 4, -34, 16, -136);
    shape(t.expand(3, 2, 2).solveTriangular(b, true), 3, 2, 2);
    values(from(new double[][] {{0}}).solveTriangular(from(new double[][] {{1}}), true), INF);
  }

  @Test
  void determinants() {
    values(A.det(), -8);
    values(SINGULAR.det(), 0);
    values(stack(List.of(A, S, SINGULAR), 0).det(), -8, 5, 0);
    // Vandermonde: the product of all differences.
    double[] x = {0.5, -1, 2, 3};
    double want = 1;
    double[][] v = new double[4][4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        v[i][j] = Math.pow(x[i], j);
        want *= j < i ? x[i] - x[j] : 1;
      }
    }
    near(1e-14, from(v).det(), want);
    near(1e-14, from(v).transpose(0, 1).det(), want);
    near(1e-5, from(v).toFloat32().det(), want);
    values(from(new double[][] {{1, Double.NaN}, {0, 1}}).det(), Double.NaN);
  }

  @Test
  void theGradientOfADeterminantIsThatOfTheMinors() {
    gradient(A, 1, -4, -2, 0);
    gradient(SINGULAR, 4, -2, -2, 1);
    gradient(from(new double[][] {{7}}), 1);
    gradient(from(new double[][] {{0}}), 1);
    // Rank 2, with a pivot of 0 in front of one that is not.
    gradient(from(new double[][] {{0, 1, 0}, {0, 0, 1}, {0, 0, 0}}), 0, 0, 0, 0, 0, 0, 1, 0, 0);
    // Row 2 is twice row 1.
    gradient(from(new double[][] {{1, 2, 3}, {2, 4, 6}, {1, 0, 1}}), 4, 4, -4, -2, -2, 2, 0, 0, 0);
    // Rank 1: all minors are 0.
    gradient(from(new double[][] {{1, 2, 3}, {2, 4, 6}, {3, 6, 9}}), 0, 0, 0, 0, 0, 0, 0, 0, 0);
    // A determinant of 1e-20 that is as exact as any.
    gradient(
        from(new double[][] {{1, 0, 0}, {0, 1e-20, 0}, {0, 0, 1}}),
        1e-20,
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        1e-20);
  }

  private static void gradient(Tensor at, double... want) {
    var x = at.requiresGrad(true);
    Expect.near(1e-14, grad(x.det(), x), want);
    var t = random(9, at.shape().toArray());
    var jvp = Fluxion.jvp((Tensor a) -> a.det(), at.detach(), t);
    Expect.near(1e-14, jvp.tangent(), from(want).reshape(at.shape()).mul(t).sum().item());
  }

  @Test
  void theHessianOfADeterminantOfFourNumbersIsConstant() {
    var h = hessian((Tensor a) -> a.det()).apply(SINGULAR).reshape(4, 4);
    near(0, h, 0, 0, 0, 1, 0, 0, -1, 0, 0, -1, 0, 0, 1, 0, 0, 0);
  }

  @Test
  void logarithmsOfDeterminants() {
    var y = A.slogdet();
    values(y.sign(), -1);
    near(1e-15, y.logAbsDet(), Math.log(8));
    var large = eye(3).toFloat64().mul(-1e200);
    values(large.det(), Double.NEGATIVE_INFINITY);
    values(large.slogdet().sign(), -1);
    near(1e-15, large.slogdet().logAbsDet(), 600 * Math.log(10));
    values(SINGULAR.slogdet().sign(), 0);
    values(SINGULAR.slogdet().logAbsDet(), -INF);
    near(1e-15, S.logdet(), Math.log(5));
    values(A.logdet(), Double.NaN);
    values(SINGULAR.logdet(), -INF);
    var s = S.detach().requiresGrad(true);
    near(1e-15, grad(s.logdet(), s), 0.4, -0.2, -0.2, 0.6);
    var a = A.detach().requiresGrad(true);
    near(1e-15, grad(a.slogdet().logAbsDet(), a), -0.125, 0.5, 0.25, 0);
    near(0, grad(a.logdet(), a), 0, 0, 0, 0);
    // −tr(A⁻¹ H A⁻¹ H) for H = 1 is minus the sum of the squares of (2 −1; −1 3) / 5.
    var along = jet((Tensor c) -> c.logdet(), S, List.of(eye(2).toFloat64(), zeros(FLOAT64, 2, 2)));
    near(1e-15, along.derivatives().get(1), -15.0 / 25);
  }

  @Test
  void cholesky() {
    var a = from(new double[][] {{4, 12, -16}, {12, 37, -43}, {-16, -43, 98}});
    values(a.cholesky(), 2, 0, 0, 6, 1, 0, -8, 5, 3);
    values(a.cholesky(true), 2, 6, -8, 0, 1, 5, 0, 0, 3);
    values(a.toFloat32().cholesky(), 2, 0, 0, 6, 1, 0, -8, 5, 3);
    // The symmetric part of what is not symmetric.
    values(from(new double[][] {{4, 0}, {4, 2}}).cholesky(), 2, 0, 1, 1);
    values(stack(List.of(a, a.mul(4)), 0).cholesky().get(1), 4, 0, 0, 12, 2, 0, -16, 10, 6);
    // x₂₂ = √(a₂₂ − a₂₁² / a₁₁): by a₁₁ it is a₂₁² / (2 a₁₁² x₂₂), and so on, the rest symmetric.
    var x = from(new double[][] {{4, 2}, {2, 5}}).requiresGrad(true);
    near(1e-15, grad(x.cholesky().get(1, 1), x), 0.0625, -0.125, -0.125, 0.25);
  }

  @Test
  void triangles() {
    var x = Fluxion.arange(1, 13, 1).reshape(3, 4);
    values(x.tril(), 1, 0, 0, 0, 5, 6, 0, 0, 9, 10, 11, 0);
    values(x.tril(-1), 0, 0, 0, 0, 5, 0, 0, 0, 9, 10, 0, 0);
    values(x.tril(1), 1, 2, 0, 0, 5, 6, 7, 0, 9, 10, 11, 12);
    values(x.triu(), 1, 2, 3, 4, 0, 6, 7, 8, 0, 0, 11, 12);
    values(x.triu(3), 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0);
    values(x.triu(Integer.MIN_VALUE), x.toDoubleArray());
    values(x.tril(Integer.MAX_VALUE), x.toDoubleArray());
    values(x.t().tril(), 1, 0, 0, 2, 6, 0, 3, 7, 11, 4, 8, 12);
    assertEquals(x.dtype(), x.tril().dtype());
    values(Fluxion.tril(x, 0), x.tril().toDoubleArray());
    values(from(new double[][] {{1, Double.NaN}, {2, 3}}).tril(), 1, 0, 2, 3);
  }

  /** From {@code A x = b}: {@code b̄ = A⁻ᵀ x̄} and {@code Ā = −b̄ xᵀ}. */
  @Test
  void theGradientOfASolution() {
    var a = S.detach().requiresGrad(true);
    var b = from(new double[] {5, 10}).requiresGrad(true);
    var x = a.solve(b);
    var both = grad(List.of(x), List.of(a, b), Fluxion.gradOutputs(from(new double[] {5, 0})));
    near(1e-14, both.get(1), 2, -1);
    near(1e-14, both.get(0), 0, -10, 0, 5);
  }

  /** {@code (A + sB)⁻¹ = Σ (−s)ᵏ (A⁻¹B)ᵏ A⁻¹}. */
  @Test
  void aSeriesOfInverses() {
    var b = from(new double[][] {{1, 2}, {0, -1}});
    var zero = zeros(FLOAT64, 2, 2);
    var rates = List.of(b, zero, zero, zero);
    var step = S.inv().matmul(b);
    for (Fn<Tensor, Tensor> f :
        List.<Fn<Tensor, Tensor>>of(Tensor::inv, a -> a.solve(eye(2).toFloat64()))) {
      var d = jet(f, S, rates).derivatives();
      var want = S.inv();
      for (int k = 1; k <= 4; k++) {
        want = step.matmul(want).mul(-k);
        near(1e-13, d.get(k - 1), want);
      }
    }
  }

  @Test
  void mappedSolutions() {
    var a = random(3, 3, 3).add(eye(3).toFloat64().mul(4));
    var b = random(4, 5, 3);
    Fn<Tensor, Tensor> f = x -> a.solve(x);
    var all = vmap(f).apply(b);
    for (int i = 0; i < 5; i++) {
      near(1e-14, all.get(i), a.solve(b.get(i)));
    }
    Fn<Tensor, Tensor> g = m -> m.solve(b.get(0));
    var matrices = stack(List.of(a, a.t()), 0);
    near(1e-14, vmap(g).apply(matrices).get(1), a.t().solve(b.get(0)));
    var jacobian = Fluxion.jacobian(f).apply(b.get(0));
    near(1e-14, jacobian, a.inv());
  }

  @Test
  void whatHasNoInverse() {
    refused(
        IllegalArgumentException.class,
        "solve needs a matrix that has an inverse, got a singular one of shape (2, 2)",
        () -> SINGULAR.solve(zeros(FLOAT64, 2)));
    var some = stack(List.of(A, S, SINGULAR), 0);
    refused(
        IllegalArgumentException.class,
        "inv needs a matrix that has an inverse, got a singular one of shape (2, 2), at (2) of the"
            + " batch",
        () -> some.inv());
    refused(
        IllegalArgumentException.class,
        "solve needs a matrix that has an inverse, got a singular one of shape (2, 2), at (1, 2) of"
            + " the batch",
        () -> stack(List.of(S.expand(3, 2, 2), some), 0).solve(zeros(FLOAT64, 2)));
  }

  @Test
  void whatIsNotPositiveDefinite() {
    refused(
        IllegalArgumentException.class,
        "cholesky needs a positive definite matrix, got one of shape (2, 2), whose leading minor of"
            + " order 2 is not positive",
        () -> SINGULAR.cholesky());
    refused(
        IllegalArgumentException.class,
        "cholesky needs a positive definite matrix, got one of shape (2, 2), at (1) of the batch,"
            + " whose leading minor of order 1 is not positive",
        () -> stack(List.of(S, S.neg()), 0).cholesky());
    refused(
        IllegalArgumentException.class,
        "cholesky needs a positive definite matrix, got one of shape (1, 1), whose leading minor of"
            + " order 1 is not positive",
        () -> from(new double[][] {{Double.NaN}}).cholesky());
  }

  @Test
  void errors() {
    refused(
        ShapeException.class,
        "det needs square matrices (…, n, n), got the shape (2, 3)",
        () -> zeros(2, 3).det());
    refused(
        ShapeException.class,
        "inv needs square matrices (…, n, n), got the shape (3)",
        () -> zeros(3).inv());
    refused(
        ShapeException.class,
        "logdet needs square matrices (…, n, n), got the shape ()",
        () -> zeros().logdet());
    refused(
        DTypeException.class,
        "slogdet needs floating elements, got int64; convert with toFloat32() or toFloat64() first",
        () -> zeros(DType.INT64, 2, 2).slogdet());
    refused(
        DTypeException.class,
        "solve needs numbers of one type, got float32 and float64; convert with to(…) first",
        () -> eye(2).solve(zeros(FLOAT64, 2)));
    refused(
        DTypeException.class,
        "solve needs floating elements, got int64; convert with toFloat32() or toFloat64() first",
        () -> zeros(DType.INT64, 2, 2).solve(zeros(DType.INT64, 2)));
    refused(
        ShapeException.class,
        "solve needs (…, n, n) and (…, n, k), or (n) or (…, n), got (2, 2) and (3)",
        () -> eye(2).solve(zeros(3)));
    refused(
        ShapeException.class,
        "solve needs (…, n, n) and (…, n, k), or (n) or (…, n), got (2, 2) and ()",
        () -> eye(2).solve(zeros()));
    refused(
        ShapeException.class,
        "solve needs (…, n, n) and (…, n, k), or (n) or (…, n), got (3, 2, 2) and (4, 2, 1)",
        () -> zeros(3, 2, 2).solve(zeros(4, 2, 1)));
    refused(
        ShapeException.class,
        "solveTriangular needs (…, n, n) and (…, n, k), got (2, 2) and (2)",
        () -> eye(2).solveTriangular(zeros(2), true));
    refused(
        ShapeException.class,
        "solveTriangular from the right needs (…, n, n) and (…, k, n), got (2, 2) and (2, 3)",
        () -> eye(2).solveTriangular(zeros(2, 3), true, false, false));
    refused(
        ShapeException.class,
        "tril needs matrices (…, m, n), got the shape (3)",
        () -> zeros(3).tril());
    refused(
        ShapeException.class,
        "triu needs matrices (…, m, n), got the shape (3)",
        () -> zeros(3).triu(1));
  }

  @Test
  void staticForms() {
    var b = from(new double[] {5, 10});
    values(Fluxion.solve(S, b), S.solve(b).toDoubleArray());
    values(Fluxion.inv(S), S.inv().toDoubleArray());
    values(Fluxion.det(S), S.det().item());
    values(Fluxion.logdet(S), S.logdet().item());
    values(Fluxion.slogdet(A).sign(), -1);
    values(Fluxion.cholesky(S), S.cholesky().toDoubleArray());
    values(Fluxion.cholesky(S, true), S.cholesky(true).toDoubleArray());
    values(Fluxion.triu(S, 1), 0, 1, 0, 0);
    var c = b.unsqueeze(1);
    values(Fluxion.solveTriangular(S, c, true), S.solveTriangular(c, true).toDoubleArray());
    values(
        Fluxion.solveTriangular(S, c.t(), true, false, true),
        S.solveTriangular(c.t(), true, false, true).toDoubleArray());
  }
}

package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.tensor;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.sparseHessian;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sparse Hessians, against formulas in plain Java, and dense ones for random functions. */
class SparseHessianTest {
  private static final long SEED = 1983;

  /** {@code Σ 100(xᵢ₊₁ - xᵢ²)² + (1 - xᵢ)²}. */
  private static final Fn<Tensor, Tensor> ROSENBROCK =
      x -> {
        int n = x.size() - 1;
        var a = x.narrow(0, 0, n);
        var valley = x.narrow(0, 1, n).sub(a.square()).square().mul(100);
        return valley.add(Fluxion.sub(1, a).square()).sum();
      };

  private static double[][] rosenbrock(double[] x) {
    var h = new double[x.length][x.length];
    for (int i = 0; i + 1 < x.length; i++) {
      h[i][i] += 1200 * x[i] * x[i] - 400 * x[i + 1] + 2;
      h[i + 1][i + 1] += 200;
      h[i][i + 1] = h[i + 1][i] = -400 * x[i];
    }
    return h;
  }

  @Test
  void rosenbrockIsTridiagonal() {
    double[] at = new Random(SEED).doubles(30, -1, 1).toArray();
    var h = sparseHessian(ROSENBROCK);
    var got = h.apply(from(at));
    assertEquals(Patterns.banded(30, 1), got.pattern());
    assertEquals(3, h.colors(from(at)));
    assertEquals("3 sweeps: a star colouring of 88 entries of 30 × 30", h.mode(from(at)));
    var want = from(rosenbrock(at));
    near(1e-13, got.toDense(), want.toDoubleArray());
    assertEquals(Patterns.banded(30, 1), h.pattern(zeros(FLOAT64, 30)));
  }

  @Test
  void aLargeOne() {
    int n = 10_000;
    double[] at = new Random(SEED).doubles(n, -1, 1).toArray();
    var got = sparseHessian(ROSENBROCK).apply(from(at));
    assertEquals(3 * n - 2, got.nnz());
    near(1e-13, got.get(0, 0), 1200 * at[0] * at[0] - 400 * at[1] + 2);
    near(1e-13, got.get(n - 1, n - 2), -400 * at[n - 2]);
    near(1e-13, got.get(n - 1, n - 1), 200);
  }

  @Test
  void anArrowTakesTwoSweeps() {
    // x₀ Σ xᵢ³: xᵢ₀ = 3xᵢ², xᵢᵢ = 6x₀xᵢ for i > 0, and nothing at (0, 0).
    Fn<Tensor, Tensor> f = x -> x.get(0).mul(x.narrow(0, 1, x.size() - 1).pow(3).sum());
    var x = from(new double[] {2, 1, 0, -1});
    var h = sparseHessian(f);
    double[] want = {0, 3, 0, 3, 3, 12, 0, 0, 0, 0, 0, 0, 3, 0, 0, -12};
    tensor(h.apply(x).toDense(), FLOAT64, dims(4, 4), want);
    assertEquals("4 × 4 with 9 entries\n·×××\n××··\n×·×·\n×··×", h.pattern(x).toString());
    assertEquals(2, h.colors(x));
    int n = 2_000;
    assertEquals(2, h.colors(ones(FLOAT64, n)));
    assertEquals(3 * (n - 1), h.pattern(ones(FLOAT64, n)).nnz());
  }

  @Test
  void whatIsKnownToBeSparser() {
    var x = ones(FLOAT64, 5);
    assertEquals(Patterns.banded(5, 0), sparseHessian((Tensor p) -> p.pow(2).sum()).pattern(x));
    assertEquals(Patterns.banded(5, 0), sparseHessian((Tensor p) -> p.exp().mean()).pattern(x));
    for (var linear :
        List.<Fn<Tensor, Tensor>>of(
            p -> p.sum(),
            p -> p.mul(3).cumsum(0).mean(),
            p -> p.dot(ones(FLOAT64, 5)),
            p -> p.get(2),
            _ -> ones(FLOAT64))) {
      var h = sparseHessian(linear);
      assertEquals(0, h.pattern(x).nnz());
      assertEquals(0, h.colors(x));
      tensor(h.apply(x).toDense(), FLOAT64, dims(5, 5), new double[25]);
    }
    // A product of all has no second derivative on the diagonal.
    assertEquals(20, sparseHessian((Tensor p) -> p.prod()).pattern(x).nnz());
  }

  @Test
  void argumentsAreTrees() {
    Fn<List<Tensor>, Tensor> f = p -> p.get(0).square().mul(p.get(1)).sum();
    var at = List.of(from(new double[] {2, 3}), from(new double[] {5, 7}));
    double[] want = {10, 0, 4, 0, 0, 14, 0, 6, 4, 0, 0, 0, 0, 6, 0, 0};
    tensor(sparseHessian(f).apply(at).toDense(), FLOAT64, dims(4, 4), want);
  }

  @Test
  void isDifferentiatedAndMapped() {
    var h = sparseHessian((Tensor x) -> x.pow(4).sum().add(x.get(0).mul(x.get(1)).mul(x.get(1))));
    // Values 12x₀², 2x₁, 2x₁, 12x₁² + 2x₀.
    values(h.apply(from(new double[] {1, 2})).values(), 12, 4, 4, 50);
    values(grad((Tensor x) -> h.apply(x).values().sum()).apply(from(new double[] {1, 2})), 26, 52);
    var both = vmap(h).apply(from(new double[][] {{1, 2}, {0, 1}}));
    values(both.values(), 12, 4, 4, 50, 0, 2, 2, 12);
  }

  @Test
  void sumsOfRandomTermsAreAsDenseOnes() {
    var random = new Random(SEED);
    for (int trial = 0; trial < 15; trial++) {
      int n = 3 + random.nextInt(20);
      int terms = random.nextInt(2 * n);
      long[][] at = new long[2][terms];
      for (int k = 0; k < terms; k++) {
        at[0][k] = random.nextInt(n);
        at[1][k] = random.nextInt(n);
      }
      Fn<Tensor, Tensor> f =
          x -> {
            var left = x.indexSelect(0, from(at[0]));
            var right = x.indexSelect(0, from(at[1]));
            return left.sin().mul(right).sum().add(x.narrow(0, 0, 3).prod());
          };
      var x = from(random.doubles(n, -1, 1).toArray());
      near(1e-13, sparseHessian(f).apply(x).toDense(), hessian(f).apply(x).toDoubleArray());
    }
  }

  @Test
  void refusesSeveralResults() {
    var h = sparseHessian((Tensor x) -> x.mul(2));
    var e = assertThrows(GraphException.class, () -> h.apply(ones(3)));
    assertEquals(
        "grad needs a function whose result has one element, got the shape (3); use vjp or jacobian",
        e.getMessage());
  }
}

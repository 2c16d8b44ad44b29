package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Systems and factors with all providers there, some of matrices so large that they are cut in
 * pieces: by what is left over where the solution is put in.
 */
class MatricesTest {
  private static final int[] SIZES = {1, 2, 3, 17, 64, 65, 257, 600};

  private static Tensor random(DType dtype, int... dims) {
    return Fluxion.randn(dims).to(dtype);
  }

  private static double roundoff(DType dtype) {
    return dtype == DType.FLOAT64 ? 0x1p-52 : 0x1p-23;
  }

  private static void isSmall(Tensor rest, double bound, String what) {
    double size = rest.abs().max().item();
    assertTrue(size <= bound, () -> what + ": " + size + ", at most " + bound);
  }

  @Test
  void systems() {
    Fluxion.manualSeed(14);
    for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
      for (int n : SIZES) {
        var a = random(dtype, n, n);
        for (var one : List.of(a, a.t(), a.flip(1).t())) {
          for (int k : new int[] {1, 5, 300}) {
            var b = random(dtype, n, k);
            var x = one.solve(b);
            double size = Math.max(1, x.abs().max().item());
            isSmall(one.matmul(x).sub(b), 32 * n * roundoff(dtype) * size, dtype + " of " + n);
          }
        }
      }
    }
  }

  @Test
  void inversesAndDeterminants() {
    Fluxion.manualSeed(15);
    for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
      for (int n : SIZES) {
        // The eigenvalues lie around 3 √n, so the condition is small.
        var a = random(dtype, n, n).add(Fluxion.eye(n).to(dtype).mul(3 * Math.sqrt(n)));
        var y = a.inv();
        double bound = 64 * n * roundoff(dtype);
        isSmall(a.matmul(y).sub(Fluxion.eye(n).to(dtype)), bound, "inverse of " + n);
        double log = a.slogdet().logAbsDet().item();
        assertEquals(-log, y.slogdet().logAbsDet().item(), bound * Math.max(1, log));
        var l = a.matmul(a.t()).cholesky();
        assertEquals(log, sumOfLogs(l), bound * Math.max(1, log));
      }
    }
  }

  /** The sum of the logarithms of what is on the diagonal. */
  private static double sumOfLogs(Tensor l) {
    double sum = 0;
    for (int i = 0; i < l.shape().dim(0); i++) {
      sum += Math.log(l.get(i, i).item());
    }
    return sum;
  }

  @Test
  void positiveMatrices() {
    Fluxion.manualSeed(16);
    for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
      for (int n : SIZES) {
        var b = random(dtype, n, n);
        var a = b.matmul(b.t()).add(Fluxion.eye(n).to(dtype));
        var l = a.cholesky();
        double size = a.abs().max().item();
        isSmall(l.matmul(l.t()).sub(a), 8 * n * roundoff(dtype) * size, dtype + " of " + n);
        isSmall(l.triu(1), 0, "above the diagonal of " + n);
        isSmall(a.cholesky(true).sub(l.t()), 0, "the upper one of " + n);
      }
    }
  }

  @Test
  void triangularSystems() {
    Fluxion.manualSeed(17);
    for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
      for (int n : SIZES) {
        var t = random(dtype, n, n).div(n).add(Fluxion.eye(n).to(dtype).mul(2));
        for (var one : List.of(t, t.t())) {
          for (int k : new int[] {1, 4, 100}) {
            var b = random(dtype, n, k);
            double bound = 64 * n * roundoff(dtype);
            var up = one.solveTriangular(b, true);
            isSmall(one.triu().matmul(up).sub(b), bound, "upper of " + n);
            var left = one.solveTriangular(b.t(), false, false, false);
            isSmall(left.matmul(one.tril()).sub(b.t()), bound, "lower from the right of " + n);
          }
        }
      }
    }
  }

  @Test
  void batches() {
    Fluxion.manualSeed(18);
    var a = random(DType.FLOAT64, 50, 20, 20);
    var b = random(DType.FLOAT64, 50, 20);
    var x = a.solve(b);
    for (int i = 0; i < 50; i++) {
      isSmall(x.get(i).sub(a.get(i).solve(b.get(i))), 0, "number " + i);
    }
    var one = a.get(0);
    var all = one.expand(50, 20, 20).solve(b);
    for (int i = 0; i < 50; i++) {
      double size = Math.max(1, all.get(i).abs().max().item());
      isSmall(one.matmul(all.get(i)).sub(b.get(i)), 1e-12 * size, "number " + i);
    }
  }
}

package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CofactorsTest {
  /** By the first row, and so on. */
  private static double laplace(double[][] a) {
    if (a.length == 0) {
      return 1;
    }
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (j % 2 == 0 ? 1 : -1) * a[0][j] * laplace(without(a, 0, j));
    }
    return sum;
  }

  private static double[][] without(double[][] a, int row, int column) {
    var out = new double[a.length - 1][a.length - 1];
    for (int i = 0; i < out.length; i++) {
      for (int j = 0; j < out.length; j++) {
        out[i][j] = a[i < row ? i : i + 1][j < column ? j : j + 1];
      }
    }
    return out;
  }

  private static void check(double[][] a) {
    int n = a.length;
    double[] all = new double[n * n];
    for (int k = 0; k < all.length; k++) {
      all[k] = a[k / n][k % n];
    }
    var x = new Strided(all, Layout.of(Shape.of(n, n)), DType.FLOAT64);
    var f = Lu.factor(x);
    var c = (double[]) Cofactors.of(x, f[0], f[1]).array();
    // No minor is larger than the product of the lengths of the rows.
    double size = 1;
    for (var row : a) {
      double square = 0;
      for (double one : row) {
        square += one * one;
      }
      size *= Math.max(1, Math.sqrt(square));
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double want = ((i + j) % 2 == 0 ? 1 : -1) * laplace(without(a, i, j));
        assertEquals(want, c[i * n + j], 1e-14 * size);
      }
    }
  }

  private static double[][] random(int n, int rank, Random random) {
    var a = new double[n][n];
    for (int r = 0; r < rank; r++) {
      double[] x = new double[n];
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] = random.nextInt(7) - 3;
        y[i] = random.nextInt(7) - 3;
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          a[i][j] += x[i] * y[j];
        }
      }
    }
    return a;
  }

  @Test
  void minorsOfMatricesOfAllRanks() {
    var random = new Random(10);
    for (int n = 1; n <= 6; n++) {
      for (int rank = 0; rank <= n; rank++) {
        for (int run = 0; run < 20; run++) {
          check(random(n, rank, random));
        }
      }
    }
  }

  @Test
  void minorsWithoutASinglePivotOnTheWay() {
    check(new double[][] {{0, 1, 0}, {0, 0, 1}, {0, 0, 0}});
    check(new double[][] {{0, 0, 2}, {0, 0, 3}, {5, 0, 0}});
    check(new double[][] {{1e-300, 0}, {0, 1e-300}});
  }
}

package dev.fluxion.kernel;

import static dev.fluxion.kernel.LuTest.at;
import static dev.fluxion.kernel.LuTest.roundoff;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CholeskyTest {
  /** {@code min(i, j)}, counted from 1, whose factor has ones on and below the diagonal. */
  private static double[] minimum(int n) {
    double[] x = new double[n * n];
    for (int k = 0; k < x.length; k++) {
      x[k] = 1 + Math.min(k / n, k % n);
    }
    return x;
  }

  private static Strided square(DType dtype, int n, double... x) {
    return new Strided(LuTest.array(dtype, x), Layout.of(Shape.of(n, n)), dtype);
  }

  @Test
  void aFactorThatIsKnown() {
    for (var dtype : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
      for (int n : new int[] {1, 2, 3, 16, 17, 64, 65, 130, 257}) {
        var l = Cholesky.factor(square(dtype, n, minimum(n)));
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            assertEquals(j <= i ? 1 : 0, at(l, i, j), n * roundoff(dtype), () -> "of " + n);
          }
        }
      }
    }
  }

  @Test
  void theProductOfTheFactorsIsTheSymmetricPart() {
    var random = new Random(7);
    for (int n : new int[] {2, 5, 17, 90}) {
      double[] x = new double[n * n];
      for (int k = 0; k < x.length; k++) {
        x[k] = random.nextGaussian() + (k % (n + 1) == 0 ? 3 * n : 0);
      }
      var l = Cholesky.factor(square(DType.FLOAT64, n, x));
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int p = 0; p < n; p++) {
            sum += at(l, i, p) * at(l, j, p);
          }
          double want = (x[i * n + j] + x[j * n + i]) / 2;
          assertEquals(want, sum, 1e-15 * n * n * 3, () -> "of " + n);
        }
      }
    }
  }

  @Test
  void theFirstMinorThatIsNotPositive() {
    for (int n : new int[] {3, 17, 70, 200}) {
      for (int bad : new int[] {0, n / 2, n - 1}) {
        double[] x = minimum(n);
        // The pivot there would be 1.
        x[bad * (n + 1)] -= 2;
        var e =
            assertThrows(
                Cholesky.NotPositive.class, () -> Cholesky.factor(square(DType.FLOAT64, n, x)));
        assertEquals(bad + 1, e.minor);
        assertEquals(0, e.number);
      }
    }
  }

  @Test
  void whichMatrixOfABatchItIs() {
    double[] x = {1, 2, -1, 3};
    var layout = Layout.of(Shape.of(3, 4, 1, 1), new int[] {0, 1, 1, 1}, 0);
    var e =
        assertThrows(
            Cholesky.NotPositive.class,
            () -> Cholesky.factor(new Strided(x, layout, DType.FLOAT64)));
    assertEquals(2, e.number);
    assertTrue(x[2] == -1);
  }
}

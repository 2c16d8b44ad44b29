package dev.fluxion.laws;

import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.Tensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Gradients of matrices that several products share, which providers of kernels add up in place.
 */
class GradientsOfProductsTest {
  private static final int TIMES = 3;
  private static final int ROWS = 16;
  private static final int INNER = 20;
  private static final int COLUMNS = 30;

  private static Tensor gradient(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad());
  }

  /** Small whole numbers, so that the order of sums plays no part. */
  private static Tensor wholes(DType dtype, int... dims) {
    int n = 1;
    for (int d : dims) {
      n *= d;
    }
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i % 7 - 3;
    }
    return from(x).to(dtype).reshape(dims);
  }

  /** The gradient of {@code Σₖ (k + 1)·Σ xₖ w} in w, element by element. */
  private static double[] expected(Tensor x) {
    double[] sums = new double[INNER * COLUMNS];
    for (int i = 0; i < sums.length; i++) {
      for (int k = 0; k < TIMES; k++) {
        for (int row = 0; row < ROWS; row++) {
          sums[i] += (k + 1) * x.at(k, row, i / COLUMNS).item();
        }
      }
    }
    return sums;
  }

  @Test
  void productsAddUpHoweverTheirOperandsLie() {
    for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.FLOAT16}) {
      var x = wholes(dtype, TIMES, ROWS, INNER);
      var right = ones(dtype, INNER, COLUMNS).requiresGrad(true);
      var rightInColumns = ones(dtype, COLUMNS, INNER).requiresGrad(true);
      var left = ones(dtype, COLUMNS, INNER).requiresGrad(true);
      var leftInColumns = ones(dtype, INNER, COLUMNS).requiresGrad(true);
      var b = rightInColumns.t();
      var a = leftInColumns.t();
      var y = zeros(dtype);
      for (int k = 0; k < TIMES; k++) {
        var one = x.at(k);
        var all = one.matmul(right).sum().add(one.matmul(b).sum());
        all = all.add(left.matmul(one.t()).sum()).add(a.matmul(one.t()).sum());
        y = y.add(all.mul(k + 1));
      }
      y.backward();
      double[] expected = expected(x);
      assertArrayEquals(expected, gradient(right).flatten().toDoubleArray(), dtype.toString());
      assertArrayEquals(expected, gradient(leftInColumns).flatten().toDoubleArray());
      assertArrayEquals(expected, gradient(rightInColumns).t().flatten().toDoubleArray());
      assertArrayEquals(expected, gradient(left).t().flatten().toDoubleArray());
    }
  }

  @Test
  void aGradientLiesAsItsMatrixDoes() {
    var w = ones(40, 60).requiresGrad(true);
    var v = ones(30, 60).requiresGrad(true);
    v.t().matmul(ones(30, 60).matmul(w.t())).sum().backward();
    assertTrue(gradient(w).isContiguous());
    assertTrue(gradient(v).isContiguous());
    assertEquals(60 * 30.0, gradient(w).max().item());
  }

  @Test
  void batchesOfMatricesInColumnsToo() {
    var w = ones(2, 5, 4).requiresGrad(true);
    var x = wholes(DType.FLOAT32, 2, 3, 4);
    x.matmul(w.transpose(-1, -2)).sum().backward();
    assertTrue(x.sum(1, true).expand(2, 5, 4).eq(gradient(w)).all().item() != 0);
  }
}

package dev.fluxion.implicit;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.jspecify.annotations.Nullable;

/** Linear systems of doubles, by triangular factors with partial pivoting. */
final class Lu {
  private Lu() {}

  /**
   * {@code A⁻¹·B} of an (n, n) and an (n, k) matrix in row-major order; null if a pivot is 0, NaN
   * if A is not finite.
   *
   * <p>Any other pivot will do, as in LAPACK: how small one may be depends on the scale of the
   * matrix, which this does not know.
   */
  static double @Nullable [] solve(double[] a, int n, double[] b, int k) {
    if (n == 0 || k == 0) {
      return new double[0];
    }
    if (!Arrays.stream(a).allMatch(Double::isFinite)) {
      var none = new double[n * k];
      Arrays.fill(none, Double.NaN);
      return none;
    }
    var solver = new LUDecomposition(matrix(a, n, n), Double.MIN_VALUE).getSolver();
    if (!solver.isNonSingular()) {
      return null;
    }
    var x = solver.solve(matrix(b, n, k));
    var out = new double[n * k];
    for (int i = 0; i < n; i++) {
      System.arraycopy(x.getRow(i), 0, out, i * k, k);
    }
    return out;
  }

  static RealMatrix matrix(double[] a, int m, int n) {
    var rows = new double[m][n];
    for (int i = 0; i < m; i++) {
      System.arraycopy(a, i * n, rows[i], 0, n);
    }
    return new Array2DRowRealMatrix(rows, false);
  }
}

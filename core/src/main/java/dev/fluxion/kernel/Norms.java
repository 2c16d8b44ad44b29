package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Arrays;

/** {@code √(Σ x²)}. */
public final class Norms {
  private Norms() {}

  /**
   * The Euclidean norms over the last {@code folded} axes of a floating array [(kept…, folded…) →
   * (kept…)], computed in double; float64 is scaled by its largest element where squares would
   * overflow or vanish.
   */
  public static Strided euclidean(Strided x, int folded) {
    int[] kept = Arrays.copyOf(x.shape().toArray(), x.shape().rank() - folded);
    var out = Strided.zeros(Shape.of(kept), x.dtype());
    int rows = out.shape().size();
    int n = rows == 0 ? 0 : x.shape().size() / rows;
    if (n > 0) {
      double[] all = new double[rows * n];
      Copies.copy(x.dtype(), x.array(), x.layout(), DType.FLOAT64, all, Layout.of(x.shape()));
      for (int row = 0; row < rows; row++) {
        double[] squares = rows == 1 ? all : Arrays.copyOfRange(all, row * n, (row + 1) * n);
        Buffers.set(x.dtype(), out.array(), row, euclidean(x.dtype(), squares));
      }
    }
    return out;
  }

  /** The norm of numbers that were of a type; they are overwritten. */
  private static double euclidean(DType dtype, double[] squares) {
    double largest = 0;
    for (double v : squares) {
      largest = Math.max(largest, Math.abs(v));
    }
    double scale = scale(dtype, largest);
    for (int i = 0; i < squares.length; i++) {
      double v = squares[i] * scale;
      squares[i] = v * v;
    }
    double[] sum = new double[1];
    var line = Layout.of(Shape.of(squares.length));
    Reduce.reduce(Reduce.Kind.SUM, DType.FLOAT64, squares, line, 0, sum);
    return Math.sqrt(sum[0]) / scale;
  }

  /** A power of two, so that scaling is exact; 1 wherever the squares are in range anyway. */
  private static double scale(DType dtype, double largest) {
    boolean safe = dtype != DType.FLOAT64 || largest == 0 || largest > 1e-140 && largest < 1e140;
    return safe || !Double.isFinite(largest)
        ? 1
        : Math.scalb(1.0, Math.max(-1000, Math.min(1000, -Math.getExponent(largest))));
  }
}

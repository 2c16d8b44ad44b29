package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.Shape;

/** {@code √(Σ x²)}. */
public final class Norms {
  private Norms() {}

  /**
   * The Euclidean norm of all elements of a floating array [(…) → ()], computed in double; float64
   * is scaled by its largest element where squares would overflow or vanish.
   */
  public static Strided euclidean(Strided x) {
    var out = Strided.zeros(Shape.SCALAR, x.dtype());
    int n = x.layout().size();
    if (n > 0) {
      double[] squares = new double[n];
      var line = Layout.of(Shape.of(n));
      Copies.copy(x.dtype(), x.array(), x.layout(), DType.FLOAT64, squares, Layout.of(x.shape()));
      double largest = 0;
      for (double v : squares) {
        largest = Math.max(largest, Math.abs(v));
      }
      double scale = scale(x.dtype(), largest);
      for (int i = 0; i < n; i++) {
        double v = squares[i] * scale;
        squares[i] = v * v;
      }
      double[] sum = new double[1];
      Reduce.reduce(Reduce.Kind.SUM, DType.FLOAT64, squares, line, 0, sum);
      Buffers.set(x.dtype(), out.array(), 0, Math.sqrt(sum[0]) / scale);
    }
    return out;
  }

  /** A power of two, so that scaling is exact; 1 wherever the squares are in range anyway. */
  private static double scale(DType dtype, double largest) {
    boolean safe = dtype == DType.FLOAT32 || largest == 0 || largest > 1e-140 && largest < 1e140;
    return safe || !Double.isFinite(largest)
        ? 1
        : Math.scalb(1.0, Math.max(-1000, Math.min(1000, -Math.getExponent(largest))));
  }
}

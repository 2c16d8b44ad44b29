package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Symbolic;

/**
 * {@code exp(x - c)} over ranges of arrays, for kernels that are written by hand. The loops are
 * emitted when first used, and become faster as all emitted ones do.
 */
final class ShiftedExp {
  private ShiftedExp() {}

  private static final class OfFloat {
    static final Loop LOOP = emit(DType.FLOAT32);
  }

  private static final class OfDouble {
    static final Loop LOOP = emit(DType.FLOAT64);
  }

  private static Loop emit(DType dtype) {
    var m = Symbolic.LANES;
    var body = m.exp(m.sub(new Expr.Arg(0), new Expr.Arg(1)));
    return Emitter.emit("ShiftedExp", body, new DType[] {dtype, dtype}, dtype);
  }

  /** {@code out[o + i] = exp(x[at + i] - c)} for n elements; may be in place. */
  static void run(float[] x, int at, float c, float[] out, int o, int n) {
    OfFloat.LOOP.run(x, at, 1, new float[] {c}, 0, 0, out, o, 1, n);
  }

  /** The same of doubles. */
  static void run(double[] x, int at, double c, double[] out, int o, int n) {
    OfDouble.LOOP.run(x, at, 1, new double[] {c}, 0, 0, out, o, 1, n);
  }
}

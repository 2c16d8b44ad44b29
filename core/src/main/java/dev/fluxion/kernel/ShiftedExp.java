package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Symbolic;

/**
 * {@code exp(x - c)} over ranges of arrays, for kernels that are written by hand, of the exact
 * difference: rounded, one of 16 would be off by 8 units in the last place of the result. The loops
 * are emitted when first used, and become faster as all emitted ones do.
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
    var x = new Expr.Arg(0);
    var c = new Expr.Arg(1);
    var zero = m.constant(0);
    // What the difference is rounded by (O. Møller, Quasi double-precision in floating point
    // addition, BIT 5, 1965); an infinite one is exact, and the formula says NaN.
    var d = m.sub(x, c);
    var s = m.sub(d, x);
    var lost = m.sub(m.sub(x, m.sub(d, s)), m.add(c, s));
    var rest = m.select(Cmp.EQ, lost, lost, lost, zero);
    var y = m.exp(d);
    var body = m.add(y, m.mul(y, rest));
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

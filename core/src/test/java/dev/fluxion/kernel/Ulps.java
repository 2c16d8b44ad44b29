package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import java.math.BigDecimal;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Holds the kernel of a function to references, in units of the last place of the true value. */
final class Ulps {
  private Ulps() {}

  static Loop loop(Fn f, DType dtype) {
    return Emitter.emit("Ulps", new Expr.Unary(f, new Expr.Arg(0)), new DType[] {dtype}, dtype);
  }

  static double[] apply(Fn f, double... x) {
    var y = new double[x.length];
    loop(f, DType.FLOAT64).run(x, 0, 1, y, 0, 1, x.length);
    return y;
  }

  static float[] apply(Fn f, float... x) {
    var y = new float[x.length];
    loop(f, DType.FLOAT32).run(x, 0, 1, y, 0, 1, x.length);
    return y;
  }

  /**
   * Every 2,003rd float, of all 2³²; where the reference, taken in double, is no ordinary number,
   * they must agree.
   */
  static void floats(Fn f, DoubleUnaryOperator reference, double bound) {
    var loop = loop(f, DType.FLOAT32);
    var x = new float[1 << 12];
    var y = new float[x.length];
    for (long bits = 0; bits < 1L << 32; ) {
      for (int i = 0; i < x.length; i++, bits += 2003) {
        x[i] = Float.intBitsToFloat((int) bits);
      }
      loop.run(x, 0, 1, y, 0, 1, x.length);
      for (int i = 0; i < x.length; i++) {
        check(f, x[i], y[i], reference.applyAsDouble(x[i]), bound);
      }
    }
  }

  private static void check(Fn f, float x, float y, double want, double bound) {
    float rounded = (float) want;
    if (!Float.isFinite(rounded) || rounded == 0 || !Float.isFinite(y)) {
      assertEquals(rounded, y, () -> f + " of " + x);
    } else {
      double ulps = Math.abs(y - want) / Math.ulp(rounded);
      assertTrue(ulps <= bound, () -> f + " of " + x + " is " + want + ", got " + y);
    }
  }

  /** Doubles against 40 digits; all results are ordinary numbers. */
  static void doubles(Fn f, double[] x, UnaryOperator<BigDecimal> reference, double bound) {
    double[] y = apply(f, x);
    for (int i = 0; i < x.length; i++) {
      int at = i;
      var want = reference.apply(new BigDecimal(x[i]));
      double ulps =
          new BigDecimal(y[i]).subtract(want).abs().doubleValue() / Math.ulp(want.doubleValue());
      assertTrue(
          ulps <= bound,
          () -> f + " of " + x[at] + " is " + want + ", got " + y[at] + ": " + ulps + " ulp");
    }
  }
}

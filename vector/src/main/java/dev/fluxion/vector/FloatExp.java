package dev.fluxion.vector;

import static dev.fluxion.vector.FloatTile.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@code 2²⁴·exp(x - c)} of float32 rows with no element above c, of the exact difference. Times
 * 2²⁴ there is no result between 0 and the least normal number. {@link DoubleExp} is the same for
 * float64.
 *
 * <p>With n the whole number nearest to {@code (x - c)/ln 2}, {@code eˣ⁻ᶜ = 2ⁿ·eʳ} with {@code |r|
 * ≤ ln 2 / 2} and {@code eʳ = 1 + r + r²·q(r)}, where q is a minimax polynomial with an error of
 * 2⁻²⁸ relative to {@code eʳ}. The ln 2 that is taken away n times has two parts [1], and with the
 * second goes what {@code x - c} was rounded by [2]. Below -104 the result is 0. The largest error
 * of all floats is 1.02 units in the last place and 1.54·2⁻²⁴ of the result.
 *
 * <ol>
 *   <li>W. J. Cody, W. Waite, Software Manual for the Elementary Functions, 1980.
 *   <li>O. Møller, Quasi double-precision in floating point addition, BIT 5, 1965.
 * </ol>
 */
final class FloatExp {
  /** What the results are to be multiplied by. */
  static final float UNIT = 0x1p-24f;

  private static final float LOG2_E = 0x1.715476p0f;

  /** A float this large has no fraction, and its last bits are those of n + 127 + 24. */
  private static final float SHIFTER = 0x1.8p23f + 151;

  private static final float LN2_HIGH = 0x1.62e43p-1f;
  private static final float LN2_LOW = -0x1.05c61p-29f;
  private static final float LEAST = -104;

  private FloatExp() {}

  /** {@code out[o + i] = 2²⁴·exp(x[at + i] - c)} for n elements, at least as many as lanes. */
  static void run(float[] x, int at, float c, float[] out, int o, int n) {
    // The last vector lies over the one before if it is not full.
    int last = n - LANES.length();
    int i = 0;
    for (; i < last; i += LANES.length()) {
      exp(x, at + i, c, out, o + i);
    }
    exp(x, at + last, c, out, o + last);
  }

  private static void exp(float[] x, int at, float c, float[] out, int o) {
    var v = FloatVector.fromArray(LANES, x, at);
    var d = v.sub(c);
    var s = d.sub(v);
    var lost = v.sub(d.sub(s)).sub(s.add(c));
    var t = d.fma(FloatVector.broadcast(LANES, LOG2_E), FloatVector.broadcast(LANES, SHIFTER));
    var n = t.sub(SHIFTER);
    var low = n.fma(FloatVector.broadcast(LANES, -LN2_LOW), lost);
    var r = n.fma(FloatVector.broadcast(LANES, -LN2_HIGH), d).add(low);
    var q = FloatVector.broadcast(LANES, 0.0013814535f);
    q = q.fma(r, FloatVector.broadcast(LANES, 0.0083687456f));
    q = q.fma(r, FloatVector.broadcast(LANES, 0.04166839f));
    q = q.fma(r, FloatVector.broadcast(LANES, 0.1666652f));
    q = q.fma(r, FloatVector.broadcast(LANES, 0.49999993f));
    var power = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    var y = q.fma(r.mul(r), r).add(1f).mul(power);
    y.blend(0, d.compare(VectorOperators.LT, LEAST)).intoArray(out, o);
  }
}

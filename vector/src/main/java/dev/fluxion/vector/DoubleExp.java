package dev.fluxion.vector;

import static dev.fluxion.vector.DoubleTile.LANES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@code 2⁵⁴·exp(x - c)} of float64 rows with no element above c, of the exact difference; see
 * {@link FloatExp}. Below -746 the result is 0. The largest error found is 0.94 units in the last
 * place.
 */
final class DoubleExp {
  /** What the results are to be multiplied by. */
  static final double UNIT = 0x1p-54;

  private static final double LOG2_E = 1.4426950408889634;

  /** A double this large has no fraction, and its last bits are those of n + 1023 + 54. */
  private static final double SHIFTER = 0x1.8p52 + 1077;

  private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
  private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;
  private static final double LEAST = -746;

  private DoubleExp() {}

  /** {@code out[o + i] = 2⁵⁴·exp(x[at + i] - c)} for n elements, at least as many as lanes. */
  static void run(double[] x, int at, double c, double[] out, int o, int n) {
    // The last vector lies over the one before if it is not full.
    int last = n - LANES.length();
    int i = 0;
    for (; i < last; i += LANES.length()) {
      exp(x, at + i, c, out, o + i);
    }
    exp(x, at + last, c, out, o + last);
  }

  private static void exp(double[] x, int at, double c, double[] out, int o) {
    var v = DoubleVector.fromArray(LANES, x, at);
    var d = v.sub(c);
    var s = d.sub(v);
    var lost = v.sub(d.sub(s)).sub(s.add(c));
    var t = d.fma(DoubleVector.broadcast(LANES, LOG2_E), DoubleVector.broadcast(LANES, SHIFTER));
    var n = t.sub(SHIFTER);
    var low = n.fma(DoubleVector.broadcast(LANES, -LN2_LOW), lost);
    var r = n.fma(DoubleVector.broadcast(LANES, -LN2_HIGH), d).add(low);
    var q = DoubleVector.broadcast(LANES, 2.0914686968086876e-09);
    q = q.fma(r, DoubleVector.broadcast(LANES, 2.5105217004720745e-08));
    q = q.fma(r, DoubleVector.broadcast(LANES, 2.75572736431103e-07));
    q = q.fma(r, DoubleVector.broadcast(LANES, 2.7557255400206422e-06));
    q = q.fma(r, DoubleVector.broadcast(LANES, 2.4801587325547743e-05));
    q = q.fma(r, DoubleVector.broadcast(LANES, 0.00019841269874820627));
    q = q.fma(r, DoubleVector.broadcast(LANES, 0.0013888888888883748));
    q = q.fma(r, DoubleVector.broadcast(LANES, 0.008333333333326136));
    q = q.fma(r, DoubleVector.broadcast(LANES, 0.04166666666666667));
    q = q.fma(r, DoubleVector.broadcast(LANES, 0.1666666666666667));
    q = q.fma(r, DoubleVector.broadcast(LANES, 0.5));
    var power = t.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
    var y = q.fma(r.mul(r), r).add(1).mul(power);
    y.blend(0, d.compare(VectorOperators.LT, LEAST)).intoArray(out, o);
  }
}

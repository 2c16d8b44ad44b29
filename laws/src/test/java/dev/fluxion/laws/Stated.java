package dev.fluxion.laws;

import dev.fluxion.op.Abs;
import dev.fluxion.op.Clamp;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Hypot;
import dev.fluxion.op.Maximum;
import dev.fluxion.op.Minimum;
import dev.fluxion.op.Pow;
import dev.fluxion.op.Relu;
import dev.fluxion.op.Softplus;
import dev.fluxion.op.Sqrt;
import java.util.List;

/**
 * Derivatives where no difference can find them: at kinks, where one of several is chosen, and at
 * the ends of domains. Worked by hand from what each primitive's documentation states, PyTorch's
 * choices.
 *
 * @param op the primitive
 * @param x the operands
 * @param partials the derivative by each
 */
record Stated(Elementwise op, List<Double> x, List<Double> partials) {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final double LN2 = 0.6931471805599453;
  // 1 / (1 + e^-1) and log(1 + e).
  private static final double SIGMOID1 = 0.7310585786300049;
  private static final double SOFTPLUS1 = 1.3132616875182228;

  /** Tangents and cotangents to try each with: a derivative is linear in them. */
  static final double[] DIRECTIONS = {1, -0.75};

  static final List<Stated> ALL =
      List.of(
          of(new Abs(), at(0), is(0)),
          of(new Abs(), at(-0.0), is(0)),
          of(new Abs(), at(2), is(1)),
          of(new Abs(), at(-2), is(-1)),
          of(new Relu(), at(0), is(0)),
          of(new Relu(), at(-1), is(0)),
          of(new Relu(), at(1), is(1)),
          of(new Sqrt(), at(0), is(INF)),
          of(new Sqrt(), at(4), is(0.25)),
          of(new Maximum(), at(1, 1), is(0.5, 0.5)),
          of(new Maximum(), at(2, 1), is(1, 0)),
          of(new Maximum(), at(1, 2), is(0, 1)),
          of(new Maximum(), at(NAN, 1), is(1, 1)),
          of(new Maximum(), at(1, NAN), is(1, 1)),
          of(new Minimum(), at(1, 1), is(0.5, 0.5)),
          of(new Minimum(), at(2, 1), is(0, 1)),
          of(new Minimum(), at(1, 2), is(1, 0)),
          of(new Minimum(), at(NAN, 1), is(1, 1)),
          of(new Minimum(), at(1, NAN), is(1, 1)),
          of(new Hypot(), at(3, 4), is(0.6, 0.8)),
          of(new Hypot(), at(0, 0), is(NAN, NAN)),
          of(new Pow(), at(0, 0), is(0, 0)),
          of(new Pow(), at(0, 1), is(1, 0)),
          of(new Pow(), at(0, 2), is(0, 0)),
          of(new Pow(), at(0, -1), is(-INF, -INF)),
          of(new Pow(), at(2, 0), is(0, LN2)),
          of(new Pow(), at(2, 3), is(12, 8 * LN2)),
          of(new Pow(), at(-2, 3), is(12, NAN)),
          of(new Pow(), at(-2, 0), is(0, NAN)),
          // Within the bounds, at either, outside of each.
          of(new Clamp(), at(0, -1, 1), is(1, 0, 0)),
          of(new Clamp(), at(-1, -1, 1), is(1, 0, 0)),
          of(new Clamp(), at(1, -1, 1), is(1, 0, 0)),
          of(new Clamp(), at(-2, -1, 1), is(0, 1, 0)),
          of(new Clamp(), at(2, -1, 1), is(0, 0, 1)),
          // Bounds that meet, and bounds the wrong way round: the upper one wins.
          of(new Clamp(), at(0, 1, 1), is(0, 0, 0)),
          of(new Clamp(), at(1, 1, 1), is(1, 0, 0)),
          of(new Clamp(), at(2, 1, 1), is(0, 0, 1)),
          of(new Clamp(), at(-2, 1, -1), is(0, 0, 1)),
          of(new Clamp(), at(-1, 1, -1), is(0, 0, 1)),
          of(new Clamp(), at(0, 1, -1), is(0, 0, 1)),
          of(new Clamp(), at(1, 1, -1), is(0, 0, 1)),
          of(new Clamp(), at(2, 1, -1), is(0, 0, 1)),
          // Below the threshold, at it, and above.
          of(new Softplus(), at(1, 1, 2), is(SIGMOID1, SIGMOID1 - SOFTPLUS1, 0)),
          of(new Softplus(), at(1, 1, 1), is(SIGMOID1, SIGMOID1 - SOFTPLUS1, 0)),
          of(new Softplus(), at(2, 1, 1), is(1, 0, 0)));

  private static Stated of(Elementwise op, List<Double> x, List<Double> partials) {
    return new Stated(op, x, partials);
  }

  private static List<Double> at(double... x) {
    return java.util.Arrays.stream(x).boxed().toList();
  }

  private static List<Double> is(double... partials) {
    return at(partials);
  }

  /** Whether a partial is what is stated here, to rounding. */
  boolean agrees(int k, double partial) {
    double expected = partials.get(k);
    return Double.isNaN(expected)
        ? Double.isNaN(partial)
        : partial == expected || Math.abs(partial - expected) <= 4e-16 * Math.abs(expected);
  }
}

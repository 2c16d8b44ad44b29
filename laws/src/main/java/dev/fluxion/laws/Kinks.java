package dev.fluxion.laws;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.DoubleLanes;
import dev.fluxion.lanes.Fn;
import dev.fluxion.lanes.Lanes;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;

/**
 * Reads the value of an elementwise primitive as numbers and notes how far each comparison on the
 * way was from a tie, where the function may have a kink or a jump.
 */
final class Kinks implements Lanes<Double> {
  private double margin = Double.POSITIVE_INFINITY;

  private Kinks() {}

  /** How far the operands are from a tie, infinity for a statement that compares nothing. */
  static double margin(Elementwise op, double... x) {
    var lanes = new Kinks();
    var _ =
        switch (op) {
          case Unary u -> u.f(lanes, x[0]);
          case Binary b -> b.f(lanes, x[0], x[1]);
          case Ternary t -> t.f(lanes, x[0], x[1], x[2]);
        };
    return lanes.margin;
  }

  private void compare(double a, double b) {
    margin = Math.min(margin, Math.abs(a - b));
  }

  @Override
  public Double constant(double value) {
    return value;
  }

  @Override
  public Double unary(Fn f, Double x) {
    if (f == Fn.ABS) {
      compare(x, 0);
    }
    return DoubleLanes.LANES.unary(f, x);
  }

  @Override
  public Double binary(Fn f, Double a, Double b) {
    if (f == Fn.MIN || f == Fn.MAX) {
      compare(a, b);
    }
    return DoubleLanes.LANES.binary(f, a, b);
  }

  /** Equality is left out: it holds at single points, or between truth values. */
  @Override
  public Double select(Cmp cmp, Double a, Double b, Double then, Double otherwise) {
    if (cmp != Cmp.EQ && cmp != Cmp.NE) {
      compare(a, b);
    }
    return DoubleLanes.LANES.select(cmp, a, b, then, otherwise);
  }
}

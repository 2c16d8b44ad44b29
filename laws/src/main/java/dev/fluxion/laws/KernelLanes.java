package dev.fluxion.laws;

import dev.fluxion.DType;
import dev.fluxion.kernel.Emitter;
import dev.fluxion.kernel.Loop;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.DoubleLanes;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import dev.fluxion.lanes.Lanes;

/**
 * Reads a statement as numbers, like {@link DoubleLanes}, but takes exponentials and the like from
 * the kernel of that one function. The kernels compute them by polynomials of their own, which may
 * differ from {@code Math} in the last bits, so each value is held to the other reader's on the
 * way; what is made of them can then be compared to the bit.
 */
final class KernelLanes implements Lanes<Double> {
  static final KernelLanes LANES = new KernelLanes();

  /** Both are right to one unit in the last place; a sigmoid of {@code Math.exp} to two. */
  private static final double ULPS = 3;

  private final Loop[] loops = new Loop[Fn.values().length];

  private KernelLanes() {
    DType[] one = {DType.FLOAT64};
    for (var f : Fn.values()) {
      if (f.arity() == 1) {
        var body = new Expr.Unary(f, new Expr.Arg(0));
        loops[f.ordinal()] = Emitter.emit("Law" + f, body, one, DType.FLOAT64);
      }
    }
  }

  @Override
  public Double constant(double value) {
    return value;
  }

  @Override
  public Double unary(Fn f, Double x) {
    double want = DoubleLanes.LANES.unary(f, x);
    double[] in = {x};
    double[] out = new double[1];
    loops[f.ordinal()].run(in, 0, 1, out, 0, 1, 1);
    double got = out[0];
    boolean same = Double.doubleToLongBits(got) == Double.doubleToLongBits(want);
    Near.require(
        same || Math.abs(got - want) <= ULPS * Math.ulp(want),
        () -> "the kernel of " + f + " at " + x + ": got " + got + ", expected " + want);
    return got;
  }

  @Override
  public Double binary(Fn f, Double a, Double b) {
    return DoubleLanes.LANES.binary(f, a, b);
  }

  @Override
  public Double select(Cmp cmp, Double a, Double b, Double then, Double otherwise) {
    return DoubleLanes.LANES.select(cmp, a, b, then, otherwise);
  }
}

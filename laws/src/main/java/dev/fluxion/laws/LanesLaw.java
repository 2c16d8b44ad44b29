package dev.fluxion.laws;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Example;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise primitive means what its statement says when plain Java reads it: the value
 * kernel, the one-kernel pull, the pull as tensor operations, and forward mode give the bits of
 * {@link KernelLanes}, for NaN, infinities, zeros of both signs and the ends of the range as well.
 * In float32 and halves, which Java cannot read, the one-kernel pull gives the bits of the tensor
 * operations there.
 */
final class LanesLaw {
  private static final double[] SPECIAL = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0.0,
    -0.0,
    1,
    -1,
    2,
    0.5,
    -3.5,
    Double.MIN_VALUE,
    -Double.MAX_VALUE,
    1e-310,
    1e200,
    -40,
    800
  };

  private LanesLaw() {}

  static void check(Example e, Point at) {
    if (e.op() instanceof Elementwise op) {
      check(op, at);
      check(op, special(op, at));
    }
  }

  private static void check(Elementwise op, Point at) {
    var lanes = new LanesSubject(op);
    var tensors = new OpSubject(op);
    Near.same("the value kernel", tensors.value(at.x()), lanes.value(at.x()));
    var vjp = lanes.vjp(at.x(), at.ct());
    checkPulls(tensors, at, vjp);
    // A sum begins with the first operand that has a tangent: the sign of a zero may differ.
    Near.same(
        "forward mode", unsigned(tensors.jvp(at.x(), at.t())), unsigned(lanes.jvp(at.x(), at.t())));
    for (var type : List.of(DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16)) {
      checkPulls(tensors, as(type, at), null);
    }
  }

  private static void checkPulls(
      OpSubject op, Point at, @Nullable List<@Nullable Tensor> expected) {
    var x = Derivatives.leaves(at.x());
    var y = op.value(x);
    var kernel = Derivatives.pull(y, x, at.ct(), Fluxion.retainGraph());
    var recorded = Derivatives.pull(y, x, at.ct(), Fluxion.createGraph());
    Near.same("the one-kernel pull, beside tensor operations,", kernel, recorded);
    if (expected != null) {
      Near.same("the one-kernel pull", kernel, expected);
    }
  }

  private static Point as(DType type, Point at) {
    List<Tensor> x = new ArrayList<>();
    at.x().forEach(one -> x.add(one.dtype().isFloating() ? one.to(type) : one));
    return new Point(x, some(type, at.t()), some(type, at.u()), some(type, at.ct()));
  }

  private static List<@Nullable Tensor> some(DType type, List<@Nullable Tensor> x) {
    List<@Nullable Tensor> out = new ArrayList<>();
    for (var one : x) {
      out.add(one == null ? null : one.to(type));
    }
    return out;
  }

  private static List<@Nullable Tensor> unsigned(List<@Nullable Tensor> x) {
    List<@Nullable Tensor> out = new ArrayList<>();
    for (var one : x) {
      out.add(one == null ? null : one.add(0.0));
    }
    return out;
  }

  /** Every combination of special numbers, with directions as the point has them. */
  private static Point special(Elementwise op, Point at) {
    int arity = Ops.arity(op);
    int n = (int) Math.pow(SPECIAL.length, arity);
    List<Tensor> x = new ArrayList<>();
    int period = 1;
    for (int k = 0; k < arity; k++) {
      double[] elements = new double[n];
      for (int i = 0; i < n; i++) {
        elements[i] = SPECIAL[i / period % SPECIAL.length];
      }
      var dtype = op.operand(k, DType.FLOAT64);
      x.add(Fluxion.wrap(elements).to(dtype));
      period *= SPECIAL.length;
    }
    return new Draws(at.x().hashCode()).point(new OpSubject(op), x);
  }
}

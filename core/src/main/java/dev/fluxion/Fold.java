package dev.fluxion;

import dev.fluxion.kernel.Reduce.Kind;
import dev.fluxion.op.Extreme;
import dev.fluxion.op.ExtremeAlong;
import dev.fluxion.op.Linear;
import dev.fluxion.op.Op;
import dev.fluxion.op.Prod;
import dev.fluxion.op.Sum;

/** What reductions check, and the types they take. */
final class Fold {
  private Fold() {}

  static Tensor linear(Linear op, Tensor x) {
    return Apply.linear(op, x);
  }

  /**
   * The axes as a bit mask. A 0-d tensor accepts axis 0 and -1, as in PyTorch, and folds nothing.
   */
  static int mask(Tensor x, int... axes) {
    int mask = 0;
    for (int axis : axes) {
      if (x.rank() == 0 && (axis == 0 || axis == -1)) {
        continue;
      }
      int bit = 1 << x.shape().axis(axis);
      if ((mask & bit) != 0) {
        throw twice(axis, x);
      }
      mask |= bit;
    }
    return mask;
  }

  /** The axes to fold; all of them where none is named, as in PyTorch. */
  static int folded(Tensor x, int... axes) {
    return axes.length == 0 ? all(x) : mask(x, axes);
  }

  static int all(Tensor x) {
    return (1 << x.rank()) - 1;
  }

  static int[] axes(Tensor x) {
    return java.util.stream.IntStream.range(0, x.rank()).toArray();
  }

  private static IndexException twice(int axis, Tensor x) {
    return new IndexException(
        "each axis is given once, got axis " + axis + " again for the shape " + x.shape());
  }

  /** Sums of whole numbers and truth values are int64. */
  static Tensor whole(Tensor x) {
    return x.dtype().isFloating() ? x : Align.to(x, DType.INT64);
  }

  static Tensor floating(Tensor x, String operation) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          operation
              + " needs floating elements, got "
              + x.dtype()
              + "; convert with toFloat32() or toFloat64() first");
    }
    return x;
  }

  static Tensor extreme(Kind kind, Tensor x, int[] axes, boolean keepDims) {
    var op = new Extreme(kind, folded(x, axes), keepDims);
    checkNotEmpty(op, x, op.axes());
    return Apply.opaque(op, x)[0];
  }

  /** All (PROD) or any (SUM) of what differs from 0. */
  static Tensor truth(Kind kind, Tensor x, int[] axes, boolean keepDims) {
    var flags = x.detach().to(DType.BOOL);
    var op =
        kind == Kind.PROD
            ? new Prod(folded(x, axes), keepDims)
            : new Sum(folded(x, axes), keepDims);
    return Apply.op(op, flags)[0];
  }

  static ValuesIndices extremeAlong(Kind kind, Tensor x, int axis, boolean keepDims) {
    mask(x, axis);
    if (x.rank() == 0) {
      var one = extremeAlong(kind, x.reshape(1), 0, false);
      return new ValuesIndices(one.values(), one.indices());
    }
    var op = new ExtremeAlong(kind, x.shape().axis(axis), keepDims);
    checkNotEmpty(op, x, 1 << op.axis());
    var y = Apply.opaque(op, x);
    return new ValuesIndices(y[0], y[1]);
  }

  private static void checkNotEmpty(Op op, Tensor x, int axes) {
    for (int k = 0; k < x.rank(); k++) {
      if ((axes >>> k & 1) == 1 && x.shape().dim(k) == 0) {
        throw new ShapeException(
            Text.operation(op)
                + " needs at least one element along each axis it folds, got the shape "
                + x.shape()
                + ", empty along axis "
                + k);
      }
    }
  }
}

package dev.fluxion;

import dev.fluxion.op.AffineLayerNorm;
import dev.fluxion.op.Expand;
import dev.fluxion.op.LayerNorm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What layers of neural networks check, and the operations they consist of. */
final class Layers {
  private Layers() {}

  static Tensor linear(Tensor x, Tensor w, @Nullable Tensor bias) {
    Convolutions.checkTypes("linear", x, w, bias);
    if (w.rank() != 2 || x.rank() == 0 || x.shape().dim(-1) != w.shape().dim(1)) {
      throw new ShapeException(
          "linear needs (…, n) and weights (m, n), got " + x.shape() + " and " + w.shape());
    }
    int m = w.shape().dim(0);
    if (bias != null && !bias.shape().equals(Shape.of(m))) {
      throw new ShapeException("linear needs a bias of shape (" + m + "), got " + bias.shape());
    }
    var y = x.matmul(w.t());
    return bias == null ? y : y.add(bias);
  }

  static Tensor layerNorm(
      Tensor x, int[] shape, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    Fold.floating(x, "layerNorm");
    int kept = x.rank() - shape.length;
    var folded = Shape.of(shape);
    if (shape.length == 0
        || kept < 0
        || !Shape.of(Arrays.copyOfRange(x.shape().toArray(), kept, x.rank())).equals(folded)) {
      throw new ShapeException(
          "layerNorm needs a tensor whose last axes are of the shape "
              + folded
              + ", at least one, got "
              + x.shape());
    }
    checkLike("weight", weight, x, folded);
    checkLike("bias", bias, x, folded);
    if (!(eps >= 0)) {
      throw new IllegalArgumentException("layerNorm needs an eps of 0 or more, got " + eps);
    }
    if (weight != null && bias != null) {
      var op = new AffineLayerNorm(shape.length, eps);
      return Apply.opaque(op, x, aligned(weight, x, kept), aligned(bias, x, kept))[0];
    }
    var y = Apply.opaque(new LayerNorm(shape.length, eps), x)[0];
    y = weight == null ? y : y.mul(weight);
    return bias == null ? y : y.add(bias);
  }

  /** With an axis of length 1 in front for each of x that is not folded. */
  private static Tensor aligned(Tensor one, Tensor x, int kept) {
    if (kept == 0) {
      return one;
    }
    int[] dims = x.shape().toArray();
    Arrays.fill(dims, 0, kept, 1);
    return Apply.linear(new Expand(Shape.of(dims), true), one);
  }

  private static void checkLike(String what, @Nullable Tensor one, Tensor x, Shape shape) {
    if (one != null && !one.shape().equals(shape)) {
      throw new ShapeException(
          "layerNorm needs a " + what + " of the shape " + shape + ", got " + one.shape());
    }
    if (one != null && one.dtype() != x.dtype()) {
      throw new DTypeException(
          "layerNorm needs a "
              + what
              + " of the type of the elements, got "
              + one.dtype()
              + " for "
              + x.dtype()
              + "; convert with to(…) first");
    }
  }

  static LstmState lstmCell(
      Tensor x,
      Tensor h,
      Tensor c,
      Tensor wIh,
      Tensor wHh,
      @Nullable Tensor bIh,
      @Nullable Tensor bHh) {
    int hidden = c.rank() == 0 ? 0 : c.shape().dim(-1);
    boolean fits = c.shape().equals(h.shape()) && c.rank() > 0 && x.rank() == h.rank();
    fits &= wIh.rank() == 2 && wIh.shape().dim(0) == 4 * hidden;
    if (!fits || !wHh.shape().equals(Shape.of(4 * hidden, hidden))) {
      throw new ShapeException(
          "lstmCell needs x (…, n), h and c (…, m) and weights (4·m, n) and (4·m, m), got "
              + x.shape()
              + ", "
              + h.shape()
              + " and "
              + c.shape()
              + " and "
              + wIh.shape()
              + " and "
              + wHh.shape());
    }
    var gates = linear(x, wIh, bIh).add(linear(h, wHh, bHh));
    var in = gate(gates, 0, hidden).sigmoid();
    var forget = gate(gates, 1, hidden).sigmoid();
    var cell = gate(gates, 2, hidden).tanh();
    var out = gate(gates, 3, hidden).sigmoid();
    var next = forget.mul(c).add(in.mul(cell));
    return new LstmState(out.mul(next.tanh()), next);
  }

  private static Tensor gate(Tensor gates, int number, int hidden) {
    return gates.narrow(-1, number * hidden, hidden);
  }
}

package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Reduce;
import dev.fluxion.kernel.Strided;
import java.util.List;

/**
 * {@code y = Σ x} over a set of axes [(…) → the other axes, or length 1 with keepDims]; 0 of
 * nothing.
 *
 * @param axes the axes to fold, bit k for axis k
 * @param keepDims whether the folded axes stay with length 1
 */
public record Sum(int axes, boolean keepDims) implements Linear {
  @Override
  public Spec result(Spec x) {
    return x.with(Axes.fold(x.shape(), axes, keepDims));
  }

  @Override
  public Strided value(Strided x) {
    return fold(Reduce.Kind.SUM, x, axes, keepDims);
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return ct.reshape(Axes.fold(x.shape(), axes, true)).expand(x.shape());
  }

  static Strided fold(Reduce.Kind kind, Strided x, int axes, boolean keepDims) {
    var shape = Axes.fold(x.shape(), axes, keepDims);
    var out = Buffers.unfilled(x.dtype(), shape.size());
    int kept = x.shape().rank() - Integer.bitCount(axes);
    Reduce.reduce(kind, x.dtype(), x.array(), Axes.last(x.layout(), axes), kept, out);
    return new Strided(out, Layout.of(shape), x.dtype());
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Sum(axes << 1, keepDims);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return Example.join(
        Example.folds(Sum::new),
        Example.of(new Sum(1, false), 67),
        Example.of(new Sum(2, false), 3, 67),
        Example.of(new Sum(1, false), 67, 3),
        Example.of(new Sum(1, false), Operand.of(DType.FLOAT32, 67)),
        Example.of(new Sum(2, true), Operand.of(DType.INT64, 2, 3)).with(Smoothness.NONE));
  }
}

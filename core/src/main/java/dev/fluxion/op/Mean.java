package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Halves;
import dev.fluxion.kernel.Reduce;
import dev.fluxion.kernel.Strided;
import java.util.List;

/**
 * {@code y = Σ x / n} over a set of axes of n elements in all [(…) → the other axes, or length 1
 * with keepDims]; NaN of nothing.
 *
 * @param axes the axes to fold, bit k for axis k
 * @param keepDims whether the folded axes stay with length 1
 */
public record Mean(int axes, boolean keepDims) implements Linear {
  @Override
  public Spec result(Spec x) {
    return x.with(Axes.fold(x.shape(), axes, keepDims));
  }

  @Override
  public Strided value(Strided x) {
    if (Halves.holds(x.dtype())) {
      // The sum may be far out of their range where the mean is not.
      return value(x.copy(DType.FLOAT32)).copy(x.dtype());
    }
    var sum = Sum.fold(Reduce.Kind.SUM, x, axes, keepDims);
    double n = Axes.count(x.shape(), axes);
    for (int i = 0; i < sum.layout().size(); i++) {
      double mean = Buffers.asDouble(x.dtype(), sum.array(), i) / n;
      Buffers.set(x.dtype(), sum.array(), i, mean);
    }
    return sum;
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    // Of nothing there is nothing to divide; by 1, so that the derivative of this has no 0 / 0.
    return ct.div(Math.max(1, Axes.count(x.shape(), axes)))
        .reshape(Axes.fold(x.shape(), axes, true))
        .expand(x.shape());
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Mean(axes << 1, keepDims);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return Example.join(
        Example.foldsOfSome(Mean::new),
        Example.of(new Mean(1, false), 67),
        Example.of(new Mean(1, false), 0).with(Smoothness.NONE),
        Example.of(new Mean(2, true), 2, 0).with(Smoothness.NONE));
  }
}

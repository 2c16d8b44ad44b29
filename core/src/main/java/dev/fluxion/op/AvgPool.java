package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Pools;
import dev.fluxion.kernel.Strided;
import dev.fluxion.kernel.Threads;
import dev.fluxion.kernel.Window;
import java.util.List;

/**
 * {@code y = Σ x / n} over what a window sees at each place of the last two axes [(…, H, W) → (…,
 * oH, oW)], or the transpose of that; 0 where it sees nothing.
 *
 * @param h the window along the height
 * @param w the window along the width
 * @param divisor n; 0 for the number of taps at the place that lie on the axes or on their padding,
 *     -1 for that of those on the axes
 * @param back whether it is the transpose [(…, oH, oW) → (…, H, W)]
 */
public record AvgPool(Window h, Window w, int divisor, boolean back) implements Linear {
  @Override
  public String nodeName() {
    return "AvgPool2DBackward0";
  }

  @Override
  public Spec result(Spec x) {
    int[] dims = x.shape().toArray();
    dims[dims.length - 2] = back ? h.input() : h.output();
    dims[dims.length - 1] = back ? w.input() : w.output();
    return x.with(Shape.of(dims));
  }

  @Override
  public Strided value(Strided x) {
    var out = Strided.unfilled(result(new Spec(x.shape(), x.dtype())).shape(), x.dtype());
    int rank = x.shape().rank();
    int planes = Axes.count(x.shape(), (1 << rank - 2) - 1);
    var from = x.plain();
    var divisors = divisors();
    Threads.split(
        planes,
        Pools.grain(h, w),
        (first, end) -> {
          if (back) {
            Pools.spread(x.dtype(), from.array(), h, w, divisors, out.array(), first, end);
          } else {
            Pools.sum(x.dtype(), from.array(), h, w, divisors, out.array(), first, end);
          }
        });
    return out;
  }

  private double[] divisors() {
    double[] all = new double[h.output() * w.output()];
    for (int i = 0; i < h.output(); i++) {
      for (int j = 0; j < w.output(); j++) {
        int n =
            divisor > 0
                ? divisor
                : divisor == 0 ? h.padded(i) * w.padded(j) : h.inside(i) * w.inside(j);
        // Of nothing there is nothing to divide.
        all[i * w.output() + j] = Math.max(1, n);
      }
    }
    return all;
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.apply(new AvgPool(h, w, divisor, !back), ct);
  }

  @Override
  public Linear batched(Spec x, int n) {
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    var half = new Window(4, 2, 2, 2, 0, 1);
    var dense = new Window(3, 2, 4, 1, 1, 1);
    var cut = new Window(5, 2, 3, 2, 0, 1);
    var wide = new Window(4, 3, 3, 2, 1, 1);
    var gaps = new Window(5, 2, 3, 1, 0, 2);
    var none = new Window(1, 2, 0, 1, 0, 1);
    return List.of(
        Example.of(new AvgPool(half, half, 0, false), 4, 4),
        Example.of(new AvgPool(half, dense, 0, false), 2, 4, 3),
        Example.of(new AvgPool(dense, half, -1, false), 1, 2, 3, 4),
        Example.of(new AvgPool(cut, wide, 0, false), 5, 4),
        Example.of(new AvgPool(wide, cut, -1, false), 2, 4, 5),
        Example.of(new AvgPool(cut, gaps, 3, false), 5, 5),
        Example.of(new AvgPool(half, none, 0, false), 2, 4, 1),
        Example.of(new AvgPool(half, half, 0, false), 0, 4, 4),
        Example.of(new AvgPool(cut, wide, -1, true), 3, 3),
        Example.of(new AvgPool(dense, gaps, 0, true), 2, 4, 3),
        Example.of(new AvgPool(half, half, 5, true), Operand.of(DType.FLOAT32, 2, 2, 2)));
  }
}

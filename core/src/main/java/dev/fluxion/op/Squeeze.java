package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.List;

/**
 * {@code y = x} without some axes of length 1 [(…, 1, …) → (…)]. A view.
 *
 * @param axes the axes to drop, bit k for axis k, each of length 1
 */
public record Squeeze(int axes) implements Linear {
  @Override
  public Spec result(Spec x) {
    return x.with(Axes.fold(x.shape(), axes, false));
  }

  @Override
  public Strided value(Strided x) {
    var layout = x.layout();
    for (int k = layout.rank() - 1; k >= 0; k--) {
      layout = Axes.contains(axes, k) ? layout.select(k, 0) : layout;
    }
    return x.with(layout);
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return ct.reshape(x.shape());
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Squeeze(axes << 1);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Squeeze(0)),
        Example.of(new Squeeze(0), 3),
        Example.of(new Squeeze(1), 1),
        Example.of(new Squeeze(1), 1, 3),
        Example.of(new Squeeze(2), 3, 1),
        Example.of(new Squeeze(3), 1, 1),
        Example.of(new Squeeze(5), 1, 3, 1),
        Example.of(new Squeeze(2), 2, 1, 3),
        Example.of(new Squeeze(4), 2, 0, 1));
  }
}

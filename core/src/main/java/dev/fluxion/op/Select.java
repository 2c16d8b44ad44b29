package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.List;

/**
 * {@code y[…] = x[…, index, …]} at one position along an axis [(…, n, …) → the other axes]. A view.
 *
 * @param axis the axis, counted from the front
 * @param index the position, 0 or more
 */
public record Select(int axis, int index) implements Linear {
  @Override
  public Spec result(Spec x) {
    return x.with(Axes.fold(x.shape(), 1 << axis, false));
  }

  @Override
  public Strided value(Strided x) {
    return x.with(x.layout().select(axis, index));
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.apply(new Embed(axis, index, x.shape().dim(axis), 1), ct.unsqueeze(axis));
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Select(axis + 1, index);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Select(0, 0), 1),
        Example.of(new Select(0, 2), 3),
        Example.of(new Select(0, 1), 2, 3),
        Example.of(new Select(1, 0), 2, 3),
        Example.of(new Select(1, 1), 2, 3, 2),
        Example.of(new Select(2, 1), 2, 3, 2),
        Example.of(new Select(1, 2), 0, 3));
  }
}

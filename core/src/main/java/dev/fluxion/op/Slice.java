package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.List;

/**
 * {@code y[…, i, …] = x[…, start + i·step, …]} for i below length, along one axis. A view.
 *
 * @param axis the axis, counted from the front
 * @param start the first position
 * @param length how many
 * @param step the distance between two, 1 or more
 */
public record Slice(int axis, int start, int length, int step) implements Linear {
  @Override
  public Spec result(Spec x) {
    int[] dims = x.shape().toArray();
    dims[axis] = length;
    return x.with(Shape.of(dims));
  }

  @Override
  public Strided value(Strided x) {
    return x.with(x.layout().slice(axis, start, length, step));
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.apply(new Embed(axis, start, x.shape().dim(axis), step), ct);
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Slice(axis + 1, start, length, step);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Slice(0, 0, 5, 1), 5),
        Example.of(new Slice(0, 1, 2, 2), 5),
        Example.of(new Slice(0, 4, 1, 3), 5),
        Example.of(new Slice(0, 2, 0, 1), 5),
        Example.of(new Slice(0, 0, 0, 1), 0),
        Example.of(new Slice(0, 1, 1, 1), 2, 4),
        Example.of(new Slice(1, 0, 2, 3), 2, 4),
        Example.of(new Slice(1, 1, 2, 1), 2, 3, 2),
        Example.of(new Slice(0, 3, 20, 3), 67));
  }
}

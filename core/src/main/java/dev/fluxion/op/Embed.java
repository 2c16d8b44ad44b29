package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Copies;
import dev.fluxion.kernel.Strided;
import java.util.List;

/**
 * {@code y[…, start + i·step, …] = x[…, i, …]}, zeros elsewhere, along one axis of the given
 * length: the transpose of {@link Slice}.
 *
 * @param axis the axis, counted from the front
 * @param start where the first element goes
 * @param length the length of the axis in y
 * @param step the distance between two, 1 or more
 */
public record Embed(int axis, int start, int length, int step) implements Linear {
  @Override
  public String name() {
    return "SliceBackward";
  }

  @Override
  public Spec result(Spec x) {
    int[] dims = x.shape().toArray();
    dims[axis] = length;
    return x.with(Shape.of(dims));
  }

  @Override
  public Strided value(Strided x) {
    var out = Strided.zeros(result(new Spec(x.shape(), x.dtype())).shape(), x.dtype());
    var place = out.layout().slice(axis, start, x.shape().dim(axis), step);
    Copies.copy(x.dtype(), x.array(), x.layout(), x.dtype(), out.array(), place);
    return out;
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.apply(new Slice(axis, start, x.shape().dim(axis), step), ct);
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Embed(axis + 1, start, length, step);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Embed(0, 1, 7, 2), 3),
        Example.of(new Embed(0, 0, 3, 1), 3),
        Example.of(new Embed(0, 2, 4, 1), 0),
        Example.of(new Embed(0, 1, 4, 3), 1, 2),
        Example.of(new Embed(1, 1, 5, 2), 2, 2),
        Example.of(new Embed(1, 0, 3, 1), 2, 2, 2),
        Example.of(new Embed(1, 1, 2, 1), 0, 1));
  }
}

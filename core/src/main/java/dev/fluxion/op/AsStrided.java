package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code y[i, j, …] = x[offset + i·strides₀ + j·strides₁ + …]}, where x is taken as the row of its
 * elements in row-major order; no element twice. What a chain of views has come to, as one. A view
 * of an x that lies in that order, else a copy.
 *
 * @param shape the shape of y
 * @param strides the distance of neighbours along each axis of y
 * @param offset the number of the first element
 */
public record AsStrided(Shape shape, List<Integer> strides, int offset) implements Linear {
  @Override
  public Spec result(Spec x) {
    return x.with(shape);
  }

  @Override
  public Strided value(Strided x) {
    var row = x.layout().isContiguous() ? x : x.plain();
    int[] steps = strides.stream().mapToInt(Integer::intValue).toArray();
    return row.with(Layout.of(shape, steps, row.layout().offset() + offset));
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.apply(new Overwrite(List.of(this)), Rules.zeros(x), ct);
  }

  @Override
  public Linear batched(Spec x, int n) {
    List<Integer> all = new ArrayList<>(List.of(x.shape().size()));
    all.addAll(strides);
    return new AsStrided(shape.prepended(n), List.copyOf(all), offset);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new AsStrided(Shape.SCALAR, List.of(), 2), 4),
        Example.of(new AsStrided(Shape.of(2), List.of(2), 1), 4),
        Example.of(new AsStrided(Shape.of(3, 2), List.of(1, 3), 0), 2, 3),
        Example.of(new AsStrided(Shape.of(2, 2), List.of(3, 1), 1), 2, 3),
        Example.of(new AsStrided(Shape.of(0, 2), List.of(2, 1), 0), 4),
        Example.of(new AsStrided(Shape.of(1, 3), List.of(7, 2), 0), 2, 1, 3));
  }
}

package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Scan;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code y[…, i, …] = Σ x[…, j, …]} over j ≤ i along one axis, or over j ≥ i in reverse.
 *
 * @param axis the axis, counted from the front
 * @param reverse whether to sum from the end
 */
public record Cumsum(int axis, boolean reverse) implements Linear {
  @Override
  public Spec result(Spec x) {
    return x;
  }

  @Override
  public Strided value(Strided x) {
    var out = Strided.unfilled(x.shape(), x.dtype());
    Scan.cumsum(x.dtype(), x.array(), x.layout(), axis, reverse, out.array());
    return out;
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.apply(new Cumsum(axis, !reverse), ct);
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Cumsum(axis + 1, reverse);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    int[][] shapes = {{1}, {3}, {0}, {67}, {2, 3}, {2, 3, 4}, {0, 3}, {3, 0}};
    List<Example> all = new ArrayList<>();
    for (var dims : shapes) {
      for (int axis = 0; axis < dims.length; axis++) {
        all.add(Example.of(new Cumsum(axis, false), dims));
        all.add(Example.of(new Cumsum(axis, true), dims));
      }
    }
    return all;
  }
}

package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code y[…, iₖ, …] = x[…]} with the axes in another order: axis k of y is axis order[k] of x. A
 * view.
 *
 * @param order every axis of x once
 */
public record Permute(List<Integer> order) implements Linear {
  @Override
  public Spec result(Spec x) {
    return new Spec(dev.fluxion.kernel.Layout.of(x.shape()).permute(array()).shape(), x.dtype());
  }

  @Override
  public Strided value(Strided x) {
    return x.with(x.layout().permute(array()));
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    int[] inverse = new int[order.size()];
    for (int k = 0; k < inverse.length; k++) {
      inverse[order.get(k)] = k;
    }
    return ct.permute(inverse);
  }

  private int[] array() {
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public Linear batched(Spec x, int n) {
    List<Integer> all = new ArrayList<>(List.of(0));
    order.forEach(axis -> all.add(axis + 1));
    return new Permute(List.copyOf(all));
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Permute(List.of())),
        Example.of(new Permute(List.of(0)), 3),
        Example.of(new Permute(List.of(1, 0)), 2, 3),
        Example.of(new Permute(List.of(0, 1)), 2, 3),
        Example.of(new Permute(List.of(2, 0, 1)), 2, 3, 4),
        Example.of(new Permute(List.of(1, 2, 0)), 2, 3, 4),
        Example.of(new Permute(List.of(0, 2, 1)), 2, 3, 4),
        Example.of(new Permute(List.of(3, 1, 0, 2)), 2, 1, 3, 2),
        Example.of(new Permute(List.of(1, 2, 0)), 2, 0, 3));
  }
}

package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code y[…, j, …, i, …] = x[…, i, …, j, …]}: two axes change places. A view.
 *
 * @param a one axis, counted from the front
 * @param b the other
 */
public record Transpose(int a, int b) implements Linear {
  @Override
  public Spec result(Spec x) {
    int[] dims = x.shape().toArray();
    dims[a] = x.shape().dim(b);
    dims[b] = x.shape().dim(a);
    return x.with(dev.fluxion.Shape.of(dims));
  }

  @Override
  public Strided value(Strided x) {
    return x.with(x.layout().permute(order(x.shape().rank())));
  }

  private int[] order(int rank) {
    return IntStream.range(0, rank).map(k -> k == a ? b : k == b ? a : k).toArray();
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.apply(this, ct);
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Transpose(a + 1, b + 1);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Transpose(0, 0), 3),
        Example.of(new Transpose(0, 1), 2, 3),
        Example.of(new Transpose(1, 0), 2, 3),
        Example.of(new Transpose(0, 2), 2, 3, 4),
        Example.of(new Transpose(2, 1), 2, 3, 4),
        Example.of(new Transpose(0, 1), 2, 3, 4),
        Example.of(new Transpose(0, 1), 0, 2));
  }
}

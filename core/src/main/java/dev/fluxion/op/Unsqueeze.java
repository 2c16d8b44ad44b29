package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code y = x} with an axis of length 1 put in [(…) → (…, 1, …)]. A view.
 *
 * @param axis where the new axis stands in y, counted from the front
 */
public record Unsqueeze(int axis) implements Linear {
  @Override
  public Spec result(Spec x) {
    int[] dims =
        IntStream.rangeClosed(0, x.shape().rank())
            .map(k -> k == axis ? 1 : x.shape().dim(k < axis ? k : k - 1))
            .toArray();
    return x.with(Shape.of(dims));
  }

  @Override
  public Strided value(Strided x) {
    return x.with(x.layout().unsqueeze(axis));
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.apply(new Squeeze(1 << axis), ct);
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Unsqueeze(axis + 1);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Unsqueeze(0)),
        Example.of(new Unsqueeze(0), 3),
        Example.of(new Unsqueeze(1), 3),
        Example.of(new Unsqueeze(0), 2, 3),
        Example.of(new Unsqueeze(1), 2, 3),
        Example.of(new Unsqueeze(2), 2, 3),
        Example.of(new Unsqueeze(1), 0));
  }
}

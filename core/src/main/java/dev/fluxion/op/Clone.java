package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.List;

/** {@code y = x} in new memory, in row-major order. */
public record Clone() implements Linear {
  @Override
  public Spec result(Spec x) {
    return x;
  }

  @Override
  public Strided value(Strided x) {
    return x.copy(x.dtype());
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return ct;
  }

  @Override
  public Linear batched(Spec x, int n) {
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Clone()),
        Example.of(new Clone(), 1),
        Example.of(new Clone(), 67),
        Example.of(new Clone(), 2, 3),
        Example.of(new Clone(), 2, 0));
  }
}

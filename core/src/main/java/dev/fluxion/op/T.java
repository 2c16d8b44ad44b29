package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.List;

/** {@code y = xᵀ} [(m, n) → (n, m)], and x itself of fewer axes. A view. */
public record T() implements Linear {
  @Override
  public Spec result(Spec x) {
    return x.shape().rank() < 2 ? x : new Transpose(0, 1).result(x);
  }

  @Override
  public Strided value(Strided x) {
    return x.shape().rank() < 2 ? x : new Transpose(0, 1).value(x);
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.apply(this, ct);
  }

  @Override
  public Linear batched(Spec x, int n) {
    return x.shape().rank() < 2 ? new Transpose(0, 0) : new Transpose(1, 2);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new T()),
        Example.of(new T(), 3),
        Example.of(new T(), 2, 3),
        Example.of(new T(), 1, 3),
        Example.of(new T(), 0, 2));
  }
}

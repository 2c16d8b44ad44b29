package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import dev.fluxion.kernel.Triangles;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code yᵢⱼ = xᵢⱼ} where {@code j ≤ i + diagonal}, or {@code j ≥ i + diagonal} for the upper
 * triangle, and 0 elsewhere [(…, m, n) → (…, m, n)].
 *
 * @param upper whether it is the upper triangle that is kept
 * @param diagonal how far its border lies above the diagonal
 */
public record Triangle(boolean upper, int diagonal) implements Linear {
  @Override
  public String name() {
    return upper ? "Triu" : "Tril";
  }

  @Override
  public Spec result(Spec x) {
    return x;
  }

  @Override
  public Strided value(Strided x) {
    return Triangles.of(x, upper, diagonal);
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.apply(this, ct);
  }

  @Override
  public Linear batched(Spec x, int n) {
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    int[][] shapes = {{3, 3}, {1, 1}, {2, 4}, {4, 2}, {0, 3}, {3, 0}, {2, 3, 3}, {0, 2, 2}};
    List<Example> all = new ArrayList<>();
    for (var upper : List.of(false, true)) {
      for (int diagonal : new int[] {0, 1, -1, 5, -5}) {
        all.add(Example.of(new Triangle(upper, diagonal), 3, 4));
      }
      for (var dims : shapes) {
        all.add(Example.of(new Triangle(upper, 0), dims));
      }
      all.add(Example.of(new Triangle(upper, 0), Operand.of(DType.FLOAT32, 3, 3)));
    }
    return all;
  }
}

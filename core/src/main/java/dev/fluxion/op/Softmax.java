package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code yᵢ = exp xᵢ / Σ exp xⱼ} along one axis; the largest x is subtracted first, so nothing
 * overflows. NaN where all x are -infinity.
 *
 * @param axis the axis, counted from the front
 */
public record Softmax(int axis) implements Opaque {
  @Override
  public Spec[] result(Spec... x) {
    return x;
  }

  @Override
  public Strided[] value(Strided... x) {
    int rank = x[0].shape().rank();
    int[] order =
        IntStream.range(0, rank).map(k -> k == rank - 1 ? axis : k < axis ? k : k + 1).toArray();
    var turned = x[0].layout().permute(order);
    var out = Strided.unfilled(turned.shape(), x[0].dtype());
    dev.fluxion.kernel.Softmax.softmax(x[0].dtype(), x[0].array(), turned, out.array());
    int[] back =
        IntStream.range(0, rank).map(k -> k == axis ? rank - 1 : k < axis ? k : k - 1).toArray();
    return new Strided[] {out.with(out.layout().permute(back))};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    return new @Nullable Tensor[] {t[0] == null ? null : pull(y[0], t[0])};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    return new @Nullable Tensor[] {ct[0] == null ? null : pull(saved.y(0), ct[0])};
  }

  /** The Jacobian, diag y - y yᵀ, is symmetric: one formula for both modes. */
  private Tensor pull(Tensor y, Tensor t) {
    return Rules.apply(new SoftmaxPull(axis), y, t);
  }

  @Override
  public boolean savesOutput(int k) {
    return true;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return new Softmax(axis + 1);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    int[][] shapes = {{1}, {3}, {0}, {67}, {2, 3}, {3, 1}, {2, 3, 4}, {0, 3}, {3, 0}};
    List<Example> all = new ArrayList<>();
    for (var dims : shapes) {
      for (int axis = 0; axis < dims.length; axis++) {
        all.add(Example.of(new Softmax(axis), dims));
      }
    }
    all.add(Example.of(new Softmax(1), Operand.of(2, 3).in(700, 704)));
    all.add(Example.of(new Softmax(0), Operand.of(3).in(-904, -900)));
    return all;
  }
}

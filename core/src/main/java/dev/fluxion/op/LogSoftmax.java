package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.RowWise;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code yᵢ = xᵢ - log Σ exp xⱼ} along one axis; the largest x is taken out first, so nothing
 * overflows. NaN where all x are -infinity, or one is +infinity.
 *
 * @param axis the axis, counted from the front
 */
public record LogSoftmax(int axis) implements Opaque {
  @Override
  public Spec[] result(Spec... x) {
    return x;
  }

  @Override
  public Strided[] value(Strided... x) {
    var turned = Axes.last(x[0], axis);
    var out = Strided.unfilled(turned.shape(), x[0].dtype());
    RowWise.logSoftmax(turned, out.array());
    return new Strided[] {Axes.back(out, axis)};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    return new @Nullable Tensor[] {
      t[0] == null ? null : t[0].sub(y[0].exp().mul(t[0]).sum(axis, true))
    };
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    return new @Nullable Tensor[] {
      ct[0] == null ? null : Rules.apply(new LogSoftmaxPull(axis), saved.y(0), ct[0])
    };
  }

  @Override
  public boolean savesOutput(int k) {
    return true;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return new LogSoftmax(axis + 1);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    List<Example> all = new ArrayList<>();
    for (int[] dims : new int[][] {{1}, {3}, {0}, {67}, {2, 3}, {2, 3, 4}, {0, 3}, {3, 0}}) {
      for (int axis = 0; axis < dims.length; axis++) {
        all.add(Example.of(new LogSoftmax(axis), dims));
      }
    }
    all.add(Example.of(new LogSoftmax(1), Operand.of(2, 3).in(700, 704)));
    all.add(Example.of(new LogSoftmax(0), Operand.of(3).in(-904, -900)));
    return all;
  }
}

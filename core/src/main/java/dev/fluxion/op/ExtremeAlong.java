package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Reduce;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code (y, i)}: the largest or smallest element along one axis that is not empty, and where it
 * stands (int64, the first of equals; the first NaN if there is one). The derivative goes to that
 * element alone, as in PyTorch.
 *
 * @param kind MAX or MIN
 * @param axis the axis, counted from the front
 * @param keepDims whether the axis stays with length 1
 */
public record ExtremeAlong(Reduce.Kind kind, int axis, boolean keepDims) implements Opaque {
  @Override
  public String name() {
    return kind == Reduce.Kind.MAX ? "Max" : "Min";
  }

  @Override
  public Spec[] result(Spec... x) {
    var shape = Axes.fold(x[0].shape(), 1 << axis, keepDims);
    return new Spec[] {x[0].with(shape), new Spec(shape, DType.INT64)};
  }

  @Override
  public Strided[] value(Strided... x) {
    var shape = Axes.fold(x[0].shape(), 1 << axis, keepDims);
    int kept = x[0].shape().rank() - 1;
    var at = (long[]) Buffers.allocate(DType.INT64, shape.size());
    var turned = Axes.last(x[0].layout(), 1 << axis);
    Reduce.arg(kind, x[0].dtype(), x[0].array(), turned, kept, at);
    var value = Sum.fold(kind, x[0], 1 << axis, keepDims);
    return new Strided[] {value, new Strided(at, Layout.of(shape), DType.INT64)};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    var picked = t[0] == null ? null : t[0].gather(axis, wide(y[1])).reshape(y[0].shape());
    return new @Nullable Tensor[] {picked, null};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    if (ct[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var x = saved.spec(0).shape();
    var at = Positions.of(x, axis, wide(saved.y(1)));
    var flat = Rules.apply(new IndexAdd(0, x.size()), ct[0].reshape(-1), at);
    return new @Nullable Tensor[] {flat.reshape(x)};
  }

  private Tensor wide(Tensor at) {
    return keepDims ? at : at.unsqueeze(axis);
  }

  @Override
  public boolean savesOutput(int k) {
    return k == 1;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return new ExtremeAlong(kind, axis + 1, keepDims);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    int[][] shapes = {{1}, {3}, {67}, {2, 3}, {3, 1}, {2, 3, 4}};
    var tied = Operand.of(2, 3).holding(1, 2, 2, -1, -1, 0.5);
    List<Example> all = new ArrayList<>();
    for (var kind : List.of(Reduce.Kind.MAX, Reduce.Kind.MIN)) {
      for (var keep : List.of(false, true)) {
        for (var dims : shapes) {
          for (int axis = 0; axis < dims.length; axis++) {
            all.add(Example.of(new ExtremeAlong(kind, axis, keep), dims));
          }
        }
        all.add(Example.of(new ExtremeAlong(kind, 0, keep), 2, 0));
        all.add(Example.of(new ExtremeAlong(kind, 1, keep), tied).with(Smoothness.KINK));
      }
    }
    return all;
  }
}

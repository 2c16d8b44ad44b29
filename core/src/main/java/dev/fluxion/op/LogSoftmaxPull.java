package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.RowWise;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code t - eʸ·Σ t} along one axis, of two tensors of one shape: the pull of {@link LogSoftmax}
 * whose result is y, in one pass over memory.
 *
 * @param axis the axis, counted from the front
 */
public record LogSoftmaxPull(int axis) implements Opaque {
  @Override
  public String nodeName() {
    return "LogSoftmaxBackwardDataBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0]};
  }

  @Override
  public Strided[] value(Strided... x) {
    var y = Axes.last(x[0], axis);
    var out = Strided.unfilled(y.shape(), y.dtype());
    RowWise.logSoftmaxPull(y, Axes.last(x[1], axis), out.array());
    return new Strided[] {Axes.back(out, axis)};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] out, @Nullable Tensor[] t) {
    var byY = t[0] == null ? null : scaled(x[0], x[1]).mul(t[0]);
    var byT = t[1] == null ? null : Rules.apply(this, x[0], t[1]);
    return new @Nullable Tensor[] {Rules.sum(byY, byT)};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    var u = ct[0];
    if (u == null) {
      return new @Nullable Tensor[] {null, null};
    }
    var y = saved.x(0);
    var byY = saved.needs(0) ? scaled(y, saved.x(1)).mul(u) : null;
    var byT = saved.needs(1) ? u.sub(y.exp().mul(u).sum(axis, true)) : null;
    return new @Nullable Tensor[] {byY, byT};
  }

  /** {@code -eʸ·Σ t}, the derivative by y. */
  private Tensor scaled(Tensor y, Tensor t) {
    return y.exp().mul(t.sum(axis, true)).neg();
  }

  @Override
  public boolean savesInput(int k) {
    return true;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return new LogSoftmaxPull(axis + 1);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    List<Example> all = new ArrayList<>();
    for (int[] dims : new int[][] {{1}, {3}, {0}, {67}, {2, 3}, {2, 3, 4}, {0, 3}, {3, 0}}) {
      for (int axis = 0; axis < dims.length; axis++) {
        var y = Operand.of(dims).in(-4, 0);
        all.add(Example.of(new LogSoftmaxPull(axis), y, Operand.of(dims)));
      }
    }
    return all;
  }
}

package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.RowWise;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y·t - y·Σ(y·t)} along one axis, of two tensors of one shape: what {@link Softmax} does to
 * tangents and cotangents, in one pass over memory where a composition takes four. Its matrix,
 * {@code diag y - y yᵀ}, is symmetric.
 *
 * @param axis the axis, counted from the front
 */
public record SoftmaxPull(int axis) implements Opaque {
  @Override
  public String nodeName() {
    return "SoftmaxBackwardDataBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0]};
  }

  @Override
  public Strided[] value(Strided... x) {
    var y = Axes.last(x[0], axis);
    var out = Strided.unfilled(y.shape(), y.dtype());
    RowWise.softmaxPull(y, Axes.last(x[1], axis), out.array());
    return new Strided[] {Axes.back(out, axis)};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] out, @Nullable Tensor[] t) {
    var y = x[0];
    var byY = t[0] == null ? null : t[0].mul(less(x[1], y)).sub(y.mul(sum(t[0].mul(x[1]))));
    var byT = t[1] == null ? null : Rules.apply(this, y, t[1]);
    return new @Nullable Tensor[] {Rules.sum(byY, byT)};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    var u = ct[0];
    if (u == null) {
      return new @Nullable Tensor[] {null, null};
    }
    var y = saved.x(0);
    var t = saved.x(1);
    var byY = saved.needs(0) ? u.mul(less(t, y)).sub(t.mul(sum(u.mul(y)))) : null;
    var byT = saved.needs(1) ? Rules.apply(this, y, u) : null;
    return new @Nullable Tensor[] {byY, byT};
  }

  /** {@code t - Σ(y·t)}. */
  private Tensor less(Tensor t, Tensor y) {
    return t.sub(sum(y.mul(t)));
  }

  private Tensor sum(Tensor x) {
    return x.sum(axis, true);
  }

  @Override
  public boolean savesInput(int k) {
    return true;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return new SoftmaxPull(axis + 1);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    List<Example> all = new ArrayList<>();
    for (int[] dims : new int[][] {{1}, {3}, {0}, {67}, {2, 3}, {2, 3, 4}, {0, 3}, {3, 0}}) {
      for (int axis = 0; axis < dims.length; axis++) {
        all.add(Example.of(new SoftmaxPull(axis), Operand.of(dims), Operand.of(dims)));
      }
    }
    return all;
  }
}

package dev.fluxion.op;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code yₖ = x[…, k, …]} for every k along an axis [(…, n, …) → n times the other axes]. Views.
 *
 * @param axis the axis, counted from the front
 */
public record Unbind(int axis) implements Opaque {
  @Override
  public Spec[] result(Spec... x) {
    var out = new Spec[x[0].shape().dim(axis)];
    Arrays.fill(out, x[0].with(Axes.fold(x[0].shape(), 1 << axis, false)));
    return out;
  }

  @Override
  public Strided[] value(Strided... x) {
    var out = new Strided[x[0].shape().dim(axis)];
    for (int k = 0; k < out.length; k++) {
      out[k] = x[0].with(x[0].layout().select(axis, k));
    }
    return out;
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    return t[0] == null ? new @Nullable Tensor[y.length] : t[0].unbind(axis).toArray(Tensor[]::new);
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    var x = saved.spec(0);
    var part = x.with(Axes.fold(x.shape(), 1 << axis, false));
    List<Tensor> parts = new ArrayList<>();
    for (var c : ct) {
      parts.add(c == null ? Rules.zeros(part) : c);
    }
    return new @Nullable Tensor[] {parts.isEmpty() ? Rules.zeros(x) : Fluxion.stack(parts, axis)};
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return new Unbind(axis + 1);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Unbind(0), 1),
        Example.of(new Unbind(0), 3),
        Example.of(new Unbind(0), 2, 3),
        Example.of(new Unbind(1), 2, 3),
        Example.of(new Unbind(1), 2, 3, 2),
        Example.of(new Unbind(2), 2, 1, 2),
        Example.of(new Unbind(0), 2, 0),
        Example.of(new Unbind(0), 0, 2));
  }
}

package dev.fluxion.op;

import dev.fluxion.Fluxion;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Copies;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y} = the operands one after another along an axis [(…, nₖ, …) each → (…, Σ nₖ, …)], in new
 * memory.
 *
 * @param axis the axis, counted from the front
 */
public record Cat(int axis) implements Opaque {
  @Override
  public Spec[] result(Spec... x) {
    int[] dims = x[0].shape().toArray();
    for (int k = 1; k < x.length; k++) {
      dims[axis] += x[k].shape().dim(axis);
    }
    return new Spec[] {x[0].with(Shape.of(dims))};
  }

  @Override
  public Strided[] value(Strided... x) {
    int[] dims = x[0].shape().toArray();
    for (int k = 1; k < x.length; k++) {
      dims[axis] += x[k].shape().dim(axis);
    }
    var out = Strided.unfilled(Shape.of(dims), x[0].dtype());
    int start = 0;
    for (var part : x) {
      int n = part.shape().dim(axis);
      var place = out.layout().slice(axis, start, n, 1);
      Copies.copy(part.dtype(), part.array(), part.layout(), part.dtype(), out.array(), place);
      start += n;
    }
    return new Strided[] {out};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    List<Tensor> parts = new ArrayList<>();
    for (int k = 0; k < x.length; k++) {
      var tangent = t[k];
      parts.add(tangent == null ? Rules.zerosLike(x[k]) : tangent);
    }
    return new @Nullable Tensor[] {Fluxion.cat(parts, axis)};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    var out = new @Nullable Tensor[saved.count()];
    int start = 0;
    for (int k = 0; k < out.length; k++) {
      int n = saved.spec(k).shape().dim(axis);
      out[k] = ct[0] == null || !saved.needs(k) ? null : ct[0].narrow(axis, start, n);
      start += n;
    }
    return out;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return new Cat(axis + 1);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Cat(0), Operand.of(3)),
        Example.of(new Cat(0), Operand.of(3), Operand.of(1)),
        Example.of(new Cat(0), Operand.of(2), Operand.of(2), Operand.of(2)),
        Example.of(new Cat(0), Operand.of(0), Operand.of(2), Operand.of(0)),
        Example.of(new Cat(0), Operand.of(0), Operand.of(0)),
        Example.of(new Cat(0), Operand.of(1, 3), Operand.of(2, 3)),
        Example.of(new Cat(1), Operand.of(2, 1), Operand.of(2, 3), Operand.of(2, 2)),
        Example.of(new Cat(1), Operand.of(2, 2, 2), Operand.of(2, 1, 2)),
        Example.of(new Cat(2), Operand.of(2, 1, 2), Operand.of(2, 1, 2)),
        Example.of(new Cat(1), Operand.of(0, 2), Operand.of(0, 1)));
  }
}

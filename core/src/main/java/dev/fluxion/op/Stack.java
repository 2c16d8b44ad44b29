package dev.fluxion.op;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y[…, k, …] = xₖ}: the operands beside each other along a new axis [n times (…) → (…, n,
 * …)], in new memory.
 *
 * @param axis where the new axis stands in y, counted from the front
 */
public record Stack(int axis) implements Opaque {
  @Override
  public Spec[] result(Spec... x) {
    var wide = new Spec[x.length];
    java.util.Arrays.fill(wide, new Unsqueeze(axis).result(x[0]));
    return new Cat(axis).result(wide);
  }

  @Override
  public Strided[] value(Strided... x) {
    var wide = new Strided[x.length];
    for (int k = 0; k < x.length; k++) {
      wide[k] = x[k].with(x[k].layout().unsqueeze(axis));
    }
    return new Cat(axis).value(wide);
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    List<Tensor> parts = new ArrayList<>();
    for (int k = 0; k < x.length; k++) {
      var tangent = t[k];
      parts.add(tangent == null ? Rules.zerosLike(x[k]) : tangent);
    }
    return new @Nullable Tensor[] {Fluxion.stack(parts, axis)};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    var out = new @Nullable Tensor[saved.count()];
    for (int k = 0; k < out.length; k++) {
      out[k] = ct[0] == null || !saved.needs(k) ? null : ct[0].select(axis, k);
    }
    return out;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return new Stack(axis + 1);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Stack(0), Operand.of(), Operand.of(), Operand.of()),
        Example.of(new Stack(0), Operand.of()),
        Example.of(new Stack(0), Operand.of(3)),
        Example.of(new Stack(1), Operand.of(3)),
        Example.of(new Stack(0), Operand.of(3), Operand.of(3)),
        Example.of(new Stack(1), Operand.of(3), Operand.of(3), Operand.of(3)),
        Example.of(new Stack(0), Operand.of(2, 3), Operand.of(2, 3)),
        Example.of(new Stack(1), Operand.of(2, 3), Operand.of(2, 3)),
        Example.of(new Stack(2), Operand.of(2, 3), Operand.of(2, 3), Operand.of(2, 3)),
        Example.of(new Stack(1), Operand.of(0), Operand.of(0)));
  }
}

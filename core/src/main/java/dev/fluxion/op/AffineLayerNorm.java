package dev.fluxion.op;

import dev.fluxion.Apply;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.AffineRows;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = (x - μ)·r·w + b} with {@code r = 1 / √(σ² + eps)} over the last axes, μ the mean and
 * σ² the mean square of the differences from it [(a…, b…), (1…, b…), (1…, b…) → (a…, b…)]; in a
 * batch the first axes of w and b are those of x. One pass over memory forward and one backward,
 * where {@link LayerNorm}, a product and a sum take three and four, and nothing is kept but the
 * operands.
 *
 * @param folded the number of last axes, 1 or more
 * @param eps what is added to σ²
 */
public record AffineLayerNorm(int folded, double eps) implements Opaque {
  @Override
  public String nodeName() {
    return "NativeLayerNormBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0]};
  }

  @Override
  public Strided[] value(Strided... x) {
    var y = Strided.unfilled(x[0].shape(), x[0].dtype());
    int kept = x[0].shape().rank() - folded;
    AffineRows.value(x[0], x[1], x[2], kept, eps, y.array());
    return new Strided[] {y};
  }

  /** The same by operations. */
  public Tensor[] composed(Tensor... x) {
    return new Tensor[] {normal(x[0])[0].mul(x[1]).add(x[2])};
  }

  /** x without weight and bias, and r. */
  private Tensor[] normal(Tensor x) {
    return Apply.op(new LayerNorm(folded, eps), x);
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    var z = normal(x[0]);
    Tensor byX = null;
    if (t[0] != null) {
      byX = Rules.apply(new LayerNormPull(folded), z[0], z[1], t[0]).mul(x[1]);
    }
    var byW = t[1] == null ? null : z[0].mul(t[1]);
    var byB = t[2] == null ? null : t[2].expand(y[0].shape());
    return new @Nullable Tensor[] {Rules.sum(Rules.sum(byX, byW), byB)};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    var t = ct[0];
    return t == null
        ? new @Nullable Tensor[] {null, null, null}
        : Apply.op(new AffineLayerNormPull(folded, eps), saved.x(0), saved.x(1), t);
  }

  @Override
  public boolean savesInput(int k) {
    return k < 2;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        example(1, 1e-5, Operand.of(3), 3),
        example(1, 0.5, Operand.of(67), 67),
        example(1, 1e-5, Operand.of(2, 5), 1, 5),
        example(2, 1e-5, Operand.of(2, 3), 2, 3),
        example(2, 1e-3, Operand.of(2, 3, 4), 1, 3, 4),
        example(1, 1e-3, Operand.of(2, 3, 4), 2, 1, 4),
        example(1, 0.1, Operand.of(2, 1), 1, 1),
        example(1, 1, Operand.of(0), 0),
        example(1, 1, Operand.of(0, 3), 1, 3));
  }

  private static Example example(int folded, double eps, Operand x, int... like) {
    return Example.of(new AffineLayerNorm(folded, eps), x, Operand.of(like), Operand.of(like));
  }
}

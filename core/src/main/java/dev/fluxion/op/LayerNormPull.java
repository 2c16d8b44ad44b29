package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.RowWise;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code r·(t - mean t - y·mean(y·t))} over the last axes [(a…, b…), (a…, 1…), (a…, b…) → (a…,
 * b…)]: what {@link LayerNorm} does to tangents and cotangents t, in one pass over memory. Its
 * matrix is symmetric.
 *
 * @param folded the number of last axes, 1 or more
 */
public record LayerNormPull(int folded) implements Opaque {
  @Override
  public String nodeName() {
    return "NativeLayerNormBackwardBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0]};
  }

  @Override
  public Strided[] value(Strided... x) {
    var out = Strided.unfilled(x[0].shape(), x[0].dtype());
    int kept = x[0].shape().rank() - folded;
    RowWise.standardizePull(x[0], x[2], kept, x[1].plain().array(), out.array());
    return new Strided[] {out};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] out, @Nullable Tensor[] t) {
    var y = x[0];
    var r = x[1];
    Tensor byY = null;
    if (t[0] != null) {
      var part = t[0].mul(mean(y.mul(x[2]))).add(y.mul(mean(t[0].mul(x[2]))));
      byY = part.mul(r).neg();
    }
    var byR = t[1] == null ? null : direction(y, x[2]).mul(t[1]);
    var byT = t[2] == null ? null : Rules.apply(this, y, r, t[2]);
    return new @Nullable Tensor[] {Rules.sum(Rules.sum(byY, byR), byT)};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    var u = ct[0];
    if (u == null) {
      return new @Nullable Tensor[] {null, null, null};
    }
    var y = saved.x(0);
    var r = saved.x(1);
    var t = saved.x(2);
    var byY = saved.needs(0) ? byY(y, r, t, u) : null;
    var byR = saved.needs(1) ? byR(y, t, u) : null;
    var byT = saved.needs(2) ? Rules.apply(this, y, r, u) : null;
    return new @Nullable Tensor[] {byY, byR, byT};
  }

  /** The cotangent of y for that of the result, u. */
  Tensor byY(Tensor y, Tensor r, Tensor t, Tensor u) {
    return u.mul(mean(y.mul(t))).add(t.mul(mean(u.mul(y)))).mul(r).neg();
  }

  /** The cotangent of r for that of the result, u. */
  Tensor byR(Tensor y, Tensor t, Tensor u) {
    return sum(direction(y, t).mul(u));
  }

  /** {@code t - mean t - y·mean(y·t)}, the derivative by r. */
  private Tensor direction(Tensor y, Tensor t) {
    return t.sub(mean(t)).sub(y.mul(mean(y.mul(t))));
  }

  private int axes(Shape x) {
    return (1 << folded) - 1 << x.rank() - folded;
  }

  private Tensor sum(Tensor x) {
    return Rules.apply(new Sum(axes(x.shape()), true), x);
  }

  /** Of nothing there is nothing to divide. */
  private Tensor mean(Tensor x) {
    return sum(x).div(Math.max(1, Axes.count(x.shape(), axes(x.shape()))));
  }

  @Override
  public boolean savesInput(int k) {
    return true;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new LayerNormPull(1), Operand.of(3), Operand.of(1), Operand.of(3)),
        Example.of(new LayerNormPull(1), Operand.of(67), Operand.of(1), Operand.of(67)),
        Example.of(new LayerNormPull(1), Operand.of(2, 3), Operand.of(2, 1), Operand.of(2, 3)),
        Example.of(new LayerNormPull(2), Operand.of(2, 3), Operand.of(1, 1), Operand.of(2, 3)),
        Example.of(
            new LayerNormPull(2), Operand.of(2, 1, 3), Operand.of(2, 1, 1), Operand.of(2, 1, 3)),
        Example.of(new LayerNormPull(1), Operand.of(0), Operand.of(1), Operand.of(0)),
        Example.of(new LayerNormPull(1), Operand.of(0, 2), Operand.of(0, 1), Operand.of(0, 2)));
  }
}

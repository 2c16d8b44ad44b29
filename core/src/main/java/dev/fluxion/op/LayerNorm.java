package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.RowWise;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code (y, r)}: {@code y = (x - μ)·r} with {@code r = 1 / √(σ² + eps)} over the last axes, μ the
 * mean and σ² the mean square of the differences from it [(a…, b…) → (a…, b…), (a…, 1…)]. One pass
 * over memory; what the derivative needs beside y is r.
 *
 * @param folded the number of last axes, 1 or more
 * @param eps what is added to σ²
 */
public record LayerNorm(int folded, double eps) implements Opaque {
  @Override
  public String nodeName() {
    return "NativeLayerNormBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0], x[0].with(Axes.fold(x[0].shape(), axes(x[0].shape()), true))};
  }

  private int axes(Shape x) {
    return (1 << folded) - 1 << x.rank() - folded;
  }

  @Override
  public Strided[] value(Strided... x) {
    var shape = x[0].shape();
    var y = Strided.unfilled(shape, x[0].dtype());
    var r = Strided.zeros(Axes.fold(shape, axes(shape), true), x[0].dtype());
    RowWise.standardize(x[0], shape.rank() - folded, eps, y.array(), r.array());
    return new Strided[] {y, r};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    if (t[0] == null) {
      return new @Nullable Tensor[] {null, null};
    }
    int axes = axes(y[0].shape());
    int n = Math.max(1, Axes.count(y[0].shape(), axes));
    var along = Rules.apply(new Sum(axes, true), y[0].mul(t[0])).div(-n);
    return new @Nullable Tensor[] {pull(y[0], y[1], t[0]), along.mul(y[1].square())};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    return new @Nullable Tensor[] {cotangent(saved.y(0), saved.y(1), ct[0], ct[1])};
  }

  /** The cotangent of x for those of y and r. */
  @Nullable Tensor cotangent(Tensor y, Tensor r, @Nullable Tensor ofY, @Nullable Tensor ofR) {
    var byY = ofY == null ? null : pull(y, r, ofY);
    int n = Math.max(1, Axes.count(y.shape(), axes(y.shape())));
    var byR = ofR == null ? null : y.mul(ofR.mul(r.square()).div(-n));
    return Rules.sum(byY, byR);
  }

  private Tensor pull(Tensor y, Tensor r, Tensor t) {
    return Rules.apply(new LayerNormPull(folded), y, r, t);
  }

  @Override
  public boolean savesOutput(int k) {
    return true;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new LayerNorm(1, 1e-5), 3),
        Example.of(new LayerNorm(1, 0.5), 67),
        Example.of(new LayerNorm(1, 1e-5), 2, 5),
        Example.of(new LayerNorm(2, 1e-5), 2, 3),
        Example.of(new LayerNorm(2, 1e-3), 2, 3, 4),
        Example.of(new LayerNorm(1, 0.1), 2, 1),
        Example.of(new LayerNorm(1, 1), 0),
        Example.of(new LayerNorm(1, 1), 0, 3));
  }
}

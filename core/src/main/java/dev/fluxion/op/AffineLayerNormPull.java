package dev.fluxion.op;

import dev.fluxion.Apply;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.AffineRows;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code (r·(w·t - mean(w·t) - z·mean(w·t·z)), Σ t·z, Σ t)} with {@code z = (x - μ)·r}, means over
 * the last axes and sums over the others [(a…, b…), (1…, b…), (a…, b…) → (a…, b…), (1…, b…), (1…,
 * b…)]: what {@link AffineLayerNorm} does to a cotangent t, in one pass over memory.
 *
 * @param folded the number of last axes, 1 or more
 * @param eps what is added to σ²
 */
public record AffineLayerNormPull(int folded, double eps) implements Opaque {
  @Override
  public String nodeName() {
    return "NativeLayerNormBackwardBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0], x[1], x[1]};
  }

  @Override
  public Strided[] value(Strided... x) {
    var byX = Strided.unfilled(x[0].shape(), x[0].dtype());
    var byW = Strided.zeros(x[1].shape(), x[0].dtype());
    var byB = Strided.zeros(x[1].shape(), x[0].dtype());
    int kept = x[0].shape().rank() - folded;
    AffineRows.pull(x[0], x[1], x[2], kept, eps, byX.array(), byW.array(), byB.array());
    return new Strided[] {byX, byW, byB};
  }

  /** The same by operations. */
  public Tensor[] composed(Tensor... x) {
    var z = normal(x[0]);
    var byX = Rules.apply(pull(), z[0], z[1], x[1].mul(x[2]));
    return new Tensor[] {byX, over(z[0].mul(x[2]), x[1].shape()), over(x[2], x[1].shape())};
  }

  /** z and r. */
  private Tensor[] normal(Tensor x) {
    return Apply.op(norm(), x);
  }

  private LayerNorm norm() {
    return new LayerNorm(folded, eps);
  }

  private LayerNormPull pull() {
    return new LayerNormPull(folded);
  }

  /** The sum over the axes along which there is one weight. */
  private Tensor over(Tensor x, Shape w) {
    int axes = 0;
    for (int k = 0; k < w.rank() - folded; k++) {
      axes |= w.dim(k) == 1 ? 1 << k : 0;
    }
    return axes == 0 ? x : Rules.apply(new Sum(axes, true), x);
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] tangents) {
    var w = x[1];
    var t = x[2];
    var byW = tangents[1];
    var byT = tangents[2];
    var z = normal(x[0]);
    var ofZ = norm().jvp(x, z, tangents);
    var ofScaled = Rules.sum(byW == null ? null : t.mul(byW), byT == null ? null : w.mul(byT));
    var byX =
        pull()
            .jvp(
                new Tensor[] {z[0], z[1], w.mul(t)},
                y,
                new @Nullable Tensor[] {ofZ[0], ofZ[1], ofScaled});
    var products =
        Rules.sum(ofZ[0] == null ? null : ofZ[0].mul(t), byT == null ? null : z[0].mul(byT));
    return new @Nullable Tensor[] {
      byX[0],
      products == null ? null : over(products, w.shape()),
      byT == null ? null : over(byT, w.shape())
    };
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    var x = saved.x(0);
    var w = saved.x(1);
    var t = saved.x(2);
    var z = normal(x);
    Tensor ofZ = ct[1] == null ? null : t.mul(ct[1]);
    Tensor ofR = null;
    Tensor byW = null;
    Tensor byT = ct[1] == null ? null : z[0].mul(ct[1]);
    var u = ct[0];
    if (u != null) {
      var pulled = Rules.apply(pull(), z[0], z[1], u);
      var scaled = w.mul(t);
      ofZ = Rules.sum(ofZ, pull().byY(z[0], z[1], scaled, u));
      ofR = pull().byR(z[0], scaled, u);
      byW = over(pulled.mul(t), w.shape());
      byT = Rules.sum(pulled.mul(w), byT);
    }
    byT = Rules.sum(byT, ct[2] == null ? null : ct[2].expand(x.shape()));
    return new @Nullable Tensor[] {norm().cotangent(z[0], z[1], ofZ, ofR), byW, byT};
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
        example(1, 1e-5, Operand.of(3), 3),
        example(1, 0.5, Operand.of(67), 67),
        example(1, 1e-5, Operand.of(2, 5), 1, 5),
        example(2, 1e-3, Operand.of(2, 2, 3), 1, 2, 3),
        example(1, 1e-3, Operand.of(2, 3, 2), 2, 1, 2),
        example(1, 1, Operand.of(0), 0),
        example(1, 1, Operand.of(0, 2), 1, 2));
  }

  private static Example example(int folded, double eps, Operand x, int... like) {
    return Example.of(new AffineLayerNormPull(folded, eps), x, Operand.of(like), x);
  }
}

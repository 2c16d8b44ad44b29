package dev.fluxion.op;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Norms;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = √(Σ x²)} over a set of axes [(…) → the other axes, or length 1 with keepDims]; 0 of
 * nothing. The derivative at x = 0 is 0, as in PyTorch.
 *
 * @param axes the axes to fold, bit k for axis k
 * @param keepDims whether the folded axes stay with length 1
 */
public record Norm(int axes, boolean keepDims) implements Opaque {
  @Override
  public String nodeName() {
    return "NormBackward1";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0].with(Axes.fold(x[0].shape(), axes, keepDims))};
  }

  @Override
  public Strided[] value(Strided... x) {
    var rows = new Strided(x[0].array(), Axes.last(x[0].layout(), axes), x[0].dtype());
    var y = Norms.euclidean(rows, Integer.bitCount(axes));
    return new Strided[] {y.with(Layout.of(Axes.fold(x[0].shape(), axes, keepDims)))};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    if (t[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var sum = Rules.sumOver(direction(x[0], y[0]).mul(t[0]), axes);
    return new @Nullable Tensor[] {sum.reshape(y[0].shape())};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    if (ct[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var wide = ct[0].reshape(Axes.fold(saved.spec(0).shape(), axes, true));
    return new @Nullable Tensor[] {direction(saved.x(0), saved.y(0)).mul(wide)};
  }

  private Tensor direction(Tensor x, Tensor norm) {
    var y = norm.reshape(Axes.fold(x.shape(), axes, true));
    var isZero = y.eq(0);
    // 0 / 0 at the kink: divide by 1 there instead, and choose 0, for the next derivative too.
    var quotient = x.div(Fluxion.where(isZero, Rules.onesLike(y), y));
    return Fluxion.where(isZero, Rules.zerosLike(x), quotient);
  }

  @Override
  public boolean savesInput(int k) {
    return true;
  }

  @Override
  public boolean savesOutput(int k) {
    return true;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return new Norm(axes << 1, keepDims);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Norm(0, false)),
        Example.of(new Norm(1, false), 1),
        Example.of(new Norm(1, false), 3),
        Example.of(new Norm(1, true), 67),
        Example.of(new Norm(3, false), 2, 3),
        Example.of(new Norm(1, false), 2, 3),
        Example.of(new Norm(2, true), 2, 3),
        Example.of(new Norm(5, false), 2, 3, 4),
        Example.of(new Norm(1, false), 0),
        Example.of(new Norm(2, false), 2, 0),
        Example.of(new Norm(1, false), Operand.of(3).holding(3, 0, -4)),
        Example.of(new Norm(1, false), Operand.of(3).holding(0, 0, 0)).with(Smoothness.ONCE));
  }
}

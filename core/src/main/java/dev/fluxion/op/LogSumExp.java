package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = log Σ exp x} over a set of axes [(…) → the other axes, or length 1 with keepDims]; the
 * largest x is taken out first, so nothing overflows. -infinity of nothing, or where all x are.
 *
 * @param axes the axes to fold, bit k for axis k
 * @param keepDims whether the folded axes stay with length 1
 */
public record LogSumExp(int axes, boolean keepDims) implements Opaque {
  @Override
  public String name() {
    return "Logsumexp";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0].with(Axes.fold(x[0].shape(), axes, keepDims))};
  }

  @Override
  public Strided[] value(Strided... x) {
    var out = Strided.zeros(Axes.fold(x[0].shape(), axes, keepDims), x[0].dtype());
    int kept = x[0].shape().rank() - Integer.bitCount(axes);
    var layout = Axes.last(x[0].layout(), axes);
    dev.fluxion.kernel.Softmax.logSumExp(x[0].dtype(), x[0].array(), layout, kept, out.array());
    return new Strided[] {out};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    if (t[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var sum = Rules.sumOver(t[0].mul(weights(x[0], y[0])), axes);
    return new @Nullable Tensor[] {sum.reshape(y[0].shape())};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    if (ct[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var wide = ct[0].reshape(Axes.fold(saved.spec(0).shape(), axes, true));
    return new @Nullable Tensor[] {wide.mul(weights(saved.x(0), saved.y(0)))};
  }

  private Tensor weights(Tensor x, Tensor y) {
    return x.sub(y.reshape(Axes.fold(x.shape(), axes, true))).exp();
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
    return new LogSumExp(axes << 1, keepDims);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return Example.join(
        Example.foldsOfSome(LogSumExp::new),
        Example.of(new LogSumExp(1, false), 67),
        Example.of(new LogSumExp(2, false), Operand.of(2, 3).in(700, 720)),
        Example.of(new LogSumExp(1, true), Operand.of(3).in(-900, -880)),
        Example.of(new LogSumExp(1, false), 0).with(Smoothness.KINK),
        Example.of(new LogSumExp(2, true), 2, 0).with(Smoothness.KINK));
  }
}

package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Reduce;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = max x} or {@code min x} over a set of axes of at least one element [(…) → the other
 * axes, or length 1 with keepDims]; NaN if any is. All that reach it share the derivative evenly,
 * as in PyTorch.
 *
 * @param kind MAX or MIN
 * @param axes the axes to fold, bit k for axis k
 * @param keepDims whether the folded axes stay with length 1
 */
public record Extreme(Reduce.Kind kind, int axes, boolean keepDims) implements Opaque {
  @Override
  public String name() {
    return kind == Reduce.Kind.MAX ? "Amax" : "Amin";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0].with(Axes.fold(x[0].shape(), axes, keepDims))};
  }

  @Override
  public Strided[] value(Strided... x) {
    return new Strided[] {Sum.fold(kind, x[0], axes, keepDims)};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    if (t[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var sum = Rules.sumOver(t[0].mul(shares(x[0], y[0])), axes);
    return new @Nullable Tensor[] {sum.reshape(y[0].shape())};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    if (ct[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var wide = ct[0].reshape(Axes.fold(saved.spec(0).shape(), axes, true));
    return new @Nullable Tensor[] {wide.mul(shares(saved.x(0), saved.y(0)))};
  }

  private Tensor shares(Tensor x, Tensor y) {
    var winners = x.eq(y.reshape(Axes.fold(x.shape(), axes, true))).to(x.dtype());
    return winners.div(Rules.sumOver(winners, axes).reshape(Axes.fold(x.shape(), axes, true)));
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
    return new Extreme(kind, axes << 1, keepDims);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    var two = Operand.of(2, 3).holding(1, 2, 2, -1, -1, 0.5);
    var three = Operand.of(4).holding(1, 1, 1, 0);
    List<Example> all = new ArrayList<>();
    for (var kind : List.of(Reduce.Kind.MAX, Reduce.Kind.MIN)) {
      all.addAll(Example.foldsOfSome((axes, keep) -> new Extreme(kind, axes, keep)));
      all.add(Example.of(new Extreme(kind, 1, false), 67));
      all.add(Example.of(new Extreme(kind, 2, false), two).with(Smoothness.ONCE));
      all.add(Example.of(new Extreme(kind, 3, true), two).with(Smoothness.ONCE));
      all.add(Example.of(new Extreme(kind, 1, false), three).with(Smoothness.KINK));
    }
    return all;
  }
}

package dev.fluxion.op;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Reduce;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = Π x} over a set of axes [(…) → the other axes, or length 1 with keepDims]; 1 of
 * nothing.
 *
 * <p>The derivative by one x is the product of all others, which {@code y / x} cannot give where x
 * is 0. It is computed without division by a tree of products: pairs are multiplied upwards, and on
 * the way down each half receives the product of what lies outside of it. 4 log₂ n tensor
 * operations of 2n multiplications in all, exact for any number of zeros, and differentiable again
 * to any order.
 *
 * @param axes the axes to fold, bit k for axis k
 * @param keepDims whether the folded axes stay with length 1
 */
public record Prod(int axes, boolean keepDims) implements Opaque {
  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0].with(Axes.fold(x[0].shape(), axes, keepDims))};
  }

  @Override
  public Strided[] value(Strided... x) {
    return new Strided[] {Sum.fold(Reduce.Kind.PROD, x[0], axes, keepDims)};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    if (t[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var sum = Rules.sumOver(t[0].mul(others(x[0])), axes);
    return new @Nullable Tensor[] {sum.reshape(y[0].shape())};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    if (ct[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var wide = ct[0].reshape(Axes.fold(saved.spec(0).shape(), axes, true));
    return new @Nullable Tensor[] {wide.mul(others(saved.x(0)))};
  }

  /** For each element the product of the others that it is folded with, in the shape of x. */
  private Tensor others(Tensor x) {
    int[] order = Axes.order(x.shape().rank(), axes);
    var turned = x.permute(order);
    int n = Axes.count(x.shape(), axes);
    int rows = n == 0 ? 0 : x.shape().size() / n;
    var back = Rules.inverse(order);
    return outside(turned.reshape(rows, n)).reshape(turned.shape()).permute(back);
  }

  private static Tensor outside(Tensor x) {
    int n = x.shape().dim(1);
    List<Tensor> levels = new ArrayList<>();
    for (var level = x; ; level = level.narrow(1, 0, n / 2).mul(level.narrow(1, n / 2, n / 2))) {
      n = level.shape().dim(1);
      if (n <= 1) {
        break;
      }
      if (n % 2 == 1) {
        level = Fluxion.cat(List.of(level, Rules.onesLike(level.narrow(1, 0, 1))), 1);
        n++;
      }
      levels.add(level);
    }
    var outer = Rules.onesLike(x.narrow(1, 0, Math.min(1, x.shape().dim(1))));
    for (var level : levels.reversed()) {
      int half = level.shape().dim(1) / 2;
      outer = outer.narrow(1, 0, half);
      var left = outer.mul(level.narrow(1, half, half));
      outer = Fluxion.cat(List.of(left, outer.mul(level.narrow(1, 0, half))), 1);
    }
    return outer.narrow(1, 0, x.shape().dim(1));
  }

  @Override
  public boolean savesInput(int k) {
    return true;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return new Prod(axes << 1, keepDims);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return Example.join(
        Example.folds(Prod::new),
        Example.of(new Prod(1, false), Operand.of(17).in(0.5, 1.5)),
        Example.of(new Prod(2, false), Operand.of(3, 3).holding(1, 0, 2, 0, -1, 0, 0, 0, 0)),
        Example.of(new Prod(1, true), Operand.of(5).holding(2, -1, 0, 3, 0.5)),
        Example.of(new Prod(3, false), Operand.of(2, 2).holding(0, 2, 3, 0)));
  }
}

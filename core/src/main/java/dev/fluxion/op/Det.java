package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Lu;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = det x} [(…, n, n) → (…)]; 1 for n = 0. The derivative is the {@link Cofactor
 * cofactors}, for singular matrices too.
 */
public record Det() implements Opaque {
  @Override
  public String nodeName() {
    return "LinalgDetBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    return Factors.withFactors(x[0], x[0].with(Axes.fold(x[0].shape(), lastTwo(x[0]), false)));
  }

  static int lastTwo(Spec x) {
    return 3 << x.shape().rank() - 2;
  }

  @Override
  public Strided[] value(Strided... x) {
    var f = Lu.factor(Factors.real(x[0]));
    return new Strided[] {Factors.as(x[0], Lu.determinant(f[0], f[1])), f[0], f[1]};
  }

  @Override
  public boolean isConstant(int result) {
    return result > 0;
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    var out = new @Nullable Tensor[y.length];
    if (t[0] != null) {
      var cofactors = Rules.apply(new Cofactor(), x[0], y[1], y[2]);
      out[0] = cofactors.mul(t[0]).sum(new int[] {-2, -1}, false);
    }
    return out;
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    if (ct[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var cofactors = Rules.apply(new Cofactor(), saved.x(0), saved.y(1), saved.y(2));
    return new @Nullable Tensor[] {cofactors.mul(ct[0].unsqueeze(-1).unsqueeze(-1))};
  }

  @Override
  public boolean savesInput(int k) {
    return true;
  }

  @Override
  public boolean savesOutput(int k) {
    return k > 0;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Det(), Operand.regular(1, 1)),
        Example.of(new Det(), Operand.regular(3, 3)),
        Example.of(new Det(), Operand.regular(5, 5)),
        Example.of(new Det(), Operand.of(2, 2).holding(0, 2, 3, 1)),
        Example.of(new Det(), Operand.of(2, 2).holding(1, 2, 2, 4)),
        Example.of(new Det(), Operand.of(2, 2).holding(0, 0, 0, 0)),
        Example.of(new Det(), Operand.of(3, 3).holding(1, 2, 3, 2, 4, 6, 1, 0, 1))
            .with(Smoothness.ONCE),
        Example.of(new Det(), Operand.of(3, 3).holding(0, 1, 0, 0, 0, 1, 0, 0, 0))
            .with(Smoothness.ONCE),
        Example.of(new Det(), Operand.regular(2, 2, 2)),
        Example.of(new Det(), Operand.regular(2, 1, 3, 3)),
        Example.of(new Det(), Operand.of(0, 0)),
        Example.of(new Det(), Operand.of(2, 0, 0)),
        Example.of(new Det(), Operand.of(0, 2, 2)));
  }
}

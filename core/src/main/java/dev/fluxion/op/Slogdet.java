package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Lu;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code (sign det x, log |det x|)} [(…, n, n) → (…), (…)]; (0, −infinity) of singular matrices,
 * whose derivative is not finite, and (1, 0) for n = 0. The derivative of the sign is 0.
 */
public record Slogdet() implements Opaque {
  @Override
  public String nodeName() {
    return "LinalgSlogdetBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    var one = x[0].with(Axes.fold(x[0].shape(), Det.lastTwo(x[0]), false));
    return Factors.withFactors(x[0], one, one);
  }

  @Override
  public Strided[] value(Strided... x) {
    var f = Lu.factor(Factors.real(x[0]));
    var y = Lu.logarithm(f[0], f[1]);
    return new Strided[] {Factors.as(x[0], y[0]), Factors.as(x[0], y[1]), f[0], f[1]};
  }

  @Override
  public boolean isConstant(int result) {
    return result > 1;
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    var out = new @Nullable Tensor[y.length];
    if (t[0] != null) {
      out[1] = Solve.inverse(x[0], y[2], y[3]).mul(t[0]).sum(new int[] {-2, -1}, false);
    }
    return out;
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    if (ct[1] == null) {
      return new @Nullable Tensor[] {null};
    }
    var inverse = Solve.inverse(saved.x(0), saved.y(2), saved.y(3));
    return new @Nullable Tensor[] {inverse.mul(ct[1].unsqueeze(-1).unsqueeze(-1))};
  }

  @Override
  public boolean savesInput(int k) {
    return true;
  }

  @Override
  public boolean savesOutput(int k) {
    return k > 1;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Slogdet(), Operand.regular(1, 1)),
        Example.of(new Slogdet(), Operand.regular(3, 3)),
        Example.of(new Slogdet(), Operand.regular(5, 5)),
        Example.of(new Slogdet(), Operand.of(2, 2).holding(0, 2, 3, 1)),
        Example.of(new Slogdet(), Operand.regular(2, 2, 2)),
        Example.of(new Slogdet(), Operand.regular(2, 1, 3, 3)),
        Example.of(new Slogdet(), Operand.of(0, 0)),
        Example.of(new Slogdet(), Operand.of(0, 2, 2)));
  }
}

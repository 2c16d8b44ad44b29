package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Cofactors;
import dev.fluxion.kernel.Lu;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code Y} with {@code X Y = 1} [(…, n, n) → (…, n, n)]. */
public record Inverse() implements Opaque {
  @Override
  public String name() {
    return "Inv";
  }

  @Override
  public String nodeName() {
    return "LinalgInvExBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    return x;
  }

  @Override
  public Strided[] value(Strided... x) {
    var real = Factors.real(x[0]);
    var f = Lu.factor(real);
    Factors.check("inv", f[0]);
    var y = Lu.solve(f[0], f[1], Cofactors.identity(real), false);
    return new Strided[] {Factors.as(x[0], y)};
  }

  /** {@code Y' = −Y X' Y}. */
  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    return new @Nullable Tensor[] {t[0] == null ? null : y[0].matmul(t[0]).matmul(y[0]).neg()};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    if (ct[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var turned = saved.y(0).transpose(-1, -2);
    return new @Nullable Tensor[] {turned.matmul(ct[0]).matmul(turned).neg()};
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
        Example.of(new Inverse(), Operand.regular(1, 1)),
        Example.of(new Inverse(), Operand.regular(3, 3)),
        Example.of(new Inverse(), Operand.of(2, 2).holding(0, 2, 3, 1)),
        Example.of(new Inverse(), Operand.regular(2, 2, 2)),
        Example.of(new Inverse(), Operand.regular(2, 1, 3, 3)),
        Example.of(new Inverse(), Operand.of(0, 0)),
        Example.of(new Inverse(), Operand.of(0, 2, 2)));
  }
}

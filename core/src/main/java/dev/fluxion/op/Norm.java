package dev.fluxion.op;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Norms;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = √(Σ x²)} over all elements [(…) → ()]; 0 of nothing. The derivative at x = 0 is 0, as
 * in PyTorch.
 */
public record Norm() implements Opaque {
  @Override
  public String nodeName() {
    return "NormBackward1";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0].with(dev.fluxion.Shape.SCALAR)};
  }

  @Override
  public Strided[] value(Strided... x) {
    return new Strided[] {Norms.euclidean(x[0])};
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    return new @Nullable Tensor[] {t[0] == null ? null : direction(x[0], y[0]).mul(t[0]).sum()};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    return new @Nullable Tensor[] {
      ct[0] == null ? null : direction(saved.x(0), saved.y(0)).mul(ct[0])
    };
  }

  private static Tensor direction(Tensor x, Tensor y) {
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

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Norm()),
        Example.of(new Norm(), 1),
        Example.of(new Norm(), 3),
        Example.of(new Norm(), 67),
        Example.of(new Norm(), 2, 3),
        Example.of(new Norm(), 0),
        Example.of(new Norm(), Operand.of(3).holding(3, 0, -4)),
        Example.of(new Norm(), Operand.of(3).holding(0, 0, 0)).with(Smoothness.ONCE));
  }
}

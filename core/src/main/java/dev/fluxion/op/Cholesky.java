package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lower triangle {@code Y} with {@code Y Yᵀ = (X + Xᵀ) / 2} and a positive diagonal [(…, n, n)
 * → (…, n, n)]. So the gradient is symmetric, as PyTorch's is.
 *
 * <p>S. Smith, Differentiation of the Cholesky algorithm, 1995; in the form of I. Murray, <a
 * href="https://arxiv.org/abs/1602.07527">arXiv:1602.07527</a>, 2016.
 */
public record Cholesky() implements Opaque {
  @Override
  public String nodeName() {
    return "LinalgCholeskyExBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    return x;
  }

  @Override
  public Strided[] value(Strided... x) {
    try {
      var y = dev.fluxion.kernel.Cholesky.factor(Factors.real(x[0]));
      return new Strided[] {Factors.as(x[0], y)};
    } catch (dev.fluxion.kernel.Cholesky.NotPositive e) {
      throw notPositive(x[0], e);
    }
  }

  private static IllegalArgumentException notPositive(
      Strided x, dev.fluxion.kernel.Cholesky.NotPositive e) {
    return new IllegalArgumentException(
        "cholesky needs a positive definite matrix, got one of shape "
            + Factors.lastTwo(x.shape())
            + Factors.where(x.shape(), e.number)
            + ", whose leading minor of order "
            + e.minor
            + " is not positive");
  }

  /** {@code Y' = Y Φ(Y⁻¹ S Y⁻ᵀ)}, S the symmetric part of X'. */
  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    if (t[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var down = new TriangularSolve(false, false);
    var s = t[0].add(t[0].transpose(-1, -2)).mul(0.5);
    var half = Rules.apply(down, y[0], s);
    var both = Rules.apply(down, y[0], half.transpose(-1, -2));
    return new @Nullable Tensor[] {y[0].matmul(lower(both))};
  }

  /** {@code X̄ = Y⁻ᵀ (P + Pᵀ) Y⁻¹ / 2} with {@code P = Φ(Yᵀ Ȳ)}. */
  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    if (ct[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var turned = saved.y(0).transpose(-1, -2);
    var up = new TriangularSolve(true, false);
    var p = lower(turned.matmul(ct[0]));
    var half = Rules.apply(up, turned, p.add(p.transpose(-1, -2)).mul(0.5));
    return new @Nullable Tensor[] {Rules.apply(up, turned, half.transpose(-1, -2))};
  }

  /** Φ: the lower triangle with half of the diagonal. */
  private static Tensor lower(Tensor x) {
    var without = Rules.apply(new Triangle(false, -1), x);
    return Rules.apply(new Triangle(false, 0), x).add(without).mul(0.5);
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
        Example.of(new Cholesky(), Operand.regular(1, 1)),
        Example.of(new Cholesky(), Operand.regular(3, 3)),
        Example.of(new Cholesky(), Operand.regular(5, 5)),
        Example.of(new Cholesky(), Operand.of(2, 2).holding(2, 1, 1, 3)),
        Example.of(new Cholesky(), Operand.regular(2, 2, 2)),
        Example.of(new Cholesky(), Operand.regular(2, 1, 3, 3)),
        Example.of(new Cholesky(), Operand.of(0, 0)),
        Example.of(new Cholesky(), Operand.of(0, 2, 2)));
  }
}

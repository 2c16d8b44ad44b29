package dev.fluxion.op;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Cofactors;
import dev.fluxion.kernel.Lu;
import dev.fluxion.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code Y = ∂ det X / ∂X = det(X) X⁻ᵀ} [(…, n, n) → (…, n, n)], the cofactors, also of singular
 * matrices. The derivative of {@code Y} needs an inverse where n is more than 2, and is NaN or
 * infinite without one.
 *
 * <p>The factors of X are further results or further operands, as those of {@link Solve}.
 */
public record Cofactor() implements Opaque {
  @Override
  public Spec[] result(Spec... x) {
    return x.length > 1 ? new Spec[] {x[0]} : Factors.withFactors(x[0], x[0]);
  }

  @Override
  public Strided[] value(Strided... x) {
    var real = Factors.real(x[0]);
    if (x.length > 1) {
      return new Strided[] {Factors.as(x[0], Cofactors.of(real, x[1], x[2]))};
    }
    var f = Lu.factor(real);
    return new Strided[] {Factors.as(x[0], Cofactors.of(real, f[0], f[1])), f[0], f[1]};
  }

  @Override
  public boolean isConstant(int result) {
    return result > 0;
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    var out = new @Nullable Tensor[y.length];
    if (t[0] != null) {
      boolean given = x.length > 1;
      out[0] = pull(x[0], y[0], given ? x[1] : y[1], given ? x[2] : y[2], t[0]);
    }
    return out;
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    var out = new @Nullable Tensor[saved.count()];
    if (ct[0] != null) {
      boolean given = saved.count() > 1;
      var lu = given ? saved.x(1) : saved.y(1);
      var rows = given ? saved.x(2) : saved.y(2);
      out[0] = pull(saved.x(0), saved.y(0), lu, rows, ct[0]);
    }
    return out;
  }

  /**
   * The Hessian of the determinant, which is symmetric, times t: {@code ⟨W, t⟩ Y − W tᵀ Y} with
   * {@code W = X⁻ᵀ}.
   */
  private static Tensor pull(Tensor x, Tensor y, Tensor lu, Tensor rows, Tensor t) {
    int n = y.shape().dim(-1);
    if (n < 2) {
      return Rules.zerosLike(t);
    }
    if (n == 2) {
      // The cofactors of (a b; c d) are (d −c; −b a).
      var signs = Fluxion.tensor(new double[][] {{1, -1}, {-1, 1}}).to(t.dtype());
      return t.flip(-2, -1).mul(signs);
    }
    var w = Solve.inverse(x, lu, rows);
    var sum = w.mul(t).sum(new int[] {-2, -1}, true);
    return sum.mul(y).sub(w.matmul(t.transpose(-1, -2)).matmul(y));
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
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Cofactor(), Operand.regular(1, 1)),
        Example.of(new Cofactor(), Operand.of(1, 1).holding(0)),
        Example.of(new Cofactor(), Operand.regular(3, 3)),
        Example.of(new Cofactor(), Operand.of(2, 2).holding(1, 2, 2, 4)),
        Example.of(new Cofactor(), Operand.regular(2, 2, 2)),
        Example.of(new Cofactor(), Operand.regular(2, 3, 3)),
        Example.of(new Cofactor(), Operand.of(0, 0)),
        Example.of(new Cofactor(), Operand.of(0, 3, 3)));
  }
}

package dev.fluxion.op;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Lu;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code X} with {@code A X = B}, or {@code Aᵀ X = B} [(…, n, n), (…, n, k) → (…, n, k), equal
 * batch axes].
 *
 * <p>Further results are the factors of A, for rules alone, which hand them on as further operands:
 * so a matrix is factored once for all derivatives of all orders. It is A that these are taken by;
 * the factors are constants. With factors given, a singular matrix gives infinities and NaN.
 *
 * @param transposed whether it is Aᵀ
 */
public record Solve(boolean transposed) implements Opaque {
  @Override
  public String nodeName() {
    return "LinalgSolveExBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    return x.length > 2 ? new Spec[] {x[1]} : Factors.withFactors(x[0], x[1]);
  }

  @Override
  public Strided[] value(Strided... x) {
    if (x.length > 2) {
      return new Strided[] {solve(x[2], x[3], x[1])};
    }
    var f = Lu.factor(Factors.real(x[0]));
    Factors.check("solve", f[0]);
    return new Strided[] {solve(f[0], f[1], x[1]), f[0], f[1]};
  }

  private Strided solve(Strided lu, Strided rows, Strided b) {
    return Factors.as(b, Lu.solve(lu, rows, Factors.real(b), transposed));
  }

  @Override
  public boolean isConstant(int result) {
    return result > 0;
  }

  /** {@code X' = A⁻¹ (B' − A' X)}. */
  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    var out = new @Nullable Tensor[y.length];
    var ta = t[0] == null ? null : turned(t[0]).matmul(y[0]).neg();
    var tb = Rules.sum(t[1], ta);
    if (tb != null) {
      boolean given = x.length > 2;
      out[0] = Rules.apply(this, x[0], tb, given ? x[2] : y[1], given ? x[3] : y[2]);
    }
    return out;
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    var out = new @Nullable Tensor[saved.count()];
    if (ct[0] != null) {
      boolean given = saved.count() > 2;
      var lu = given ? saved.x(2) : saved.y(1);
      var rows = given ? saved.x(3) : saved.y(2);
      var b = Rules.apply(new Solve(!transposed), saved.x(0), ct[0], lu, rows);
      out[0] = saved.needs(0) ? turned(b.matmul(saved.y(0).transpose(-1, -2))).neg() : null;
      out[1] = b;
    }
    return out;
  }

  /** {@code A⁻ᵀ} by the factors of A; infinities and NaN of a singular one. */
  static Tensor inverse(Tensor a, Tensor lu, Tensor rows) {
    var one = Fluxion.eye(a.shape().dim(-1)).to(a.dtype()).expand(a.shape());
    return Rules.apply(new Solve(true), a, one, lu, rows);
  }

  private Tensor turned(Tensor a) {
    return transposed ? a.transpose(-1, -2) : a;
  }

  @Override
  public boolean savesInput(int k) {
    return k != 1;
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
    List<Example> all = new ArrayList<>();
    for (var transposed : List.of(false, true)) {
      var op = new Solve(transposed);
      all.add(Example.of(op, Operand.regular(3, 3), Operand.of(3, 2)));
      all.add(Example.of(op, Operand.regular(1, 1), Operand.of(1, 3)));
      all.add(Example.of(op, Operand.regular(2, 2, 2), Operand.of(2, 2, 1)));
      all.add(Example.of(op, Operand.regular(2, 1, 3, 3), Operand.of(2, 1, 3, 2)));
    }
    var op = new Solve(false);
    all.add(Example.of(op, Operand.of(2, 2).holding(0, 2, 3, 1), Operand.of(2, 1)));
    all.add(Example.of(op, Operand.regular(12, 12), Operand.of(12, 1)));
    all.add(Example.of(op, Operand.of(0, 0), Operand.of(0, 2)));
    all.add(Example.of(op, Operand.regular(2, 2), Operand.of(2, 0)));
    all.add(Example.of(op, Operand.of(0, 2, 2), Operand.of(0, 2, 1)));
    return all;
  }
}

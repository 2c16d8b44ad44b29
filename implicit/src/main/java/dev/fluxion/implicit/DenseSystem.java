package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.customVjp;

import dev.fluxion.DTypeException;
import dev.fluxion.Residuals;
import dev.fluxion.Shape;
import dev.fluxion.ShapeException;
import dev.fluxion.Tensor;
import java.util.Arrays;

/**
 * {@code A·x = b} with matrices of numbers.
 *
 * <p>From {@code dA·x + A·dx = db}: {@code dx = A⁻¹(db - dA·x)}, and transposed {@code ct_b =
 * A⁻ᵀ·ct_x}, {@code ct_A = -ct_b·xᵀ} (Giles 2008, An extended collection of matrix derivative
 * results).
 *
 * @param a matrices (…, n, n)
 * @param b right sides (…, n, k)
 */
record DenseSystem(Tensor a, Tensor b) {
  /** A system with its solution. */
  record Solved(Tensor a, Tensor b, Tensor x) {}

  /** Checks shapes and types, and lets right sides be vectors. */
  static Tensor solve(Tensor a, Tensor b) {
    check(a, b);
    boolean isVector = b.rank() == a.rank() - 1;
    var x = new DenseSystem(a, isVector ? b.unsqueeze(-1) : b).solution("linearSolve");
    return isVector ? x.squeeze(-1) : x;
  }

  private static void check(Tensor a, Tensor b) {
    Unknown.checkFloating("linearSolve", a);
    if (a.dtype() != b.dtype()) {
      throw new DTypeException(
          "linearSolve needs tensors of one type, got "
              + a.dtype()
              + " and "
              + b.dtype()
              + "; convert with to(…) first");
    }
    int rank = a.rank();
    var m = a.shape().toArray();
    var k = b.shape().toArray();
    boolean fits =
        rank >= 2
            && m[rank - 1] == m[rank - 2]
            && (k.length == rank || k.length == rank - 1)
            && Arrays.equals(Arrays.copyOf(m, rank - 1), Arrays.copyOf(k, rank - 1));
    if (!fits) {
      throw new ShapeException(
          "linearSolve needs (…, n, n) × (…, n) or (…, n, k) with equal axes in front, got "
              + a.shape()
              + " × "
              + b.shape());
    }
  }

  /** The solution; {@code what} names the matrix where it has no inverse. */
  Tensor solution(String what) {
    return follow(a, b, Found.by(system -> system.numbers(what), this, DenseSystem::b), what);
  }

  private static Tensor follow(Tensor a, Tensor b, Tensor x, String what) {
    return customVjp(
            (Solved s) -> new Residuals<>(s.x.copy(), s),
            (s, ct) -> {
              var known = follow(s.a, s.b, s.x, what);
              var w = new DenseSystem(transposed(s.a), ct).solution(what);
              return new Solved(w.matmul(transposed(known)).neg(), w, s.x.mul(0));
            })
        .jvp((s, t) -> {
          var known = follow(s.a, s.b, s.x, what);
          return new DenseSystem(s.a, t.b.sub(t.a.matmul(known))).solution(what);
        })
        .apply(new Solved(a, b, x));
  }

  private static Tensor transposed(Tensor a) {
    return a.transpose(-2, -1);
  }

  private Tensor numbers(String what) {
    int n = b.shape().dim(-2);
    int k = b.shape().dim(-1);
    var matrices = a.toDoubleArray();
    var sides = b.toDoubleArray();
    var all = new double[sides.length];
    int count = n * k == 0 ? 0 : sides.length / (n * k);
    for (int i = 0; i < count; i++) {
      var x =
          Lu.solve(
              Arrays.copyOfRange(matrices, i * n * n, (i + 1) * n * n),
              n,
              Arrays.copyOfRange(sides, i * n * k, (i + 1) * n * k),
              k);
      if (x == null) {
        throw singular(what, n, i, count);
      }
      System.arraycopy(x, 0, all, i * n * k, n * k);
    }
    return Unknown.like(b).tensor(all);
  }

  private static IllegalArgumentException singular(String what, int n, int i, int count) {
    return new IllegalArgumentException(
        what
            + " needs a matrix that has an inverse, got a singular one of shape "
            + Shape.of(n, n)
            + (count == 1 ? "" : ", number " + i));
  }
}

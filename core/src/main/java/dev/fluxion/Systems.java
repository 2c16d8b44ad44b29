package dev.fluxion;

import dev.fluxion.op.Cholesky;
import dev.fluxion.op.Det;
import dev.fluxion.op.Inverse;
import dev.fluxion.op.Matmul;
import dev.fluxion.op.Opaque;
import dev.fluxion.op.Slogdet;
import dev.fluxion.op.Solve;
import dev.fluxion.op.Triangle;
import dev.fluxion.op.TriangularSolve;
import java.util.Arrays;

/** Checks square matrices and the right sides of systems, and brings them to equal batch axes. */
final class Systems {
  private Systems() {}

  static Tensor solve(Tensor a, Tensor b) {
    checkTypes("solve", a, b);
    checkSquare("solve", a);
    var front = Arrays.copyOf(a.shape().toArray(), a.rank() - 1);
    boolean vectors = b.rank() == 1 || b.shape().equals(Shape.of(front));
    if (b.rank() == 0) {
      throw mismatch("solve", a, b);
    }
    var right = vectors ? b.unsqueeze(-1) : b;
    var x = apply("solve", new Solve(false), a, right, a, b);
    return vectors ? x.squeeze(-1) : x;
  }

  static Tensor solveTriangular(Tensor a, Tensor b, boolean upper, boolean left, boolean unit) {
    checkTypes("solveTriangular", a, b);
    checkSquare("solveTriangular", a);
    if (b.rank() < 2) {
      throw mismatch(left ? "solveTriangular" : "solveTriangular from the right", a, b);
    }
    if (left) {
      return apply("solveTriangular", new TriangularSolve(upper, unit), a, b, a, b);
    }
    // X T = B is Tᵀ Xᵀ = Bᵀ.
    var op = new TriangularSolve(!upper, unit);
    var turned = b.transpose(-1, -2);
    var x = apply("solveTriangular from the right", op, a.transpose(-1, -2), turned, a, b);
    return x.transpose(-1, -2);
  }

  /** Solves for all of a batch; {@code x} and {@code y} are what the user gave. */
  private static Tensor apply(String call, Opaque op, Tensor a, Tensor b, Tensor x, Tensor y) {
    if (a.shape().dim(-1) != b.shape().dim(-2)) {
      throw mismatch(call, x, y);
    }
    Shape batch;
    try {
      batch = Align.broadcast(new Matmul(), Products.front(a), Products.front(b));
    } catch (ShapeException e) {
      throw mismatch(call, x, y);
    }
    return Apply.opaque(op, Products.widen(a, batch), Products.widen(b, batch))[0];
  }

  static Tensor inv(Tensor a) {
    check("inv", a);
    return Apply.opaque(new Inverse(), a)[0];
  }

  static Tensor det(Tensor a) {
    check("det", a);
    return Apply.opaque(new Det(), a)[0];
  }

  static SignLogDet slogdet(Tensor a) {
    return slogdet("slogdet", a);
  }

  private static SignLogDet slogdet(String call, Tensor a) {
    check(call, a);
    var y = Apply.opaque(new Slogdet(), a);
    return new SignLogDet(y[0], y[1]);
  }

  static Tensor logdet(Tensor a) {
    var y = slogdet("logdet", a);
    return Fluxion.where(y.sign().lt(0), Create.number(Double.NaN, a.dtype()), y.logAbsDet());
  }

  static Tensor cholesky(Tensor a, boolean upper) {
    check("cholesky", a);
    var y = Apply.opaque(new Cholesky(), a)[0];
    return upper ? y.transpose(-1, -2) : y;
  }

  static Tensor triangle(String call, Tensor x, boolean upper, int diagonal) {
    if (x.rank() < 2) {
      throw new ShapeException(call + " needs matrices (…, m, n), got the shape " + x.shape());
    }
    return Apply.linear(new Triangle(upper, diagonal), x);
  }

  private static void check(String call, Tensor a) {
    Fold.floating(a, call);
    checkSquare(call, a);
  }

  private static void checkSquare(String call, Tensor a) {
    if (a.rank() < 2 || a.shape().dim(-1) != a.shape().dim(-2)) {
      throw new ShapeException(
          call + " needs square matrices (…, n, n), got the shape " + a.shape());
    }
  }

  private static void checkTypes(String call, Tensor a, Tensor b) {
    Products.checkTypes(call, a, b);
    Fold.floating(a, call);
  }

  private static ShapeException mismatch(String call, Tensor a, Tensor b) {
    var right =
        switch (call) {
          case "solve" -> "(…, n, k), or (n) or (…, n)";
          case "solveTriangular" -> "(…, n, k)";
          default -> "(…, k, n)";
        };
    return new ShapeException(
        call + " needs (…, n, n) and " + right + ", got " + a.shape() + " and " + b.shape());
  }
}

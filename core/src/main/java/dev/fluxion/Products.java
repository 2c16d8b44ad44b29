package dev.fluxion;

import dev.fluxion.op.Matmul;
import java.util.Arrays;

/** Brings the factors of a product of matrices to equal batch axes. */
final class Products {
  private Products() {}

  static Tensor matmul(Tensor a, Tensor b) {
    checkTypes("matmul", a, b);
    if (a.rank() == 0 || b.rank() == 0) {
      throw mismatch(a, b);
    }
    if (a.rank() == 1 && b.rank() == 1) {
      if (!a.shape().equals(b.shape())) {
        throw mismatch(a, b);
      }
      return a.dot(b);
    }
    boolean row = a.rank() == 1;
    boolean column = b.rank() == 1;
    var left = row ? a.unsqueeze(0) : a;
    var right = column ? b.unsqueeze(1) : b;
    if (left.shape().dim(-1) != right.shape().dim(-2)) {
      throw mismatch(a, b);
    }
    var y = product(left, right, a, b);
    return row ? y.squeeze(-2) : column ? y.squeeze(-1) : y;
  }

  private static Tensor product(Tensor left, Tensor right, Tensor a, Tensor b) {
    var op = new Matmul();
    if (left.rank() == 2 && right.rank() == 2) {
      return Apply.bilinear(op, left, right);
    }
    Shape batch;
    try {
      batch = Align.broadcast(op, front(left), front(right));
    } catch (ShapeException e) {
      throw mismatch(a, b);
    }
    return Apply.bilinear(op, widen(left, batch), widen(right, batch));
  }

  static Shape front(Tensor x) {
    return Shape.of(Arrays.copyOf(x.shape().toArray(), x.rank() - 2));
  }

  static Tensor widen(Tensor x, Shape batch) {
    int[] dims = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
    dims[batch.rank()] = x.shape().dim(-2);
    dims[batch.rank() + 1] = x.shape().dim(-1);
    return Align.expand(x, Shape.of(dims));
  }

  static void checkTypes(String call, Tensor a, Tensor b) {
    if (a.dtype() != b.dtype() || a.dtype() == DType.BOOL) {
      throw new DTypeException(
          call
              + " needs numbers of one type, got "
              + a.dtype()
              + " and "
              + b.dtype()
              + "; convert with to(…) first");
    }
  }

  private static ShapeException mismatch(Tensor a, Tensor b) {
    return new ShapeException(
        "matmul needs (…, m, k) × (…, k, n), got " + a.shape() + " × " + b.shape());
  }
}

package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.MatMul;
import dev.fluxion.kernel.Strided;
import java.util.List;

/** {@code y = a b} [(…, m, k) × (…, k, n) → (…, m, n), equal batch axes]; zeros for k = 0. */
public record Matmul() implements Bilinear {
  @Override
  public String name() {
    return "Mm";
  }

  @Override
  public Spec result(Spec a, Spec b) {
    int[] dims = a.shape().toArray();
    dims[dims.length - 1] = b.shape().dim(-1);
    return a.with(Shape.of(dims));
  }

  @Override
  public Strided value(Strided a, Strided b) {
    var shape = result(new Spec(a.shape(), a.dtype()), new Spec(b.shape(), b.dtype())).shape();
    var out = Strided.unfilled(shape, a.dtype());
    MatMul.multiply(a.dtype(), a.array(), a.layout(), b.array(), b.layout(), out.array());
    return out;
  }

  @Override
  public Tensor left(Tensor ct, Tensor b) {
    return ct.matmul(b.transpose(-1, -2));
  }

  @Override
  public Tensor right(Tensor ct, Tensor a) {
    return a.transpose(-1, -2).matmul(ct);
  }

  @Override
  public Bilinear batched() {
    return this;
  }

  /** One product of all rows, where b is a matrix. */
  @Override
  public Tensor leftBatched(Tensor a, Tensor b) {
    if (b.rank() > 2) {
      return a.matmul(b);
    }
    var y = result(spec(a), spec(b)).shape();
    var rows = Shape.of(Axes.count(y, ~(1 << (y.rank() - 1))), a.shape().dim(-1));
    return a.reshape(rows).matmul(b).reshape(y);
  }

  /** One product of all columns, where a is a matrix. */
  @Override
  public Tensor rightBatched(Tensor a, Tensor b) {
    return a.rank() == 2
        ? leftBatched(b.transpose(-1, -2), a.transpose(0, 1)).transpose(-1, -2)
        : a.matmul(b);
  }

  private static Spec spec(Tensor x) {
    return new Spec(x.shape(), x.dtype());
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Matmul(), Operand.of(2, 3), Operand.of(3, 4)),
        Example.of(new Matmul(), Operand.of(3, 3), Operand.of(3, 3)),
        Example.of(new Matmul(), Operand.of(1, 1), Operand.of(1, 1)),
        Example.of(new Matmul(), Operand.of(3, 1), Operand.of(1, 2)),
        Example.of(new Matmul(), Operand.of(1, 3), Operand.of(3, 1)),
        Example.of(new Matmul(), Operand.of(2, 0), Operand.of(0, 3)),
        Example.of(new Matmul(), Operand.of(0, 2), Operand.of(2, 3)),
        Example.of(new Matmul(), Operand.of(2, 3), Operand.of(3, 0)),
        Example.of(new Matmul(), Operand.of(9, 17), Operand.of(17, 5)),
        Example.of(new Matmul(), Operand.of(2, 2, 3), Operand.of(2, 3, 2)),
        Example.of(new Matmul(), Operand.of(2, 1, 2, 2), Operand.of(2, 1, 2, 3)),
        Example.of(new Matmul(), Operand.of(0, 2, 3), Operand.of(0, 3, 2)));
  }
}

package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.MatMul;
import dev.fluxion.kernel.Strided;
import java.util.List;

/** {@code y = Σ aᵢ bᵢ} [(n) × (n) → ()]; 0 for n = 0. */
public record Dot() implements Bilinear {
  @Override
  public Spec result(Spec a, Spec b) {
    return a.with(Shape.SCALAR);
  }

  @Override
  public Strided value(Strided a, Strided b) {
    var out = Strided.zeros(Shape.SCALAR, a.dtype());
    int n = a.shape().size();
    var row = matrix(a, Shape.of(1, n));
    var column = matrix(b, Shape.of(n, 1));
    MatMul.multiply(a.dtype(), a.array(), row, b.array(), column, out.array());
    return out;
  }

  private static Layout matrix(Strided x, Shape shape) {
    var layout = x.layout().reshape(shape);
    if (layout == null) {
      throw new AssertionError("a vector can always be seen as a matrix");
    }
    return layout;
  }

  @Override
  public Tensor left(Tensor ct, Tensor b) {
    return ct.mul(b);
  }

  @Override
  public Tensor right(Tensor ct, Tensor a) {
    return ct.mul(a);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Dot(), Operand.of(0), Operand.of(0)),
        Example.of(new Dot(), Operand.of(1), Operand.of(1)),
        Example.of(new Dot(), Operand.of(4), Operand.of(4)),
        Example.of(new Dot(), Operand.of(67), Operand.of(67)));
  }
}

package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.MatMul;
import dev.fluxion.kernel.Strided;
import java.util.List;

/** {@code y = Σ aᵢ bᵢ} over the last axis [(…, n) × (…, n) → (…)]; 0 for n = 0. */
public record Dot() implements Bilinear {
  @Override
  public Spec result(Spec a, Spec b) {
    return a.with(Axes.fold(a.shape(), 1 << (a.shape().rank() - 1), false));
  }

  @Override
  public Strided value(Strided a, Strided b) {
    var out = Strided.zeros(result(spec(a), spec(b)).shape(), a.dtype());
    int rank = a.shape().rank();
    var rows = a.layout().unsqueeze(rank - 1);
    var columns = b.layout().unsqueeze(rank);
    MatMul.multiply(a.dtype(), a.array(), rows, b.array(), columns, out.array());
    return out;
  }

  private static Spec spec(Strided x) {
    return new Spec(x.shape(), x.dtype());
  }

  @Override
  public Tensor left(Tensor ct, Tensor b) {
    return ct.unsqueeze(-1).mul(b);
  }

  @Override
  public Tensor right(Tensor ct, Tensor a) {
    return ct.unsqueeze(-1).mul(a);
  }

  @Override
  public Bilinear batched() {
    return this;
  }

  @Override
  public Tensor leftBatched(Tensor a, Tensor b) {
    return b.rank() == 1 ? a.matmul(b) : Rules.apply(this, a, b.expand(a.shape()));
  }

  @Override
  public Tensor rightBatched(Tensor a, Tensor b) {
    return leftBatched(b, a);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Dot(), Operand.of(0), Operand.of(0)),
        Example.of(new Dot(), Operand.of(1), Operand.of(1)),
        Example.of(new Dot(), Operand.of(4), Operand.of(4)),
        Example.of(new Dot(), Operand.of(67), Operand.of(67)),
        Example.of(new Dot(), Operand.of(2, 3), Operand.of(2, 3)),
        Example.of(new Dot(), Operand.of(2, 1, 4), Operand.of(2, 1, 4)),
        Example.of(new Dot(), Operand.of(2, 0), Operand.of(2, 0)),
        Example.of(new Dot(), Operand.of(0, 2), Operand.of(0, 2)));
  }
}

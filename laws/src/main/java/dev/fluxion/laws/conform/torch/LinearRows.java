package dev.fluxion.laws.conform.torch;

import dev.fluxion.Tensor;
import java.util.function.BinaryOperator;

/** Rows of products of vectors and matrices. */
final class LinearRows {
  private LinearRows() {}

  static void fill(Torch torch) {
    torch.binary("matmul", Tensor::matmul);
    torch.binary("dot", Tensor::dot);
    torch.binary("outer", Tensor::outer);
    torch.binary("mm", ranked("mm", 2, 2));
    torch.binary("bmm", ranked("bmm", 3, 3));
    torch.binary("mv", ranked("mv", 2, 1));
  }

  /**
   * Fluxion's matmul on the ranks that torch's {@code name} is for. On others torch refuses, and
   * Fluxion has nothing of that name that could.
   */
  private static BinaryOperator<Tensor> ranked(String name, int left, int right) {
    return (x, y) -> {
      if (x.rank() != left || y.rank() != right) {
        throw new NotSupported(name + " of ranks " + x.rank() + " and " + y.rank());
      }
      return x.matmul(y);
    };
  }
}

package dev.fluxion.laws.conform.torch;

import dev.fluxion.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;

/** Rows of products of vectors and matrices, and of systems of equations. */
final class LinearRows {
  private LinearRows() {}

  static void fill(Torch torch) {
    torch.binary("matmul", Tensor::matmul);
    torch.binary("dot", Tensor::dot);
    torch.binary("outer", Tensor::outer);
    torch.binary("mm", ranked("mm", 2, 2));
    torch.binary("bmm", ranked("bmm", 3, 3));
    torch.binary("mv", ranked("mv", 2, 1));
    torch.binary("solve", Tensor::solve);
    torch.unary("inv", Tensor::inv);
    torch.unary("det", Tensor::det);
    torch.unary("logdet", Tensor::logdet);
    torch.row(
        "slogdet(input)",
        a -> {
          var y = a.tensor("input").slogdet();
          return List.of(y.sign(), y.logAbsDet());
        });
    torch.row("cholesky(input, upper=False)", a -> a.tensor("input").cholesky(a.flag("upper")));
    torch.row(
        "solve_triangular(input, B, upper, left=True, unitriangular=False)",
        a ->
            a.tensor("input")
                .solveTriangular(
                    a.tensor("B"), a.flag("upper"), a.flag("left"), a.flag("unitriangular")));
    torch.row("tril(input, diagonal=0)", a -> a.tensor("input").tril(a.integer("diagonal")));
    torch.row("triu(input, diagonal=0)", a -> a.tensor("input").triu(a.integer("diagonal")));
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

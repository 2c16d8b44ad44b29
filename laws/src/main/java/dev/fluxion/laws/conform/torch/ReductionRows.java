package dev.fluxion.laws.conform.torch;

import dev.fluxion.Tensor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows of functions that fold an axis, or run along one. */
final class ReductionRows {
  private ReductionRows() {}

  static void fill(Torch torch) {
    torch.row(
        "sum(input, dim=None, keepdim=False)",
        a -> folded(a, Tensor::sum, Tensor::sum, Tensor::sum));
    torch.row(
        "mean(input, dim=None, keepdim=False)",
        a -> folded(a, Tensor::mean, Tensor::mean, Tensor::mean));
    torch.row(
        "amax(input, dim=None, keepdim=False)",
        a -> a.tensor("input").amax(axes(a), a.flag("keepdim")));
    torch.row(
        "amin(input, dim=None, keepdim=False)",
        a -> a.tensor("input").amin(axes(a), a.flag("keepdim")));
    torch.row(
        "logsumexp(input, dim, keepdim=False)",
        a ->
            a.get("dim") instanceof Long
                ? a.tensor("input").logSumExp(a.integer("dim"), a.flag("keepdim"))
                : a.tensor("input").logSumExp(axes(a), a.flag("keepdim")));
    one(torch, "prod", Tensor::prod, Tensor::prod);
    one(torch, "argmax", Tensor::argmax, Tensor::argmax);
    one(torch, "argmin", Tensor::argmin, Tensor::argmin);
    one(torch, "all", Tensor::all, Tensor::all);
    one(torch, "any", Tensor::any, Tensor::any);
    torch.row("max(input, dim=None, keepdim=False)", ReductionRows::max);
    torch.row("min(input, dim=None, keepdim=False)", ReductionRows::min);
    torch.row("softmax(input, dim)", a -> a.tensor("input").softmax(a.integer("dim")));
    torch.row("cumsum(input, dim)", a -> a.tensor("input").cumsum(a.integer("dim")));
    torch.row("norm(input, p=2)", a -> euclidean(a, a.number("p")));
    torch.row("vector_norm(input, ord=2)", a -> euclidean(a, a.number("ord")));
  }

  /** A fold over everything. */
  private interface All {
    @Nullable Object of(Tensor input);
  }

  /** A fold along one axis. */
  private interface One {
    @Nullable Object of(Tensor input, int axis, boolean keep);
  }

  /** A fold over several axes. */
  private interface Several {
    @Nullable Object of(Tensor input, int[] axes, boolean keep);
  }

  private static @Nullable Object folded(Arguments a, All all, One one, Several several) {
    var input = a.tensor("input");
    if (a.get("dim") instanceof Long) {
      return one.of(input, a.integer("dim"), a.flag("keepdim"));
    }
    return a.isNone("dim") && !a.flag("keepdim")
        ? all.of(input)
        : several.of(input, axes(a), a.flag("keepdim"));
  }

  private static void one(Torch torch, String name, All all, One one) {
    torch.row(
        name + "(input, dim=None, keepdim=False)",
        a ->
            a.isNone("dim")
                ? all.of(a.tensor("input"))
                : one.of(a.tensor("input"), a.integer("dim"), a.flag("keepdim")));
  }

  private static Object max(Arguments a) {
    if (a.isNone("dim")) {
      return a.tensor("input").max();
    }
    return a.get("dim") instanceof Tensor other
        ? a.tensor("input").maximum(other)
        : a.tensor("input").max(a.integer("dim"), a.flag("keepdim"));
  }

  private static Object min(Arguments a) {
    if (a.isNone("dim")) {
      return a.tensor("input").min();
    }
    return a.get("dim") instanceof Tensor other
        ? a.tensor("input").minimum(other)
        : a.tensor("input").min(a.integer("dim"), a.flag("keepdim"));
  }

  /** The axes named, or all if none are: torch's reading of an absent or empty dim. */
  private static int[] axes(Arguments a) {
    var named = a.integers("dim");
    return named.length > 0 ? named : IntStream.range(0, a.tensor("input").rank()).toArray();
  }

  private static Tensor euclidean(Arguments a, Number order) {
    if (order.doubleValue() != 2) {
      throw new NotSupported(a.function() + " of order " + order);
    }
    return a.tensor("input").norm();
  }
}

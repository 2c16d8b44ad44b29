package dev.fluxion.laws.conform.torch;

import dev.fluxion.Fluxion;
import dev.fluxion.PassOption;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Rows of functions that make tensors, copy them, or ask for their derivatives. */
final class LeafRows {
  private LeafRows() {}

  static void fill(Torch torch) {
    torch.unary("clone", Tensor::copy);
    torch.unary("detach", Tensor::detach);
    torch.row("to(input, dtype)", a -> a.tensor("input").to(a.dtype("dtype")));
    torch.unary("zeros_like", Fluxion::zerosLike);
    torch.unary("ones_like", Fluxion::onesLike);
    torch.row(
        "full_like(input, fill_value)",
        a -> Fluxion.fullLike(a.tensor("input"), a.number("fill_value")));
    torch.row(
        "zeros(*size, requires_grad=False)",
        a -> Fluxion.zeros(a.integers("size")).requiresGrad(a.flag("requires_grad")));
    torch.row(
        "ones(*size, requires_grad=False)",
        a -> Fluxion.ones(a.integers("size")).requiresGrad(a.flag("requires_grad")));
    torch.row("arange(end)", LeafRows::arange);
    torch.row(
        "requires_grad_(input, requires_grad=True)",
        a -> a.tensor("input").requiresGrad(a.flag("requires_grad")));
    torch.unary("retain_grad", Tensor::retainGrad);
    torch.row(
        "backward(input, gradient=None, retain_graph=False, create_graph=False)",
        LeafRows::backward);
  }

  private static Tensor arange(Arguments a) {
    return a.get("end") instanceof Long
        ? Fluxion.arange(a.integer("end"))
        : Fluxion.arange(a.number("end").doubleValue());
  }

  private static @Nullable Object backward(Arguments a) {
    var options = new ArrayList<PassOption>();
    if (a.flag("retain_graph")) {
      options.add(Fluxion.retainGraph());
    }
    if (a.flag("create_graph")) {
      options.add(Fluxion.createGraph());
    }
    var chosen = options.toArray(new PassOption[0]);
    if (a.isNone("gradient")) {
      a.tensor("input").backward(chosen);
    } else {
      a.tensor("input").backward(a.tensor("gradient"), chosen);
    }
    return null;
  }
}

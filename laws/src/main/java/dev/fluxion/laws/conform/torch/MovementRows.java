package dev.fluxion.laws.conform.torch;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;

/** Rows of functions that move elements or pick some of them. */
final class MovementRows {
  private MovementRows() {}

  static void fill(Torch torch) {
    shapes(torch);
    axes(torch);
    picks(torch);
  }

  private static void shapes(Torch torch) {
    torch.row("reshape(input, *shape)", a -> a.tensor("input").reshape(a.integers("shape")));
    torch.row("view(input, *shape)", MovementRows::view);
    torch.row("flatten(input, start_dim=0, end_dim=-1)", MovementRows::flatten);
    torch.row("expand(input, *shape)", a -> a.tensor("input").expand(a.integers("shape")));
    torch.row("broadcast_to(input, shape)", a -> a.tensor("input").expand(a.integers("shape")));
    torch.binary("expand_as", (x, y) -> x.expand(y.shape()));
    torch.row(
        "squeeze(input, dim=None)",
        a ->
            a.isNone("dim")
                ? a.tensor("input").squeeze()
                : a.tensor("input").squeeze(a.integer("dim")));
    torch.row("unsqueeze(input, dim)", a -> a.tensor("input").unsqueeze(a.integer("dim")));
    torch.row("cat(tensors, dim=0)", a -> Fluxion.cat(a.tensors("tensors"), a.integer("dim")));
    torch.row("stack(tensors, dim=0)", a -> Fluxion.stack(a.tensors("tensors"), a.integer("dim")));
  }

  private static void axes(Torch torch) {
    torch.row(
        "transpose(input, dim0, dim1)",
        a -> a.tensor("input").transpose(a.integer("dim0"), a.integer("dim1")));
    torch.row(
        "swapaxes(input, axis0, axis1)",
        a -> a.tensor("input").transpose(a.integer("axis0"), a.integer("axis1")));
    torch.unary("t", Tensor::t);
    torch.row("permute(input, *dims)", a -> a.tensor("input").permute(a.integers("dims")));
    torch.row("flip(input, *dims)", a -> a.tensor("input").flip(a.integers("dims")));
  }

  private static void picks(Torch torch) {
    torch.row(
        "narrow(input, dim, start, length)",
        a -> a.tensor("input").narrow(a.integer("dim"), a.integer("start"), a.integer("length")));
    torch.row(
        "select(input, dim, index)",
        a -> a.tensor("input").select(a.integer("dim"), a.integer("index")));
    torch.row("unbind(input, dim=0)", a -> a.tensor("input").unbind(a.integer("dim")));
    torch.row(
        "index_select(input, dim, index)",
        a -> a.tensor("input").indexSelect(a.integer("dim"), a.tensor("index")));
    torch.row(
        "gather(input, dim, index)",
        a -> a.tensor("input").gather(a.integer("dim"), a.tensor("index")));
    torch.row("embedding(input, weight)", a -> a.tensor("weight").get(a.tensor("input")));
    torch.row("masked_select(input, mask)", MovementRows::masked);
  }

  /** Fluxion has no view: its reshape is one where torch's would be, and copies elsewhere. */
  private static Tensor view(Arguments a) {
    if (!a.tensor("input").isContiguous()) {
      throw new NotSupported("view of a tensor that is not contiguous");
    }
    return a.tensor("input").reshape(a.integers("shape"));
  }

  private static Tensor masked(Arguments a) {
    if (!a.tensor("mask").shape().equals(a.tensor("input").shape())) {
      throw new NotSupported("masked_select that broadcasts");
    }
    return a.tensor("input").get(a.tensor("mask"));
  }

  private static Tensor flatten(Arguments a) {
    if (a.integer("start_dim") != 0 || a.integer("end_dim") != -1) {
      throw new NotSupported("flatten of some axes");
    }
    return a.tensor("input").flatten();
  }
}

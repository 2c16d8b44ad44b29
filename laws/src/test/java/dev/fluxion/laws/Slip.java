package dev.fluxion.laws;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** What can go wrong with one tensor. */
enum Slip {
  /** The wrong sign. */
  SIGN(Tensor::neg),

  /** A factor. */
  TWICE(x -> x.mul(2)),

  /** A factor that is hard to see. */
  NEARLY(x -> x.mul(1 + 1e-6)),

  /** Forgotten. */
  ZERO(Fluxion::zerosLike),

  /** The outer derivative forgotten. */
  ONES(Fluxion::onesLike),

  /** One element alone is wrong. */
  ELEMENT(x -> x.size() == 0 ? x : x.mul(bump(x))),

  /** The other way round. */
  REVERSED(x -> x.flatten().flip(0).reshape(x.shape())),

  /** Off by one. */
  SHIFTED(x -> x.size() < 2 ? x : shifted(x)),

  /** Read as if the axes were in the opposite order. */
  TRANSPOSED(x -> x.reshape(opposite(x.shape().toArray())).permute(order(x)).reshape(x.shape()));

  private final UnaryOperator<Tensor> change;

  Slip(UnaryOperator<Tensor> change) {
    this.change = change;
  }

  Tensor of(Tensor x) {
    return change.apply(x);
  }

  private static Tensor bump(Tensor x) {
    double[] factors = new double[x.size()];
    Arrays.fill(factors, 1);
    factors[factors.length / 2] = 1.5;
    return Fluxion.wrap(factors).reshape(x.shape()).to(x.dtype());
  }

  private static Tensor shifted(Tensor x) {
    var flat = x.flatten();
    var rest = flat.narrow(0, 1, x.size() - 1);
    return Fluxion.cat(List.of(rest, flat.narrow(0, 0, 1)), 0).reshape(x.shape());
  }

  private static int[] opposite(int[] of) {
    int[] out = new int[of.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = of[out.length - 1 - k];
    }
    return out;
  }

  private static int[] order(Tensor x) {
    int[] order = new int[x.rank()];
    Arrays.setAll(order, k -> order.length - 1 - k);
    return order;
  }
}

package dev.fluxion;

import java.util.List;

/**
 * A tensor that is more than numbers at some level: a dual number, one of a batch, a power series.
 * It is made of tensors of outer levels, its parts, of which the first is the value.
 */
abstract sealed class Lifted extends Tensor permits Batched, Dependent, Dual, Stepped, Taylor {
  final Level level;

  Lifted(Level level) {
    this.level = level;
  }

  /** The tensors of outer levels that this one is made of, the value first. */
  abstract List<Tensor> parts();

  /** The first of them, as it was last seen: enough for shape, type and memory. */
  abstract Tensor value();

  /**
   * What is left of it once its level is closed: the value, followed outside of the level if it
   * was, else as inside.
   */
  Tensor outside() {
    var value = value();
    return value.node != null || node == null ? value : value.withNode(node);
  }

  @Override
  public Shape shape() {
    return value().shape();
  }

  @Override
  public final DType dtype() {
    return value().dtype();
  }

  @Override
  final Dense values() {
    return value().values();
  }

  @Override
  Tensor constant(boolean sharesVersion) {
    return value().constant(sharesVersion);
  }

  @Override
  final void keep() {
    parts().forEach(Tensor::keep);
  }

  /** A result without history, of which nothing is kept alive by it. */
  static Tensor forgotten(Tensor y) {
    return y instanceof Dense d ? d.forgotten() : y.withNode(null);
  }

  /** What the tensor is once the levels that are closed are forgotten. */
  static Tensor settle(Tensor x) {
    var settled = x;
    while (settled instanceof Lifted l && !l.level.isOpen()) {
      settled = l.outside();
    }
    return settled;
  }
}

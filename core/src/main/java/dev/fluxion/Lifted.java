package dev.fluxion;

import java.util.List;

/**
abstract sealed class Lifted extends Tensor
    permits Batched, Dependent, Dual, Stepped, Taylor {
  final Level level;

  Lifted(Level level) {
    this.level = level;
  }

  /** The tensors of outer levels that this one is made of, the value first. */
  abstract List<Tensor> parts();

  /** The first of them, as it was last seen: enough for shape, type and memory. */
  abstract Tensor value();

  /** What is left of it once its level is closed. */
  abstract Tensor outside();

  /** What the tensor is once the levels that are closed are forgotten. */
  static Tensor settle(Tensor x) {
    var settled = x;
    while (settled instanceof Lifted l && !l.level.isOpen()) {
      settled = l.outside();
    }
    return settled;
  }
}

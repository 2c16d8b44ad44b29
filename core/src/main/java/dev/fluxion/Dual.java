package dev.fluxion;

import org.jspecify.annotations.Nullable;

/**
 * A dual number {@code x + ε·ẋ} of tensors: forward mode. The level says which ε, so nested
 * derivatives are not confused; a null tangent is an exact zero.
 */
final class Dual extends Tensor {
  final Level level;
  final Tensor primal;
  final @Nullable Tensor tangent;

  Dual(Level level, Tensor primal, @Nullable Tensor tangent) {
    this.level = level;
    this.primal = primal;
    this.tangent = tangent;
  }

  /** The primal, or the tensor itself where it is constant at this level. */
  static Tensor primal(Tensor x, Level level) {
    return x instanceof Dual d && d.level == level ? d.primal : x;
  }

  /** The tangent, null where the tensor is constant at this level. */
  static @Nullable Tensor tangent(Tensor x, Level level) {
    return x instanceof Dual d && d.level == level ? d.tangent : null;
  }

  /**
   * What the tensor is once the levels that are closed are forgotten: itself, or its primal,
   * followed outside of the level if it was, else as inside.
   */
  static Tensor settle(Tensor x) {
    var settled = x;
    while (settled instanceof Dual d && !d.level.isOpen()) {
      settled = d.primal.node != null || d.node == null ? d.primal : d.primal.withNode(d.node);
    }
    return settled;
  }

  @Override
  public Shape shape() {
    return primal.shape();
  }

  @Override
  public DType dtype() {
    return primal.dtype();
  }

  @Override
  Dense values() {
    return primal.values();
  }

  @Override
  Dual withNode(@Nullable Node other) {
    var alias = new Dual(level, primal, tangent);
    alias.node = other;
    return alias;
  }

  @Override
  Dense constant(boolean sharesVersion) {
    return primal.constant(sharesVersion);
  }
}

package dev.fluxion;

import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dual number {@code x + ε·ẋ} of tensors: forward mode. The level says which ε, so nested
 * derivatives are not confused; a null tangent is an exact zero.
 */
final class Dual extends Tensor {
  final Level level;
  Tensor primal;
  @Nullable Tensor tangent;

  Dual(Level level, Tensor primal, @Nullable Tensor tangent) {
    this.level = level;
    this.primal = primal;
    this.tangent = tangent;
  }

  /** The primal, or the tensor itself where it is constant at this level. */
  static Tensor primal(Tensor x, Level level) {
    if (!(x instanceof Dual d && d.level == level)) {
      return x;
    }
    d.lookAgainIfBehind();
    return d.primal;
  }

  /** The tangent, null where the tensor is constant at this level. */
  static @Nullable Tensor tangent(Tensor x, Level level) {
    if (!(x instanceof Dual d && d.level == level)) {
      return null;
    }
    d.lookAgainIfBehind();
    return d.tangent;
  }

  private void lookAgainIfBehind() {
    if (origin instanceof View view && view.seenTangent != View.writes(view.of)) {
      lookAgain();
    }
  }

  /**
   * Takes the tangents of views from what they look at, from the first of them that is behind on,
   * and their primals too where a write has given those tangents of an outer level.
   */
  private void lookAgain() {
    synchronized (View.LOCK) {
      var behind = new ArrayDeque<Dual>();
      Dual at = this;
      while (at.origin instanceof View view && view.seenTangent != View.writes(view.of)) {
        behind.push(at);
        at = (Dual) view.of;
      }
      for (var d : behind) {
        var view = (View) Objects.requireNonNull(d.origin);
        var of = (Dual) view.of;
        d.tangent = of.tangent == null ? null : Apply.linear(view.op, of.tangent);
        if (d.primal instanceof Dense && of.primal instanceof Dual) {
          d.primal = Apply.linear(view.op, of.primal);
        }
        view.seenTangent = View.writes(of);
      }
    }
  }

  /**
   * What the tensor is once the levels that are closed are forgotten: itself, or its primal,
   * followed outside of the level if it was, else as inside.
   */
  static Tensor settle(Tensor x) {
    var settled = x;
    while (settled instanceof Dual d && !d.level.isOpen()) {
      d.lookAgainIfBehind();
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
    lookAgainIfBehind();
    var alias = new Dual(level, primal, tangent);
    alias.node = other;
    return alias;
  }

  @Override
  Dense constant(boolean sharesVersion) {
    return primal.constant(sharesVersion);
  }
}

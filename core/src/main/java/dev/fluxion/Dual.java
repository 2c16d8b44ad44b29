package dev.fluxion;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dual number {@code x + ε·ẋ} of tensors: forward mode. The level says which ε, so nested
 * derivatives are not confused; a null tangent is an exact zero.
 */
final class Dual extends Lifted {
  Tensor primal;
  @Nullable Tensor tangent;

  Dual(Level level, Tensor primal, @Nullable Tensor tangent) {
    super(level);
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

  @Override
  Tensor outside() {
    lookAgainIfBehind();
    return super.outside();
  }

  @Override
  Tensor value() {
    return primal;
  }

  @Override
  List<Tensor> parts() {
    lookAgainIfBehind();
    var t = tangent;
    return t == null ? List.of(primal) : List.of(primal, t);
  }

  @Override
  Dual withNode(@Nullable Node other) {
    lookAgainIfBehind();
    var alias = new Dual(level, primal, tangent);
    alias.node = other;
    return alias;
  }
}

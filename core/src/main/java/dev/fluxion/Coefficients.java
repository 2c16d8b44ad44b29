package dev.fluxion;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The coefficients {@code c₀, c₁, …} of a truncated power series {@code Σ cₖ·sᵏ}, each computed
 * when it is first asked for, from those before it. Null is an exact zero; the first, the value, is
 * always there.
 */
final class Coefficients {
  /** How a coefficient follows from lower ones, of this series or of others. */
  @FunctionalInterface
  interface Rule {
    @Nullable Tensor at(int k);
  }

  private final @Nullable Tensor[] known;
  private int count;
  private @Nullable Rule rule;

  /** A series of which the value is known; {@link #follow} says how the rest comes about. */
  Coefficients(int order, Tensor value) {
    known = new @Nullable Tensor[order + 1];
    known[0] = value;
    count = 1;
  }

  /** A series that is known. */
  Coefficients(@Nullable Tensor[] all) {
    known = all;
    count = all.length;
  }

  void follow(Rule other) {
    rule = other;
  }

  Tensor value() {
    return Objects.requireNonNull(known[0]);
  }

  int order() {
    return known.length - 1;
  }

  /** Coefficient k, null for an exact zero. */
  @Nullable Tensor get(int k) {
    while (count <= k) {
      known[count] = Objects.requireNonNull(rule).at(count);
      count++;
    }
    return known[k];
  }

  /** Computes what is not known yet, and forgets how. */
  void complete() {
    get(order());
    rule = null;
  }

  boolean isComplete() {
    return count == known.length;
  }

  /** Whether all but the value is known to be zero. */
  boolean isConstant() {
    if (!isComplete()) {
      return false;
    }
    for (int k = 1; k < known.length; k++) {
      if (known[k] != null) {
        return false;
      }
    }
    return true;
  }

  /**
   * The derivative by s, {@code Σ (k+1)·cₖ₊₁·sᵏ}, one order less; null if it is zero everywhere.
   */
  @Nullable Coefficients derivative() {
    if (isConstant()) {
      return null;
    }
    var first = get(1);
    var t = new Coefficients(order(), first == null ? Fluxion.zerosLike(value()) : first);
    t.follow(k -> k == order() ? null : scaled(k + 1));
    if (isComplete()) {
      t.complete();
    }
    return t;
  }

  private @Nullable Tensor scaled(int k) {
    var c = get(k);
    return c == null ? null : c.mul(k);
  }
}

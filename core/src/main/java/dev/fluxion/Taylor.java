package dev.fluxion;

import dev.fluxion.op.Unary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A truncated power series {@code x(s) = Σ cₖ·sᵏ} of tensors: Taylor mode. Coefficient 0 is the
 * value; the level says which s, so nested derivatives are not confused. {@link Series} says what
 * operations make of it.
 *
 * <p>All coefficients are known, save inside of a rule: what {@link Series} hands to a rule is
 * <em>delayed</em>, and so is what is computed from it.
 */
final class Taylor extends Lifted {
  final Coefficients coefficients;
  final boolean delayed;
  private @Nullable Known known;

  Taylor(Level level, Coefficients coefficients, boolean delayed) {
    super(level);
    this.coefficients = coefficients;
    this.delayed = delayed;
  }

  /** A function of a series that was computed before. */
  private record Known(Unary op, Tensor y, @Nullable Known next) {}

  /** What was remembered as a function of this series; null if nothing was. */
  @Nullable Tensor known(Unary op) {
    for (var at = known; at != null; at = at.next) {
      if (at.op.equals(op)) {
        return at.y;
      }
    }
    return null;
  }

  void remember(Unary op, Tensor y) {
    known = new Known(op, y, known);
  }

  /** Coefficient k, null for an exact zero; a tensor that is not of the level is constant. */
  static @Nullable Tensor coefficient(Tensor x, Level level, int k) {
    return x instanceof Taylor t && t.level == level ? t.coefficients.get(k) : k == 0 ? x : null;
  }

  static Tensor value(Tensor x, Level level) {
    return x instanceof Taylor t && t.level == level ? t.value() : x;
  }

  /** Whether coefficients of the tensor may be asked for only as they come to be known. */
  static boolean isDelayed(Tensor x, Level level) {
    return x instanceof Taylor t && t.level == level && t.delayed;
  }

  /** The same for a rule, without the node that it has at its level. */
  static Tensor delayed(Tensor x, Level level) {
    return x instanceof Taylor t && t.level == level && !t.delayed
        ? new Taylor(level, t.coefficients, true)
        : x;
  }

  /** The derivative by s, for a rule; null where the tensor is constant. */
  static @Nullable Tensor derivative(Tensor x, Level level) {
    var t = x instanceof Taylor of && of.level == level ? of.coefficients.derivative() : null;
    return t == null ? null : new Taylor(level, t, true);
  }

  @Override
  Tensor value() {
    return coefficients.value();
  }

  @Override
  List<Tensor> parts() {
    List<Tensor> parts = new ArrayList<>();
    for (int k = 0; k <= coefficients.order(); k++) {
      var c = coefficients.get(k);
      if (c != null) {
        parts.add(c);
      }
    }
    return parts;
  }

  @Override
  Taylor withNode(@Nullable Node other) {
    var alias = new Taylor(level, coefficients, delayed);
    alias.node = other;
    return alias;
  }
}

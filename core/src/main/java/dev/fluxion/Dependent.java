package dev.fluxion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that knows, beside its value, from which sets of inputs each element is computed: what
 * the detection of a sparsity pattern runs a function on.
 */
final class Dependent extends Lifted {
  private final Tensor primal;

  /**
   * For each set, along a new first axis, 1 where the element depends on an input of it and 0 where
   * not [(sets, …), float32]; null where it depends on none.
   */
  private final @Nullable Tensor reach;

  Dependent(Level level, Tensor primal, @Nullable Tensor reach) {
    super(level);
    this.primal = primal;
    this.reach = reach;
  }

  /** The value, or the tensor itself where it is constant at this level. */
  static Tensor primal(Tensor x, Level level) {
    return x instanceof Dependent d && d.level == level ? d.primal : x;
  }

  /** What it depends on, null for nothing. */
  static @Nullable Tensor reach(Tensor x, Level level) {
    return x instanceof Dependent d && d.level == level ? d.reach : null;
  }

  @Override
  Tensor value() {
    return primal;
  }

  @Override
  List<Tensor> parts() {
    return List.of(primal);
  }

  @Override
  Dependent withNode(@Nullable Node other) {
    var alias = new Dependent(level, primal, reach);
    alias.node = other;
    return alias;
  }
}

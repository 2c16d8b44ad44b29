package dev.fluxion.op;

import dev.fluxion.lanes.Cmp;

/**
 * {@code y = a ≠ b}: whether a is different; true for NaN (element by element, equal shapes, result
 * bool).
 */
public record Ne() implements Predicate {
  @Override
  public Cmp cmp() {
    return Cmp.NE;
  }
}

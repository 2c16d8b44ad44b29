package dev.fluxion.op;

import dev.fluxion.lanes.Cmp;

/**
 * {@code y = a < b}: whether a is smaller; false for NaN (element by element, equal shapes, result
 * bool).
 */
public record Lt() implements Predicate {
  @Override
  public Cmp cmp() {
    return Cmp.LT;
  }
}

package dev.fluxion.op;

import dev.fluxion.lanes.Cmp;

/**
 * {@code y = a > b}: whether a is larger; false for NaN (element by element, equal shapes, result
 * bool).
 */
public record Gt() implements Predicate {
  @Override
  public Cmp cmp() {
    return Cmp.GT;
  }
}

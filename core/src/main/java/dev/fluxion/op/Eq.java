package dev.fluxion.op;

import dev.fluxion.lanes.Cmp;

/**
 * {@code y = a = b}: whether a is equal; false for NaN, and -0 equals 0 (element by element, equal
 * shapes, result bool).
 */
public record Eq() implements Predicate {
  @Override
  public Cmp cmp() {
    return Cmp.EQ;
  }
}

package dev.fluxion.op;

import dev.fluxion.lanes.Cmp;

/**
 * {@code y = a ≤ b}: whether a is smaller or equal; false for NaN (element by element, equal
 * shapes, result bool).
 */
public record Le() implements Predicate {
  @Override
  public Cmp cmp() {
    return Cmp.LE;
  }
}

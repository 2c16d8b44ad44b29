package dev.fluxion.lanes;

/** A comparison of two lanes; all but {@link #NE} are false when either side is NaN. */
public enum Cmp {
  /** Equal; {@code -0.0 == 0.0}. */
  EQ,
  /** Not equal; true for NaN. */
  NE,
  /** Less than. */
  LT,
  /** Less than or equal. */
  LE,
  /** Greater than. */
  GT,
  /** Greater than or equal. */
  GE
}

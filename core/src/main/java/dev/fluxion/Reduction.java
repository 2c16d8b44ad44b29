package dev.fluxion;

/** What becomes of the losses of single samples. */
public enum Reduction {
  /** Nothing: there is one for each. */
  NONE,
  /** Their mean, where classes have weights the weighted one; NaN of nothing. */
  MEAN,
  /** Their sum. */
  SUM
}

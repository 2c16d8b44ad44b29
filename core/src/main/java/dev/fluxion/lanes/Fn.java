package dev.fluxion.lanes;

/**
 * The closed vocabulary of elementwise functions: what every reader of {@link Lanes} understands.
 */
public enum Fn {
  /** {@code -x}. */
  NEG(1),
  /** {@code |x|}. */
  ABS(1),
  /** The square root; NaN below 0. */
  SQRT(1),
  /** {@code e^x}. */
  EXP(1),
  /** {@code e^x - 1}, accurate near 0. */
  EXPM1(1),
  /** The natural logarithm; -infinity at 0, NaN below. */
  LOG(1),
  /** {@code log(1 + x)}, accurate near 0. */
  LOG1P(1),
  /** The sine, in radians. */
  SIN(1),
  /** The cosine, in radians. */
  COS(1),
  /** The tangent, in radians. */
  TAN(1),
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID(1),
  /** The hyperbolic tangent. */
  TANH(1),
  /** The inverse tangent, in radians. */
  ATAN(1),
  /** {@code a + b}. */
  ADD(2),
  /** {@code a - b}. */
  SUB(2),
  /** {@code a * b}. */
  MUL(2),
  /** {@code a / b}, of floating lanes only. */
  DIV(2),
  /** {@code a^b}; 1 for b = 0, whatever a is. */
  POW(2),
  /** {@code sqrt(a² + b²)} without overflow. */
  HYPOT(2),
  /** The smaller one; NaN if either is. */
  MIN(2),
  /** The larger one; NaN if either is. */
  MAX(2);

  private final int arity;

  Fn(int arity) {
    this.arity = arity;
  }

  /**
   * How many lanes the function takes.
   *
   * @return 1 or 2
   */
  public int arity() {
    return arity;
  }
}

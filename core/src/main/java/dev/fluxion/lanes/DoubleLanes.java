package dev.fluxion.lanes;

import java.util.Locale;

/**
 * Reads a statement as numbers: the reference that every other reader is held to. Boxed, hence
 * slow.
 *
 * <pre>{@code
 * DoubleLanes.LANES.hypot(3.0, 4.0);   // 5.0
 * }</pre>
 */
public final class DoubleLanes implements Lanes<Double> {
  /** The only instance: reading has no state. */
  public static final DoubleLanes LANES = new DoubleLanes();

  private DoubleLanes() {}

  @Override
  public Double constant(double value) {
    return value;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code f} takes two lanes
   */
  @Override
  public Double unary(Fn f, Double x) {
    return switch (f) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SQRT -> Math.sqrt(x);
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TAN -> Math.tan(x);
      case SIGMOID -> Arithmetic.sigmoid(x);
      case TANH -> Math.tanh(x);
      case ATAN -> Math.atan(x);
      case ADD, SUB, MUL, DIV, POW, HYPOT, MIN, MAX -> throw wrongArity(f, 1);
    };
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code f} takes one lane
   */
  @Override
  public Double binary(Fn f, Double a, Double b) {
    return switch (f) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case POW -> Arithmetic.pow(a.doubleValue(), b.doubleValue());
      case HYPOT -> Arithmetic.hypot(a.doubleValue(), b.doubleValue());
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case NEG, ABS, SQRT, EXP, EXPM1, LOG, LOG1P, SIN, COS, TAN, SIGMOID, TANH, ATAN ->
          throw wrongArity(f, 2);
    };
  }

  @Override
  public Double select(Cmp cmp, Double a, Double b, Double then, Double otherwise) {
    double x = a;
    double y = b;
    boolean holds =
        switch (cmp) {
          case EQ -> x == y;
          case NE -> x != y;
          case LT -> x < y;
          case LE -> x <= y;
          case GT -> x > y;
          case GE -> x >= y;
        };
    return holds ? then : otherwise;
  }

  private static IllegalArgumentException wrongArity(Fn f, int got) {
    return new IllegalArgumentException(
        f.name().toLowerCase(Locale.ROOT)
            + " takes "
            + f.arity()
            + (f.arity() == 1 ? " operand, got " : " operands, got ")
            + got);
  }
}

package dev.fluxion.lanes;

/**
 * A formula over numbered arguments, as {@link Symbolic} reads it from an op's statement: what
 * kernels are emitted from. Equal formulas are equal records, so common parts are found by
 * equality.
 */
public sealed interface Expr {
  /** The argument with this number. */
  record Arg(int index) implements Expr {}

  /** A constant, of whatever type its neighbours have. */
  record Constant(double value) implements Expr {}

  /** A function of one formula. */
  record Unary(Fn f, Expr x) implements Expr {}

  /** A function of two formulas. */
  record Binary(Fn f, Expr a, Expr b) implements Expr {}

  /** {@code a cmp b ? then : otherwise}, element by element. */
  record Select(Cmp cmp, Expr a, Expr b, Expr then, Expr otherwise) implements Expr {}

  /** Whether the argument with this number occurs in the formula. */
  default boolean uses(int argument) {
    return switch (this) {
      case Arg(int index) -> index == argument;
      case Constant _ -> false;
      case Unary(_, Expr x) -> x.uses(argument);
      case Binary(_, Expr a, Expr b) -> a.uses(argument) || b.uses(argument);
      case Select(_, Expr a, Expr b, Expr then, Expr otherwise) ->
          a.uses(argument) || b.uses(argument) || then.uses(argument) || otherwise.uses(argument);
    };
  }

  /** The same formula with argument {@code k} called {@code numbers[k]}. */
  default Expr renumber(int[] numbers) {
    return switch (this) {
      case Arg(int index) -> new Arg(numbers[index]);
      case Constant _ -> this;
      case Unary(Fn f, Expr x) -> new Unary(f, x.renumber(numbers));
      case Binary(Fn f, Expr a, Expr b) -> new Binary(f, a.renumber(numbers), b.renumber(numbers));
      case Select(Cmp cmp, Expr a, Expr b, Expr then, Expr otherwise) ->
          new Select(
              cmp,
              a.renumber(numbers),
              b.renumber(numbers),
              then.renumber(numbers),
              otherwise.renumber(numbers));
    };
  }
}

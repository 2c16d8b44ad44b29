package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Fn;

/**
 * Spells steps of one floating type, for the algorithms of functions: each method adds a step and
 * returns its number. Constants have names of their own, since a number can be taken for a step.
 */
final class StepWriter {
  /** What the steps compute with. */
  final Format format;

  private final ExprSteps steps;
  private final DType dtype;

  StepWriter(ExprSteps steps, DType dtype) {
    this.steps = steps;
    this.dtype = dtype;
    this.format = Kind.of(dtype) == Kind.FLOAT ? Format.FLOAT : Format.DOUBLE;
  }

  /** Whether the steps compute in float and not in double. */
  boolean isFloat() {
    return format == Format.FLOAT;
  }

  /** One of two values, by the type. */
  double either(double ofFloat, double ofDouble) {
    return isFloat() ? ofFloat : ofDouble;
  }

  int literal(double value) {
    return steps.number(new ExprNode.Literal(value, dtype));
  }

  int one(Fn f, int x) {
    return steps.number(new ExprNode.One(f, x, dtype));
  }

  int two(Fn f, int a, int b) {
    return steps.number(new ExprNode.Two(f, a, b, dtype));
  }

  int add(int a, int b) {
    return two(Fn.ADD, a, b);
  }

  int sub(int a, int b) {
    return two(Fn.SUB, a, b);
  }

  int mul(int a, int b) {
    return two(Fn.MUL, a, b);
  }

  int div(int a, int b) {
    return two(Fn.DIV, a, b);
  }

  int plus(int a, double b) {
    return add(a, literal(b));
  }

  int minus(int a, double b) {
    return sub(a, literal(b));
  }

  int times(int a, double b) {
    return mul(a, literal(b));
  }

  int abs(int x) {
    return one(Fn.ABS, x);
  }

  /** {@code a · b + c}, rounded once. */
  int fma(int a, int b, int c) {
    return steps.number(new ExprNode.Fused(a, b, c, dtype));
  }

  /** {@code a · factor + c}, rounded once. */
  int scaled(int a, double factor, int c) {
    return fma(a, literal(factor), c);
  }

  /** The rounding error of {@code sum = a + b}, exactly (Knuth's TwoSum). */
  int lost(int a, int b, int sum) {
    int added = sub(sum, a);
    return add(sub(a, sub(sum, added)), sub(b, added));
  }

  /** {@code lo ≤ x ≤ hi}; NaN stays. */
  int clamp(int x, double lo, double hi) {
    return two(Fn.MAX, two(Fn.MIN, x, literal(hi)), literal(lo));
  }

  /** The whole number nearest to {@code x · factor}, still with the format's {@code shifter}. */
  int nearest(int x, double factor) {
    return scaled(x, factor, literal(format.shifter()));
  }

  /** {@code ⌊x / 2⌋} of a whole x. */
  int half(int x) {
    // x/2 - 1/4 is never halfway between two whole numbers.
    int quarter = scaled(x, 0.5, literal(-0.25));
    return minus(plus(quarter, format.shifter()), format.shifter());
  }

  /** {@code c[0] xᵏ + c[1] xᵏ⁻¹ + … + c[k]}. */
  int polynomial(int x, double... c) {
    int y = literal(c[0]);
    for (int k = 1; k < c.length; k++) {
      y = fma(y, x, literal(c[k]));
    }
    return y;
  }

  int choice(Cmp cmp, int a, double b, int then, int otherwise) {
    return steps.number(new ExprNode.Choice(cmp, a, literal(b), then, otherwise, dtype));
  }

  int bits(ExprNode.Part part, int x) {
    return steps.number(new ExprNode.Bits(part, x, dtype));
  }

  /** The number a with the sign of b. */
  int signed(int a, int b) {
    return steps.number(new ExprNode.Signed(a, b, dtype));
  }

  /** {@code |x| ≤ limit ? y : f(x)}. */
  int guarded(int y, Fn f, int x, double limit) {
    return steps.number(new ExprNode.Guarded(y, f, x, limit, dtype));
  }
}

package dev.fluxion.laws;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.DoubleLanes;
import dev.fluxion.lanes.Fn;
import java.util.ArrayList;
import java.util.List;

/** One call of a statement as it is made, and all the ways to get it wrong. */
sealed interface Change {
  /** What the call gives instead. */
  double result(double... operands);

  /** A constant. */
  record Constant(double original, double other) implements Change {
    @Override
    public double result(double... operands) {
      return other;
    }
  }

  /** A function of one lane; null for none. */
  record Unary(Fn original, String what, List<Fn> other) implements Change {
    @Override
    public double result(double... operands) {
      double x = operands[0];
      for (var f : other) {
        x = DoubleLanes.LANES.unary(f, x);
      }
      return x;
    }
  }

  /** A function of two lanes, of operands by their numbers. */
  record Binary(Fn original, Fn other, int a, int b) implements Change {
    @Override
    public double result(double... operands) {
      return DoubleLanes.LANES.binary(other, operands[a], operands[b]);
    }
  }

  /** One of the operands in place of a call. */
  record Drop(String original, int kept) implements Change {
    @Override
    public double result(double... operands) {
      return operands[kept];
    }
  }

  /** A choice with another comparison, or between the other two. */
  record Select(Cmp original, Cmp other, int then, int otherwise) implements Change {
    @Override
    public double result(double... operands) {
      return DoubleLanes.LANES.select(
          other, operands[0], operands[1], operands[then], operands[otherwise]);
    }
  }

  static List<Change> ofConstant(double c) {
    List<Change> all = new ArrayList<>();
    all.add(new Constant(c, c + 1));
    all.add(new Constant(c, c - 1));
    if (c != 0) {
      all.add(new Constant(c, c * (1 + 1e-6)));
      all.add(new Constant(c, -c));
    }
    return all;
  }

  static List<Change> ofUnary(Fn f) {
    List<Change> all = new ArrayList<>();
    for (var other : Fn.values()) {
      if (other.arity() == 1 && other != f) {
        all.add(new Unary(f, other.name(), List.of(other)));
      }
    }
    all.add(new Drop(f.name(), 0));
    all.add(new Unary(f, "-" + f, List.of(f, Fn.NEG)));
    all.add(new Unary(f, f + " of the negative", List.of(Fn.NEG, f)));
    return all;
  }

  static List<Change> ofBinary(Fn f) {
    List<Change> all = new ArrayList<>();
    for (var other : Fn.values()) {
      if (other.arity() == 2) {
        if (other != f) {
          all.add(new Binary(f, other, 0, 1));
        }
        all.add(new Binary(f, other, 1, 0));
      }
    }
    all.add(new Binary(f, f, 0, 0));
    all.add(new Binary(f, f, 1, 1));
    all.add(new Drop(f.name(), 0));
    all.add(new Drop(f.name(), 1));
    return all;
  }

  static List<Change> ofSelect(Cmp cmp) {
    List<Change> all = new ArrayList<>();
    for (var other : Cmp.values()) {
      if (other != cmp) {
        all.add(new Select(cmp, other, 2, 3));
      }
      all.add(new Select(cmp, other, 3, 2));
    }
    for (int k = 0; k < 4; k++) {
      all.add(new Drop(cmp.name(), k));
    }
    return all;
  }
}

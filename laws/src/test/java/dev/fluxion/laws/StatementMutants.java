package dev.fluxion.laws;

import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Symbolic;
import dev.fluxion.laws.LanesSubject.Partial;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;
import java.util.ArrayList;
import java.util.List;

/**
 * The wrong partials of an elementwise primitive that are one slip away from its statement: each
 * call of it made otherwise, each argument mistaken for another, the partials of two operands
 * exchanged.
 */
final class StatementMutants {
  /** A wrong partial and where it is wrong. */
  record Mutant(String name, Partial partial) {}

  private final Elementwise op;
  private final int arity;
  private final Partial right;
  private final List<Mutant> all = new ArrayList<>();

  private StatementMutants(Elementwise op) {
    this.op = op;
    this.arity = Ops.arity(op);
    this.right = new LanesSubject(op).partial();
  }

  /** The operands with a partial are those that are floating: {@code operands} says which. */
  static List<Mutant> of(Elementwise op, List<Integer> operands) {
    var mutants = new StatementMutants(op);
    for (int k : operands) {
      mutants.changeCalls(k);
      mutants.mistakeArguments(k);
      mutants.put(k, "-", (y, t, x) -> -mutants.right.at(k, y, t, x));
      mutants.put(k, "2 ·", (y, t, x) -> 2 * mutants.right.at(k, y, t, x));
      mutants.put(k, "(1 + 1e-6) ·", (y, t, x) -> (1 + 1e-6) * mutants.right.at(k, y, t, x));
      mutants.put(k, "0 ·", (y, t, x) -> 0);
      for (int other : operands) {
        if (other != k) {
          mutants.put(k, "the one of " + other, (y, t, x) -> mutants.right.at(other, y, t, x));
        }
      }
    }
    return mutants.all;
  }

  private interface One {
    double at(double y, double t, Double... x);
  }

  private void put(int k, String what, One wrong) {
    all.add(
        new Mutant(
            "the partial by operand " + k + ": " + what,
            (operand, y, t, x) -> operand == k ? wrong.at(y, t, x) : right.at(operand, y, t, x)));
  }

  private void changeCalls(int k) {
    var reader = new MutantLanes();
    var x = new Double[arity];
    java.util.Arrays.fill(x, 1.0);
    LanesSubject.read(op, reader, k, 1.0, 1.0, x);
    for (int call = 0; call < reader.changes.size(); call++) {
      int at = call;
      for (var change : reader.changes.get(call)) {
        put(
            k,
            "call " + call + " is " + change,
            (y, t, in) -> LanesSubject.read(op, new MutantLanes(at, change), k, y, t, in));
      }
    }
  }

  /** The operands, y and t are numbered in this order. One that is not read cannot be mistaken. */
  private void mistakeArguments(int k) {
    var formula = formula(k);
    for (int a = 0; a < arity + 2; a++) {
      for (int b = 0; b < arity + 2; b++) {
        int to = a;
        int from = b;
        if (a != b && formula.uses(a)) {
          put(k, "argument " + a + " is " + b, (y, t, x) -> mistaken(k, to, from, y, t, x));
        }
        if (a < b && (formula.uses(a) || formula.uses(b))) {
          put(
              k,
              "arguments " + a + " and " + b + " swapped",
              (y, t, x) -> swapped(k, to, from, y, t, x));
        }
      }
    }
  }

  private Expr formula(int k) {
    var x = new Expr[arity + 2];
    for (int a = 0; a < x.length; a++) {
      x[a] = new Expr.Arg(a);
    }
    var y = x[arity];
    var t = x[arity + 1];
    return switch (op) {
      case Unary u -> u.jvp(Symbolic.LANES, x[0], y, t);
      case Binary b when k == 0 -> b.left(Symbolic.LANES, x[0], x[1], y, t);
      case Binary b -> b.right(Symbolic.LANES, x[0], x[1], y, t);
      case Ternary c -> c.partial(Symbolic.LANES, k, x[0], x[1], x[2], y, t);
    };
  }

  private double mistaken(int k, int to, int from, double y, double t, Double... x) {
    double[] arguments = arguments(y, t, x);
    arguments[to] = arguments[from];
    return read(k, arguments);
  }

  private double swapped(int k, int i, int j, double y, double t, Double... x) {
    double[] arguments = arguments(y, t, x);
    double other = arguments[i];
    arguments[i] = arguments[j];
    arguments[j] = other;
    return read(k, arguments);
  }

  private double[] arguments(double y, double t, Double... x) {
    double[] arguments = new double[arity + 2];
    for (int a = 0; a < arity; a++) {
      arguments[a] = x[a];
    }
    arguments[arity] = y;
    arguments[arity + 1] = t;
    return arguments;
  }

  private double read(int k, double... arguments) {
    var x = new Double[arity];
    for (int a = 0; a < arity; a++) {
      x[a] = arguments[a];
    }
    return right.at(k, arguments[arity], arguments[arity + 1], x);
  }
}

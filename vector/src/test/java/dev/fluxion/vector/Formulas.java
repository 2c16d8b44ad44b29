package dev.fluxion.vector;

import dev.fluxion.DType;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import dev.fluxion.lanes.Lanes;
import dev.fluxion.lanes.Symbolic;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every formula that Fluxion computes: functions, values of primitives and their partials. */
final class Formulas {
  private static final Lanes<Expr> M = Symbolic.LANES;

  private Formulas() {}

  /** A formula of so many inputs; all have one type, but for what an operation says of its own. */
  record Formula(String name, Expr body, int inputs, @Nullable Elementwise op, boolean isValue) {
    Formula(String name, Expr body, int inputs) {
      this(name, body, inputs, null, false);
    }

    /** The types of the inputs where the others have this one. */
    DType[] types(DType dtype) {
      var types = new DType[inputs];
      for (int k = 0; k < inputs; k++) {
        boolean own = op != null && (isValue || k < inputs - 2);
        types[k] = own ? Objects.requireNonNull(op).operand(k, dtype) : dtype;
      }
      return types;
    }

    DType result(DType dtype) {
      return op != null && isValue ? op.result(dtype) : dtype;
    }
  }

  static List<Formula> all() throws ReflectiveOperationException {
    var all = new ArrayList<Formula>();
    for (var f : Fn.values()) {
      var body = f.arity() == 1 ? M.unary(f, arg(0)) : M.binary(f, arg(0), arg(1));
      all.add(new Formula(f.name(), body, f.arity()));
    }
    for (var op : ops(Elementwise.class, new ArrayList<>())) {
      add(all, op);
    }
    // Four and five inputs, and a call beside polynomials.
    var chain = M.mul(M.tanh(M.add(M.mul(arg(0), arg(1)), arg(2))), M.exp(M.neg(arg(3))));
    all.add(new Formula("Chain4", chain, 4));
    all.add(new Formula("Chain5", M.add(M.log1p(M.abs(arg(4))), chain), 5));
    all.add(new Formula("Unread", M.cos(M.mul(arg(2), arg(0))), 3));
    all.add(new Formula("Waves", M.add(M.sin(M.cos(M.exp(arg(0)))), M.sin(arg(0))), 1));
    return all;
  }

  private static Expr arg(int index) {
    return new Expr.Arg(index);
  }

  private static List<Elementwise> ops(Class<?> type, List<Elementwise> found)
      throws ReflectiveOperationException {
    for (var one : type.getPermittedSubclasses()) {
      if (one.isInterface()) {
        ops(one, found);
      } else {
        found.add((Elementwise) one.getConstructor().newInstance());
      }
    }
    return found;
  }

  private static void add(List<Formula> all, Elementwise op) {
    int arity =
        switch (op) {
          case Unary _ -> 1;
          case Binary _ -> 2;
          case Ternary _ -> 3;
        };
    var value =
        switch (op) {
          case Unary u -> u.f(M, arg(0));
          case Binary b -> b.f(M, arg(0), arg(1));
          case Ternary c -> c.f(M, arg(0), arg(1), arg(2));
        };
    all.add(new Formula(op.name(), value, arity, op, true));
    var y = arg(arity);
    var t = arg(arity + 1);
    for (int k = 0; k < arity; k++) {
      var partial =
          switch (op) {
            case Unary u -> u.jvp(M, arg(0), y, t);
            case Binary b ->
                k == 0 ? b.left(M, arg(0), arg(1), y, t) : b.right(M, arg(0), arg(1), y, t);
            case Ternary c -> c.partial(M, k, arg(0), arg(1), arg(2), y, t);
          };
      all.add(new Formula(op.name() + "Pull" + k, partial, arity + 2, op, false));
    }
  }
}

package dev.fluxion;

import dev.fluxion.kernel.Emitter;
import dev.fluxion.kernel.Halves;
import dev.fluxion.kernel.Loop;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import dev.fluxion.lanes.Lanes;
import dev.fluxion.lanes.Symbolic;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise primitive as its statement was read, once: the formulas of the value and of each
 * partial, which operands those need, and the kernels emitted from them, per type, at first use.
 *
 * <p>Arguments of a partial's formula are numbered: the operands, then the result y, then t.
 */
final class Statement {
  private static final ClassValue<Cell> ALL =
      new ClassValue<>() {
        @Override
        protected Cell computeValue(Class<?> type) {
          return new Cell();
        }
      };

  private static final class Cell {
    volatile @Nullable Statement statement;
  }

  final Elementwise op;
  final int arity;

  /**
   * Whether whole numbers are turned into floating ones first, since the formula needs division or
   * more.
   */
  final boolean floating;

  private final Expr value;
  private final Expr[] partials;
  private final int[] uses;
  private final int[] only;
  private final boolean[] identity;
  private final @Nullable Loop[] loops = new @Nullable Loop[DType.values().length];
  private final @Nullable Loop[][] pulls;
  private final @Nullable Loop[][] pullAdds;

  private Statement(Elementwise op) {
    this.op = op;
    this.arity =
        switch (op) {
          case Unary _ -> 1;
          case Binary _ -> 2;
          case Ternary _ -> 3;
        };
    var args = new Expr[arity + 2];
    for (int k = 0; k < args.length; k++) {
      args[k] = new Expr.Arg(k);
    }
    value =
        switch (op) {
          case Unary u -> u.f(Symbolic.LANES, args[0]);
          case Binary b -> b.f(Symbolic.LANES, args[0], args[1]);
          case Ternary c -> c.f(Symbolic.LANES, args[0], args[1], args[2]);
        };
    floating = needsFloating(value);
    partials = new Expr[arity];
    uses = new int[arity];
    only = new int[arity];
    identity = new boolean[arity];
    pulls = new @Nullable Loop[arity][DType.values().length];
    pullAdds = new @Nullable Loop[arity][DType.values().length];
    for (int k = 0; k < arity; k++) {
      partials[k] = partial(Symbolic.LANES, k, args, args[arity], args[arity + 1]);
      for (int a = 0; a < args.length; a++) {
        uses[k] |= partials[k].uses(a) ? 1 << a : 0;
      }
      int beside = uses[k] & ~(1 << arity + 1);
      only[k] = Integer.bitCount(beside) == 1 ? Integer.numberOfTrailingZeros(beside) : -1;
      identity[k] = partials[k] instanceof Expr.Arg(int index) && index == arity + 1;
    }
  }

  static Statement of(Elementwise op) {
    var cell = ALL.get(op.getClass());
    var statement = cell.statement;
    if (statement == null) {
      // Two threads may both read it; the statements are equal and either may stay.
      cell.statement = statement = new Statement(op);
    }
    return statement;
  }

  private static boolean needsFloating(Expr e) {
    return switch (e) {
      case Expr.Arg _, Expr.Constant _ -> false;
      case Expr.Unary(Fn f, Expr x) -> f != Fn.NEG && f != Fn.ABS || needsFloating(x);
      case Expr.Binary(Fn f, Expr a, Expr b) ->
          f == Fn.DIV || f == Fn.HYPOT || needsFloating(a) || needsFloating(b);
      case Expr.Select(_, Expr a, Expr b, Expr then, Expr otherwise) ->
          needsFloating(a) || needsFloating(b) || needsFloating(then) || needsFloating(otherwise);
    };
  }

  /** {@code t · ∂f/∂operand} in whatever the lanes compute with. */
  <V> V partial(Lanes<V> m, int operand, V[] x, V y, V t) {
    return switch (op) {
      case Unary u -> u.jvp(m, x[0], y, t);
      case Binary b -> operand == 0 ? b.left(m, x[0], x[1], y, t) : b.right(m, x[0], x[1], y, t);
      case Ternary c -> c.partial(m, operand, x[0], x[1], x[2], y, t);
    };
  }

  /**
   * {@code t · ∂f/∂operand} as tensor operations. Of halves it is computed in float32 and rounded
   * once, which is what the kernel does.
   */
  Tensor partial(int operand, Tensor[] x, Tensor y, Tensor t) {
    if (!Halves.holds(t.dtype())) {
      return partial(TensorLanes.of(t.dtype()), operand, x, y, t);
    }
    var wide = new Tensor[x.length];
    for (int k = 0; k < wide.length; k++) {
      wide[k] = widened(x[k]);
    }
    var lanes = TensorLanes.of(DType.FLOAT32);
    return Align.to(partial(lanes, operand, wide, widened(y), widened(t)), t.dtype());
  }

  private static Tensor widened(Tensor x) {
    return Halves.holds(x.dtype()) ? Align.to(x, DType.FLOAT32) : x;
  }

  /** Whether the partial by an operand reads argument {@code a} (operands, then y, then t). */
  boolean uses(int operand, int a) {
    return (uses[operand] >>> a & 1) == 1;
  }

  /** The argument that the partial by an operand reads beside t, if it is one; else -1. */
  int only(int operand) {
    return only[operand];
  }

  /** Whether the partial by an operand is t itself. */
  boolean isIdentity(int operand) {
    return identity[operand];
  }

  /** Whether the partial by an operand is zero everywhere. */
  boolean isZero(int operand) {
    return partials[operand] instanceof Expr.Constant(double c) && c == 0;
  }

  /** The kernel of the value for operands of a type. */
  Loop loop(DType dtype) {
    var loop = loops[dtype.ordinal()];
    if (loop == null) {
      checkBool(dtype);
      var inputs = new DType[arity];
      for (int k = 0; k < arity; k++) {
        inputs[k] = op.operand(k, dtype);
      }
      loops[dtype.ordinal()] = loop = Emitter.emit(op.name(), value, inputs, op.result(dtype));
    }
    return loop;
  }

  /**
   * The kernel of a partial for operands of a type; its inputs are the arguments it uses, in order.
   */
  Loop pull(int operand, DType dtype) {
    var loop = pulls[operand][dtype.ordinal()];
    if (loop == null) {
      pulls[operand][dtype.ordinal()] = loop = emitPull(operand, dtype, false);
    }
    return loop;
  }

  /** The kernel of a partial added to a number, which is the last input; not for five others. */
  Loop pullAdd(int operand, DType dtype) {
    var loop = pullAdds[operand][dtype.ordinal()];
    if (loop == null) {
      pullAdds[operand][dtype.ordinal()] = loop = emitPull(operand, dtype, true);
    }
    return loop;
  }

  private Loop emitPull(int operand, DType dtype, boolean adds) {
    int used = Integer.bitCount(uses[operand]);
    var inputs = new DType[adds ? used + 1 : used];
    var numbers = new int[arity + 2];
    int n = 0;
    for (int a = 0; a < numbers.length; a++) {
      if (uses(operand, a)) {
        numbers[a] = n;
        inputs[n++] = a < arity ? op.operand(a, dtype) : dtype;
      }
    }
    var formula = partials[operand].renumber(numbers);
    var name = op.name() + "Pull" + (arity == 1 ? "" : operand);
    if (!adds) {
      return Emitter.emit(name, formula, inputs, dtype);
    }
    inputs[n] = dtype;
    return Emitter.emit(
        name + "Add", new Expr.Binary(Fn.ADD, new Expr.Arg(n), formula), inputs, dtype);
  }

  /** Whether {@link #pullAdd} can be: kernels take five inputs. */
  boolean canPullAdd(int operand) {
    return Integer.bitCount(uses[operand]) < 5 && uses(operand, arity + 1);
  }

  private void checkBool(DType dtype) {
    if (dtype == DType.BOOL && hasNegation(value)) {
      throw new DTypeException(
          Text.operation(op) + " is for numbers, got bool; convert with to(INT64) first");
    }
  }

  private static boolean hasNegation(Expr e) {
    return switch (e) {
      case Expr.Unary(Fn f, _) -> f == Fn.NEG;
      case Expr.Binary(Fn f, _, _) -> f == Fn.SUB;
      default -> false;
    };
  }
}

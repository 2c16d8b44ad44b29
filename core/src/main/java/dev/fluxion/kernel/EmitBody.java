package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.lanes.Arithmetic;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Fn;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes the instructions of one formula, once, into one method: from inputs in local variables to
 * the result on the operand stack.
 *
 * <p>A step with several users goes into a local variable when the first of them asks. That is
 * sound because the code has no branches but those of {@link ExprNode.Choice}, which pick one of
 * two values that were computed before: so a JIT can turn them into conditional moves.
 */
final class EmitBody {
  private static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();
  private static final ClassDesc ARITHMETIC = Arithmetic.class.describeConstable().orElseThrow();

  private final ExprSteps steps;
  private final CodeBuilder cb;
  private final int[] inputSlots;
  private final int[] uses;
  private final int[] slots;

  /**
   * A writer into a method.
   *
   * @param inputSlots the local variable that holds each input
   */
  EmitBody(ExprSteps steps, CodeBuilder cb, int[] inputSlots) {
    this.steps = steps;
    this.cb = cb;
    this.inputSlots = inputSlots;
    this.uses = steps.uses();
    this.slots = new int[uses.length];
    Arrays.fill(slots, -1);
  }

  /** Pushes the result, ready to be stored in an array of this type. */
  void push(DType output) {
    push(steps.root());
    // A step of type bool is 0 or 1 already: inputs and constants are, and all else is wrapped.
    if (output == DType.BOOL && steps.nodes().get(steps.root()).dtype() != DType.BOOL) {
      toTruth();
    }
  }

  private void push(int number) {
    var node = steps.nodes().get(number);
    var kind = Kind.of(node.dtype());
    if (slots[number] >= 0) {
      cb.loadLocal(kind.onStack(), slots[number]);
      return;
    }
    switch (node) {
      case ExprNode.Input(int index, _) -> {
        cb.loadLocal(kind.onStack(), inputSlots[index]);
        return;
      }
      case ExprNode.Literal(double value, _) -> {
        pushNumber(value, kind);
        return;
      }
      case ExprNode.One(Fn f, int x, DType dtype) -> one(f, x, dtype);
      case ExprNode.Two(Fn f, int a, int b, DType dtype) -> two(f, a, b, dtype);
      case ExprNode.Choice c -> choose(c);
      case ExprNode.Fused(int a, int b, int c, _) -> {
        push(a);
        push(b);
        push(c);
        call(MATH, "fma", kind, 3);
      }
      case ExprNode.Bits(var part, int x, _) -> {
        push(x);
        new EmitBits(cb, kind).write(part);
      }
      case ExprNode.Signed(int a, int b, _) -> {
        push(a);
        push(b);
        call(MATH, "copySign", kind, 2);
      }
      case ExprNode.Guarded g -> guard(g);
    }
    if (uses[number] > 1) {
      boolean wide = kind == Kind.LONG || kind == Kind.DOUBLE;
      var _ = wide ? cb.dup2() : cb.dup();
      store(number, kind);
    }
  }

  private void pushNumber(double value, Kind kind) {
    var _ =
        switch (kind) {
          case INT -> cb.loadConstant((int) value);
          case LONG -> cb.loadConstant((long) value);
          case FLOAT -> cb.loadConstant((float) value);
          case DOUBLE -> cb.loadConstant(value);
        };
  }

  private void store(int number, Kind kind) {
    slots[number] = cb.allocateLocal(kind.onStack());
    cb.storeLocal(kind.onStack(), slots[number]);
  }

  private void one(Fn f, int x, DType dtype) {
    var kind = Kind.of(dtype);
    push(x);
    switch (f) {
      case NEG -> {
        var _ =
            switch (kind) {
              case INT -> cb.ineg();
              case LONG -> cb.lneg();
              case FLOAT -> cb.fneg();
              case DOUBLE -> cb.dneg();
            };
        wrap(dtype);
      }
      case ABS -> {
        call(MATH, "abs", kind, 1);
        wrap(dtype);
      }
      default -> throughDouble(f, kind);
    }
  }

  /**
   * Java has its functions for double only; C2 knows that (float) sqrt((double) x) is a float's.
   */
  private void throughDouble(Fn f, Kind kind) {
    toDouble(kind);
    call(MATH, f.name().toLowerCase(Locale.ROOT), Kind.DOUBLE, 1);
    fromDouble(kind);
  }

  private void two(Fn f, int a, int b, DType dtype) {
    var kind = Kind.of(dtype);
    switch (f) {
      case POW -> pow(a, b, kind);
      case HYPOT -> {
        push(a);
        push(b);
        call(ARITHMETIC, "hypot", kind, 2);
      }
      case MIN, MAX -> {
        push(a);
        push(b);
        call(MATH, f == Fn.MIN ? "min" : "max", kind, 2);
      }
      default -> {
        push(a);
        push(b);
        cb.with(OperatorInstruction.of(opcode(f, kind)));
      }
    }
    if (wraps(f)) {
      wrap(dtype);
    }
  }

  /** int goes through long: the low bits of a product do not depend on the high ones. */
  private void pow(int a, int b, Kind kind) {
    boolean whole = kind == Kind.INT || kind == Kind.LONG;
    push(a);
    toDoubleOrLong(kind);
    push(b);
    toDoubleOrLong(kind);
    call(ARITHMETIC, "pow", whole ? Kind.LONG : Kind.DOUBLE, 2);
    if (kind == Kind.INT) {
      cb.l2i();
    }
    fromDouble(kind);
  }

  private static Opcode opcode(Fn f, Kind kind) {
    return switch (kind) {
      case INT -> f == Fn.ADD ? Opcode.IADD : f == Fn.SUB ? Opcode.ISUB : Opcode.IMUL;
      case LONG -> f == Fn.ADD ? Opcode.LADD : f == Fn.SUB ? Opcode.LSUB : Opcode.LMUL;
      case FLOAT ->
          switch (f) {
            case ADD -> Opcode.FADD;
            case SUB -> Opcode.FSUB;
            case MUL -> Opcode.FMUL;
            default -> Opcode.FDIV;
          };
      case DOUBLE ->
          switch (f) {
            case ADD -> Opcode.DADD;
            case SUB -> Opcode.DSUB;
            case MUL -> Opcode.DMUL;
            default -> Opcode.DDIV;
          };
    };
  }

  private void choose(ExprNode.Choice c) {
    prepare(c.then());
    prepare(c.otherwise());
    push(c.a());
    push(c.b());
    var jump = compare(c.cmp(), Kind.of(steps.nodes().get(c.a()).dtype()));
    var kind = Kind.of(c.dtype());
    var then = cb.newLabel();
    var end = cb.newLabel();
    cb.branch(jump, then);
    pushBits(c.otherwise(), kind);
    cb.goto_(end);
    cb.labelBinding(then);
    pushBits(c.then(), kind);
    cb.labelBinding(end);
    switch (kind) {
      case INT, LONG -> {}
      case FLOAT ->
          cb.invokestatic(
              ConstantDescs.CD_Float,
              "intBitsToFloat",
              MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
      case DOUBLE ->
          cb.invokestatic(
              ConstantDescs.CD_Double,
              "longBitsToDouble",
              MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
    }
  }

  /**
   * C2 makes no conditional move of floating values, and a branch that data decides costs 7 ns when
   * it is mispredicted; it does of their bits, which leaves about 1.
   */
  private void pushBits(int number, Kind kind) {
    boolean constant = steps.nodes().get(number) instanceof ExprNode.Literal;
    double value = steps.nodes().get(number) instanceof ExprNode.Literal(double v, _) ? v : 0;
    switch (kind) {
      case INT, LONG -> push(number);
      case FLOAT -> {
        if (constant) {
          cb.loadConstant(Float.floatToRawIntBits((float) value));
        } else {
          push(number);
          cb.invokestatic(
              ConstantDescs.CD_Float,
              "floatToRawIntBits",
              MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_float));
        }
      }
      case DOUBLE -> {
        if (constant) {
          cb.loadConstant(Double.doubleToRawLongBits(value));
        } else {
          push(number);
          cb.invokestatic(
              ConstantDescs.CD_Double,
              "doubleToRawLongBits",
              MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double));
        }
      }
    }
  }

  /** The branch goes one way for all elements but a few, and so costs next to nothing. */
  private void guard(ExprNode.Guarded g) {
    var kind = Kind.of(g.dtype());
    prepare(g.x());
    push(g.y());
    push(g.x());
    call(MATH, "abs", kind, 1);
    pushNumber(g.limit(), kind);
    var inside = cb.newLabel();
    cb.branch(compare(Cmp.LE, kind), inside);
    var _ = kind == Kind.DOUBLE ? cb.pop2() : cb.pop();
    push(g.x());
    throughDouble(g.f(), kind);
    cb.labelBinding(inside);
  }

  /** Computes a step into a local variable, so that a branch has nothing to do but load it. */
  private void prepare(int number) {
    var node = steps.nodes().get(number);
    boolean ready =
        slots[number] >= 0 || node instanceof ExprNode.Input || node instanceof ExprNode.Literal;
    if (!ready) {
      uses[number] = 1;
      push(number);
      store(number, Kind.of(node.dtype()));
    }
  }

  /** Reduces two operands to what the returned jump tests; NaN makes every jump but NE's fail. */
  private Opcode compare(Cmp cmp, Kind kind) {
    // With a NaN the G forms say greater, the L forms less: each is the answer that is not asked
    // for.
    boolean less = cmp == Cmp.LT || cmp == Cmp.LE;
    switch (kind) {
      case INT -> {
        return switch (cmp) {
          case EQ -> Opcode.IF_ICMPEQ;
          case NE -> Opcode.IF_ICMPNE;
          case LT -> Opcode.IF_ICMPLT;
          case LE -> Opcode.IF_ICMPLE;
          case GT -> Opcode.IF_ICMPGT;
          case GE -> Opcode.IF_ICMPGE;
        };
      }
      case LONG -> cb.lcmp();
      case FLOAT -> {
        var _ = less ? cb.fcmpg() : cb.fcmpl();
      }
      case DOUBLE -> {
        var _ = less ? cb.dcmpg() : cb.dcmpl();
      }
    }
    return switch (cmp) {
      case EQ -> Opcode.IFEQ;
      case NE -> Opcode.IFNE;
      case LT -> Opcode.IFLT;
      case LE -> Opcode.IFLE;
      case GT -> Opcode.IFGT;
      case GE -> Opcode.IFGE;
    };
  }

  /** Brings the int on the stack back into the range of its type, as a store and a load would. */
  private void wrap(DType dtype) {
    switch (dtype) {
      case BOOL -> toTruth();
      case UINT8 -> cb.loadConstant(0xff).iand();
      case INT8 -> cb.i2b();
      case INT16 -> cb.i2s();
      case INT32, INT64, FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> {}
    }
  }

  /** {@code v != 0 ? 1 : 0}, without a branch: either v or -v is negative unless both are 0. */
  private void toTruth() {
    cb.dup().ineg().ior().bipush(31).iushr();
  }

  private static boolean wraps(Fn f) {
    return f != Fn.MIN && f != Fn.MAX;
  }

  private void toDouble(Kind kind) {
    if (kind == Kind.FLOAT) {
      cb.f2d();
    }
  }

  private void toDoubleOrLong(Kind kind) {
    toDouble(kind);
    if (kind == Kind.INT) {
      cb.i2l();
    }
  }

  private void fromDouble(Kind kind) {
    if (kind == Kind.FLOAT) {
      cb.d2f();
    }
  }

  private void call(ClassDesc owner, String name, Kind kind, int arity) {
    var parameters = new ClassDesc[arity];
    Arrays.fill(parameters, kind.desc());
    cb.invokestatic(owner, name, MethodTypeDesc.of(kind.desc(), parameters));
  }
}

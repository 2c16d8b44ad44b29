package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A formula as a list of steps, each with its type, equal ones only once.
 *
 * <p>Types come from the inputs; a part made of constants alone has none and takes the one its
 * neighbours have. bool and whole numbers up to int32 may meet (the later one in the order of
 * {@link DType} wins) but for uint8 and int8, other types must be equal. Halves are computed with
 * as float32. Formulas share parts, and a walk of the tree would visit those exponentially often,
 * so both walks remember the objects they have seen.
 *
 * <p>Exponentials, logarithms, sine and cosine of floating types become steps of arithmetic here,
 * so that every reader of the steps computes the same bits.
 */
public final class ExprSteps {
  private final List<ExprNode> nodes = new ArrayList<>();
  private final Map<List<Object>, Integer> numbers = new HashMap<>();
  private final IdentityHashMap<Expr, Type> types = new IdentityHashMap<>();
  private final Map<DType, IdentityHashMap<Expr, Integer>> seen = new HashMap<>();
  private final DType[] inputs;
  private final int root;

  /** A type, or none for a part of constants alone. */
  private record Type(@Nullable DType dtype) {
    DType or(DType other) {
      return dtype == null ? other : dtype;
    }
  }

  /**
   * Types a formula.
   *
   * @throws IllegalArgumentException if types meet that may not, or a function has no meaning there
   */
  public ExprSteps(Expr body, DType[] inputs, DType output) {
    this.inputs = inputs;
    var type = type(body).or(output);
    if (Kind.of(type) != Kind.of(output)) {
      throw new IllegalArgumentException(
          "a formula of " + type + " cannot be stored as " + output + "; cast it");
    }
    this.root = lower(body, output);
  }

  /** The steps, operands before their users. */
  public List<ExprNode> nodes() {
    return nodes;
  }

  /** The number of the step that is the result. */
  public int root() {
    return root;
  }

  /** Whether there is a step that C2 vectorises in no plain loop: it looks at bits, or chooses. */
  public boolean stayScalar() {
    return nodes.stream()
        .anyMatch(node ->
            node instanceof ExprNode.Bits
                || node instanceof ExprNode.Guarded
                || node instanceof ExprNode.Choice);
  }

  /** Whether a faster form is worth asking for: all is in one type that vectors hold. */
  public boolean maySwap() {
    var type = nodes.get(root).dtype();
    boolean fits = type == DType.FLOAT32 || type == DType.FLOAT64;
    return fits && reads().length > 0 && nodes.stream().allMatch(node -> node.dtype() == type);
  }

  /** The inputs that the formula reads, in order. */
  public int[] reads() {
    boolean[] read = new boolean[inputs.length];
    int n = 0;
    for (var node : nodes) {
      if (node instanceof ExprNode.Input(int index, _)) {
        read[index] = true;
        n++;
      }
    }
    int[] reads = new int[n];
    for (int k = read.length - 1; k >= 0; k--) {
      if (read[k]) {
        reads[--n] = k;
      }
    }
    return reads;
  }

  /** How often each step is an operand. */
  public int[] uses() {
    var uses = new int[nodes.size()];
    uses[root]++;
    for (var node : nodes) {
      switch (node) {
        case ExprNode.Input _, ExprNode.Literal _ -> {}
        case ExprNode.One(_, int x, _) -> uses[x]++;
        case ExprNode.Two(_, int a, int b, _) -> {
          uses[a]++;
          uses[b]++;
        }
        case ExprNode.Choice(_, int a, int b, int then, int otherwise, _) -> {
          uses[a]++;
          uses[b]++;
          uses[then]++;
          uses[otherwise]++;
        }
        case ExprNode.Fused(int a, int b, int c, _) -> {
          uses[a]++;
          uses[b]++;
          uses[c]++;
        }
        case ExprNode.Bits(_, int x, _) -> uses[x]++;
        case ExprNode.Signed(int a, int b, _) -> {
          uses[a]++;
          uses[b]++;
        }
        case ExprNode.Guarded(int y, _, int x, _, _) -> {
          uses[y]++;
          uses[x]++;
        }
      }
    }
    return uses;
  }

  private Type type(Expr e) {
    var known = types.get(e);
    if (known != null) {
      return known;
    }
    var type =
        switch (e) {
          case Expr.Arg(int index) -> new Type(input(index));
          case Expr.Constant _ -> new Type(null);
          case Expr.Unary(Fn f, Expr x) -> {
            checkArity(f, 1);
            yield type(x);
          }
          case Expr.Binary(Fn f, Expr a, Expr b) -> {
            checkArity(f, 2);
            yield join(f, a, b);
          }
          case Expr.Select(_, Expr a, Expr b, Expr then, Expr otherwise) -> {
            join("a comparison", a, b);
            yield join("a select", then, otherwise);
          }
        };
    types.put(e, type);
    return type;
  }

  private Type join(Fn f, Expr a, Expr b) {
    return join(text(f), a, b);
  }

  private Type join(String what, Expr a, Expr b) {
    var s = type(a);
    var t = type(b);
    if (s.dtype == null || t.dtype == null) {
      return s.dtype == null ? t : s;
    }
    boolean small = Kind.of(s.dtype) == Kind.INT && Kind.of(t.dtype) == Kind.INT;
    // Neither holds the numbers of the other.
    boolean bytes = s.dtype != t.dtype && isByte(s.dtype) && isByte(t.dtype);
    boolean meet = s.dtype == t.dtype || small && !bytes;
    if (!meet) {
      throw new IllegalArgumentException(
          what + " needs one type on both sides, got " + s.dtype + " and " + t.dtype);
    }
    return s.dtype.compareTo(t.dtype) < 0 ? t : s;
  }

  private static boolean isByte(DType dtype) {
    return dtype == DType.UINT8 || dtype == DType.INT8;
  }

  private int lower(Expr e, DType wanted) {
    var type = type(e).or(wanted);
    var done = seen.computeIfAbsent(type, _ -> new IdentityHashMap<>());
    var known = done.get(e);
    if (known != null) {
      return known;
    }
    int number = step(e, type);
    done.put(e, number);
    return number;
  }

  private int step(Expr e, DType type) {
    return switch (e) {
      case Expr.Arg(int index) -> number(new ExprNode.Input(index, type));
      case Expr.Constant(double value) ->
          number(new ExprNode.Literal(checkFits(value, type), type));
      case Expr.Unary(Fn f, Expr x) -> {
        checkMeaning(f, type);
        yield unary(f, lower(x, type), type);
      }
      case Expr.Binary(Fn f, Expr a, Expr b) -> {
        checkMeaning(f, type);
        yield number(new ExprNode.Two(f, lower(a, type), lower(b, type), type));
      }
      case Expr.Select(var cmp, Expr a, Expr b, Expr then, Expr otherwise) -> {
        // Constants alone compare as the doubles they are, whatever the result is.
        var compared = join("a comparison", a, b).or(DType.FLOAT64);
        yield number(
            new ExprNode.Choice(
                cmp,
                lower(a, compared),
                lower(b, compared),
                lower(then, type),
                lower(otherwise, type),
                type));
      }
    };
  }

  private int unary(Fn f, int x, DType type) {
    var w = new StepWriter(this, type);
    return switch (f) {
      case EXP -> new Exponentials(w).exp(x);
      case EXPM1 -> new Exponentials(w).expm1(x);
      case SIGMOID -> new Exponentials(w).sigmoid(x);
      case TANH -> new Exponentials(w).tanh(x);
      case LOG -> new Logarithms(w).log(x);
      case LOG1P -> new Logarithms(w).log1p(x);
      case SIN -> new Circular(w).sin(x);
      case COS -> new Circular(w).cos(x);
      default -> number(new ExprNode.One(f, x, type));
    };
  }

  /** The number of a step, which is new unless an equal one is there. */
  int number(ExprNode node) {
    var known = numbers.putIfAbsent(key(node), nodes.size());
    if (known != null) {
      return known;
    }
    nodes.add(node);
    return nodes.size() - 1;
  }

  /**
   * What makes steps equal, as a list: the JVM needs 20 ms to link the equality of five records.
   */
  private static List<Object> key(ExprNode node) {
    return switch (node) {
      case ExprNode.Input(int index, DType dtype) -> List.of(index, dtype);
      case ExprNode.Literal(double value, DType dtype) -> List.of(value, dtype);
      case ExprNode.One(Fn f, int x, DType dtype) -> List.of(f, x, dtype);
      case ExprNode.Two(Fn f, int a, int b, DType dtype) -> List.of(f, a, b, dtype);
      case ExprNode.Choice(var cmp, int a, int b, int then, int otherwise, DType dtype) ->
          List.of(cmp, a, b, then, otherwise, dtype);
      case ExprNode.Fused(int a, int b, int c, DType dtype) -> List.of(a, b, c, dtype);
      case ExprNode.Bits(var part, int x, DType dtype) -> List.of(part, x, dtype);
      case ExprNode.Signed(int a, int b, DType dtype) -> List.of("signed", a, b, dtype);
      case ExprNode.Guarded(int y, Fn f, int x, double limit, DType dtype) ->
          List.of(y, f, x, limit, dtype);
    };
  }

  private DType input(int index) {
    if (index < 0 || index >= inputs.length) {
      throw new IllegalArgumentException(
          "an argument must be one of the " + inputs.length + " inputs, got number " + index);
    }
    return inputs[index];
  }

  private static void checkArity(Fn f, int got) {
    if (f.arity() != got) {
      throw new IllegalArgumentException(
          text(f)
              + " takes "
              + f.arity()
              + (f.arity() == 1 ? " operand, got " : " operands, got ")
              + got);
    }
  }

  private static void checkMeaning(Fn f, DType type) {
    boolean ofIntegers =
        switch (f) {
          case NEG, ABS, ADD, SUB, MUL, POW, MIN, MAX -> true;
          case SQRT, EXP, EXPM1, LOG, LOG1P, SIN, COS, TAN, SIGMOID, TANH, ATAN, DIV, HYPOT ->
              false;
        };
    if (!ofIntegers && !type.isFloating()) {
      throw new IllegalArgumentException(text(f) + " is for floating types, got " + type);
    }
  }

  private static double checkFits(double value, DType type) {
    boolean fits =
        switch (type) {
          case BOOL -> value == 0 || value == 1;
          case UINT8 -> ((int) value & 0xff) == value;
          case INT8 -> (byte) value == value;
          case INT16 -> (short) value == value;
          case INT32 -> (int) value == value;
          case INT64 -> (long) value == value && value < 0x1p63;
          case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> true;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "a constant among " + type + " must be whole and in range, got " + value);
    }
    // A whole zero has no sign; without this 0.0 and -0.0 would be two steps.
    return type.isFloating() ? value : value + 0.0;
  }

  private static String text(Fn f) {
    return f.name().toLowerCase(Locale.ROOT);
  }
}

package dev.fluxion;

import dev.fluxion.op.Add;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Cast;
import dev.fluxion.op.Expand;
import dev.fluxion.op.Mul;
import dev.fluxion.op.Pow;
import dev.fluxion.op.Sub;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;
import dev.fluxion.op.Where;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings operands to one shape and one type before an elementwise primitive sees them: broadcasting
 * and promotion, as in PyTorch, stated here and nowhere else. What is inserted, {@code Expand} and
 * {@code Cast}, undoes itself in a gradient by its transpose.
 */
final class Align {
  private Align() {}

  static Tensor unary(Unary op, Tensor x) {
    var s = Statement.of(op);
    var operand = s.floating ? floating(x) : x;
    return operand instanceof Dense d ? Apply.unary(op, s, d) : Apply.unary(op, operand);
  }

  static Tensor binary(Binary op, Tensor a, Tensor b) {
    if (a instanceof Dense x
        && b instanceof Dense y
        && x.dtype() == y.dtype()
        && (x.layout == y.layout || x.shape().equals(y.shape()))) {
      var s = Statement.of(op);
      return s.floating && !x.dtype().isFloating()
          ? Apply.binary(op, floating(a), floating(b))
          : Apply.binary(op, s, x, y);
    }
    var dtype = forStatement(op, promote(a, b));
    var shape = broadcast(op, a.shape(), b.shape());
    return Apply.binary(op, to(a, dtype, shape), to(b, dtype, shape));
  }

  /** A tensor and a number, which has the tensor's type unless it is of a higher kind. */
  static Tensor binary(Binary op, Tensor a, Number b) {
    checkPower(op, a, b);
    return binary(op, a, number(op, a, b));
  }

  static Tensor binary(Binary op, Number a, Tensor b) {
    return binary(op, number(op, b, a), b);
  }

  static Tensor number(Binary op, Tensor beside, Number n) {
    if (beside.dtype().isInteger()) {
      if (Statement.of(op).floating) {
        return Create.number(n, Modes.defaultDType());
      }
      if (op instanceof Add || op instanceof Sub || op instanceof Mul) {
        // Modulo 2ⁿ it is all the same whether the number wraps around before or the result after.
        return Create.number(n, numberType(beside, n));
      }
    }
    return number(beside, n);
  }

  static Tensor ternary(Ternary op, Tensor a, Tensor b, Tensor c) {
    var dtype = forStatement(op, promote(a, b, c));
    var shape = broadcast(op, broadcast(op, a.shape(), b.shape()), c.shape());
    return Apply.ternary(op, to(a, dtype, shape), to(b, dtype, shape), to(c, dtype, shape));
  }

  static Tensor where(Tensor condition, Tensor then, Tensor otherwise) {
    if (condition.dtype() != DType.BOOL) {
      throw new DTypeException("where needs a bool condition, got " + condition.dtype());
    }
    var op = new Where();
    var dtype = promote(then, otherwise);
    var shape = broadcast(op, condition.shape(), broadcast(op, then.shape(), otherwise.shape()));
    return Apply.ternary(
        op, to(condition, DType.BOOL, shape), to(then, dtype, shape), to(otherwise, dtype, shape));
  }

  /**
   * A number as a 0-d tensor of the type that it takes on beside this tensor, which must hold it.
   */
  static Tensor number(Tensor beside, Number n) {
    var dtype = numberType(beside, n);
    switch (dtype) {
      case UINT8 -> checkFits(n, dtype, 0, 255);
      case INT8 -> checkFits(n, dtype, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case INT16 -> checkFits(n, dtype, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT32 -> checkFits(n, dtype, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BOOL, INT64, FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> {}
    }
    return Create.number(n, dtype);
  }

  private static DType numberType(Tensor beside, Number n) {
    boolean whole = !(n instanceof Double || n instanceof Float);
    var own = whole ? DType.INT64 : Modes.defaultDType();
    return kind(own) > kind(beside.dtype()) ? own : beside.dtype();
  }

  private static void checkFits(Number n, DType dtype, long low, long high) {
    if (n.longValue() < low || n.longValue() > high) {
      throw new DTypeException(
          "a number beside "
              + dtype
              + " lies in ["
              + low
              + ", "
              + high
              + "], got "
              + n
              + "; convert with toInt64() first");
    }
  }

  static void checkPower(Binary op, Tensor x, Number power) {
    boolean whole = !(power instanceof Double || power instanceof Float);
    if (op instanceof Pow && whole && power.longValue() < 0 && !x.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "whole numbers have no negative powers, got "
              + x.dtype()
              + " to the power of "
              + power
              + "; convert with toFloat32() first");
    }
  }

  static Tensor floating(Tensor x) {
    return x.dtype().isFloating() ? x : to(x, Modes.defaultDType());
  }

  static Tensor to(Tensor x, DType dtype) {
    return x.dtype() == dtype ? x : Apply.linear(new Cast(dtype, true), x);
  }

  private static Tensor to(Tensor x, DType dtype, Shape shape) {
    return expand(to(x, dtype), shape);
  }

  /** Repeats a tensor to a shape it fits; in a graph the step is not shown. */
  static Tensor expand(Tensor x, Shape shape) {
    return x.shape().equals(shape) ? x : Apply.linear(new Expand(shape, true), x);
  }

  private static DType forStatement(dev.fluxion.op.Elementwise op, DType dtype) {
    return Statement.of(op).floating && !dtype.isFloating() ? Modes.defaultDType() : dtype;
  }

  /**
   * The type of a result: by kind (bool, whole, floating), then by width; 0-d only raises the kind.
   */
  static DType promote(Tensor a, Tensor b) {
    return promote(a, b, b);
  }

  private static DType promote(Tensor a, Tensor b, Tensor c) {
    var axes = widest(widest(widest(null, a, true), b, true), c, true);
    var single = widest(widest(widest(null, a, false), b, false), c, false);
    if (axes == null || single == null) {
      return axes == null ? Objects.requireNonNull(single) : axes;
    }
    return kind(single) > kind(axes) ? single : axes;
  }

  /** The wider of a type and that of a tensor, if the tensor has axes or has none, as asked. */
  private static @Nullable DType widest(@Nullable DType dtype, Tensor x, boolean hasAxes) {
    if (x.rank() > 0 != hasAxes) {
      return dtype;
    }
    return dtype == null ? x.dtype() : wider(dtype, x.dtype());
  }

  /** The narrowest type that holds the values of both, in PyTorch's lattice. */
  static DType wider(DType a, DType b) {
    var later = a.compareTo(b) >= 0 ? a : b;
    var earlier = later == a ? b : a;
    if (later == DType.INT8 && earlier == DType.UINT8) {
      return DType.INT16;
    }
    return later == DType.BFLOAT16 && earlier == DType.FLOAT16 ? DType.FLOAT32 : later;
  }

  static int kind(DType dtype) {
    return dtype.isFloating() ? 2 : dtype.isInteger() ? 1 : 0;
  }

  /** The common shape of two that are aligned at their last axes, where 1 fits any length. */
  static Shape broadcast(dev.fluxion.op.Op op, Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] dims = new int[rank];
    Arrays.fill(dims, 1);
    for (int k = 1; k <= rank; k++) {
      int m = k <= a.rank() ? a.dim(-k) : 1;
      int n = k <= b.rank() ? b.dim(-k) : 1;
      if (m != n && m != 1 && n != 1) {
        throw mismatch(op, a, b);
      }
      dims[rank - k] = m == 1 ? n : m;
    }
    return Shape.of(dims);
  }

  private static ShapeException mismatch(dev.fluxion.op.Op op, Shape a, Shape b) {
    return new ShapeException(
        Text.operation(op)
            + " needs shapes that are equal or 1 axis by axis, counted from the last, got "
            + a
            + " and "
            + b);
  }
}

package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.DoubleLanes;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every function and comparison on every type, each against Java's own arithmetic or DoubleLanes.
 */
class EmitterTest {
  private static final Expr A = new Expr.Arg(0);
  private static final Expr B = new Expr.Arg(1);
  private static final DType[] FLOATING = {DType.FLOAT32, DType.FLOAT64};
  private static final DType[] WHOLE = {DType.BOOL, DType.UINT8, DType.INT32, DType.INT64};

  private static final double[] REALS = {
    0.0,
    -0.0,
    1,
    -1,
    2,
    -2,
    3,
    0.5,
    -0.5,
    1e-3,
    -2.5,
    17.25,
    100,
    -100,
    750,
    -750,
    1e20,
    -1e20,
    1e-30,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Float.MIN_VALUE,
    Float.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  private static final long[] WHOLES = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    7,
    -7,
    64,
    127,
    128,
    200,
    255,
    256,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    46341,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    3037000500L
  };

  /** All pairs of hard numbers of a type, and some random ones: the first or the second of each. */
  private static Object operand(DType dtype, boolean second) {
    int m = dtype.isFloating() ? REALS.length : WHOLES.length;
    int n = m * m + 50;
    var x = Naive.random(new Random(second ? 2 : 1), dtype, n);
    for (int i = 0; i < m * m; i++) {
      int k = second ? i % m : i / m;
      switch (dtype) {
        case BOOL -> ((byte[]) x)[i] = (byte) (WHOLES[k] & 1);
        case UINT8 -> ((byte[]) x)[i] = (byte) WHOLES[k];
        case INT32 -> ((int[]) x)[i] = (int) WHOLES[k];
        case INT64 -> ((long[]) x)[i] = WHOLES[k];
        case FLOAT32 -> ((float[]) x)[i] = (float) REALS[k];
        case FLOAT64 -> ((double[]) x)[i] = REALS[k];
      }
    }
    return x;
  }

  private static Object run(Expr body, DType in, DType out, Object x, Object y) {
    int n = Buffers.length(x);
    var loop = Emitter.emit("Test", body, new DType[] {in, in}, out);
    var result = Buffers.allocate(out, n);
    loop.run(x, 0, 1, y, 0, 1, result, 0, 1, n);
    var single = Buffers.allocate(out, n);
    for (int i = 0; i < n; i++) {
      loop.run(x, i, 1, y, i, 1, single, i, 1, 1);
      assertEquals(Naive.real(result, i), Naive.real(single, i), "alone and in a row");
    }
    return result;
  }

  private static Expr call(Fn f) {
    return f.arity() == 1 ? new Expr.Unary(f, A) : new Expr.Binary(f, A, B);
  }

  /** How far a result may be off, in ulps: not at all where IEEE 754 says what it is. */
  private static int ulps(Fn f) {
    return switch (f) {
      case NEG, ABS, SQRT, ADD, SUB, MUL, DIV, MIN, MAX -> 0;
      default -> 2;
    };
  }

  @Test
  void everyFunctionOfFloatingNumbersIsThatOfDoubleLanes() {
    for (var dtype : FLOATING) {
      var x = operand(dtype, false);
      var y = operand(dtype, true);
      for (var f : Fn.values()) {
        var out = run(call(f), dtype, dtype, x, y);
        for (int i = 0; i < Buffers.length(x); i++) {
          double a = Naive.real(x, i);
          double b = Naive.real(y, i);
          double exact =
              f.arity() == 1 ? DoubleLanes.LANES.unary(f, a) : DoubleLanes.LANES.binary(f, a, b);
          double expected = dtype == DType.FLOAT32 ? (float) exact : exact;
          double ulp = dtype == DType.FLOAT32 ? Math.ulp((float) exact) : Math.ulp(exact);
          double actual = Naive.real(out, i);
          boolean close = Math.abs(expected - actual) <= ulps(f) * ulp;
          if (!close || expected == 0) {
            assertEquals(expected, actual, () -> f + " of " + dtype + " " + a + ", " + b);
          }
        }
      }
    }
  }

  @Test
  void everyFunctionOfWholeNumbersWrapsAround() {
    for (var dtype : WHOLE) {
      var x = operand(dtype, false);
      var y = operand(dtype, true);
      for (var f : new Fn[] {Fn.NEG, Fn.ABS, Fn.ADD, Fn.SUB, Fn.MUL, Fn.POW, Fn.MIN, Fn.MAX}) {
        var out = run(call(f), dtype, dtype, x, y);
        for (int i = 0; i < Buffers.length(x); i++) {
          long a = Naive.whole(x, i);
          long b = Naive.whole(y, i);
          assertEquals(
              Naive.wrap(dtype, whole(f, a, b)),
              Naive.whole(out, i),
              () -> f + " of " + dtype + " " + a + ", " + b);
        }
      }
    }
  }

  private static long whole(Fn f, long a, long b) {
    return switch (f) {
      case NEG -> -a;
      case ABS -> a < 0 ? -a : a;
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case MIN -> a < b ? a : b;
      case MAX -> a > b ? a : b;
      case POW -> {
        if (b < 0) {
          yield a == 1 ? 1 : a == -1 ? (b % 2 == 0 ? 1 : -1) : 0;
        }
        var base = BigInteger.valueOf(a);
        yield base.modPow(BigInteger.valueOf(b), BigInteger.ONE.shiftLeft(64)).longValue();
      }
      default -> throw new AssertionError(f);
    };
  }

  @Test
  void everyComparisonOfEveryTypeIsJavas() {
    for (var dtype : Naive.TYPES) {
      var x = operand(dtype, false);
      var y = operand(dtype, true);
      for (var cmp : Cmp.values()) {
        var truth = new Expr.Select(cmp, A, B, new Expr.Constant(1), new Expr.Constant(0));
        var truths = run(truth, dtype, DType.BOOL, x, y);
        var picked = run(new Expr.Select(cmp, A, B, A, B), dtype, dtype, x, y);
        for (int i = 0; i < Buffers.length(x); i++) {
          boolean holds =
              dtype.isFloating()
                  ? holds(cmp, Naive.real(x, i), Naive.real(y, i))
                  : holds(cmp, Naive.whole(x, i), Naive.whole(y, i));
          var what = cmp + " of " + dtype + " " + Naive.real(x, i) + ", " + Naive.real(y, i);
          assertEquals(holds ? 1 : 0, Naive.whole(truths, i), what);
          assertEquals(Naive.real(holds ? x : y, i), Naive.real(picked, i), what);
        }
      }
    }
  }

  private static boolean holds(Cmp cmp, double a, double b) {
    return switch (cmp) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case LE -> a <= b;
      case GT -> a > b;
      case GE -> a >= b;
    };
  }

  private static boolean holds(Cmp cmp, long a, long b) {
    int sign = Long.compare(a, b);
    return holds(cmp, sign, 0.0);
  }

  @Test
  void theClassIsHiddenAndNamedForFlagsAndProfilers() {
    var loop = Emitter.emit("My Op/1", A, new DType[] {DType.FLOAT32}, DType.FLOAT32);
    assertTrue(loop.getClass().isHidden());
    var name = loop.getClass().getName();
    assertTrue(name.startsWith("dev.fluxion.kernel.Emitted$My_Op_1Float32/"), name);
  }

  @Test
  void refusesMoreThanFiveInputs() {
    var six = new DType[6];
    Arrays.fill(six, DType.FLOAT32);
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> Emitter.emit("Six", A, six, DType.FLOAT32));
    assertEquals("a kernel has 0 to 5 inputs, got 6", e.getMessage());
  }
}

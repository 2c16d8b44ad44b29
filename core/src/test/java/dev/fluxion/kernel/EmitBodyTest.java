package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Lanes;
import dev.fluxion.lanes.Symbolic;
import org.junit.jupiter.api.Test;

/** What goes between loading and storing: types that meet, truth values, shared parts, branches. */
class EmitBodyTest {
  private static final Lanes<Expr> M = Symbolic.LANES;
  private static final Expr A = new Expr.Arg(0);
  private static final Expr B = new Expr.Arg(1);
  private static final Expr ZERO = M.constant(0);
  private static final Expr ONE = M.constant(1);

  private static Object run(Expr body, DType output, DType type, Object a) {
    int n = Buffers.length(a);
    var out = Buffers.allocate(output, n);
    Emitter.emit("One", body, new DType[] {type}, output).run(a, 0, 1, out, 0, 1, n);
    return out;
  }

  private static Object run(Expr body, DType output, DType s, Object a, DType t, Object b) {
    int n = Buffers.length(a);
    var out = Buffers.allocate(output, n);
    Emitter.emit("Two", body, new DType[] {s, t}, output).run(a, 0, 1, b, 0, 1, out, 0, 1, n);
    return out;
  }

  @Test
  void truthValuesStayZeroOrOne() {
    byte[] a = {0, 0, 1, 1};
    byte[] b = {0, 1, 0, 1};
    var bool = DType.BOOL;
    assertArrayEquals(new byte[] {0, 1, 1, 1}, (byte[]) run(M.add(A, B), bool, bool, a, bool, b));
    assertArrayEquals(new byte[] {0, 1, 1, 0}, (byte[]) run(M.sub(A, B), bool, bool, a, bool, b));
    assertArrayEquals(new byte[] {0, 0, 0, 1}, (byte[]) run(M.mul(A, B), bool, bool, a, bool, b));
    assertArrayEquals(new byte[] {1, 0, 1, 1}, (byte[]) run(M.pow(A, B), bool, bool, a, bool, b));
    assertArrayEquals(new byte[] {0, 0, 1, 1}, (byte[]) run(M.neg(A), bool, bool, a));
    // A sum of truth values is one before it is compared or meets a wider type.
    var equal = M.select(Cmp.EQ, M.add(A, B), ONE, ONE, ZERO);
    assertArrayEquals(new byte[] {0, 1, 1, 1}, (byte[]) run(equal, bool, bool, a, bool, b));
    var wide = M.add(M.add(A, A), B);
    int[] ints = {5, 5, 5, 5};
    assertArrayEquals(
        new int[] {5, 5, 6, 6}, (int[]) run(wide, DType.INT32, bool, a, DType.INT32, ints));
  }

  @Test
  void whatIsStoredAsBoolIsWhetherItDiffersFromZero() {
    int[] x = {0, 1, -1, 256, 1 << 31};
    byte[] truths = {0, 1, 1, 1, 1};
    assertArrayEquals(truths, (byte[]) run(A, DType.BOOL, DType.INT32, x));
    assertArrayEquals(truths, (byte[]) run(M.add(A, ZERO), DType.BOOL, DType.INT32, x));
    byte[] bytes = {0, 1, (byte) 128, (byte) 255};
    assertArrayEquals(new byte[] {0, 1, 1, 1}, (byte[]) run(A, DType.BOOL, DType.UINT8, bytes));
  }

  @Test
  void bytesWrapAroundAtEveryStep() {
    byte[] a = {(byte) 200, 0, 16};
    byte[] b = {100, 1, 16};
    var u8 = DType.UINT8;
    assertArrayEquals(
        new byte[] {44, 1, 32}, (byte[]) run(M.add(A, B), u8, u8, a, u8, b), "200 + 100 is 44");
    // The sum is compared after it has wrapped: 44 < 100.
    var smaller = M.select(Cmp.LT, M.add(A, B), B, ONE, ZERO);
    assertArrayEquals(new byte[] {1, 0, 0}, (byte[]) run(smaller, DType.BOOL, u8, a, u8, b));
    var negative = M.select(Cmp.GT, M.neg(A), ZERO, ONE, ZERO);
    assertArrayEquals(new byte[] {1, 0, 1}, (byte[]) run(negative, DType.BOOL, u8, a));
    int[] ints = {100, -1, 0};
    assertArrayEquals(
        new int[] {300, -1, 16}, (int[]) run(M.add(A, B), DType.INT32, u8, a, DType.INT32, ints));
  }

  @Test
  void aSelectKeepsEveryBit() {
    float[] nans = {Float.intBitsToFloat(0x7fc12345), -0.0f, Float.NEGATIVE_INFINITY, 1e-45f};
    float[] zeros = {0, 0, 0, 0};
    var f32 = DType.FLOAT32;
    var out = (float[]) run(M.select(Cmp.EQ, B, ZERO, A, B), f32, f32, nans, f32, zeros);
    for (int i = 0; i < nans.length; i++) {
      assertEquals(Float.floatToRawIntBits(nans[i]), Float.floatToRawIntBits(out[i]));
    }
    double[] wide = {Double.longBitsToDouble(0x7ff8000000012345L), -0.0, Double.MIN_VALUE};
    var f64 = DType.FLOAT64;
    var kept = (double[]) run(M.select(Cmp.NE, A, A, A, A), f64, f64, wide);
    for (int i = 0; i < wide.length; i++) {
      assertEquals(Double.doubleToRawLongBits(wide[i]), Double.doubleToRawLongBits(kept[i]));
    }
  }

  @Test
  void branchesMayHoldAnythingSharedOrNested() {
    double[] x = {-3, -1, 0, 1, 3, Double.NaN};
    // Both branches, the comparison and the rest share a step; one branch is a select itself.
    var square = M.mul(A, A);
    var inner = M.select(Cmp.GT, square, M.constant(4), M.neg(square), square);
    var body = M.add(M.select(Cmp.LT, A, ZERO, inner, M.constant(7)), square);
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double s = x[i] * x[i];
      expected[i] = (x[i] < 0 ? s > 4 ? -s : s : 7) + s;
    }
    assertArrayEquals(expected, (double[]) run(body, DType.FLOAT64, DType.FLOAT64, x));
    // As the right operand, with the left one waiting on the stack.
    var right = M.sub(square, M.select(Cmp.GE, A, ONE, square, A));
    for (int i = 0; i < x.length; i++) {
      double s = x[i] * x[i];
      expected[i] = s - (x[i] >= 1 ? s : x[i]);
    }
    assertArrayEquals(expected, (double[]) run(right, DType.FLOAT64, DType.FLOAT64, x));
  }

  @Test
  void longsAreNotRoundedOnTheirWay() {
    long big = (1L << 53) + 1;
    long[] x = {big, -big, Long.MAX_VALUE};
    var body = M.select(Cmp.GT, A, M.constant(0x1p53), M.sub(A, ONE), M.mul(A, M.constant(3)));
    assertArrayEquals(
        new long[] {1L << 53, -3 * big, Long.MAX_VALUE - 1},
        (long[]) run(body, DType.INT64, DType.INT64, x));
  }

  @Test
  void floatsComputeInFloats() {
    float[] x = {16777216, 0.1f, 1e30f};
    var out = (float[]) run(M.sub(M.add(A, ONE), A), DType.FLOAT32, DType.FLOAT32, x);
    for (int i = 0; i < x.length; i++) {
      float sum = x[i] + 1;
      assertEquals(sum - x[i], out[i]);
    }
    var tenth = M.mul(A, M.constant(0.1));
    out = (float[]) run(tenth, DType.FLOAT32, DType.FLOAT32, x);
    for (int i = 0; i < x.length; i++) {
      assertEquals(x[i] * 0.1f, out[i]);
    }
  }

  @Test
  void constantsHaveASignInEveryType() {
    var less = M.sub(M.mul(A, M.constant(-3)), M.constant(-7));
    assertArrayEquals(
        new int[] {4, 13}, (int[]) run(less, DType.INT32, DType.INT32, new int[] {1, -2}));
    assertArrayEquals(
        new long[] {4, 13}, (long[]) run(less, DType.INT64, DType.INT64, new long[] {1, -2}));
    assertArrayEquals(
        new float[] {4, 13},
        (float[]) run(less, DType.FLOAT32, DType.FLOAT32, new float[] {1, -2}));
    assertArrayEquals(
        new double[] {4, 13},
        (double[]) run(less, DType.FLOAT64, DType.FLOAT64, new double[] {1, -2}));
    var zero = M.mul(A, M.constant(-0.0));
    assertArrayEquals(
        new float[] {-0.0f, 0.0f},
        (float[]) run(zero, DType.FLOAT32, DType.FLOAT32, new float[] {1, -2}));
  }

  @Test
  void aPartThatManyShareIsComputedOnce() {
    Expr x = A;
    for (int i = 0; i < 60; i++) {
      x = M.add(x, x);
    }
    double[] out = (double[]) run(x, DType.FLOAT64, DType.FLOAT64, new double[] {1, -3});
    assertArrayEquals(new double[] {0x1p60, -3 * 0x1p60}, out);
  }

  @Test
  void aThousandStepsFit() {
    // Horner's rule with two steps each, and every partial result used twice.
    Expr y = ONE;
    double[] x = {0.5, -1, 1.0625};
    double[] expected = {1, 1, 1};
    for (int i = 0; i < 330; i++) {
      y = M.max(M.sub(M.mul(y, A), M.constant(i % 7 * 0.25)), M.mul(y, M.constant(0.5)));
      for (int k = 0; k < x.length; k++) {
        expected[k] = Math.max(expected[k] * x[k] - i % 7 * 0.25, expected[k] * 0.5);
      }
    }
    assertArrayEquals(expected, (double[]) run(y, DType.FLOAT64, DType.FLOAT64, x));
  }
}

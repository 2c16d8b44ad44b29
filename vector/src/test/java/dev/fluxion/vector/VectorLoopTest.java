package dev.fluxion.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Emitter;
import dev.fluxion.kernel.Loop;
import dev.fluxion.kernel.Providers;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Symbolic;
import dev.fluxion.vector.Formulas.Formula;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VectorLoopTest {
  private static final VectorKernels KERNELS = new VectorKernels();
  private static final List<DType> TYPES = List.of(DType.FLOAT32, DType.FLOAT64);
  private static final int ROOM = 2100;

  private static final double[] SPECIAL = {
    0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    1e-310,
    -1e-40,
    88.7,
    -88,
    104,
    -104,
    709.7,
    -745,
    1e10,
    -1e20,
    1e300,
    0x1p17,
    Double.MIN_VALUE,
    0.625,
    -2
  };

  private static Loop plain(Formula f, DType dtype) {
    return Emitter.emit(f.name(), f.body(), f.types(dtype), f.result(dtype));
  }

  private static @Nullable Loop vector(Formula f, DType dtype, Loop plain) {
    return KERNELS.loop(f.name(), f.body(), f.types(dtype), f.result(dtype), plain);
  }

  /** Small and large numbers, and every special one beside ordinary ones. */
  private static Object numbers(DType dtype, Random random) {
    var array = Buffers.allocate(dtype, ROOM);
    for (int i = 0; i < ROOM; i++) {
      boolean special = random.nextInt(8) == 0;
      double size = Math.scalb(1.0, random.nextInt(10) - 5);
      double x = special ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian() * size;
      Buffers.set(dtype, array, i, dtype == DType.BOOL ? random.nextInt(2) : x);
    }
    return array;
  }

  private static void run(
      Loop loop, Object[] x, int[] at, int[] step, Object out, int o, int os, int n) {
    switch (x.length) {
      case 1 -> loop.run(x[0], at[0], step[0], out, o, os, n);
      case 2 -> loop.run(x[0], at[0], step[0], x[1], at[1], step[1], out, o, os, n);
      case 3 ->
          loop.run(x[0], at[0], step[0], x[1], at[1], step[1], x[2], at[2], step[2], out, o, os, n);
      case 4 ->
          loop.run(
              x[0], at[0], step[0], x[1], at[1], step[1], x[2], at[2], step[2], x[3], at[3],
              step[3], out, o, os, n);
      default ->
          loop.run(
              x[0], at[0], step[0], x[1], at[1], step[1], x[2], at[2], step[2], x[3], at[3],
              step[3], x[4], at[4], step[4], out, o, os, n);
    }
  }

  private static void assertSame(DType dtype, Object want, Object got, String what) {
    if (dtype == DType.FLOAT32) {
      for (int i = 0; i < ROOM; i++) {
        int w = Float.floatToIntBits(((float[]) want)[i]);
        int g = Float.floatToIntBits(((float[]) got)[i]);
        assertEquals(w, g, what + " at " + i);
      }
    } else if (dtype == DType.BOOL) {
      assertArrayEquals((byte[]) want, (byte[]) got, what);
    } else {
      for (int i = 0; i < ROOM; i++) {
        long w = Double.doubleToLongBits(((double[]) want)[i]);
        long g = Double.doubleToLongBits(((double[]) got)[i]);
        assertEquals(w, g, what + " at " + i);
      }
    }
  }

  /** One call of each, with strides and offsets drawn at random. */
  private static void compare(
      Formula f, DType dtype, Loop plain, Loop vector, int n, int[] strides, Random random) {
    int inputs = f.inputs();
    var x = new Object[inputs];
    var at = new int[inputs];
    var step = new int[inputs];
    for (int k = 0; k < inputs; k++) {
      x[k] = numbers(f.types(dtype)[k], random);
      step[k] = strides[random.nextInt(strides.length)];
      at[k] = random.nextInt(9) + (step[k] < 0 ? n : 0);
    }
    int o = random.nextInt(9);
    int os = strides.length == 2 || random.nextBoolean() ? 1 : 2;
    var type = f.result(dtype);
    var want = Buffers.allocate(type, ROOM);
    var got = Buffers.allocate(type, ROOM);
    run(plain, x, at, step, want, o, os, n);
    run(vector, x, at, step, got, o, os, n);
    assertSame(
        type, want, got, f + " of " + n + " " + dtype + ", strides " + Arrays.toString(step));
  }

  @Test
  void everyFormulaHasTheBitsOfItsPlainLoop() throws ReflectiveOperationException {
    var random = new Random(1);
    int found = 0;
    for (var f : Formulas.all()) {
      for (var dtype : TYPES) {
        var plain = plain(f, dtype);
        var vector = vector(f, dtype, plain);
        if (vector == null) {
          continue;
        }
        found++;
        for (int n : new int[] {0, 1, 2, 7, 8, 15, 16, 17, 31, 33, 64, 70, 1000, 1027}) {
          compare(f, dtype, plain, vector, n, new int[] {1, 0}, random);
        }
        for (int n : new int[] {1, 16, 40, 1000}) {
          compare(f, dtype, plain, vector, n, new int[] {1, 0, 2, -1}, random);
        }
      }
    }
    assertTrue(found >= 2 * 20, "vectors for " + found + " formulas");
  }

  @Test
  void everyLengthUpToSeventy() {
    var random = new Random(2);
    var m = Symbolic.LANES;
    var body = m.mul(m.exp(new Expr.Arg(0)), m.sin(new Expr.Arg(1)));
    var f = new Formula("Two", body, 2);
    for (var dtype : TYPES) {
      var plain = plain(f, dtype);
      var vector = vector(f, dtype, plain);
      assertNotNull(vector);
      for (int n = 0; n <= 70; n++) {
        compare(f, dtype, plain, vector, n, new int[] {1, 0}, random);
      }
    }
  }

  @Test
  void aResultMayLieOverItsOperand() {
    var f = new Formula("Exp", Symbolic.LANES.exp(new Expr.Arg(0)), 1);
    var plain = plain(f, DType.FLOAT32);
    var vector = vector(f, DType.FLOAT32, plain);
    assertNotNull(vector);
    var x = new float[ROOM];
    for (int i = 0; i < ROOM; i++) {
      x[i] = i * 0.01f - 10;
    }
    var want = new float[ROOM];
    plain.run(x, 0, 1, want, 0, 1, ROOM);
    vector.run(x, 0, 1, x, 0, 1, ROOM);
    assertSame(DType.FLOAT32, want, x, "in place");
  }

  @Test
  void callsAndOtherTypesAreLeftToThePlainLoop() {
    var m = Symbolic.LANES;
    var a = new Expr.Arg(0);
    var b = new Expr.Arg(1);
    assertDeclined(m.pow(m.exp(a), b), DType.FLOAT32, DType.FLOAT32);
    assertDeclined(m.hypot(m.exp(a), b), DType.FLOAT64, DType.FLOAT64);
    assertDeclined(m.add(m.tan(a), m.atan(m.exp(b))), DType.FLOAT64, DType.FLOAT64);
    assertDeclined(m.mul(a, b), DType.INT32, DType.INT32);
    var one = m.constant(1);
    var zero = m.constant(0);
    assertDeclined(m.select(Cmp.LT, a, b, one, zero), DType.INT64, DType.BOOL);
    assertDeclined(m.mul(a, b), DType.BOOL, DType.BOOL);
    // Constants alone compare as doubles, whatever lies around them.
    assertDeclined(m.select(Cmp.LT, one, zero, m.exp(a), b), DType.FLOAT32, DType.FLOAT32);
  }

  /** Comparisons and choices are among the formulas, and 16 or 8 lanes have as many bytes. */
  @Test
  void comparisonsAndChoicesHaveVectors() throws ReflectiveOperationException {
    int found = 0;
    for (var f : Formulas.all()) {
      if (List.of("Where", "Gt", "Eq").contains(f.name())) {
        found++;
        assertNotNull(vector(f, DType.FLOAT32, plain(f, DType.FLOAT32)), f.name());
      }
    }
    assertEquals(3, found);
  }

  private static void assertDeclined(Expr body, DType in, DType out) {
    DType[] inputs = {in, in};
    var plain = Emitter.emit("Declined", body, inputs, out);
    assertNull(KERNELS.loop("Declined", body, inputs, out, plain), body.toString());
  }

  /** The whole way: the loop asks, its form is compiled on another thread and takes its place. */
  @Test
  void aLoopThatIsUsedEnoughBecomesFaster() throws InterruptedException {
    assertTrue(Providers.names().contains("vector"));
    var f = new Formula("Tanh", Symbolic.LANES.tanh(new Expr.Arg(0)), 1);
    var loop = plain(f, DType.FLOAT32);
    var x = numbers(DType.FLOAT32, new Random(3));
    var before = new float[ROOM];
    loop.run(x, 0, 1, before, 0, 1, ROOM);
    assertTrue(Emitter.await(loop));
    var after = new float[ROOM];
    loop.run(x, 0, 1, after, 0, 1, ROOM);
    assertSame(DType.FLOAT32, before, after, "after the swap");
  }

  @Test
  void arithmeticBecomesFasterWhereOperandsAreShifted() throws InterruptedException {
    var f = new Formula("Sum", Symbolic.LANES.add(new Expr.Arg(0), new Expr.Arg(1)), 2);
    var loop = plain(f, DType.FLOAT64);
    var x = numbers(DType.FLOAT64, new Random(4));
    var before = new double[ROOM];
    loop.run(x, 0, 1, x, 5, 1, before, 1, 1, ROOM - 5);
    assertTrue(Emitter.await(loop));
    var after = new double[ROOM];
    loop.run(x, 0, 1, x, 5, 1, after, 1, 1, ROOM - 5);
    assertSame(DType.FLOAT64, before, after, "after the swap");
  }
}

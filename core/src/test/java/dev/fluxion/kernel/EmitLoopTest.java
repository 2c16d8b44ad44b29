package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Lanes;
import dev.fluxion.lanes.Symbolic;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * All ways in which one to five inputs and the result can lie, against positions counted by hand.
 */
class EmitLoopTest {
  private static final Lanes<Expr> M = Symbolic.LANES;

  /** Offset and stride of an input: as the result, shifted, repeated, backwards, with gaps. */
  private static final int WAYS = 5;

  private static final int ROOM = 80;

  /** {@code 1·a + 2·b + 3·c + …}: no two inputs can be taken for each other. */
  private static Loop weighted(int inputs) {
    Expr sum = new Expr.Arg(0);
    for (int k = 1; k < inputs; k++) {
      sum = M.add(sum, M.mul(M.constant(k + 1), new Expr.Arg(k)));
    }
    var types = new DType[inputs];
    Arrays.fill(types, DType.FLOAT64);
    return Emitter.emit("Weighted" + inputs, sum, types, DType.FLOAT64);
  }

  private static void run(
      Loop loop, double[][] x, int[] at, int[] step, double[] out, int o, int os, int n) {
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

  private static double[][] inputs(int count) {
    double[][] x = new double[count][ROOM];
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < ROOM; i++) {
        x[k][i] = (k + 3) * 100 + i;
      }
    }
    return x;
  }

  /**
   * Runs one arrangement.
   *
   * @param ways the way of each input, as digits
   * @param over the input whose array and place the result takes; -1 for none
   */
  private static void check(Loop loop, int count, int ways, int o, int os, int n, int over) {
    double[][] x = inputs(count);
    int[] at = new int[count];
    int[] step = new int[count];
    int digits = ways;
    for (int k = 0; k < count; k++, digits /= WAYS) {
      int way = k == over ? 0 : digits % WAYS;
      at[k] = new int[] {o, o + 3, 5, 60, 1}[way];
      step[k] = new int[] {os, 1, 0, -1, 2}[way];
    }
    double[] out = over < 0 ? new double[ROOM] : x[over];
    double[] expected = out.clone();
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int k = 0; k < count; k++) {
        sum += (k + 1) * ((k + 3) * 100 + at[k] + i * step[k]);
      }
      expected[o + i * os] = sum;
    }
    run(loop, x, at, step, out, o, os, n);
    assertArrayEquals(expected, out, () -> count + " inputs, ways " + ways + ", " + os + "x" + n);
    double[][] before = inputs(count);
    for (int k = 0; k < count; k++) {
      if (k != over) {
        assertArrayEquals(before[k], x[k], "inputs stay as they are");
      }
    }
  }

  @Test
  void everyArrangementOfOneToFiveInputs() {
    int ways = 1;
    for (int count = 1; count <= 5; count++) {
      ways *= WAYS;
      var loop = weighted(count);
      for (int arrangement = 0; arrangement < ways; arrangement++) {
        for (int n : new int[] {0, 1, 2, 19}) {
          check(loop, count, arrangement, 7, 1, n, -1);
          check(loop, count, arrangement, 0, 1, n, -1);
        }
        check(loop, count, arrangement, 7, 2, 19, -1);
        check(loop, count, arrangement, 40, -1, 19, -1);
      }
    }
  }

  @Test
  void theResultMayTakeThePlaceOfAnyInput() {
    int ways = 1;
    for (int count = 1; count <= 4; count++) {
      ways *= WAYS;
      var loop = weighted(count);
      for (int arrangement = 0; arrangement < ways; arrangement++) {
        for (int over = 0; over < count; over++) {
          check(loop, count, arrangement, 7, 1, 1, over);
          check(loop, count, arrangement, 7, 1, 33, over);
          check(loop, count, arrangement, 40, -1, 19, over);
          check(loop, count, arrangement, 2, 3, 19, over);
        }
      }
    }
  }

  @Test
  void nothingIsReadWhereThereAreNoElements() {
    double[] none = {};
    weighted(2).run(none, 0, 0, none, 0, 1, none, 0, 1, 0);
    weighted(3).run(none, 0, 0, none, 0, 0, none, 0, 1, none, 0, 1, 0);
    weighted(1).run(none, 0, 2, none, 0, 1, 0);
  }

  @Test
  void everyTypeInEveryArrangementOfTwo() {
    for (var dtype : Naive.TYPES) {
      var body = M.max(new Expr.Arg(0), new Expr.Arg(1));
      var loop = Emitter.emit("Max", body, new DType[] {dtype, dtype}, dtype);
      for (int ways = 0; ways < WAYS * WAYS; ways++) {
        var random = new Random(ways);
        var x = Naive.random(random, dtype, ROOM);
        var y = Naive.random(random, dtype, ROOM);
        var out = Buffers.allocate(dtype, ROOM);
        int[] at = {7, 10, 5, 60, 1};
        int[] step = {1, 1, 0, -1, 2};
        int a = ways % WAYS;
        int b = ways / WAYS;
        loop.run(x, at[a], step[a], y, at[b], step[b], out, 7, 1, 30);
        for (int i = 0; i < 30; i++) {
          double u = Naive.real(x, at[a] + i * step[a]);
          double v = Naive.real(y, at[b] + i * step[b]);
          assertEquals(u > v ? u : v, Naive.real(out, 7 + i), dtype + " " + ways);
        }
      }
    }
  }

  @Test
  void aConstantFillsAndUnusedInputsAreNotTouched() {
    var two = new Expr.Constant(2);
    float[] out = new float[7];
    Emitter.emit("Two", two, new DType[] {}, DType.FLOAT32).run(out, 1, 1, 2);
    Emitter.emit("Two", two, new DType[] {}, DType.FLOAT32).run(out, 4, 2, 2);
    assertArrayEquals(new float[] {0, 2, 2, 0, 2, 0, 2}, out);
    Emitter.emit("Two", two, new DType[] {}, DType.FLOAT32).run(out, 0, 1, 1);
    assertEquals(2, out[0]);
    var types = new DType[] {DType.INT64, DType.FLOAT32, DType.BOOL};
    var middle = Emitter.emit("Middle", new Expr.Arg(1), types, DType.FLOAT32);
    float[] x = {1, 2, 3};
    for (int n = 1; n <= 3; n++) {
      middle.run("no array", 9, 9, x, 0, 1, this, -1, -1, out, 0, 1, n);
    }
    assertArrayEquals(new float[] {1, 2, 3, 0, 2, 0, 2}, out);
  }
}

package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The types whose arrays are also those of others, int8, int16 and the halves: each kernel gives
 * what it gives of the same numbers in int64 or float32, wrapped or rounded at the end.
 */
class NarrowTest {
  private static final List<DType> TYPES =
      List.of(DType.INT8, DType.INT16, DType.FLOAT16, DType.BFLOAT16);

  private static DType wide(DType dtype) {
    return dtype.isFloating() ? DType.FLOAT32 : DType.INT64;
  }

  private static Strided random(Random random, DType dtype, Layout layout) {
    var x = Buffers.allocate(dtype, Naive.room(layout));
    for (int i = 0; i < Buffers.length(x); i++) {
      if (dtype.isFloating()) {
        Buffers.set(dtype, x, i, random.nextGaussian());
      } else {
        Buffers.set(dtype, x, i, random.nextLong());
      }
    }
    return new Strided(x, layout, dtype);
  }

  private static void check(String what, Strided x, int results, Function<Strided, Object> kernel) {
    var got = new Strided(kernel.apply(x), Layout.of(Shape.of(results)), x.dtype());
    var type = wide(x.dtype());
    var all = kernel.apply(x.copy(type));
    double[] want = new double[results];
    for (int i = 0; i < results; i++) {
      want[i] = narrowed(x.dtype(), Buffers.asDouble(type, all, i), Buffers.asLong(type, all, i));
    }
    assertArrayEquals(want, doubles(got), what + " of " + x.dtype());
  }

  private static double[] doubles(Strided x) {
    return (double[]) x.copy(DType.FLOAT64).array();
  }

  private static double narrowed(DType dtype, double real, long whole) {
    return switch (dtype) {
      case INT8 -> (byte) whole;
      case INT16 -> (short) whole;
      case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) real));
      default -> Halves.bfloat16ToFloat(Halves.floatToBfloat16((float) real));
    };
  }

  @Test
  void folds() {
    var random = new Random(1);
    for (var dtype : TYPES) {
      for (int[] dims : new int[][] {{5}, {300}, {3, 40}, {40, 3}, {2, 3, 150}}) {
        for (var layout : Naive.layouts(random, dims)) {
          var x = random(random, dtype, layout);
          for (int kept = 0; kept <= dims.length; kept++) {
            int k = kept;
            int results = 1;
            for (int axis = 0; axis < kept; axis++) {
              results *= dims[axis];
            }
            int n = results;
            for (var kind : Reduce.Kind.values()) {
              check(kind.toString(), x, n, y -> fold(kind, y, k, n));
            }
            long[] at = new long[n];
            long[] want = new long[n];
            Reduce.arg(Reduce.Kind.MAX, dtype, x.array(), x.layout(), k, at);
            var y = x.copy(wide(dtype));
            Reduce.arg(Reduce.Kind.MAX, y.dtype(), y.array(), y.layout(), k, want);
            assertArrayEquals(want, at);
          }
        }
      }
    }
  }

  private static Object fold(Reduce.Kind kind, Strided x, int kept, int results) {
    var out = Buffers.allocate(x.dtype(), results);
    Reduce.reduce(kind, x.dtype(), x.array(), x.layout(), kept, out);
    return out;
  }

  @Test
  void scans() {
    var random = new Random(2);
    for (var dtype : TYPES) {
      for (var layout : Naive.layouts(random, 5, 20)) {
        var x = random(random, dtype, layout);
        for (int way = 0; way < 4; way++) {
          int axis = way / 2;
          boolean reverse = way % 2 == 1;
          check("cumsum", x, 100, y -> scan(y, axis, reverse));
        }
      }
    }
  }

  private static Object scan(Strided x, int axis, boolean reverse) {
    var out = Buffers.allocate(x.dtype(), x.layout().size());
    Scan.cumsum(x.dtype(), x.array(), x.layout(), axis, reverse, out);
    return out;
  }

  @Test
  void rows() {
    var random = new Random(3);
    long[] index = {2, 0, 2, 2, 1};
    for (var dtype : TYPES) {
      for (int[] dims : new int[][] {{5, 20}, {20, 5}}) {
        int axis = dims[0] == 5 ? 0 : 1;
        for (var layout : Naive.layouts(random, dims)) {
          var x = random(random, dtype, layout);
          check("select", x, 100, y -> select(y, axis, index));
          check("add", x, 100, y -> add(y, axis, index));
        }
      }
    }
  }

  private static Object select(Strided x, int axis, long[] index) {
    var out = Buffers.allocate(x.dtype(), 100);
    Rows.select(x.dtype(), x.array(), x.layout(), axis, index, out);
    return out;
  }

  private static Object add(Strided x, int axis, long[] index) {
    var out = Buffers.allocate(x.dtype(), 100);
    Buffers.fill(x.dtype(), out, 0, 100, 3);
    Rows.add(x.dtype(), x.array(), x.layout(), axis, index, out, Layout.of(x.layout().shape()));
    return out;
  }

  @Test
  void products() {
    var random = new Random(4);
    for (var dtype : TYPES) {
      for (int[] dims : new int[][] {{3, 4}, {17, 40}, {2, 5, 6}, {3, 0}}) {
        for (var layout : Naive.layouts(random, dims)) {
          var x = random(random, dtype, layout);
          int rank = dims.length;
          int rows = dims[rank - 2];
          int results = (rank == 3 ? dims[0] : 1) * rows * rows;
          check("a aᵀ", x, results, y -> product(y, results));
        }
      }
    }
  }

  private static Object product(Strided x, int results) {
    var out = Buffers.allocate(x.dtype(), results);
    int[] turned = x.shape().rank() == 3 ? new int[] {0, 2, 1} : new int[] {1, 0};
    var l = x.layout();
    MatMul.multiply(x.dtype(), x.array(), l, x.array(), l.permute(turned), out);
    return out;
  }

  @Test
  void softmaxAndNorms() {
    var random = new Random(5);
    for (var dtype : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      for (var layout : Naive.layouts(random, 4, 30)) {
        var x = random(random, dtype, layout);
        check("softmax", x, 120, NarrowTest::softmax);
        check("logSumExp", x, 4, NarrowTest::logSumExp);
        check("norm", x, 4, y -> Norms.euclidean(y, 1).array());
      }
    }
  }

  private static Object softmax(Strided x) {
    var out = Buffers.allocate(x.dtype(), x.layout().size());
    Softmax.softmax(x.dtype(), x.array(), x.layout(), out);
    return out;
  }

  private static Object logSumExp(Strided x) {
    var out = Buffers.allocate(x.dtype(), 4);
    Softmax.logSumExp(x.dtype(), x.array(), x.layout(), 1, out);
    return out;
  }

  /** Every pair of bytes, in every loop of the kernel. */
  @Test
  void int8WrapsAround() {
    byte[] a = new byte[1 << 16];
    byte[] b = new byte[1 << 16];
    for (int i = 0; i < a.length; i++) {
      a[i] = (byte) i;
      b[i] = (byte) (i >> 8);
    }
    var x = new Expr.Arg(0);
    var y = new Expr.Arg(1);
    for (var f : List.of(Fn.ADD, Fn.SUB, Fn.MUL, Fn.MIN, Fn.MAX)) {
      byte[] out = new byte[a.length];
      var types = new DType[] {DType.INT8, DType.INT8};
      var loop = Emitter.emit("Narrow", new Expr.Binary(f, x, y), types, DType.INT8);
      loop.run(a, 0, 1, b, 0, 1, out, 0, 1, a.length);
      for (int i = 0; i < a.length; i++) {
        int want =
            switch (f) {
              case ADD -> a[i] + b[i];
              case SUB -> a[i] - b[i];
              case MUL -> a[i] * b[i];
              case MIN -> Math.min(a[i], b[i]);
              default -> Math.max(a[i], b[i]);
            };
        assertEquals((byte) want, out[i], f + " of " + a[i] + ", " + b[i]);
      }
    }
  }

  /** -(-128) and |-128| are -128 also where a formula goes on. */
  @Test
  void theLeastNumberStaysNegativeWithinAFormula() {
    var x = new Expr.Arg(0);
    for (var f : List.of(Fn.NEG, Fn.ABS)) {
      for (var dtype : List.of(DType.INT8, DType.INT16)) {
        var least = Buffers.allocate(dtype, 1);
        Buffers.set(dtype, least, 0, dtype == DType.INT8 ? -128L : -32768L);
        var max = new Expr.Binary(Fn.MAX, new Expr.Unary(f, x), new Expr.Constant(0));
        var out = Buffers.allocate(dtype, 1);
        Emitter.emit("Narrow", max, new DType[] {dtype}, dtype).run(least, 0, 1, out, 0, 1, 1);
        assertEquals(0, Buffers.asLong(dtype, out, 0), f + " of " + dtype);
      }
    }
  }

  /** Float arithmetic rounded by hand, in every loop: in a row, repeated, apart and strided. */
  @Test
  void halvesAreRoundedOnce() {
    var random = new Random(6);
    var x = new Expr.Arg(0);
    var y = new Expr.Arg(1);
    var body =
        new Expr.Binary(
            Fn.ADD, new Expr.Binary(Fn.MUL, x, y), new Expr.Unary(Fn.EXP, new Expr.Arg(0)));
    int[][] ways = {{0, 1, 0, 1}, {3, 0, 0, 1}, {0, 1, 5, 0}, {1, 1, 2, 1}, {9, 2, 200, -1}};
    for (var dtype : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      var loop = Emitter.emit("Narrow", body, new DType[] {dtype, dtype}, dtype);
      var layout = Layout.of(Shape.of(256));
      short[] a = (short[]) random(random, dtype, layout).array();
      short[] b = (short[]) random(random, dtype, layout).array();
      for (int[] way : ways) {
        short[] out = new short[100];
        loop.run(a, way[0], way[1], b, way[2], way[3], out, 0, 1, 100);
        for (int i = 0; i < 100; i++) {
          float u = (float) Buffers.asDouble(dtype, a, way[0] + i * way[1]);
          float v = (float) Buffers.asDouble(dtype, b, way[2] + i * way[3]);
          double want = narrowed(dtype, u * v + (float) Math.exp(u), 0);
          assertEquals(want, Buffers.asDouble(dtype, out, i));
        }
      }
    }
  }

  @Test
  void bytesOfBothKindsDoNotMeetInAFormula() {
    var max = new Expr.Binary(Fn.MAX, new Expr.Arg(0), new Expr.Arg(1));
    var types = new DType[] {DType.UINT8, DType.INT8};
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> Emitter.emit("Narrow", max, types, DType.INT16));
    assertEquals("max needs one type on both sides, got uint8 and int8", e.getMessage());
  }

  /** A matrix that a batch repeats, by stride 0, and rows that repeat. */
  @Test
  void productsOfRepeatedMatrices() {
    var random = new Random(7);
    for (var dtype : TYPES) {
      var a = random(random, dtype, Layout.of(Shape.of(4, 3, 5)));
      var one = random(random, dtype, Layout.of(Shape.of(5, 2)));
      var b = one.with(one.layout().broadcastTo(Shape.of(4, 5, 2)));
      var row = random(random, dtype, Layout.of(Shape.of(1, 5)));
      var rows = row.with(row.layout().broadcastTo(Shape.of(4, 3, 5)));
      for (var left : List.of(a, rows)) {
        var out = Buffers.allocate(dtype, 24);
        MatMul.multiply(dtype, left.array(), left.layout(), b.array(), b.layout(), out);
        for (int i = 0; i < 24; i++) {
          float real = 0;
          long whole = 0;
          for (int p = 0; p < 5; p++) {
            int x = left.layout().position(i / 2 * 5 + p);
            int y = p * 2 + i % 2;
            real +=
                (float) Buffers.asDouble(dtype, left.array(), x)
                    * (float) Buffers.asDouble(dtype, one.array(), y);
            whole += Buffers.asLong(dtype, left.array(), x) * Buffers.asLong(dtype, one.array(), y);
          }
          assertEquals(
              narrowed(dtype, real, whole), Buffers.asDouble(dtype, out, i), dtype.toString());
        }
      }
    }
  }
}

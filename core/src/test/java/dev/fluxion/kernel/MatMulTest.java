package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatMulTest {
  /**
   * m, k and n: small, thin, tall, and such that blocks of 4, 128, 256 and 512 do not divide them.
   */
  private static final int[][] SIZES = {
    {1, 1, 1},
    {1, 5, 1},
    {2, 3, 4},
    {3, 1, 7},
    {7, 9, 5},
    {5, 40, 6},
    {40, 6, 3},
    {3, 6, 40},
    {17, 33, 19},
    {30, 31, 30},
    {9, 130, 35},
    {4, 131, 20},
    {33, 17, 260},
    {8, 5, 515}
  };

  private static final DType[] NUMBERS = {
    DType.UINT8, DType.INT32, DType.INT64, DType.FLOAT32, DType.FLOAT64
  };

  private static Object multiply(Strided a, Strided b) {
    int rank = a.layout().rank();
    int n = a.layout().size() == 0 ? 0 : a.layout().size() / a.layout().dim(rank - 1);
    var out = Naive.random(new Random(9), a.dtype(), n * b.layout().dim(rank - 1));
    MatMul.multiply(a.dtype(), a.array(), a.layout(), b.array(), b.layout(), out);
    return out;
  }

  private static void check(Strided a, Strided b) {
    int rank = a.layout().rank();
    int m = a.layout().dim(rank - 2);
    int k = a.layout().dim(rank - 1);
    int n = b.layout().dim(rank - 1);
    var out = multiply(a, b);
    boolean floating = a.dtype().isFloating();
    double[] x = Naive.reals(a);
    double[] y = Naive.reals(b);
    long[] u = floating ? new long[0] : Naive.wholes(a);
    long[] v = floating ? new long[0] : Naive.wholes(b);
    double unit = a.dtype() == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    for (int i = 0; i < Buffers.length(out); i++) {
      int row = i / n * k;
      int column = i / (m * n) * k * n + i % n;
      double sum = 0;
      double magnitude = 0;
      long whole = 0;
      for (int p = 0; p < k; p++) {
        if (floating) {
          sum += x[row + p] * y[column + p * n];
          magnitude += Math.abs(x[row + p] * y[column + p * n]);
        } else {
          whole += u[row + p] * v[column + p * n];
        }
      }
      if (floating) {
        assertEquals(sum, Naive.real(out, i), (k + 2) * unit * magnitude);
      } else {
        assertEquals(Naive.wrap(a.dtype(), whole), Naive.whole(out, i));
      }
    }
  }

  @Test
  void multipliesMatricesInEveryLayoutAndType() {
    var random = new Random(1);
    for (var dtype : NUMBERS) {
      for (int[] s : SIZES) {
        for (int round = 0; round < 8; round++) {
          var a = Naive.random(random, dtype, layout(random, round, s[0], s[1]));
          var b = Naive.random(random, dtype, layout(random, round / 2, s[1], s[2]));
          check(a, b);
        }
      }
    }
  }

  private static Layout layout(Random random, int round, int... dims) {
    return round % 2 == 0 ? Layout.of(Shape.of(dims)) : Naive.layout(random, dims);
  }

  @Test
  void multipliesBatchesInEveryLayout() {
    var random = new Random(2);
    int[][] batches = {{1}, {3}, {2, 3}, {2, 1, 2}};
    for (var dtype : NUMBERS) {
      for (int[] batch : batches) {
        for (int round = 0; round < 12; round++) {
          int m = 1 + random.nextInt(round < 6 ? 6 : 25);
          int k = 1 + random.nextInt(round < 6 ? 6 : 25);
          int n = 1 + random.nextInt(round < 6 ? 6 : 25);
          var al = layout(random, round, join(batch, m, k));
          var bl = layout(random, round / 2, join(batch, k, n));
          if (round % 4 == 3) {
            bl = Naive.layout(random, k, n).broadcastTo(bl.shape());
          }
          check(Naive.random(random, dtype, al), Naive.random(random, dtype, bl));
        }
      }
    }
  }

  private static int[] join(int[] batch, int rows, int columns) {
    int[] dims = Arrays.copyOf(batch, batch.length + 2);
    dims[batch.length] = rows;
    dims[batch.length + 1] = columns;
    return dims;
  }

  @Test
  void emptySumsAreZeroAndEmptyResultsAreNothing() {
    for (var dtype : NUMBERS) {
      var out = Naive.random(new Random(3), dtype, 6);
      var a = Layout.of(Shape.of(2, 0));
      var b = Layout.of(Shape.of(0, 3));
      MatMul.multiply(dtype, Buffers.allocate(dtype, 0), a, Buffers.allocate(dtype, 0), b, out);
      for (int i = 0; i < 6; i++) {
        assertEquals(0, Naive.real(out, i), dtype.toString());
      }
      for (int[] s : new int[][] {{0, 2, 3}, {3, 2, 0}, {0, 0, 0}}) {
        var none = Strided.zeros(Shape.of(2, s[0], s[1]), dtype);
        var other = Strided.zeros(Shape.of(2, s[1], s[2]), dtype);
        assertEquals(0, Buffers.length(multiply(none, other)));
      }
    }
  }

  @Test
  void nanAndInfinitiesSpoilTheirRowAndColumnAlone() {
    for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      // Rows of zeros fill up blocks of four; an infinity must not meet them.
      for (int[] s : new int[][] {{3, 5, 4}, {20, 21, 30}, {21, 129, 33}, {40, 30, 3}}) {
        var a = Strided.zeros(Shape.of(s[0], s[1]), dtype);
        var b = Strided.zeros(Shape.of(s[1], s[2]), dtype);
        Buffers.fill(dtype, b.array(), 0, s[1] * s[2], 1);
        Buffers.set(dtype, a.array(), 2 * s[1] + s[1] - 1, 1 / 0.0);
        Buffers.set(dtype, b.array(), 1, Double.NaN);
        var out = multiply(a, b);
        for (int i = 0; i < s[0] * s[2]; i++) {
          double expected = i % s[2] == 1 ? Double.NaN : i / s[2] == 2 ? 1 / 0.0 : 0;
          assertEquals(expected, Naive.real(out, i));
        }
      }
    }
  }

  @Test
  void rowsThatFillUpABlockHoldNothingOfTheLastOne() {
    // The second block has one row and three to fill up, where the first had an infinity.
    int k = 129;
    for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      var a = Strided.zeros(Shape.of(20, k), dtype);
      var b = Strided.zeros(Shape.of(k, 20), dtype);
      Buffers.fill(dtype, a.array(), 0, 20 * k, 1);
      Buffers.set(dtype, b.array(), 20 + 7, 1 / 0.0);
      var out = multiply(a, b);
      for (int i = 0; i < 400; i++) {
        assertEquals(i % 20 == 7 ? 1 / 0.0 : 0, Naive.real(out, i));
      }
    }
  }

  @Test
  void multipliesBlocksOfPlainArrays() {
    float[] a = {9, 1, 2, 9, 3, 4, 9};
    float[] b = {5, 7, 6, 8};
    float[] out = new float[8];
    // a has rows (1, 2) and (3, 4), three apart; b lies in columns (5, 7) and (6, 8).
    MatMul.multiply(new Gemm(2, 2, 2, 3, 1, 1, 2, 4, 1), a, 1, b, 0, out, 1);
    assertArrayEquals(new float[] {0, 19, 22, 0, 0, 43, 50, 0}, out);
    double[] x = {0, 2, 3};
    double[] y = {10};
    double[] z = new double[3];
    MatMul.multiply(new Gemm(2, 1, 1, 1, 1, 1, 1, 1, 1), x, 1, y, 0, z, 1);
    assertArrayEquals(new double[] {0, 20, 30}, z);
  }

  @Test
  void aBatchThatThreadsShareIsTheSame() {
    // 280 products of 32 768 multiplications each are more than one thread gets.
    var random = new Random(4);
    int before = Threads.count();
    for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT64}) {
      var a = Naive.random(random, dtype, Layout.of(Shape.of(5, 56, 32, 32)));
      var b = Naive.random(random, dtype, Layout.of(Shape.of(5, 56, 32, 32)));
      try {
        Threads.count(3);
        check(a, b);
      } finally {
        Threads.count(before);
      }
    }
  }

  @Test
  void floatsAreAddedUpInFloats() {
    float[] out = new float[1];
    var row = Layout.of(Shape.of(1, 3));
    float[] ones = {1, 1, 1};
    float[] x = {0x1p24f, 1, 1};
    MatMul.multiply(DType.FLOAT32, x, row, ones, row.permute(new int[] {1, 0}), out);
    assertArrayEquals(new float[] {0x1p24f}, out);
  }

  @Test
  void refusesWhatDoesNotFit() {
    check("a product needs (…, m, k) × (…, k, n), got (2, 3) × (4, 5)", DType.INT64, 2, 3, 4, 5);
    check("a product of matrices needs numbers, got bool", DType.BOOL, 2, 3, 3, 2);
    var a = Strided.zeros(Shape.of(2, 3, 4), DType.FLOAT32);
    var b = Strided.zeros(Shape.of(3, 4, 4), DType.FLOAT32);
    var e = assertThrows(IllegalArgumentException.class, () -> multiply(a, b));
    assertEquals(
        "a product needs (…, m, k) × (…, k, n), got (2, 3, 4) × (3, 4, 4)", e.getMessage());
  }

  private static void check(String message, DType dtype, int m, int k, int l, int n) {
    var a = Strided.zeros(Shape.of(m, k), dtype);
    var b = Strided.zeros(Shape.of(l, n), dtype);
    var e = assertThrows(IllegalArgumentException.class, () -> multiply(a, b));
    assertEquals(message, e.getMessage());
  }
}

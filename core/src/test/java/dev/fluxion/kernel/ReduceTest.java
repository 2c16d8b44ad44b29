package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.kernel.Reduce.Kind;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReduceTest {
  private static final int[][] SHAPES = {
    {}, {1}, {9}, {300}, {3, 4}, {20, 130}, {1, 7}, {2, 3, 4}, {2, 1, 3}, {3, 17, 5}, {2, 2, 2, 2}
  };

  private static Object reduce(Kind kind, Strided x, int kept) {
    var out = Buffers.allocate(x.dtype(), results(x.layout(), kept));
    Reduce.reduce(kind, x.dtype(), x.array(), x.layout(), kept, out);
    return out;
  }

  private static int results(Layout layout, int kept) {
    int n = 1;
    for (int k = 0; k < kept; k++) {
      n *= layout.dim(k);
    }
    return n;
  }

  @Test
  void foldsWholeNumbersOfEveryTypeInEveryLayout() {
    var random = new Random(1);
    for (var dtype : new DType[] {DType.BOOL, DType.UINT8, DType.INT32, DType.INT64}) {
      for (int[] dims : SHAPES) {
        for (var layout : Naive.layouts(random, dims)) {
          var x = Naive.random(random, dtype, layout);
          for (int kept = 0; kept <= dims.length; kept++) {
            for (var kind : Kind.values()) {
              var out = reduce(kind, x, kept);
              long[] all = Naive.wholes(x);
              int n = all.length / Buffers.length(out);
              for (int i = 0; i < Buffers.length(out); i++) {
                long expected = fold(kind, all, i * n, n);
                assertEquals(Naive.wrap(dtype, expected), Naive.whole(out, i), kind + " " + dtype);
              }
            }
          }
        }
      }
    }
  }

  private static long fold(Kind kind, long[] x, int from, int n) {
    long y = x[from];
    for (int i = from + 1; i < from + n; i++) {
      y =
          switch (kind) {
            case SUM -> y + x[i];
            case PROD -> y * x[i];
            case MAX -> y > x[i] ? y : x[i];
            case MIN -> y < x[i] ? y : x[i];
          };
    }
    return y;
  }

  @Test
  void foldsFloatingNumbersInEveryLayout() {
    var random = new Random(2);
    for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (int[] dims : SHAPES) {
        for (var layout : Naive.layouts(random, dims)) {
          var x = Naive.random(random, dtype, layout);
          for (int kept = 0; kept <= dims.length; kept++) {
            check(x, kept);
          }
        }
      }
    }
  }

  private static void check(Strided x, int kept) {
    double[] all = Naive.reals(x);
    int n = all.length / results(x.layout(), kept);
    var sum = reduce(Kind.SUM, x, kept);
    var product = reduce(Kind.PROD, x, kept);
    var max = reduce(Kind.MAX, x, kept);
    var min = reduce(Kind.MIN, x, kept);
    for (int i = 0; i * n < all.length; i++) {
      var exact = BigDecimal.ZERO;
      double magnitude = 0;
      double plain = 1;
      double largest = all[i * n];
      double smallest = all[i * n];
      for (int j = i * n; j < (i + 1) * n; j++) {
        exact = exact.add(new BigDecimal(all[j]));
        magnitude += Math.abs(all[j]);
        plain *= all[j];
        largest = all[j] > largest ? all[j] : largest;
        smallest = all[j] < smallest ? all[j] : smallest;
      }
      boolean narrow = x.dtype() == DType.FLOAT32;
      double rounding = narrow ? Math.ulp((float) exact.doubleValue()) : 0;
      double bound = 25 * 0x1p-53 * magnitude + rounding;
      assertEquals(exact.doubleValue(), Naive.real(sum, i), bound);
      double ulp = narrow ? Math.ulp((float) plain) : 0;
      assertEquals(plain, Naive.real(product, i), n * 0x1p-52 * Math.abs(plain) + ulp);
      assertEquals(largest, Naive.real(max, i));
      assertEquals(smallest, Naive.real(min, i));
    }
  }

  @Test
  void nothingHasASumAndAProductButNoExtremes() {
    for (var dtype : Naive.TYPES) {
      var x = Strided.zeros(Shape.of(2, 0), dtype);
      assertEquals(0, Naive.real(reduce(Kind.SUM, x, 1), 1), dtype.toString());
      assertEquals(1, Naive.real(reduce(Kind.PROD, x, 1), 1), dtype.toString());
      assertEquals(1, Naive.real(reduce(Kind.PROD, x, 0), 0), dtype.toString());
      var e = assertThrows(IllegalArgumentException.class, () -> reduce(Kind.MAX, x, 1));
      assertEquals("MAX needs at least one element to fold, got the shape (2, 0)", e.getMessage());
      var none = Strided.zeros(Shape.of(0, 2), dtype);
      for (var kind : Kind.values()) {
        assertEquals(0, Buffers.length(reduce(kind, none, 1)));
      }
    }
  }

  @Test
  void nanAndInfinitiesGoTheirWay() {
    double inf = 1 / 0.0;
    double nan = Double.NaN;
    double[][] rows = {{1, nan, 3}, {inf, 1, 2}, {inf, -inf, 0}, {-inf, -inf, -inf}, {inf, nan, 1}};
    double[] sums = {nan, inf, nan, -inf, nan};
    double[] maxima = {nan, inf, inf, -inf, nan};
    double[] minima = {nan, 1, -inf, -inf, nan};
    for (int i = 0; i < rows.length; i++) {
      var layout = Layout.of(Shape.of(3));
      for (int turn = 0; turn < 2; turn++) {
        var x = new Strided(rows[i], layout, DType.FLOAT64);
        assertEquals(sums[i], ((double[]) reduce(Kind.SUM, x, 0))[0]);
        assertEquals(maxima[i], ((double[]) reduce(Kind.MAX, x, 0))[0]);
        assertEquals(minima[i], ((double[]) reduce(Kind.MIN, x, 0))[0]);
        layout = layout.slice(0, 2, 3, -1);
      }
    }
  }

  @Test
  void nanIsSeenWhereManyResultsAreFoldedAtOnce() {
    int w = 40;
    float[] x = new float[30 * w];
    x[17 * w + 5] = Float.NaN;
    var columns = Layout.of(Shape.of(30, w)).permute(new int[] {1, 0});
    for (var kind : Kind.values()) {
      var out = (float[]) reduce(kind, new Strided(x, columns, DType.FLOAT32), 1);
      for (int i = 0; i < w; i++) {
        assertEquals(i == 5, Float.isNaN(out[i]), kind.toString());
      }
    }
  }

  @Test
  void signedZerosAreOrdered() {
    double[] x = {0.0, -0.0};
    var both = new Strided(x, Layout.of(Shape.of(2)), DType.FLOAT64);
    assertArrayEquals(new double[] {0.0}, (double[]) reduce(Kind.MAX, both, 0));
    assertArrayEquals(new double[] {-0.0}, (double[]) reduce(Kind.MIN, both, 0));
  }

  @Test
  void aFloatSumIsTakenInDouble() {
    float[] x = new float[20_000];
    Arrays.fill(x, 0.1f);
    x[0] = 1e8f;
    var out = new float[1];
    Reduce.reduce(Kind.SUM, DType.FLOAT32, x, Layout.of(Shape.of(x.length)), 0, out);
    assertEquals((float) (1e8 + 19_999 * (double) 0.1f), out[0]);
    assertTrue(out[0] > 1e8f);
  }
}

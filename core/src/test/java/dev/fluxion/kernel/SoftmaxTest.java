package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SoftmaxTest {
  private static final double INF = 1 / 0.0;
  private static final double NAN = Double.NaN;
  private static final DType[] FLOATING = {DType.FLOAT32, DType.FLOAT64};
  private static final int[][] SHAPES = {{1}, {7}, {0}, {3, 4}, {0, 3}, {3, 0}, {2, 3, 200}};

  private static Object softmax(Strided x) {
    var out = Buffers.allocate(x.dtype(), x.layout().size());
    Softmax.softmax(x.dtype(), x.array(), x.layout(), out);
    return out;
  }

  /** The relative error that float32 is promised. */
  private static final double SINGLE = 6 * 0x1p-24;

  private static double tolerance(DType dtype, double value) {
    return dtype == DType.FLOAT32
        ? SINGLE * Math.abs(value) + Float.MIN_VALUE
        : 1e-14 * Math.abs(value) + Double.MIN_VALUE;
  }

  @Test
  void dividesExponentialsByTheirSumInEveryLayout() {
    var random = new Random(1);
    for (var dtype : FLOATING) {
      for (int[] dims : SHAPES) {
        for (var layout : Naive.layouts(random, dims)) {
          var x = Naive.random(random, dtype, layout);
          double[] all = Naive.reals(x);
          int n = dims[dims.length - 1];
          var out = softmax(x);
          for (int i = 0; i < all.length; i++) {
            double sum = 0;
            for (int j = i / n * n; j < i / n * n + n; j++) {
              sum += Math.exp(all[j]);
            }
            double y = Math.exp(all[i]) / sum;
            assertEquals(y, Naive.real(out, i), tolerance(dtype, y));
          }
        }
      }
    }
  }

  @Test
  void logSumExpFoldsTheLastAxesInEveryLayout() {
    var random = new Random(2);
    for (var dtype : FLOATING) {
      for (int[] dims : SHAPES) {
        for (int kept = 0; kept <= dims.length; kept++) {
          int results = 1;
          int n = 1;
          for (int k = 0; k < dims.length; k++) {
            results *= k < kept ? dims[k] : 1;
            n *= k < kept ? 1 : dims[k];
          }
          for (var layout : Naive.layouts(random, dims)) {
            var x = Naive.random(random, dtype, layout);
            double[] all = Naive.reals(x);
            var out = Buffers.allocate(dtype, results);
            Softmax.logSumExp(dtype, x.array(), layout, kept, out);
            for (int i = 0; i < results; i++) {
              double sum = 0;
              for (int j = i * n; j < i * n + n; j++) {
                sum += Math.exp(all[j]);
              }
              double y = Math.log(sum);
              double slack = n == 0 ? 0 : tolerance(dtype, y) + 1e-14;
              assertEquals(y, Naive.real(out, i), slack);
            }
          }
        }
      }
    }
  }

  @Test
  void theExponentialOfFloatsIsRoundedWell() {
    // Two numbers d apart: e^-d / (1 + e^-d), for every d at which anything is left of a float.
    float[] x = new float[2];
    float[] out = new float[2];
    for (float d = 0; d < 110; d += 0.013f) {
      x[1] = -d;
      Softmax.softmax(DType.FLOAT32, x, Layout.of(Shape.of(2)), out);
      double y = Math.exp(-d) / (1 + Math.exp(-d));
      assertEquals(y, out[1], SINGLE * y + Float.MIN_VALUE, "d = " + d);
      assertEquals(1 / (1 + Math.exp(-d)), out[0], 0.51 * Math.ulp(1f), "d = " + d);
    }
  }

  @Test
  void differencesAreNotRounded() {
    // The differences have more digits than a float, so rounding them would be seen.
    float[] x = new float[2];
    float[] out = new float[2];
    for (float d = 0; d < 100; d += 0.0137f) {
      x[0] = 0.7131753f;
      x[1] = -d;
      Softmax.softmax(DType.FLOAT32, x, Layout.of(Shape.of(2)), out);
      double exact = Math.exp((double) x[1] - x[0]);
      double y = exact / (1 + exact);
      assertEquals(y, out[1], SINGLE * y + Float.MIN_VALUE, "d = " + d);
    }
  }

  @Test
  void largeNumbersDoNotOverflow() {
    for (var dtype : FLOATING) {
      check(dtype, new double[] {1000, 1000}, new double[] {0.5, 0.5}, 1000 + Math.log(2));
      check(dtype, new double[] {-1e30, 1e30}, new double[] {0, 1}, 1e30);
      check(dtype, new double[] {-1000, -1000}, new double[] {0.5, 0.5}, -1000 + Math.log(2));
    }
  }

  @Test
  void nanAndInfinities() {
    for (var dtype : FLOATING) {
      var nan = new double[] {NAN, NAN, NAN};
      check(dtype, new double[] {-INF, 0, 0}, new double[] {0, 0.5, 0.5}, Math.log(2));
      check(dtype, new double[] {-INF, 3, -INF}, new double[] {0, 1, 0}, 3);
      check(dtype, new double[] {-INF, -INF, -INF}, nan, -INF);
      check(dtype, new double[] {INF, 1, -INF}, nan, INF);
      check(dtype, new double[] {INF, INF, 1}, nan, INF);
      check(dtype, new double[] {1, NAN, -INF}, nan, NAN);
      check(dtype, new double[] {INF, NAN, 1}, nan, NAN);
    }
  }

  private static void check(DType dtype, double[] row, double[] softmax, double logSumExp) {
    // A plain row follows, on which nothing of the first may be left.
    var line = Layout.of(Shape.of(2, row.length));
    double[] both = Arrays.copyOf(row, 2 * row.length);
    var x = new Strided(both, line, DType.FLOAT64).copy(dtype);
    double[] out = Naive.reals(new Strided(softmax(x), line, dtype));
    for (int i = 0; i < row.length; i++) {
      assertEquals(softmax[i], out[i], 1e-7);
      assertEquals(1.0 / row.length, out[row.length + i], 1e-7);
    }
    var y = Buffers.allocate(dtype, 2);
    Softmax.logSumExp(dtype, x.array(), x.layout(), 1, y);
    double rounded = dtype == DType.FLOAT32 ? (float) logSumExp : logSumExp;
    assertEquals(rounded, Naive.real(y, 0), Double.isFinite(rounded) ? Math.ulp(rounded) : 1);
    assertEquals(Math.log(row.length), Naive.real(y, 1), 1e-7);
  }

  @Test
  void nothingSumsUpToMinusInfinity() {
    double[] out = {1, 1};
    Softmax.logSumExp(DType.FLOAT64, new double[0], Layout.of(Shape.of(2, 0)), 1, out);
    assertArrayEquals(new double[] {-INF, -INF}, out);
  }

  @Test
  void refusesWholeNumbers() {
    var x = Strided.zeros(Shape.of(2), DType.INT32);
    var e = assertThrows(IllegalArgumentException.class, () -> softmax(x));
    assertEquals("exp needs a floating type, got int32", e.getMessage());
  }
}

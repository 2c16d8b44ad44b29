package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowWiseTest {
  private static final DType[] FLOATING = {DType.FLOAT32, DType.FLOAT64};
  private static final int[][] SHAPES = {{1}, {7}, {0}, {3, 4}, {0, 3}, {3, 0}, {2, 3, 50}};

  /** What a row becomes, in plain doubles. */
  private interface Row {
    void run(double[] x, double[] y, double[] out);
  }

  /** The kernel. */
  private interface Kernel {
    void run(Strided x, Strided y, Object out);
  }

  private static void check(Row row, Kernel kernel) {
    var random = new Random(8);
    for (var dtype : FLOATING) {
      for (int[] dims : SHAPES) {
        for (var layout : Naive.layouts(random, dims)) {
          var x = Naive.random(random, dtype, layout);
          var y = Naive.random(random, dtype, Naive.layout(random, dims));
          var out = Buffers.allocate(dtype, layout.size());
          kernel.run(x, y, out);
          compare(dtype, row, Naive.reals(x), Naive.reals(y), dims[dims.length - 1], out);
        }
      }
    }
  }

  private static void compare(DType dtype, Row row, double[] x, double[] y, int n, Object out) {
    for (int at = 0; at < x.length; at += n) {
      double[] want = new double[n];
      row.run(
          java.util.Arrays.copyOfRange(x, at, at + n),
          java.util.Arrays.copyOfRange(y, at, at + n),
          want);
      double size = 1;
      for (double one : want) {
        size = Math.max(size, Math.abs(one));
      }
      for (int i = 0; i < n; i++) {
        double tolerance = (dtype == DType.FLOAT32 ? 1e-7 : 1e-13) * size;
        assertEquals(want[i], Naive.real(out, at + i), tolerance);
      }
    }
  }

  private static double sum(double[] x) {
    double sum = 0;
    for (double one : x) {
      sum += one;
    }
    return sum;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Test
  void softmaxPullIsTheSymmetricMatrixTimesTheOther() {
    check(
        (x, y, out) -> {
          for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
              out[i] += ((i == j ? x[i] : 0) - x[i] * x[j]) * y[j];
            }
          }
        },
        RowWise::softmaxPull);
  }

  @Test
  void logSoftmaxIsTheLogarithmOfTheShare() {
    check(
        (x, _, out) -> {
          double all = 0;
          for (double one : x) {
            all += Math.exp(one);
          }
          for (int i = 0; i < x.length; i++) {
            out[i] = Math.log(Math.exp(x[i]) / all);
          }
        },
        (x, _, out) -> RowWise.logSoftmax(x, out));
  }

  @Test
  void standardizedRowsHaveMeanZeroAndAlmostUnitSquares() {
    check(
        (x, _, out) -> {
          double mean = sum(x) / x.length;
          double square = 0;
          for (double one : x) {
            square += (one - mean) * (one - mean) / x.length;
          }
          for (int i = 0; i < x.length; i++) {
            out[i] = (x[i] - mean) / Math.sqrt(square + 0.25);
          }
        },
        (x, _, out) -> {
          int rank = x.shape().rank();
          var scale = Buffers.allocate(x.dtype(), x.layout().size());
          RowWise.standardize(x, rank - 1, 0.25, out, scale);
        });
  }

  @Test
  void standardizePullTakesOutTheMeanAndThePartAlong() {
    check(
        (x, y, out) -> {
          for (int i = 0; i < x.length; i++) {
            out[i] = 0.5 * (y[i] - sum(y) / x.length - x[i] * dot(x, y) / x.length);
          }
        },
        (x, y, out) -> {
          var half = Buffers.allocate(x.dtype(), Math.max(1, x.layout().size()));
          Buffers.fill(x.dtype(), half, 0, Buffers.length(half), 0.5);
          RowWise.standardizePull(x, y, x.shape().rank() - 1, half, out);
        });
  }

  @Test
  void logSoftmaxPullSpreadsTheSumByTheShares() {
    double[] x = {Math.log(0.25), Math.log(0.75)};
    double[] out = new double[2];
    var layout = Layout.of(dev.fluxion.Shape.of(2));
    RowWise.logSoftmaxPull(
        new Strided(x, layout, DType.FLOAT64),
        new Strided(new double[] {3, 1}, layout, DType.FLOAT64),
        out);
    assertEquals(2, out[0], 1e-15);
    assertEquals(-2, out[1], 1e-15);
  }
}

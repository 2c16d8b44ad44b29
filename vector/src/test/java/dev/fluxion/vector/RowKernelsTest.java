package dev.fluxion.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.kernel.RowKernels;
import dev.fluxion.kernel.RowWise;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernels of rows, vectors and plain loops, held to loops of doubles by the same bounds. */
class RowKernelsTest {
  /** The kernels there are. */
  enum Kind {
    PLAIN_FLOAT,
    PLAIN_DOUBLE,
    VECTOR_FLOAT,
    VECTOR_DOUBLE;

    RowKernels of(int n) {
      return switch (this) {
        case PLAIN_FLOAT -> RowWise.plain(DType.FLOAT32, n);
        case PLAIN_DOUBLE -> RowWise.plain(DType.FLOAT64, n);
        case VECTOR_FLOAT ->
            n < FloatTile.LANES.length() ? new FloatShortRows(n) : new FloatRowKernels(n);
        case VECTOR_DOUBLE ->
            n < DoubleTile.LANES.length() ? new DoubleShortRows(n) : new DoubleRowKernels(n);
      };
    }

    boolean single() {
      return this == PLAIN_FLOAT || this == VECTOR_FLOAT;
    }

    double unit() {
      return single() ? 0x1p-24 : 0x1p-53;
    }

    /** An array of its type with these numbers in it, rounded. */
    Object array(double... x) {
      Object array = single() ? new float[x.length] : new double[x.length];
      for (int i = 0; i < x.length; i++) {
        if (array instanceof float[] floats) {
          floats[i] = (float) x[i];
        } else {
          Array.setDouble(array, i, x[i]);
        }
      }
      return array;
    }

    double[] softmax(double... x) {
      Object out = array(new double[x.length]);
      of(x.length).softmax(array(x), 0, out, 0);
      return reals(out);
    }

    double logSumExp(double... x) {
      return of(x.length).logSumExp(array(x), 0, array(new double[x.length]));
    }

    double[] logSoftmax(double... x) {
      Object out = array(new double[x.length]);
      of(x.length).logSoftmax(array(x), 0, out, 0);
      return reals(out);
    }
  }

  private static double[] reals(Object array) {
    double[] x = new double[Array.getLength(array)];
    Arrays.setAll(x, i -> Array.getDouble(array, i));
    return x;
  }

  private static double[] gaussians(Random random, int n, double scale) {
    return random.doubles(n).map(_ -> random.nextGaussian() * scale).toArray();
  }

  @ParameterizedTest
  @EnumSource
  void resultsAreWithinTheirBounds(Kind kind) {
    var random = new Random(2);
    for (int n : new int[] {1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 63, 100, 1000, 1024}) {
      for (double scale : new double[] {0.01, 1, 20}) {
        Object x = kind.array(gaussians(random, n, scale));
        Object y = kind.array(gaussians(random, n, 3));
        for (var row : RowReference.values()) {
          if (row == RowReference.LOG_SOFTMAX_PULL) {
            x = kind.array(Arrays.stream(reals(x)).map(v -> -Math.abs(v)).toArray());
          }
          check(kind, row, x, y, n);
        }
      }
    }
  }

  private static void check(Kind kind, RowReference row, Object x, Object y, int n) {
    Object out = kind.array(new double[n]);
    row.run(kind.of(n), x, 0, y, 0, out, 0);
    double[] got = reals(out);
    double[][] want = row.expect(reals(x), reals(y), kind.unit());
    for (int i = 0; i < n; i++) {
      double most = want[1][i] + (kind.single() ? Float.MIN_VALUE : Double.MIN_VALUE);
      assertEquals(want[0][i], got[i], most, row + " of " + n);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowHasTheSameBitsWhereverItLiesAndItsNeighboursStay(Kind kind) {
    var random = new Random(3);
    for (int n : new int[] {3, 16, 35, 200}) {
      double[] x = gaussians(random, n, 1);
      double[] y = gaussians(random, n, 1);
      for (int k = 0; k < n; k++) {
        x[k] = -Math.abs(x[k]);
      }
      for (var row : RowReference.values()) {
        Object first = kind.array(new double[n]);
        row.run(kind.of(n), kind.array(x), 0, kind.array(y), 0, first, 0);
        for (int at : new int[] {1, 5, 16}) {
          Object out = kind.array(new double[n + 40]);
          row.run(kind.of(n), moved(kind, x, at), at, moved(kind, y, at + 3), at + 3, out, 20 - at);
          double[] want = new double[n + 40];
          System.arraycopy(reals(first), 0, want, 20 - at, n);
          assertTrue(Arrays.equals(want, reals(out)), () -> row + " of " + n + " at " + at);
        }
      }
    }
  }

  /** The numbers further back in an array of NaN. */
  private static Object moved(Kind kind, double[] x, int at) {
    double[] all = new double[x.length + at + 20];
    Arrays.fill(all, Double.NaN);
    System.arraycopy(x, 0, all, at, x.length);
    return kind.array(all);
  }

  @ParameterizedTest
  @EnumSource
  void equalElementsHaveEqualShares(Kind kind) {
    for (int n : new int[] {1, 5, 16, 19, 45, 1000}) {
      for (double v : new double[] {0, -0.0, 3, -1e30, Float.MAX_VALUE}) {
        double[] x = new double[n];
        Arrays.fill(x, v);
        for (double share : kind.softmax(x)) {
          assertEquals(kind.single() ? (float) (1.0 / n) : 1.0 / n, share);
        }
        double log = kind.logSoftmax(x)[0];
        for (double one : kind.logSoftmax(x)) {
          assertEquals(log, one);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nanAndInfinitiesMakeARowNaN(Kind kind) {
    for (int n : new int[] {2, 10, 16, 17, 40, 100}) {
      for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
        for (int at = 0; at < n; at++) {
          double[] x = new double[n];
          x[at] = bad;
          for (int i = 0; i < n; i++) {
            assertEquals(Double.NaN, kind.softmax(x)[i]);
            assertEquals(Double.NaN, kind.logSoftmax(x)[i]);
          }
        }
      }
      double[] x = new double[n];
      Arrays.fill(x, Double.NEGATIVE_INFINITY);
      double[] all = new double[n];
      Arrays.fill(all, Double.NaN);
      assertTrue(Arrays.equals(all, kind.softmax(x)));
      assertTrue(Arrays.equals(all, kind.logSoftmax(x)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLogarithmOfASumOfExponentials(Kind kind) {
    var random = new Random(5);
    for (int n : new int[] {1, 3, 10, 16, 17, 100, 1000}) {
      for (double scale : new double[] {0.01, 1, 20}) {
        double[] x = reals(kind.array(gaussians(random, n, scale)));
        double max = Arrays.stream(x).max().orElseThrow();
        double want = max + Math.log(Arrays.stream(x).map(v -> Math.exp(v - max)).sum());
        // By what part of itself the sum is off, by that its logarithm is.
        double most = 2.7 * kind.unit() + 0x1p-48 * (1 + Math.abs(want));
        assertEquals(want, kind.logSumExp(x), most, n + " of " + scale);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSumOfExponentialsMayBeInfiniteOrNothing(Kind kind) {
    double high = Double.POSITIVE_INFINITY;
    for (int n : new int[] {2, 10, 16, 17, 40}) {
      double[] x = new double[n];
      Arrays.fill(x, -high);
      assertEquals(-high, kind.logSumExp(x));
      x[n - 1] = 3;
      assertEquals(3, kind.logSumExp(x));
      x[0] = high;
      assertEquals(high, kind.logSumExp(x));
      x[n - 1] = Double.NaN;
      assertEquals(Double.NaN, kind.logSumExp(x));
      x[0] = 0;
      assertEquals(Double.NaN, kind.logSumExp(x));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsFarBelowTheLargestHasNoShare(Kind kind) {
    double most = kind.single() ? Float.MAX_VALUE : Double.MAX_VALUE;
    for (int n : new int[] {4, 16, 21, 33}) {
      for (double low : new double[] {Double.NEGATIVE_INFINITY, -most, -1e5, -800}) {
        for (double high : new double[] {most, 0, -300}) {
          double[] x = new double[n];
          Arrays.fill(x, low);
          x[n / 2] = high;
          double[] shares = new double[n];
          if (high - low > 746) {
            shares[n / 2] = 1;
            assertTrue(Arrays.equals(shares, kind.softmax(x)), high + " over " + low);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void sharesBelowTheNormalNumbersAreRoundedOnce(Kind kind) {
    // Shares so small that those of 1 need no sum.
    double edge = kind.single() ? Math.log(Float.MIN_NORMAL) : Math.log(Double.MIN_NORMAL);
    double least = kind.single() ? Float.MIN_VALUE : Double.MIN_VALUE;
    int n = 400;
    double[] x = new double[n];
    for (int i = 1; i < n; i++) {
      x[i] = edge - i * (kind.single() ? 0.05 : 0.1);
    }
    x = reals(kind.array(x));
    double[] got = kind.softmax(x);
    for (int i = 1; i < n; i++) {
      double want = Math.exp(x[i]);
      // Math.exp has rounded to doubles as small.
      double half = kind.single() ? 0.5001 * least : least;
      assertEquals(want, got[i], half + 6 * kind.unit() * want, "x = " + x[i]);
    }
    assertEquals(1, got[0]);
    assertEquals(0, got[n - 1]);
  }

  @ParameterizedTest
  @EnumSource
  void theDifferenceFromTheLargestIsNotRounded(Kind kind) {
    // Rounded, it would be off by up to 2⁻¹⁸, and the share by as much of itself.
    var random = new Random(4);
    double[] x = new double[1000];
    for (int i = 1; i < x.length; i++) {
      x[i] = 0.3 * random.nextDouble() - 0.15;
    }
    x[0] = 64.1;
    x = reals(kind.array(x));
    double[] got = kind.softmax(x);
    for (int i = 1; i < x.length; i++) {
      double want = kind.single() ? Math.exp(x[i] - x[0]) : Math.exp(x[i]) / Math.exp(x[0]);
      assertEquals(want, got[i], (kind.single() ? 6 : 30) * kind.unit() * want);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowOfWholeNumbersIsStandardizedExactly(Kind kind) {
    // Half -3 and half 5: mean 1, squares 16, and with eps = 9 a root of 5.
    for (int n : new int[] {16, 18, 130}) {
      double[] x = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] = i % 2 == 0 ? -3 : 5;
      }
      Object out = kind.array(new double[n]);
      assertEquals(0.2, kind.of(n).standardize(kind.array(x), 0, 9, out, 0));
      double[] y = reals(out);
      for (int i = 0; i < n; i++) {
        assertEquals(i % 2 == 0 ? -0.8 : 0.8, y[i], kind.single() ? 3e-8 : 1e-16);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLayerNormOfWholeNumbersAndItsPullAreExact(Kind kind) {
    // Half -3 and half 5: mean 1, squares 16, and with eps = 9 a root of 5, so z is ∓0.8.
    for (int n : new int[] {16, 18, 130}) {
      double[] x = new double[n];
      double[] w = new double[n];
      double[] t = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] = i % 2 == 0 ? -3 : 5;
        w[i] = i % 2 == 0 ? 2 : 1;
        t[i] = i % 2 == 0 ? 3 : 2;
      }
      Object out = kind.array(new double[n]);
      kind.of(n).affine(kind.array(x), 0, 9, kind.array(w), 0, kind.array(t), 0, out, 0);
      double[] y = reals(out);
      // w·t is 6 and 2: its mean is 4, that with z is -1.6, so 6 - 4 - 0.8·1.6 = 0.72 is left.
      double[] sums = new double[2 * n + 2];
      Arrays.fill(sums, 0, n, 10);
      Arrays.fill(sums, n, 2 * n, 20);
      Object byX = kind.array(new double[n]);
      kind.of(n).affinePull(kind.array(x), 0, 9, kind.array(w), 0, kind.array(t), 0, byX, 0, sums);
      double[] pulled = reals(byX);
      double unit = 8 * kind.unit();
      for (int i = 0; i < n; i++) {
        boolean even = i % 2 == 0;
        assertEquals(even ? 1.4 : 2.8, y[i], unit);
        assertEquals(even ? 0.144 : -0.144, pulled[i], unit);
        assertEquals(even ? 10 - 2.4 : 10 + 1.6, sums[i], 1e-14);
        assertEquals(even ? 23 : 22, sums[n + i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFirstElementFarFromTheMeanCostsNothing(Kind kind) {
    // One element d and zeros: mean d/n, σ² = d²·(n - 1)/n², so the first z is √(n - 1) without
    // eps.
    for (int n : new int[] {16, 101, 1000}) {
      for (double d : new double[] {1e-10, 1, 3e10}) {
        double[] x = new double[n];
        x[0] = d;
        double[] one = new double[n];
        Arrays.fill(one, 1);
        double[] sums = new double[2 * n + 2];
        Object out = kind.array(new double[n]);
        kind.of(n)
            .affinePull(kind.array(x), 0, 0, kind.array(one), 0, kind.array(one), 0, out, 0, sums);
        assertEquals(Math.sqrt(n - 1), sums[0], 1e-12 * n);
        assertEquals(-1 / Math.sqrt(n - 1), sums[n - 1], 1e-12);
      }
    }
  }
}

package dev.fluxion;

import static dev.fluxion.DType.BOOL;
import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT32;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.DType.UINT8;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Folds of axes: against the same folds of a {@link Grid}, in every type and memory order. */
class TensorReductionsTest {
  /** Halves have less room. */
  private static final List<DType> TYPES =
      Arrays.stream(DType.values()).filter(t -> !t.isFloating() || t.epsilon() < 1e-6).toList();

  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final long SEED = 5;

  private static int[] someAxes(Random random, int rank) {
    return random.ints(0, 2).limit(rank).boxed().toList().stream().mapToInt(i -> i).toArray();
  }

  private static int[] chosen(int[] flags) {
    return IntStream.range(0, flags.length).filter(k -> flags[k] == 1).toArray();
  }

  @Test
  void foldsOfAnyAxesInAnyType() {
    var random = new Random(SEED);
    for (int run = 0; run < 300; run++) {
      var dtype = TYPES.get(random.nextInt(TYPES.size()));
      int low = dtype == BOOL || dtype == UINT8 ? 0 : -2;
      var x = Grid.random(random, low, dtype == BOOL ? 2 : 4, Grid.randomDims(random));
      int[] some = chosen(someAxes(random, x.rank()));
      // None named means all, as in PyTorch.
      int[] axes = some.length > 0 ? some : IntStream.range(0, x.rank()).toArray();
      boolean keep = random.nextBoolean();
      int[] dims = Grid.folded(x.dims(), axes, keep);
      var t = x.laid(random, dtype);
      var wide = dtype.isFloating() ? dtype : INT64;
      int[] given = some.clone();
      for (int k = 0; k < given.length; k++) {
        given[k] -= random.nextBoolean() ? x.rank() : 0;
      }
      Expect.tensor(t.sum(given, keep), wide, dims, x.fold(axes, 0, Double::sum));
      if (axes.length > 0) {
        Expect.tensor(t.amax(given, keep), dtype, dims, x.fold(axes, -9, Math::max));
        Expect.tensor(t.amin(given, keep), dtype, dims, x.fold(axes, 9, Math::min));
      }
      if (given.length == 1) {
        int axis = given[0];
        Expect.tensor(t.sum(axis, keep), wide, dims, x.fold(axes, 0, Double::sum));
        Expect.shape(t.prod(axis, keep), dims);
        Expect.near(1e-5, t.prod(axis, keep), x.fold(axes, 1, TensorReductionsTest::times));
        Expect.tensor(t.all(axis, keep), BOOL, dims, x.fold(axes, 1, (a, b) -> b == 0 ? 0 : a));
        Expect.tensor(t.any(axis, keep), BOOL, dims, x.fold(axes, 0, (a, b) -> b != 0 ? 1 : a));
      }
      if (dtype.isFloating()) {
        double n = x.values().length / (double) Grid.count(Grid.folded(x.dims(), axes, true));
        double[] mean = x.fold(axes, 0, Double::sum);
        java.util.Arrays.setAll(mean, i -> mean[i] / n);
        Expect.shape(t.mean(given, keep), dims);
        Expect.near(1e-6, t.mean(given, keep), mean);
      }
      var sums = x.fold(axes, 0, (a, b) -> a + Math.exp(b));
      java.util.Arrays.setAll(sums, i -> Math.log(sums[i]));
      Expect.shape(t.logSumExp(given, keep), dims);
      Expect.near(1e-6, t.logSumExp(given, keep), sums);
    }
  }

  /**
   * Products of whole numbers wrap around; here only zeros and small ones occur, exact in double.
   */
  private static double times(double a, double b) {
    return a * b;
  }

  @Test
  void overAllElements() {
    var x = from(new double[][] {{3, -1, 2}, {3, 0.5, -1}});
    Expect.tensor(x.sum(), FLOAT64, dims(), 6.5);
    Expect.tensor(x.mean(), FLOAT64, dims(), 6.5 / 6);
    Expect.tensor(x.prod(), FLOAT64, dims(), 9);
    Expect.tensor(x.max(), FLOAT64, dims(), 3);
    Expect.tensor(x.min(), FLOAT64, dims(), -1);
    Expect.whole(x.argmax(), INT64, dims(), 0);
    Expect.whole(x.argmin(), INT64, dims(), 1);
    Expect.whole(x.t().argmax(), INT64, dims(), 0);
    Expect.whole(x.t().argmin(), INT64, dims(), 2);
    Expect.near(1e-15, x.norm(), Math.sqrt(9 + 1 + 4 + 9 + 0.25 + 1));
    Expect.tensor(x.all(), BOOL, dims(), 1);
    Expect.tensor(x.mul(0).any(), BOOL, dims(), 0);
    Expect.values(x.max(1).values(), 3, 3);
    Expect.values(x.min(-1).indices(), 1, 2);
    Expect.values(x.sum(0), 6, -0.5, 1);
    Expect.values(x.mean(1), 4.0 / 3, 2.5 / 3);
    Expect.values(x.prod(0), 9, -0.5, -2);
  }

  @Test
  void wholeNumbersAndTruthValues() {
    Expect.whole(from(new byte[] {-1, -1, -1}).sum(), INT64, dims(), 765);
    Expect.whole(full(INT32, Integer.MAX_VALUE, 4).sum(), INT64, dims(), 4L * Integer.MAX_VALUE);
    Expect.whole(tensor(true, false, true).sum(), INT64, dims(), 2);
    Expect.whole(tensor(true, false).prod(), INT64, dims(), 0);
    Expect.whole(from(new int[] {1 << 20, 1 << 20, 4}).prod(), INT64, dims(), 1L << 42);
    Expect.whole(tensor(Long.MAX_VALUE, 1).sum(), INT64, dims(), Long.MIN_VALUE);
    Expect.whole(tensor(1L << 32, 1L << 32).prod(), INT64, dims(), 0);
    Expect.whole(
        tensor(Long.MIN_VALUE, (1L << 53) + 1, 1L << 53).max(), INT64, dims(), (1L << 53) + 1);
    Expect.whole(tensor((1L << 53) + 1, 1L << 53).argmin(), INT64, dims(), 1);
    Expect.whole(from(new byte[] {1, -1}).max(), UINT8, dims(), 255);
    Expect.whole(tensor(true, false).max(), BOOL, dims(), 1);
    Expect.whole(tensor(true, false).min(), BOOL, dims(), 0);
    Expect.whole(tensor(false, true, true).argmax(), INT64, dims(), 1);
    Expect.whole(tensor(1, 2, 3).cumsum(0), INT64, dims(3), 1, 3, 6);
    Expect.whole(tensor(true, true).cumsum(0), INT64, dims(2), 1, 2);
    Expect.tensor(tensor(3, 4).norm(), FLOAT32, dims(), 5);
    Expect.near(1e-7, tensor(0, 0).softmax(0), 0.5, 0.5);
    refused(
        DTypeException.class,
        "mean needs floating elements, got int64; convert with toFloat32() or toFloat64() first",
        () -> tensor(1, 2).mean());
    refused(
        DTypeException.class,
        "mean needs floating elements, got bool; convert with toFloat32() or toFloat64() first",
        () -> tensor(true).mean(0));
  }

  @Test
  void ofNothing() {
    var x = zeros(2, 0, 3);
    Expect.tensor(x.sum(), FLOAT32, dims(), 0);
    Expect.tensor(x.sum(1), FLOAT32, dims(2, 3), 0, 0, 0, 0, 0, 0);
    Expect.tensor(x.sum(0), FLOAT32, dims(0, 3));
    Expect.tensor(x.prod(), FLOAT32, dims(), 1);
    Expect.tensor(x.prod(1, true), FLOAT32, dims(2, 1, 3), 1, 1, 1, 1, 1, 1);
    Expect.tensor(x.mean(), FLOAT32, dims(), NAN);
    Expect.tensor(zeros(0, 2).mean(0), FLOAT32, dims(2), NAN, NAN);
    Expect.tensor(x.mean(2), FLOAT32, dims(2, 0));
    Expect.tensor(x.norm(), FLOAT32, dims(), 0);
    Expect.tensor(zeros(0, 2).logSumExp(0), FLOAT32, dims(2), -INF, -INF);
    Expect.tensor(x.all(), BOOL, dims(), 1);
    Expect.tensor(x.any(), BOOL, dims(), 0);
    Expect.tensor(x.softmax(1), FLOAT32, dims(2, 0, 3));
    Expect.tensor(x.cumsum(1), FLOAT32, dims(2, 0, 3));
    Expect.tensor(x.max(0).values(), FLOAT32, dims(0, 3));
    Expect.tensor(x.argmin(2, false), INT64, dims(2, 0));
    Expect.whole(zeros(INT32, 0).sum(), INT64, dims(), 0);
  }

  @Test
  void of0d() {
    var x = tensor(3.0);
    Expect.tensor(x.sum(), FLOAT32, dims(), 3);
    Expect.tensor(x.sum(0), FLOAT32, dims(), 3);
    Expect.tensor(x.sum(-1, true), FLOAT32, dims(), 3);
    Expect.tensor(x.mean(0), FLOAT32, dims(), 3);
    Expect.tensor(x.prod(-1), FLOAT32, dims(), 3);
    Expect.tensor(x.max(), FLOAT32, dims(), 3);
    Expect.tensor(x.max(0).values(), FLOAT32, dims(), 3);
    Expect.whole(x.max(0, true).indices(), INT64, dims(), 0);
    Expect.whole(x.argmin(), INT64, dims(), 0);
    Expect.whole(x.argmax(-1, false), INT64, dims(), 0);
    Expect.tensor(x.logSumExp(0), FLOAT32, dims(), 3);
    Expect.tensor(x.softmax(0), FLOAT32, dims(), 1);
    Expect.tensor(x.cumsum(-1), FLOAT32, dims(), 3);
    Expect.tensor(x.norm(), FLOAT32, dims(), 3);
    Expect.tensor(x.neg().norm(), FLOAT32, dims(), 3);
    Expect.tensor(x.all(), BOOL, dims(), 1);
    Expect.tensor(x.any(0, false), BOOL, dims(), 1);
    for (var call :
        List.<Runnable>of(() -> x.sum(1), () -> x.max(1), () -> x.softmax(1), () -> x.cumsum(1))) {
      refused(
          IndexException.class,
          "a 0-d tensor has no axes, got axis 1 for a tensor of shape ()",
          call::run);
    }
  }

  @Test
  void alongAnAxis() {
    var random = new Random(SEED);
    for (int run = 0; run < 100; run++) {
      var x = Grid.random(random, -3, 4, Grid.randomDims(random));
      int axis = random.nextInt(x.rank());
      int given = random.nextBoolean() ? axis : axis - x.rank();
      var t = x.laid(random, FLOAT64);
      var sums = x.fold(dims(axis), 0, (a, b) -> a + Math.exp(b));
      int[] kept = Grid.folded(x.dims(), dims(axis), true);
      Expect.near(
          1e-14,
          t.softmax(given),
          Grid.of(x.dims(), i -> Math.exp(x.at(i)) / new Grid(kept, sums).wide(i)).values());
      var running =
          Grid.of(
              x.dims(),
              i -> {
                double sum = 0;
                int[] at = i.clone();
                for (at[axis] = 0; at[axis] <= i[axis]; at[axis]++) {
                  sum += x.at(at);
                }
                return sum;
              });
      Expect.tensor(t.cumsum(given), FLOAT64, x.dims(), running.values());
    }
  }

  @Test
  void longSumsAreAccurate() {
    Expect.near(1e-7, full(0.1, 1_000_000).sum().div(1_000_000), 0.1f);
    Expect.near(1e-15, full(FLOAT64, 0.1, 1_000_000).sum().div(100_000), 1);
    Expect.near(1e-15, full(FLOAT64, 0.1, 1000, 1000).sum(0).sum().div(100_000), 1);
    Expect.near(1e-7, full(0.1, 1_000_000).mean(), 0.1f);
    Expect.values(from(new double[] {1e16, 1, -1e16}).sum(), 0);
  }
}

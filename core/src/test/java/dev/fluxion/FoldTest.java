package dev.fluxion;

import static dev.fluxion.DType.BOOL;
import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.DType.UINT8;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.zeros;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The largest and the smallest and where they stand; NaN; and which axes are refused. */
class FoldTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final long SEED = 5;

  @Test
  void largestAndSmallestAndWhere() {
    var random = new Random(SEED);
    for (int run = 0; run < 200; run++) {
      var dtype = DType.values()[random.nextInt(10)];
      int low = dtype == BOOL || dtype == UINT8 ? 0 : -2;
      var x = Grid.random(random, low, dtype == BOOL ? 2 : 3, Grid.randomDims(random));
      int axis = random.nextInt(x.rank());
      boolean keep = random.nextBoolean();
      int given = random.nextBoolean() ? axis : axis - x.rank();
      int[] dims = Grid.folded(x.dims(), dims(axis), keep);
      var t = x.laid(random, dtype);
      var max = t.max(given, keep);
      Expect.tensor(max.values(), dtype, dims, x.fold(dims(axis), -9, Math::max));
      Expect.tensor(max.indices(), INT64, dims, first(x, axis, 1));
      Expect.tensor(t.argmax(given, keep), INT64, dims, first(x, axis, 1));
      var min = t.min(given, keep);
      Expect.tensor(min.values(), dtype, dims, x.fold(dims(axis), 9, Math::min));
      Expect.tensor(min.indices(), INT64, dims, first(x, axis, -1));
      Expect.tensor(t.argmin(given, keep), INT64, dims, first(x, axis, -1));
    }
  }

  /** Where the first NaN, or the first of the largest, or smallest for a sign of -1, stands. */
  private static double[] first(Grid x, int axis, int sign) {
    int[] rest = Grid.without(x.dims(), axis);
    return Grid.of(
            rest,
            i -> {
              int best = 0;
              for (int k = 1; k < x.dims()[axis]; k++) {
                double v = sign * x.at(Grid.with(i, axis, k));
                double b = sign * x.at(Grid.with(i, axis, best));
                best = !Double.isNaN(b) && (v > b || Double.isNaN(v)) ? k : best;
              }
              return best;
            })
        .values();
  }

  @Test
  void theLargestOfNothingIsRefused() {
    var rule = " needs at least one element along each axis it folds, got the shape ";
    refused(ShapeException.class, "amax" + rule + "(0), empty along axis 0", () -> zeros(0).max());
    refused(
        ShapeException.class,
        "amin" + rule + "(2, 0), empty along axis 1",
        () -> zeros(2, 0).min());
    refused(
        ShapeException.class,
        "max" + rule + "(2, 0, 3), empty along axis 1",
        () -> zeros(2, 0, 3).max(1));
    refused(
        ShapeException.class,
        "min" + rule + "(2, 0, 3), empty along axis 1",
        () -> zeros(2, 0, 3).min(-2));
    refused(
        ShapeException.class, "max" + rule + "(0), empty along axis 0", () -> zeros(0).argmax());
    refused(
        ShapeException.class,
        "amax" + rule + "(0, 2), empty along axis 0",
        () -> zeros(0, 2).amax(dims(0, 1), true));
  }

  @Test
  void nanInAnyPlace() {
    var random = new Random(SEED);
    for (int run = 0; run < 200; run++) {
      var dtype = random.nextBoolean() ? FLOAT32 : FLOAT64;
      double[] kinds = {NAN, INF, -INF, 1, 2, 3, 4};
      var x =
          Grid.of(
              Grid.randomDims(random),
              _ -> kinds[random.nextInt(10) == 0 ? 0 : random.nextInt(1, 7)]);
      int axis = random.nextInt(x.rank());
      var t = x.laid(random, dtype);
      Expect.values(t.amax(dims(axis), false), x.fold(dims(axis), -INF, Math::max));
      Expect.values(t.amin(dims(axis), false), x.fold(dims(axis), INF, Math::min));
      Expect.values(t.sum(axis), x.fold(dims(axis), 0, Double::sum));
      Expect.values(t.argmax(axis, false), first(x, axis, 1));
      Expect.values(t.argmin(axis, false), first(x, axis, -1));
      Expect.values(t.max(axis).values(), x.fold(dims(axis), -INF, Math::max));
    }
  }

  @Test
  void nanAndInfinities() {
    var x = from(new double[] {1, NAN, 5, NAN});
    Expect.values(x.max(), NAN);
    Expect.values(x.min(), NAN);
    Expect.values(x.max(0).values(), NAN);
    Expect.whole(x.max(0).indices(), INT64, dims(), 1);
    Expect.whole(x.argmax(), INT64, dims(), 1);
    Expect.whole(x.argmin(), INT64, dims(), 1);
    Expect.values(x.sum(), NAN);
    Expect.values(x.prod(), NAN);
    Expect.values(x.any(), 1);
    Expect.values(from(new double[] {INF, -INF}).sum(), NAN);
    Expect.values(from(new double[] {-INF, -INF}).max(), -INF);
    Expect.whole(from(new double[] {-INF, -INF}).argmax(), INT64, dims(), 0);
    Expect.values(from(new double[] {-INF, -INF}).logSumExp(0), -INF);
    Expect.values(from(new double[] {INF, 1}).logSumExp(0), INF);
    Expect.values(from(new double[] {-INF, -INF}).softmax(0), NAN, NAN);
    Expect.values(from(new double[] {0, -INF}).softmax(0), 1, 0);
    Expect.values(from(new double[] {INF, 0}).norm(), INF);
    Expect.near(1e-14, from(new double[] {1000, 1000}).logSumExp(0), 1000 + Math.log(2));
    Expect.near(1e-14, from(new double[] {-1000, -1000}).softmax(0), 0.5, 0.5);
    Expect.near(1e-14, from(new double[] {3e200, 4e200}).norm().div(5e200), 1);
    Expect.near(1e-14, from(new double[] {3e-200, 4e-200}).norm().div(5e-200), 1);
  }

  @Test
  void axesThatAreNotThereOrTwiceAreRefused() {
    var x = zeros(2, 3);
    var rule = "an axis lies in [-2, 1], got axis ";
    refused(IndexException.class, rule + "2 for a tensor of shape (2, 3)", () -> x.sum(2));
    refused(IndexException.class, rule + "-3 for a tensor of shape (2, 3)", () -> x.mean(-3));
    refused(IndexException.class, rule + "2 for a tensor of shape (2, 3)", () -> x.max(2));
    refused(IndexException.class, rule + "5 for a tensor of shape (2, 3)", () -> x.softmax(5));
    refused(IndexException.class, rule + "5 for a tensor of shape (2, 3)", () -> x.cumsum(5));
    refused(IndexException.class, rule + "5 for a tensor of shape (2, 3)", () -> x.logSumExp(5));
    refused(
        IndexException.class,
        "each axis is given once, got axis -2 again for the shape (2, 3)",
        () -> x.sum(dims(0, -2), false));
    refused(
        IndexException.class,
        "each axis is given once, got axis 1 again for the shape (2, 3)",
        () -> x.amax(dims(1, 0, 1), false));
  }
}

package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT32;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.all;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.ellipsis;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.newAxis;
import static dev.fluxion.Fluxion.slice;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorIndexingTest {
  private static final long SEED = 17;

  private static Tensor x234() {
    return arange(24).reshape(2, 3, 4);
  }

  @Test
  void positionsAndSlicesByHand() {
    var x = x234();
    Expect.whole(x.at(1, 2, 3), INT64, dims(), 23);
    Expect.whole(x.at(-1, -3), INT64, dims(4), 12, 13, 14, 15);
    Expect.shape(x.at(), 2, 3, 4);
    Expect.whole(x.get(1, 2), INT64, dims(4), 20, 21, 22, 23);
    Expect.whole(x.get(0, slice(1, 3), -1), INT64, dims(2), 7, 11);
    Expect.whole(x.get(all(), 0, slice(0, 4, 2)), INT64, dims(2, 2), 0, 2, 12, 14);
    Expect.whole(x.get(ellipsis(), 1), INT64, dims(2, 3), 1, 5, 9, 13, 17, 21);
    Expect.whole(x.get(1, ellipsis(), 3), INT64, dims(3), 15, 19, 23);
    Expect.shape(x.get(newAxis(), ellipsis(), newAxis()), 1, 2, 3, 4, 1);
    Expect.shape(x.get(0, newAxis(), all(), newAxis(), 1), 1, 3, 1);
    Expect.shape(x.get(), 2, 3, 4);
    Expect.shape(x.get(ellipsis()), 2, 3, 4);
    Expect.whole(x.get(1L, 2L, 3L), INT64, dims(), 23);
    Expect.values(tensor(5.0).get(), 5);
    Expect.values(tensor(5.0).get(newAxis(), ellipsis()), 5);
  }

  @Test
  void slicesAreClipped() {
    var x = arange(5);
    Expect.whole(x.get(slice(1, 4)), INT64, dims(3), 1, 2, 3);
    Expect.whole(x.get(slice(-2, null)), INT64, dims(2), 3, 4);
    Expect.whole(x.get(slice(null, -2)), INT64, dims(3), 0, 1, 2);
    Expect.whole(x.get(slice(-100, 100)), INT64, dims(5), 0, 1, 2, 3, 4);
    Expect.whole(x.get(slice(3, 1)), INT64, dims(0));
    Expect.whole(x.get(slice(7, 9)), INT64, dims(0));
    Expect.whole(x.get(slice(null, -7)), INT64, dims(0));
    Expect.whole(x.get(slice(null, null, 2)), INT64, dims(3), 0, 2, 4);
    Expect.whole(x.get(slice(1, null, 3)), INT64, dims(2), 1, 4);
    Expect.whole(x.get(slice(0, 5, 100)), INT64, dims(1), 0);
    Expect.whole(x.get(slice(Integer.MIN_VALUE, Integer.MAX_VALUE)), INT64, dims(5), 0, 1, 2, 3, 4);
    Expect.shape(zeros(0, 2).get(slice(0, 3)), 0, 2);
  }

  /** The number of positions was computed in 32 bits and overflowed. */
  @Test
  void aSliceWithAnEnormousStepHasOnePosition() {
    Expect.whole(arange(5).get(slice(null, null, Integer.MAX_VALUE)), INT64, dims(1), 0);
    Expect.whole(arange(5).get(slice(2, null, Integer.MAX_VALUE - 2)), INT64, dims(1), 2);
  }

  @Test
  void tensorsOfPositionsByHand() {
    var x = x234();
    Expect.whole(x.get(tensor(1), tensor(-1), tensor(0)), INT64, dims(), 20);
    Expect.shape(x.get(tensor(1, 0, 1)), 3, 3, 4);
    Expect.shape(x.get(new int[] {1, 0, 1}), 3, 3, 4);
    Expect.shape(x.get(new long[] {1, 0, 1}), 3, 3, 4);
    Expect.whole(x.get(0, new int[] {2, 0}, 1), INT64, dims(2), 9, 1);
    Expect.whole(x.get(tensor(0, 1), tensor(1, 2), tensor(3)), INT64, dims(2), 7, 23);
    Expect.shape(x.get(all(), tensor(0, 1).reshape(2, 1), tensor(0, 1, 2)), 2, 2, 3);
    Expect.shape(x.get(tensor(0, 1), all(), tensor(1, 2)), 2, 3);
    Expect.whole(x.get(tensor(0, 1), all(), tensor(1, 2)), INT64, dims(2, 3), 1, 5, 9, 14, 18, 22);
    Expect.shape(x.get(tensor(0, 1), newAxis(), tensor(1, 2)), 2, 1, 4);
    Expect.shape(x.get(all(), all(), new int[0]), 2, 3, 0);
    Expect.whole(arange(3).get(from(new byte[] {2, 0})), INT64, dims(2), 2, 0);
    Expect.whole(arange(3).get(from(new int[] {-1})), INT64, dims(1), 2);
  }

  @Test
  void masksByHand() {
    var x = arange(6).reshape(2, 3);
    Expect.whole(x.get(x.gt(2)), INT64, dims(3), 3, 4, 5);
    Expect.whole(x.get(new boolean[] {false, true}), INT64, dims(1, 3), 3, 4, 5);
    Expect.whole(x.get(all(), new boolean[] {true, false, true}), INT64, dims(2, 2), 0, 2, 3, 5);
    Expect.whole(x.get(1, new boolean[] {true, false, true}), INT64, dims(2), 3, 5);
    Expect.whole(x.get(x.lt(0)), INT64, dims(0));
    Expect.shape(x.get(new boolean[] {false, false}), 0, 3);
    Expect.whole(x.get(new boolean[] {true, true}, new int[] {2, 0}), INT64, dims(2), 2, 3);
    Expect.shape(x234().get(x.ge(0)), 6, 4);
    Expect.shape(x234().get(newAxis(), x.ge(4), newAxis()), 1, 2, 1, 4);
    Expect.shape(zeros(0, 3).get(zeros(0, 3).eq(0)), 0);
  }

  private static Object randomItem(Random random, int n, boolean advanced) {
    int kind = random.nextInt(advanced ? 5 : 3);
    return switch (kind) {
      case 0 -> random.nextInt(-n, n);
      case 1, 2 -> {
        Integer start = random.nextInt(3) == 0 ? null : random.nextInt(-n - 2, n + 3);
        Integer stop = random.nextInt(3) == 0 ? null : random.nextInt(-n - 2, n + 3);
        yield slice(start, stop, random.nextInt(1, 4));
      }
      default -> {
        int[] shape = {1, 2};
        int[] own = java.util.Arrays.copyOfRange(shape, random.nextInt(3), 2);
        own = random.nextInt(3) == 0 && own.length > 0 ? Grid.with(own, 0, 3) : own;
        yield Grid.random(random, -n, n, own).tensor(random.nextBoolean() ? INT64 : INT32);
      }
    };
  }

  private static List<Object> randomItems(Random random, int[] dims, boolean advanced) {
    List<Object> items = new ArrayList<>();
    boolean dots = false;
    int axis = 0;
    while (axis < dims.length && random.nextInt(6) > 0) {
      int extra = random.nextInt(8);
      if (extra == 0) {
        items.add(newAxis());
      } else if (extra == 1 && !dots) {
        dots = true;
        items.add(ellipsis());
        // What follows stands for the last axes.
        axis = random.nextInt(axis, dims.length + 1);
      } else if (advanced && extra == 2 && axis + 2 <= dims.length) {
        items.add(mask(random, dims[axis], dims[axis + 1]));
        axis += 2;
      } else {
        items.add(randomItem(random, dims[axis], advanced));
        axis++;
      }
    }
    return items;
  }

  /**
   * A mask of two axes with two true elements, or one, which broadcasts with what else there is.
   */
  private static Tensor mask(Random random, int m, int n) {
    boolean[][] flags = new boolean[m][n];
    for (int k = 0; k < random.nextInt(1, 3); k++) {
      flags[random.nextInt(m)][random.nextInt(n)] = true;
    }
    int count = 0;
    for (var row : flags) {
      for (boolean flag : row) {
        count += flag ? 1 : 0;
      }
    }
    return count == 2 || random.nextBoolean()
        ? from(flags)
        : from(new boolean[m][n]).ne(from(flags));
  }

  private static int[] randomDims(Random random) {
    int[] dims = new int[random.nextInt(1, 5)];
    for (int k = 0; k < dims.length; k++) {
      dims[k] = random.nextInt(1, 5);
    }
    return dims;
  }

  /**
   * With an ellipsis in the middle the items behind it were drawn for other axes, so redraw those.
   */
  private static boolean fits(int[] dims, List<Object> items) {
    int named = 0;
    for (var item : items) {
      named +=
          item instanceof Index.Mark
              ? 0
              : item instanceof Tensor t && t.dtype() == DType.BOOL ? 2 : 1;
    }
    int axis = 0;
    for (var item : items) {
      if (item == Index.Mark.ELLIPSIS) {
        axis += dims.length - named;
      } else if (!(item instanceof Index.Mark)) {
        boolean mask = item instanceof Tensor t && t.dtype() == DType.BOOL;
        if (axis + (mask ? 2 : 1) > dims.length || !suits(item, mask, dims, axis)) {
          return false;
        }
        axis += mask ? 2 : 1;
      }
    }
    return true;
  }

  private static boolean suits(Object item, boolean mask, int[] dims, int axis) {
    if (mask) {
      return ((Tensor) item).shape().equals(Shape.of(dims[axis], dims[axis + 1]));
    }
    int n = dims[axis];
    return switch (item) {
      case Integer at -> at >= -n && at < n;
      case Tensor at -> {
        boolean in = true;
        for (long p : at.toLongArray()) {
          in &= p >= -n && p < n;
        }
        yield in;
      }
      default -> true;
    };
  }

  @Test
  void randomNumbersSlicesAndNewAxes() {
    var random = new Random(SEED);
    for (int run = 0; run < 2000; run++) {
      var grid = Grid.random(random, -99, 99, randomDims(random));
      var items = randomItems(random, grid.dims(), false);
      if (fits(grid.dims(), items)) {
        var x = grid.tensor(FLOAT64);
        var got = x.get(items.toArray());
        assertEquals(NaiveIndexing.get(grid, items.toArray()), Grid.of(got), items::toString);
        got.zero_();
        var left = grid.values().clone();
        for (double n : NaiveIndexing.numbers(grid, items.toArray()).values()) {
          left[(int) n] = 0;
        }
        Expect.values(x, left);
      }
    }
  }

  @Test
  void randomItemsOfAllKindsAndTheirGradients() {
    var random = new Random(SEED);
    int tried = 0;
    for (int run = 0; run < 6000; run++) {
      var grid = Grid.random(random, -99, 99, randomDims(random));
      var items = randomItems(random, grid.dims(), true);
      if (!fits(grid.dims(), items) || !broadcast(items)) {
        continue;
      }
      tried++;
      var x = grid.tensor(FLOAT64).requiresGrad(true);
      var got = x.get(items.toArray());
      var want = NaiveIndexing.get(grid, items.toArray());
      assertEquals(want, Grid.of(got), items::toString);
      if (want.values().length > 0) {
        var head = Grid.random(random, -9, 9, want.dims());
        got.backward(head.tensor(FLOAT64));
        double[] sum = new double[grid.values().length];
        double[] numbers = NaiveIndexing.numbers(grid, items.toArray()).values();
        for (int i = 0; i < numbers.length; i++) {
          sum[(int) numbers[i]] += head.values()[i];
        }
        Expect.near(0, gradOf(x), sum);
      }
    }
    assertEquals(true, tried > 2000, () -> "too few fitting draws");
  }

  /** Whether the positions broadcast; masks that leave another number of true elements do not. */
  private static boolean broadcast(List<Object> items) {
    List<int[]> shapes = new ArrayList<>();
    for (var item : items) {
      if (item instanceof Tensor t && t.dtype() == DType.BOOL) {
        shapes.add(dims((int) t.sum().itemAsLong()));
      } else if (item instanceof Tensor t) {
        shapes.add(t.shape().toArray());
      }
    }
    for (var a : shapes) {
      for (var b : shapes) {
        for (int k = 1; k <= Math.min(a.length, b.length); k++) {
          int m = a[a.length - k];
          int n = b[b.length - k];
          if (m != n && m != 1 && n != 1) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Test
  void duplicatesAddUpInTheGradient() {
    var x = tensor(1.0, 2.0, 3.0).requiresGrad(true);
    x.get(new int[] {0, 2, 0, -1, 0})
        .mul(tensor(1.0, 10.0, 100.0, 1000.0, 10000.0))
        .sum()
        .backward();
    Expect.values(gradOf(x), 10101, 0, 1010);
  }

  @Test
  void narrowAndSelect() {
    var x = x234();
    Expect.whole(x.narrow(2, 1, 2).select(0, 1), INT64, dims(3, 2), 13, 14, 17, 18, 21, 22);
    Expect.shape(x.narrow(-1, -2, 2), 2, 3, 2);
    Expect.shape(x.narrow(1, 3, 0), 2, 0, 4);
    Expect.shape(x.narrow(1, 0, 3), 2, 3, 4);
    Expect.whole(x.select(-2, -1), INT64, dims(2, 4), 8, 9, 10, 11, 20, 21, 22, 23);
    var rule = "narrow needs positions inside of axis 1 of the shape (2, 3, 4), got start ";
    refused(IndexException.class, rule + "2 and length 2", () -> x.narrow(1, 2, 2));
    refused(IndexException.class, rule + "-4 and length 1", () -> x.narrow(-2, -4, 1));
    refused(IndexException.class, rule + "4 and length 0", () -> x.narrow(1, 4, 0));
    refused(IndexException.class, rule + "0 and length -1", () -> x.narrow(1, 0, -1));
    refused(
        IndexException.class,
        rule + "1 and length 2147483647",
        () -> x.narrow(1, 1, Integer.MAX_VALUE));
  }

  @Test
  void indexSelect() {
    var x = arange(6.0).reshape(2, 3);
    Expect.tensor(
        x.indexSelect(1, tensor(2, 0, 2, -1)), FLOAT32, dims(2, 4), 2, 0, 2, 2, 5, 3, 5, 5);
    Expect.tensor(x.indexSelect(-2, from(new int[] {1})), FLOAT32, dims(1, 3), 3, 4, 5);
    Expect.tensor(x.t().indexSelect(0, tensor(1)), FLOAT32, dims(1, 2), 1, 4);
    Expect.tensor(x.indexSelect(1, tensor(new int[0])), FLOAT32, dims(2, 0));
    refused(
        ShapeException.class,
        "indexSelect needs an index of one axis, got the shape (1, 1)",
        () -> x.indexSelect(0, tensor(0).reshape(1, 1)));
    refused(
        DTypeException.class,
        "positions are whole numbers, got float32",
        () -> x.indexSelect(0, tensor(0.0)));
    refused(
        IndexException.class,
        "a position along axis 1 of the shape (2, 3) lies in [-3, 2], got 3",
        () -> x.indexSelect(1, tensor(0, 3)));
  }

  @Test
  void gatherOfRandomShapes() {
    var random = new Random(SEED);
    for (int run = 0; run < 300; run++) {
      var grid = Grid.random(random, -99, 99, randomDims(random));
      int axis = random.nextInt(grid.rank());
      int n = grid.dims()[axis];
      int[] dims = grid.dims().clone();
      for (int k = 0; k < dims.length; k++) {
        dims[k] = k == axis ? random.nextInt(6) : random.nextInt(dims[k] + 1);
      }
      var index = Grid.random(random, -n, n, dims);
      var x = grid.tensor(FLOAT64).requiresGrad(true);
      var got = x.gather(random.nextBoolean() ? axis : axis - grid.rank(), index.tensor(INT64));
      double[] count = new double[grid.values().length];
      var want =
          Grid.of(
              dims,
              i -> {
                int[] from = i.clone();
                from[axis] = Math.floorMod((int) index.at(i), n);
                count[Grid.number(grid.dims(), from)]++;
                return grid.at(from);
              });
      assertEquals(want, Grid.of(got));
      got.sum().backward();
      Expect.values(gradOf(x), count);
    }
    Expect.values(tensor(7.0).gather(0, tensor(-1)), 7);
    refused(
        ShapeException.class,
        "gather needs an index of as many axes, not longer except along axis 1, got (3, 1) for the"
            + " shape (2, 3)",
        () -> zeros(2, 3).gather(1, arange(3).reshape(3, 1)));
    refused(
        ShapeException.class,
        "gather needs an index of as many axes, not longer except along axis 0, got (3) for the shape"
            + " (2, 3)",
        () -> zeros(2, 3).gather(0, arange(3)));
  }
}

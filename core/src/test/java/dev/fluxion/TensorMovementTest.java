package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.wrap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TensorMovementTest {
  private static final long SEED = 13;

  /**
   * Runs a movement of (2, 3) over an array, and says whether what is written through it arrives.
   */
  private static boolean isView(UnaryOperator<Tensor> move) {
    double[] array = {1, 2, 3, 4, 5, 6};
    var y = move.apply(wrap(array).reshape(2, 3));
    double[] before = y.toDoubleArray();
    for (int i = 0; i < array.length; i++) {
      array[i] += 10;
    }
    double[] after = y.toDoubleArray();
    boolean seen = after[0] == before[0] + 10;
    for (int i = 0; i < after.length; i++) {
      assertEquals(before[i] + (seen ? 10 : 0), after[i]);
    }
    return seen;
  }

  @Test
  void whatIsCalledAViewSharesMemory() {
    assertTrue(isView(x -> x.reshape(3, 2)));
    assertTrue(isView(Tensor::flatten));
    assertTrue(isView(Tensor::t));
    assertTrue(isView(x -> x.transpose(0, 1)));
    assertTrue(isView(x -> x.permute(1, 0)));
    assertTrue(isView(x -> x.expand(4, 2, 3)));
    assertTrue(isView(x -> x.unsqueeze(1)));
    assertTrue(isView(x -> x.reshape(1, 6).squeeze()));
    assertTrue(isView(x -> x.squeeze(0)));
    assertTrue(isView(x -> x.narrow(1, 1, 2)));
    assertTrue(isView(x -> x.select(0, 1)));
    assertTrue(isView(x -> x.unbind(1).get(2)));
    assertTrue(isView(x -> x.t().reshape(3, 1, 2)));
    assertTrue(isView(x -> x.to(FLOAT64)));
    assertTrue(isView(x -> x.detach().data()));
  }

  @Test
  void whatIsCalledACopyDoesNot() {
    assertFalse(isView(Tensor::copy));
    assertFalse(isView(x -> x.flip(0)));
    assertFalse(isView(x -> x.flip()));
    assertFalse(isView(Tensor::toFloat32));
    assertFalse(isView(x -> x.t().reshape(6)));
    assertFalse(isView(x -> x.t().flatten()));
    assertFalse(isView(x -> x.expand(2, 2, 3).reshape(4, 3)));
  }

  @Test
  void writesThroughAViewArrive() {
    float[] array = {1, 2, 3, 4, 5, 6};
    var x = wrap(array).reshape(2, 3);
    x.t().narrow(0, 1, 2).select(1, 0).zero_();
    assertArrayEquals(new float[] {1, 0, 0, 4, 5, 6}, array);
    x.unbind(1).get(0).zero_();
    assertArrayEquals(new float[] {0, 0, 0, 0, 5, 6}, array);
    x.copy().zero_();
    Expect.values(x, 0, 0, 0, 0, 5, 6);
  }

  @Test
  void reshape() {
    var x = arange(12);
    Expect.shape(x.reshape(3, 4), 3, 4);
    Expect.shape(x.reshape(-1), 12);
    Expect.shape(x.reshape(2, -1, 3), 2, 2, 3);
    Expect.shape(x.reshape(12, -1), 12, 1);
    Expect.shape(x.reshape(Shape.of(1, 12)), 1, 12);
    Expect.shape(tensor(1.0).reshape(1, 1), 1, 1);
    Expect.shape(tensor(new double[] {1}).reshape());
    Expect.shape(tensor(1.0).reshape(-1), 1);
    Expect.shape(zeros(0).reshape(0, 5), 0, 5);
    Expect.shape(zeros(0, 3).reshape(-1, 5), 0, 5);
    Expect.shape(zeros(2, 0).reshape(-1), 0);
    Expect.whole(
        x.reshape(3, 4).t().reshape(2, 6), INT64, dims(2, 6), 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
    Expect.whole(
        x.reshape(3, 4).t().flatten(), INT64, dims(12), 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
  }

  @Test
  void reshapeRefusesAnotherNumberOfElements() {
    var x = arange(12);
    var rule = "reshape keeps the number of elements, got the shape ";
    refused(ShapeException.class, rule + "(12) for [5, 2]", () -> x.reshape(5, 2));
    refused(ShapeException.class, rule + "(12) for [5, -1]", () -> x.reshape(5, -1));
    refused(ShapeException.class, rule + "(12) for []", () -> x.reshape());
    refused(ShapeException.class, rule + "(12) for [13]", () -> x.reshape(Shape.of(13)));
    refused(ShapeException.class, rule + "(0) for [0, -1]", () -> zeros(0).reshape(0, -1));
    refused(ShapeException.class, rule + "(12) for [0, -1]", () -> x.reshape(0, -1));
    var lengths = "reshape takes lengths of 0 or more and -1 once, got ";
    refused(ShapeException.class, lengths + "[-1, -1] for the shape (12)", () -> x.reshape(-1, -1));
    refused(ShapeException.class, lengths + "[-2] for the shape (12)", () -> x.reshape(-2));
  }

  @Test
  void chainsOfMovementsOfRandomShapes() {
    var random = new Random(SEED);
    for (int run = 0; run < 2000; run++) {
      int[] shape = new int[random.nextInt(1, 5)];
      for (int k = 0; k < shape.length; k++) {
        shape[k] = random.nextInt(1, 5);
      }
      var grid = Grid.random(random, -99, 99, shape);
      var x = grid.tensor(FLOAT64);
      for (int step = 0; step < 5; step++) {
        int kind = random.nextInt(7);
        int rank = grid.rank();
        int axis = rank == 0 ? 0 : random.nextInt(rank);
        int sign = random.nextBoolean() ? 0 : -rank;
        switch (kind) {
          case 0 -> {
            int[] dims = refactored(random, grid.values().length);
            grid = new Grid(dims, grid.values());
            x = x.reshape(dims);
          }
          case 1 -> {
            if (rank > 0) {
              int[] order = order(random, rank);
              grid = permuted(grid, order);
              x = x.permute(order);
            }
          }
          case 2 -> {
            if (rank > 0 && grid.dims()[axis] > 1) {
              int start = random.nextInt(grid.dims()[axis]);
              int length = random.nextInt(1, grid.dims()[axis] - start + 1);
              grid = narrowed(grid, axis, start, length);
              x = x.narrow(axis + sign, start, length);
            }
          }
          case 3 -> {
            grid = new Grid(Grid.with(grid.dims(), axis, 1), grid.values());
            x = x.unsqueeze(axis);
          }
          case 4 -> {
            if (rank > 0) {
              int at = random.nextInt(grid.dims()[axis]);
              var g = grid;
              grid = Grid.of(Grid.without(g.dims(), axis), i -> g.at(Grid.with(i, axis, at)));
              x = x.select(axis + sign, at);
            }
          }
          case 5 -> {
            if (rank > 0) {
              var g = grid;
              grid =
                  Grid.of(
                      g.dims(),
                      i -> {
                        int[] from = i.clone();
                        from[axis] = g.dims()[axis] - 1 - i[axis];
                        return g.at(from);
                      });
              x = x.flip(axis + sign);
            }
          }
          default -> {
            if (grid.values().length < 500) {
              var g = grid;
              int[] dims = Grid.with(grid.dims(), 0, 2);
              for (int k = 1; k < dims.length; k++) {
                dims[k] = dims[k] == 1 ? random.nextInt(1, 4) : dims[k];
              }
              grid = Grid.of(dims, g::wide);
              x = x.expand(dims);
            }
          }
        }
        assertEquals(grid, Grid.of(x));
        assertEquals(grid, Grid.of(x.copy()));
        assertEquals(grid, Grid.of(x.neg().neg()));
        assertTrue(x.copy().isContiguous());
      }
    }
  }

  /** Random lengths, some of them 1, with this product. */
  private static int[] refactored(Random random, int n) {
    int[] dims = {n};
    for (int k = 0; k < 3; k++) {
      int at = random.nextInt(dims.length);
      int d = random.nextInt(1, 5);
      if (dims[at] % d == 0) {
        dims = Grid.with(dims, at, d);
        dims[at + 1] /= d;
      }
    }
    return dims;
  }

  private static int[] order(Random random, int rank) {
    int[] order = new int[rank];
    for (int k = 0; k < rank; k++) {
      int at = random.nextInt(k + 1);
      order[k] = order[at];
      order[at] = k;
    }
    return order;
  }

  private static Grid permuted(Grid x, int[] order) {
    int[] dims = new int[order.length];
    for (int k = 0; k < order.length; k++) {
      dims[k] = x.dims()[order[k]];
    }
    return Grid.of(
        dims,
        i -> {
          int[] from = new int[i.length];
          for (int k = 0; k < i.length; k++) {
            from[order[k]] = i[k];
          }
          return x.at(from);
        });
  }

  private static Grid narrowed(Grid x, int axis, int start, int length) {
    int[] dims = x.dims().clone();
    dims[axis] = length;
    return Grid.of(
        dims,
        i -> {
          int[] from = i.clone();
          from[axis] += start;
          return x.at(from);
        });
  }

  @Test
  void transposeAndT() {
    var x = arange(6).reshape(2, 3);
    Expect.whole(x.t(), INT64, dims(3, 2), 0, 3, 1, 4, 2, 5);
    Expect.whole(x.transpose(-1, 0), INT64, dims(3, 2), 0, 3, 1, 4, 2, 5);
    Expect.whole(x.transpose(1, 1), INT64, dims(2, 3), 0, 1, 2, 3, 4, 5);
    Expect.shape(arange(3).t(), 3);
    Expect.shape(tensor(1.0).t());
    Expect.shape(tensor(1.0).transpose(0, -1));
    assertFalse(x.t().isContiguous());
    assertTrue(x.t().t().isContiguous());
    refused(
        ShapeException.class,
        "t needs at most 2 axes, got the shape (1, 2, 3)",
        () -> zeros(1, 2, 3).t());
    refused(
        IndexException.class,
        "an axis lies in [-2, 1], got axis 2 for a tensor of shape (2, 3)",
        () -> x.transpose(0, 2));
    refused(
        IndexException.class,
        "a 0-d tensor has no axes, got axis 1 for a tensor of shape ()",
        () -> tensor(1.0).transpose(0, 1));
  }

  @Test
  void permute() {
    Expect.shape(zeros(2, 3, 4).permute(2, 0, 1), 4, 2, 3);
    Expect.shape(zeros(2, 3, 4).permute(-1, 0, -2), 4, 2, 3);
    Expect.shape(tensor(1.0).permute());
    refused(
        ShapeException.class,
        "permute names every axis once, got 2 axes for the shape (2, 3, 4)",
        () -> zeros(2, 3, 4).permute(0, 1));
    refused(
        IndexException.class,
        "each axis is given once, got axis -3 again for the shape (2, 3, 4)",
        () -> zeros(2, 3, 4).permute(0, 1, -3));
    refused(
        IndexException.class,
        "an axis lies in [-3, 2], got axis 3 for a tensor of shape (2, 3, 4)",
        () -> zeros(2, 3, 4).permute(0, 1, 3));
  }

  @Test
  void expand() {
    var x = tensor(1.0, 2.0).reshape(2, 1);
    Expect.tensor(x.expand(2, 3), FLOAT32, dims(2, 3), 1, 1, 1, 2, 2, 2);
    Expect.tensor(x.expand(2, -1, 2), FLOAT32, dims(2, 2, 2), 1, 1, 2, 2, 1, 1, 2, 2);
    Expect.shape(x.expand(-1, -1), 2, 1);
    Expect.shape(x.expand(2, 0), 2, 0);
    Expect.shape(x.expand(0, 2, 1), 0, 2, 1);
    Expect.shape(x.expand(Shape.of(5, 2, 3)), 5, 2, 3);
    Expect.shape(tensor(1.0).expand(3), 3);
    Expect.shape(tensor(1.0).expand());
    var rule = "expand repeats axes of length 1 and keeps the others, got the shape (2, 1) for ";
    refused(ShapeException.class, rule + "[3, 1]", () -> x.expand(3, 1));
    refused(ShapeException.class, rule + "[1]", () -> x.expand(1));
    refused(ShapeException.class, rule + "[-1, 2, 1]", () -> x.expand(-1, 2, 1));
    refused(ShapeException.class, rule + "[2, -2]", () -> x.expand(2, -2));
  }

  @Test
  void squeezeAndUnsqueeze() {
    Expect.shape(zeros(1, 2, 1).squeeze(), 2);
    Expect.shape(zeros(1, 1).squeeze());
    Expect.shape(zeros(1, 2, 1).squeeze(0), 2, 1);
    Expect.shape(zeros(1, 2, 1).squeeze(-1), 1, 2);
    Expect.shape(zeros(1, 2, 1).squeeze(1), 1, 2, 1);
    Expect.shape(tensor(1.0).squeeze(0));
    Expect.shape(zeros(0, 1).squeeze(), 0);
    Expect.shape(zeros(2, 3).unsqueeze(0), 1, 2, 3);
    Expect.shape(zeros(2, 3).unsqueeze(2), 2, 3, 1);
    Expect.shape(zeros(2, 3).unsqueeze(-1), 2, 3, 1);
    Expect.shape(zeros(2, 3).unsqueeze(-3), 1, 2, 3);
    Expect.shape(tensor(1.0).unsqueeze(-1), 1);
    refused(
        IndexException.class,
        "an axis lies in [-3, 2], got axis 3 for a tensor of shape (1, 2, 1)",
        () -> zeros(1, 2, 1).squeeze(3));
    var rule = "a new axis stands in [-3, 2] of the shape (2, 3), got ";
    refused(IndexException.class, rule + "3", () -> zeros(2, 3).unsqueeze(3));
    refused(IndexException.class, rule + "-4", () -> zeros(2, 3).unsqueeze(-4));
  }

  @Test
  void flip() {
    var x = arange(6).reshape(2, 3);
    Expect.whole(x.flip(0), INT64, dims(2, 3), 3, 4, 5, 0, 1, 2);
    Expect.whole(x.flip(-1), INT64, dims(2, 3), 2, 1, 0, 5, 4, 3);
    Expect.whole(x.flip(0, 1), INT64, dims(2, 3), 5, 4, 3, 2, 1, 0);
    Expect.whole(x.flip(), INT64, dims(2, 3), 0, 1, 2, 3, 4, 5);
    Expect.shape(zeros(0, 2).flip(0, 1), 0, 2);
    refused(
        IndexException.class,
        "each axis is given once, got axis -1 again for the shape (2, 3)",
        () -> x.flip(1, -1));
  }

  @Test
  void unbind() {
    var rows = arange(6).reshape(2, 3).unbind(0);
    assertEquals(2, rows.size());
    Expect.whole(rows.get(1), INT64, dims(3), 3, 4, 5);
    var columns = arange(6).reshape(2, 3).unbind(-1);
    assertEquals(3, columns.size());
    Expect.whole(columns.get(2), INT64, dims(2), 2, 5);
    Expect.shape(arange(1).unbind(0).get(0));
    assertTrue(zeros(0, 2).unbind(0).isEmpty());
    Expect.shape(zeros(0, 2).unbind(1).get(1), 0);
    refused(
        IndexException.class,
        "a 0-d tensor has no axes, got axis 0 for a tensor of shape ()",
        () -> tensor(1.0).unbind(0));
  }

  @Test
  void gradientsMoveBack() {
    var x = arange(6.0).reshape(2, 3).requiresGrad(true);
    x.t().mul(arange(6.0).reshape(3, 2)).sum().backward();
    Expect.tensor(gradOf(x), FLOAT32, dims(2, 3), 0, 2, 4, 1, 3, 5);
    x.grad(null);
    x.expand(2, 2, 3).sum().backward();
    Expect.tensor(gradOf(x), FLOAT32, dims(2, 3), 2, 2, 2, 2, 2, 2);
    x.grad(null);
    x.flip(0).mul(arange(6.0).reshape(2, 3)).sum().backward();
    Expect.tensor(gradOf(x), FLOAT32, dims(2, 3), 3, 4, 5, 0, 1, 2);
    x.grad(null);
    x.toFloat64().mul(2).sum().backward();
    Expect.tensor(gradOf(x), FLOAT32, dims(2, 3), 2, 2, 2, 2, 2, 2);
    x.grad(null);
    x.unsqueeze(1).squeeze().permute(1, 0).reshape(6).narrow(0, 0, 2).sum().backward();
    Expect.tensor(gradOf(x), FLOAT32, dims(2, 3), 1, 0, 0, 1, 0, 0);
  }
}

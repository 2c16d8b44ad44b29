package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JoinsTest {
  private static final long SEED = 31;

  @Test
  void randomParts() {
    var random = new Random(SEED);
    for (int run = 0; run < 200; run++) {
      int[] dims = Grid.randomDims(random);
      int axis = random.nextInt(dims.length);
      int given = random.nextBoolean() ? axis : axis - dims.length;
      List<Grid> parts = new ArrayList<>();
      List<Tensor> tensors = new ArrayList<>();
      dims[axis] = 0;
      int[] common = dims.clone();
      for (int k = 0; k < random.nextInt(1, 5); k++) {
        int[] own = dims.clone();
        own[axis] = random.nextInt(4);
        common[axis] += own[axis];
        parts.add(Grid.random(random, -9, 9, own));
        tensors.add(parts.getLast().laid(random, FLOAT64).detach().requiresGrad(true));
      }
      var want = Grid.of(common, i -> part(parts, axis, i));
      var got = cat(tensors, given);
      Expect.tensor(got, FLOAT64, common, want.values());
      got.mul(want.tensor(FLOAT64)).sum().backward();
      for (int k = 0; k < parts.size(); k++) {
        Expect.tensor(gradOf(tensors.get(k)), FLOAT64, parts.get(k).dims(), parts.get(k).values());
      }
    }
  }

  private static double part(List<Grid> parts, int axis, int[] index) {
    int[] at = index.clone();
    for (var part : parts) {
      if (at[axis] < part.dims()[axis]) {
        return part.at(at);
      }
      at[axis] -= part.dims()[axis];
    }
    throw new AssertionError("no part has this index");
  }

  @Test
  void randomLayers() {
    var random = new Random(SEED);
    for (int run = 0; run < 100; run++) {
      int[] dims = Grid.randomDims(random);
      int axis = random.nextInt(dims.length + 1);
      int given = random.nextBoolean() ? axis : axis - dims.length - 1;
      List<Grid> layers = new ArrayList<>();
      List<Tensor> tensors = new ArrayList<>();
      for (int k = 0; k < random.nextInt(1, 4); k++) {
        layers.add(Grid.random(random, -9, 9, dims));
        tensors.add(layers.getLast().laid(random, FLOAT32));
      }
      int[] common = Grid.with(dims, axis, layers.size());
      var want = Grid.of(common, i -> layers.get(i[axis]).at(Grid.without(i, axis)));
      Expect.tensor(stack(tensors, given), FLOAT32, common, want.values());
    }
  }

  @Test
  void oneTensorTwice() {
    var x = tensor(1.0, 2.0).requiresGrad(true);
    cat(List.of(x, x, ones(1)), 0).mul(arange(5.0)).sum().backward();
    Expect.values(gradOf(x), 0 + 2, 1 + 3);
    x.grad(null);
    stack(List.of(x, x), 1).mul(arange(4.0).reshape(2, 2)).sum().backward();
    Expect.values(gradOf(x), 0 + 1, 2 + 3);
  }

  @Test
  void catAndStack() {
    var a = arange(2);
    var b = tensor(0.5, 1.5, 2.5);
    Expect.tensor(cat(List.of(a, b), 0), FLOAT32, dims(5), 0, 1, 0.5, 1.5, 2.5);
    Expect.shape(cat(List.of(zeros(2, 1), zeros(2, 0), zeros(2, 3)), -1), 2, 4);
    Expect.whole(stack(List.of(a, a.flip(0), a), 1), INT64, dims(2, 3), 0, 1, 0, 1, 0, 1);
    Expect.shape(stack(List.of(zeros(2, 3), zeros(2, 3)), -1), 2, 3, 2);
    Expect.shape(stack(List.of(tensor(1.0), tensor(2.0)), 0), 2);
    Expect.tensor(cat(List.of(ones(1, 2).t(), zeros(2, 1)), 1), FLOAT32, dims(2, 2), 1, 0, 1, 0);
  }

  @Test
  void joins() {
    refused(
        ShapeException.class, "cat needs at least one tensor, got none", () -> cat(List.of(), 0));
    refused(
        ShapeException.class,
        "stack needs at least one tensor, got none",
        () -> stack(List.of(), 0));
    refused(
        ShapeException.class,
        "cat needs tensors with axes, got a 0-d one; use stack",
        () -> cat(List.of(ones(1), tensor(1.0)), 0));
    refused(
        ShapeException.class,
        "cat needs equal lengths except along axis 1, got the shapes (2, 3) and (1, 3)",
        () -> cat(List.of(ones(2, 3), ones(1, 3)), -1));
    refused(
        ShapeException.class,
        "cat needs equal lengths except along axis 0, got the shapes (2) and (2, 1)",
        () -> cat(List.of(ones(2), ones(2, 1)), 0));
    refused(
        ShapeException.class,
        "stack needs tensors of one shape, got (2) and (3) and (2)",
        () -> stack(List.of(ones(2), ones(3), ones(2)), 0));
    refused(
        IndexException.class,
        "an axis lies in [-1, 0], got axis 1 for a tensor of shape (2)",
        () -> cat(List.of(ones(2), ones(2)), 1));
    refused(
        IndexException.class,
        "a new axis stands in [-2, 1] of the shape (2), got 2",
        () -> stack(List.of(ones(2), ones(2)), 2));
  }
}

package dev.fluxion;

import static dev.fluxion.DType.BOOL;
import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT32;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.DType.UINT8;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorLinearTest {
  private static final long SEED = 19;

  /** The product by its definition; a vector on the left is a row, on the right a column. */
  private static Grid product(Grid a, Grid b) {
    var left = a.rank() == 1 ? new Grid(dims(1, a.dims()[0]), a.values()) : a;
    var right = b.rank() == 1 ? new Grid(dims(b.dims()[0], 1), b.values()) : b;
    int rank = Math.max(left.rank(), right.rank());
    int[] out = new int[rank];
    for (int k = 3; k <= rank; k++) {
      int m = k <= left.rank() ? left.dims()[left.rank() - k] : 1;
      int n = k <= right.rank() ? right.dims()[right.rank() - k] : 1;
      out[rank - k] = m == 1 ? n : m;
    }
    out[rank - 2] = left.dims()[left.rank() - 2];
    out[rank - 1] = right.dims()[right.rank() - 1];
    int inner = left.dims()[left.rank() - 1];
    var full =
        Grid.of(
            out,
            i -> {
              double sum = 0;
              int[] l = i.clone();
              int[] r = i.clone();
              for (int k = 0; k < inner; k++) {
                l[rank - 1] = k;
                r[rank - 2] = k;
                sum += left.wide(l) * right.wide(r);
              }
              return sum;
            });
    int[] shown = a.rank() == 1 ? Grid.without(out, rank - 2) : out;
    shown = b.rank() == 1 ? Grid.without(shown, shown.length - 1) : shown;
    return new Grid(shown, full.values());
  }

  private static int[] batch(Random random, int[] common) {
    int[] out =
        java.util.Arrays.copyOfRange(common, random.nextInt(common.length + 1), common.length);
    for (int k = 0; k < out.length; k++) {
      out[k] = random.nextInt(3) == 0 ? 1 : out[k];
    }
    return out;
  }

  private static int[] join(int[] front, int... last) {
    int[] out = java.util.Arrays.copyOf(front, front.length + last.length);
    System.arraycopy(last, 0, out, front.length, last.length);
    return out;
  }

  @Test
  void productsOfRandomShapesInAllTypes() {
    var random = new Random(SEED);
    for (int run = 0; run < 400; run++) {
      int m = random.nextInt(5);
      int k = random.nextInt(5);
      int n = random.nextInt(5);
      int[] common = {random.nextInt(1, 4), random.nextInt(4)};
      boolean row = random.nextInt(4) == 0;
      boolean column = random.nextInt(4) == 0;
      var a = Grid.random(random, 0, 5, row ? dims(k) : join(batch(random, common), m, k));
      var b = Grid.random(random, 0, 5, column ? dims(k) : join(batch(random, common), k, n));
      var dtype = List.of(UINT8, INT32, INT64, FLOAT32, FLOAT64).get(random.nextInt(5));
      var want = product(a, b);
      Expect.tensor(a.tensor(dtype).matmul(b.tensor(dtype)), dtype, want.dims(), want.values());
    }
  }

  /**
   * A product is linear in each factor, so a difference of values is a derivative without error.
   */
  @Test
  void gradientsOfRandomShapes() {
    var random = new Random(SEED);
    for (int run = 0; run < 60; run++) {
      int m = random.nextInt(1, 4);
      int k = random.nextInt(1, 4);
      int n = random.nextInt(1, 4);
      int[] common = {random.nextInt(1, 3), random.nextInt(1, 4)};
      var a =
          Grid.random(
              random, -5, 5, random.nextInt(4) == 0 ? dims(k) : join(batch(random, common), m, k));
      var b =
          Grid.random(
              random, -5, 5, random.nextInt(4) == 0 ? dims(k) : join(batch(random, common), k, n));
      var x = a.tensor(FLOAT64).requiresGrad(true);
      var y = b.tensor(FLOAT64).requiresGrad(true);
      var z = x.matmul(y);
      var head = Grid.random(random, -5, 5, z.shape().toArray());
      z.backward(head.tensor(FLOAT64));
      for (var one : List.of(a, b)) {
        double[] want = new double[one.values().length];
        double before = weighted(product(a, b), head);
        for (int i = 0; i < want.length; i++) {
          one.values()[i] += 1;
          want[i] = weighted(product(a, b), head) - before;
          one.values()[i] -= 1;
        }
        Expect.near(0, gradOf(one == a ? x : y), want);
      }
    }
  }

  private static double weighted(Grid x, Grid head) {
    double sum = 0;
    for (int i = 0; i < x.values().length; i++) {
      sum += x.values()[i] * head.values()[i];
    }
    return sum;
  }

  @Test
  void largerMatricesInAnyMemoryOrder() {
    var random = new Random(SEED);
    for (int[] s :
        new int[][] {{65, 130, 67}, {1, 300, 129}, {200, 1, 33}, {128, 64, 1}, {17, 257, 31}}) {
      var a = Grid.random(random, -9, 9, s[0], s[1]);
      var b = Grid.random(random, -9, 9, s[1], s[2]);
      double[] want = product(a, b).values();
      for (var dtype : List.of(FLOAT32, FLOAT64, INT64)) {
        var x = a.tensor(dtype);
        var y = b.tensor(dtype);
        Expect.values(x.matmul(y), want);
        Expect.values(x.t().copy().t().matmul(y), want);
        Expect.values(x.matmul(y.t().copy().t()), want);
        Expect.values(x.t().copy().t().matmul(y.t().copy().t()), want);
        Expect.values(x.flip(0).flip(0).unsqueeze(1).squeeze(1).matmul(y), want);
      }
    }
    var wide = Grid.random(random, -9, 9, 40, 80).tensor(FLOAT64);
    var every = wide.get(Fluxion.slice(null, null, 2), Fluxion.slice(1, null, 3));
    Expect.values(every.matmul(every.t()), every.copy().matmul(every.copy().t()).toDoubleArray());
  }

  @Test
  void emptyInnerAxesGiveZeros() {
    Expect.tensor(zeros(2, 0).matmul(zeros(0, 3)), FLOAT32, dims(2, 3), 0, 0, 0, 0, 0, 0);
    Expect.tensor(zeros(0).matmul(zeros(0)), FLOAT32, dims(), 0);
    Expect.tensor(zeros(0).dot(zeros(0)), FLOAT32, dims(), 0);
    Expect.tensor(zeros(0, 2).matmul(zeros(2, 3)), FLOAT32, dims(0, 3));
    Expect.tensor(zeros(4, 0, 2).matmul(zeros(2, 3)), FLOAT32, dims(4, 0, 3));
    Expect.tensor(zeros(0, 2, 2).matmul(zeros(2, 3)), FLOAT32, dims(0, 2, 3));
    var x = zeros(2, 0).requiresGrad(true);
    x.matmul(zeros(0, 3)).sum().backward();
    Expect.shape(gradOf(x), 2, 0);
  }

  @Test
  void nanAndInfinitiesPropagate() {
    var a = from(new double[][] {{0, Double.NaN}, {1, Double.POSITIVE_INFINITY}});
    Expect.values(a.matmul(zeros(FLOAT64, 2, 1)), Double.NaN, Double.NaN);
    Expect.values(a.matmul(ones(FLOAT64, 2, 1)), Double.NaN, Double.POSITIVE_INFINITY);
  }

  @Test
  void dotAndOuter() {
    Expect.tensor(tensor(1.0, 2.0, 3.0).dot(tensor(4.0, 5.0, 6.0)), FLOAT32, dims(), 32);
    Expect.whole(tensor(1, 2, 3).dot(tensor(4, 5, 6)), INT64, dims(), 32);
    Expect.whole(arange(6).reshape(2, 3).select(1, 1).dot(arange(2)), INT64, dims(), 4);
    Expect.tensor(
        tensor(1.0, 2.0).outer(tensor(3.0, 4.0, 5.0)), FLOAT32, dims(2, 3), 3, 4, 5, 6, 8, 10);
    Expect.tensor(tensor(1, 2).outer(tensor(0.5).reshape(1)), FLOAT32, dims(2, 1), 0.5, 1);
    Expect.shape(zeros(0).outer(zeros(3)), 0, 3);
    Expect.whole(from(new byte[] {-1}).matmul(from(new byte[] {2})), UINT8, dims(), 254);
    Expect.whole(from(new int[] {Integer.MAX_VALUE}).dot(from(new int[] {2})), INT32, dims(), -2);
  }

  @Test
  void gradientsByHand() {
    var a = tensor(new double[][] {{1, 2}, {3, 4}}).requiresGrad(true);
    var v = tensor(5.0, 6.0).requiresGrad(true);
    a.matmul(v).backward(tensor(1.0, 10.0));
    Expect.tensor(gradOf(a), FLOAT32, dims(2, 2), 5, 6, 50, 60);
    Expect.tensor(gradOf(v), FLOAT32, dims(2), 31, 42);
    var x = arange(3.0).requiresGrad(true);
    x.dot(x).backward();
    Expect.tensor(gradOf(x), FLOAT32, dims(3), 0, 2, 4);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    var rule = "matmul needs (…, m, k) × (…, k, n), got ";
    refused(ShapeException.class, rule + "(2, 3) × (4, 5)", () -> zeros(2, 3).matmul(zeros(4, 5)));
    refused(ShapeException.class, rule + "(3) × (4)", () -> zeros(3).matmul(zeros(4)));
    refused(ShapeException.class, rule + "(3) × (2, 3)", () -> zeros(3).matmul(zeros(2, 3)));
    refused(ShapeException.class, rule + "(2, 3) × (2)", () -> zeros(2, 3).matmul(zeros(2)));
    refused(ShapeException.class, rule + "() × (2)", () -> tensor(1.0).matmul(zeros(2)));
    refused(ShapeException.class, rule + "(2) × ()", () -> zeros(2).matmul(tensor(1.0)));
    refused(
        ShapeException.class,
        rule + "(2, 1, 1) × (3, 1, 1)",
        () -> zeros(2, 1, 1).matmul(zeros(3, 1, 1)));
    refused(
        ShapeException.class, "dot needs (n) × (n), got (2) × (3)", () -> zeros(2).dot(zeros(3)));
    refused(
        ShapeException.class,
        "dot needs (n) × (n), got (1, 2) × (1, 2)",
        () -> zeros(1, 2).dot(zeros(1, 2)));
    refused(
        ShapeException.class,
        "outer needs (m) × (n), got (2) × ()",
        () -> zeros(2).outer(tensor(1.0)));
  }

  @Test
  void typesThatDifferAreRefused() {
    refused(
        DTypeException.class,
        "matmul needs numbers of one type, got float32 and float64; convert with to(…) first",
        () -> zeros(2, 2).matmul(zeros(FLOAT64, 2, 2)));
    refused(
        DTypeException.class,
        "dot needs numbers of one type, got int64 and float32; convert with to(…) first",
        () -> tensor(1, 2).dot(zeros(2)));
    refused(
        DTypeException.class,
        "matmul needs numbers of one type, got bool and bool; convert with to(…) first",
        () -> ones(BOOL, 1, 1).matmul(ones(BOOL, 1, 1)));
    assertEquals(FLOAT32, tensor(1).reshape(1).outer(zeros(2)).dtype());
  }
}

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
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Broadcasting and promotion, as PyTorch has them. */
class AlignTest {
  private static final long SEED = 3;

  /** One letter for each type, in the order of DType. */
  private static final String LETTERS = "bucsilhgfd";

  /** {@code torch.promote_types}: rows and columns in the order of DType. */
  private static final DType[][] PROMOTED = {
    types("b u c s i l h g f d"),
    types("u u s s i l h g f d"),
    types("c s c s i l h g f d"),
    types("s s s s i l h g f d"),
    types("i i i i i l h g f d"),
    types("l l l l l l h g f d"),
    types("h h h h h h h f f d"),
    types("g g g g g g f g f d"),
    types("f f f f f f f f f d"),
    types("d d d d d d d d d d"),
  };

  /** {@code torch.result_type} of a row's tensor with axes and a column's 0-d one. */
  private static final DType[][] BESIDE_SINGLE = {
    types("b u c s i l h g f d"),
    types("u u u u u u h g f d"),
    types("c c c c c c h g f d"),
    types("s s s s s s h g f d"),
    types("i i i i i i h g f d"),
    types("l l l l l l h g f d"),
    types("h h h h h h h h h h"),
    types("g g g g g g g g g g"),
    types("f f f f f f f f f f"),
    types("d d d d d d d d d d"),
  };

  private static DType[] types(String letters) {
    return letters
        .replace(" ", "")
        .chars()
        .mapToObj(letter -> DType.values()[LETTERS.indexOf(letter)])
        .toArray(DType[]::new);
  }

  @Test
  void typesOfTwoTensorsWithAxes() {
    for (var a : DType.values()) {
      for (var b : DType.values()) {
        var want = PROMOTED[a.ordinal()][b.ordinal()];
        assertEquals(want, ones(a, 2).add(ones(b, 2)).dtype(), a + " + " + b);
        assertEquals(want, ones(a, 2, 1).add(ones(b, 3)).dtype(), a + " + " + b);
        assertEquals(want, ones(a).mul(ones(b)).dtype(), "0-d " + a + " + " + b);
        assertEquals(want, where(tensor(true), ones(a, 1), ones(b, 1)).dtype(), a + " where " + b);
        assertEquals(BOOL, ones(a, 2).lt(ones(b, 2)).dtype(), a + " < " + b);
      }
    }
  }

  @Test
  void a0dTensorOnlyRaisesTheKind() {
    for (var a : DType.values()) {
      for (var b : DType.values()) {
        var want = BESIDE_SINGLE[a.ordinal()][b.ordinal()];
        assertEquals(want, ones(a, 2).add(ones(b)).dtype(), a + " + 0-d " + b);
        assertEquals(want, ones(b).add(ones(a, 2)).dtype(), "0-d " + b + " + " + a);
        assertEquals(want, ones(a, 0).add(ones(b)).dtype(), a + " of nothing + 0-d " + b);
      }
    }
  }

  @Test
  void aNumberOnlyRaisesTheKind() {
    for (var a : DType.values()) {
      var beside2 = a == BOOL ? INT64 : a;
      var besideHalf = a.isFloating() ? a : FLOAT32;
      for (int[] shape : List.of(dims(2), dims())) {
        assertEquals(beside2, ones(a, shape).mul(2).dtype(), a + " * 2");
        assertEquals(beside2, ones(a, shape).mul(2L).dtype(), a + " * 2L");
        assertEquals(beside2, Fluxion.mul((short) 2, ones(a, shape)).dtype(), "2 * " + a);
        assertEquals(besideHalf, ones(a, shape).mul(0.5).dtype(), a + " * 0.5");
        assertEquals(besideHalf, ones(a, shape).mul(0.5f).dtype(), a + " * 0.5f");
        assertEquals(besideHalf, Fluxion.add(0.5, ones(a, shape)).dtype(), "0.5 + " + a);
        assertEquals(
            besideHalf, where(tensor(true), ones(a, shape), 0.5).dtype(), a + " where 0.5");
        assertEquals(besideHalf, ones(a, shape).clamp(0.5, 2).dtype(), a + " clamp 0.5");
      }
      try (var _ = Fluxion.defaultDType(FLOAT64)) {
        assertEquals(a.isFloating() ? a : FLOAT64, ones(a, 2).add(0.5).dtype());
      }
    }
  }

  @Test
  void threeOperandsArePromotedTogether() {
    var ints = from(new int[] {1, 2});
    var doubles = from(new double[] {1}).reshape();
    var floats = from(new float[] {1, 2});
    assertEquals(FLOAT32, ints.clamp(doubles, floats).dtype());
    assertEquals(FLOAT32, ints.clamp(floats, doubles).dtype());
    assertEquals(FLOAT64, ints.clamp(doubles, ints).dtype());
    assertEquals(FLOAT64, floats.clamp(doubles, from(new double[] {1, 2})).dtype());
    assertEquals(INT32, ints.clamp(tensor(1), tensor(2)).dtype());
    assertEquals(FLOAT64, tensor(1).clamp(doubles, tensor(0.5)).dtype());
  }

  @Test
  void divisionOfWholeNumbersHasTheDefaultType() {
    for (var a : List.of(BOOL, UINT8, INT32, INT64)) {
      for (var b : List.of(BOOL, UINT8, INT32, INT64)) {
        assertEquals(FLOAT32, ones(a, 2).div(ones(b, 2)).dtype());
        assertEquals(FLOAT32, ones(a, 2).div(ones(b)).dtype());
      }
      assertEquals(FLOAT32, ones(a, 2).div(2).dtype());
      assertEquals(FLOAT64, ones(a, 2).div(ones(FLOAT64)).dtype());
      assertEquals(FLOAT32, ones(a, 2).hypot(ones(a, 2)).dtype());
    }
  }

  @Test
  void aGradientComesBackInTheTypeOfItsLeaf() {
    var x = ones(FLOAT32, 3).requiresGrad(true);
    var w = ones(FLOAT64, 3).requiresGrad(true);
    x.mul(w).sum().backward();
    Expect.tensor(gradOf(x), FLOAT32, dims(3), 1, 1, 1);
    Expect.tensor(gradOf(w), FLOAT64, dims(3), 1, 1, 1);
    var s = ones(FLOAT64).requiresGrad(true);
    var y = ones(FLOAT32, 3).mul(s);
    assertEquals(FLOAT32, y.dtype());
    y.sum().backward();
    Expect.tensor(gradOf(s), FLOAT64, dims(), 3);
  }

  @Test
  void shapesBroadcast() {
    int[][][] cases = {
      {{}, {}, {}},
      {{}, {3}, {3}},
      {{3}, {}, {3}},
      {{3}, {1}, {3}},
      {{2, 3}, {3}, {2, 3}},
      {{2, 1}, {3}, {2, 3}},
      {{2, 1}, {1, 3}, {2, 3}},
      {{4, 1, 3}, {2, 1}, {4, 2, 3}},
      {{1, 1, 1}, {5}, {1, 1, 5}},
      {{0}, {}, {0}},
      {{0}, {1}, {0}},
      {{2, 1}, {0}, {2, 0}},
      {{3, 0, 1}, {1, 4}, {3, 0, 4}},
      {{1}, {1, 0, 1}, {1, 0, 1}},
    };
    var random = new Random(SEED);
    for (var c : cases) {
      var a = Grid.random(random, -9, 9, c[0]);
      var b = Grid.random(random, -9, 9, c[1]);
      var want = Grid.of(c[2], i -> a.wide(i) - b.wide(i));
      Expect.tensor(a.tensor(FLOAT64).sub(b.tensor(FLOAT64)), FLOAT64, c[2], want.values());
      Expect.tensor(a.tensor(INT32).sub(b.tensor(INT32)), INT32, c[2], want.values());
      Expect.tensor(
          a.tensor(FLOAT32).lt(b.tensor(FLOAT32)),
          BOOL,
          c[2],
          Grid.of(c[2], i -> a.wide(i) < b.wide(i) ? 1 : 0).values());
    }
  }

  @Test
  void randomShapesBroadcastAndTheirGradientsSumBack() {
    var random = new Random(SEED);
    for (int run = 0; run < 200; run++) {
      int[] full = new int[random.nextInt(5)];
      for (int k = 0; k < full.length; k++) {
        full[k] = random.nextInt(4);
      }
      var a = Grid.random(random, -5, 5, narrowed(random, full));
      var b = Grid.random(random, -5, 5, narrowed(random, full));
      int[] common = common(a.dims(), b.dims());
      var x = a.tensor(FLOAT64).requiresGrad(true);
      var y = b.tensor(FLOAT64).requiresGrad(true);
      var head = Grid.random(random, -5, 5, common);
      var z = x.mul(y);
      Expect.shape(z, common);
      Expect.near(0, z, Grid.of(common, i -> a.wide(i) * b.wide(i)).values());
      z.backward(head.tensor(FLOAT64));
      var da = summed(head, b, a.dims());
      var db = summed(head, a, b.dims());
      Expect.near(0, gradOf(x), da.values());
      Expect.near(0, gradOf(y), db.values());
      assertEquals(x.shape(), gradOf(x).shape());
    }
  }

  /** Some axes made 1, some in front left away. */
  private static int[] narrowed(Random random, int[] dims) {
    int from = random.nextInt(dims.length + 1);
    int[] out = java.util.Arrays.copyOfRange(dims, from, dims.length);
    for (int k = 0; k < out.length; k++) {
      out[k] = random.nextInt(3) == 0 ? 1 : out[k];
    }
    return out;
  }

  private static int[] common(int[] a, int[] b) {
    int[] out = new int[Math.max(a.length, b.length)];
    for (int k = 1; k <= out.length; k++) {
      int m = k <= a.length ? a[a.length - k] : 1;
      int n = k <= b.length ? b[b.length - k] : 1;
      out[out.length - k] = m == 1 ? n : m;
    }
    return out;
  }

  /** {@code Σ head · other} over all places where one element of the operand was seen. */
  private static Grid summed(Grid head, Grid other, int[] dims) {
    var sum = Grid.of(dims, _ -> 0);
    for (int n = 0; n < head.values().length; n++) {
      int[] at = Grid.index(head.dims(), n);
      int[] own = new int[dims.length];
      for (int k = 0; k < own.length; k++) {
        own[k] = dims[k] == 1 ? 0 : at[k + at.length - own.length];
      }
      sum.values()[Grid.number(dims, own)] += head.at(at) * other.wide(at);
    }
    return sum;
  }

  @Test
  void threeOperandsBroadcastTogether() {
    var a = zeros(2, 1, 1).requiresGrad(true);
    var low = tensor(-1.0).requiresGrad(true);
    var high = ones(3, 1).requiresGrad(true);
    var y = a.add(zeros(4)).clamp(low, high);
    Expect.shape(y, 2, 3, 4);
    y.sum().backward();
    Expect.tensor(gradOf(a), FLOAT32, dims(2, 1, 1), 12, 12);
    Expect.tensor(gradOf(low), FLOAT32, dims(), 0);
    Expect.tensor(gradOf(high), FLOAT32, dims(3, 1), 0, 0, 0);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    var rule = " needs shapes that are equal or 1 axis by axis, counted from the last, got ";
    var a = zeros(2, 3);
    var b = zeros(4);
    refused(ShapeException.class, "add" + rule + "(2, 3) and (4)", () -> a.add(b));
    refused(ShapeException.class, "sub" + rule + "(4) and (2, 3)", () -> b.sub(a));
    refused(ShapeException.class, "mul" + rule + "(2, 3) and (2)", () -> a.mul(zeros(2)));
    refused(ShapeException.class, "div" + rule + "(2) and (0)", () -> zeros(2).div(zeros(0)));
    refused(ShapeException.class, "pow" + rule + "(2, 3) and (4)", () -> a.pow(b));
    refused(ShapeException.class, "hypot" + rule + "(2, 3) and (4)", () -> a.hypot(b));
    refused(ShapeException.class, "maximum" + rule + "(2, 3) and (4)", () -> a.maximum(b));
    refused(ShapeException.class, "minimum" + rule + "(2, 3) and (4)", () -> a.minimum(b));
    refused(ShapeException.class, "eq" + rule + "(2, 3) and (4)", () -> a.eq(b));
    refused(ShapeException.class, "ne" + rule + "(2, 3) and (4)", () -> a.ne(b));
    refused(ShapeException.class, "lt" + rule + "(2, 3) and (4)", () -> a.lt(b));
    refused(ShapeException.class, "le" + rule + "(2, 3) and (4)", () -> a.le(b));
    refused(ShapeException.class, "gt" + rule + "(2, 3) and (4)", () -> a.gt(b));
    refused(ShapeException.class, "ge" + rule + "(2, 3) and (4)", () -> a.ge(b));
    refused(
        ShapeException.class, "where" + rule + "(2, 3) and (4)", () -> where(tensor(true), a, b));
    refused(ShapeException.class, "where" + rule + "(4) and (2, 3)", () -> where(b.eq(0), a, a));
    refused(ShapeException.class, "clamp" + rule + "(2, 3) and (4)", () -> a.clamp(b, b));
    refused(ShapeException.class, "clamp" + rule + "(2, 3) and (4)", () -> a.clamp(a, b));
  }
}

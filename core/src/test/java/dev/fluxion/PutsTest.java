package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.nodeOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.all;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.ellipsis;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.newAxis;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.slice;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PutsTest {
  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  /** Everything that picks, on a tensor of 3 × 4. */
  private static List<Object[]> picks() {
    List<Object[]> all = new ArrayList<>();
    all.add(new Object[] {1});
    all.add(new Object[] {-1, 2});
    all.add(new Object[] {1L, -2L});
    all.add(new Object[] {slice(1, 3)});
    all.add(new Object[] {all(), slice(null, null, 2)});
    all.add(new Object[] {slice(0, 2), -1});
    all.add(new Object[] {ellipsis(), 0});
    all.add(new Object[] {newAxis(), 2, newAxis()});
    all.add(new Object[] {slice(2, 2)});
    all.add(new Object[] {});
    all.add(new Object[] {tensor(2)});
    all.add(new Object[] {tensor(2, 0)});
    all.add(new Object[] {new int[] {-1, 1}, new long[] {0, 3}});
    all.add(new Object[] {tensor(0, 2).unsqueeze(1), tensor(1, 3)});
    all.add(new Object[] {all(), new int[] {3, 1}});
    all.add(new Object[] {new int[] {0, 2}, slice(1, 3)});
    all.add(new Object[] {new int[] {0, 2}, 1});
    all.add(new Object[] {2, new int[] {3, 0, 1}});
    all.add(new Object[] {new boolean[] {true, false, true}});
    all.add(new Object[] {all(), tensor(true, false, false, true)});
    all.add(new Object[] {arange(12).reshape(3, 4).gt(6)});
    all.add(new Object[] {arange(12).reshape(3, 4).gt(20)});
    all.add(new Object[] {tensor(true, true, false), tensor(1, 2)});
    all.add(new Object[] {new int[0]});
    return all;
  }

  private static String name(Object[] items) {
    return Arrays.deepToString(items);
  }

  /** Values and gradients against the numbers of the elements that the same items pick. */
  @Test
  void whatIsPickedIsWritten() {
    var random = new Random(3);
    for (var items : picks()) {
      var picked = arange(12).reshape(3, 4).get(items);
      int n = picked.size();
      var x = from(random.doubles(12).toArray()).reshape(3, 4).requiresGrad(true);
      var value = from(random.doubles(n).toArray()).reshape(picked.shape()).requiresGrad(true);
      double[] weight = random.doubles(12).toArray();
      var y = x.mul(1);
      assertSame(y, y.set_(value, items));
      double[] want = x.toDoubleArray();
      double[] slope = weight.clone();
      double[] slopes = new double[n];
      for (int k = 0; k < n; k++) {
        int at = (int) picked.toLongArray()[k];
        want[at] = value.toDoubleArray()[k];
        slope[at] = 0;
        slopes[k] = weight[at];
      }
      assertArrayEquals(want, y.toDoubleArray(), name(items));
      assertEquals(1, y.version(), name(items));
      y.mul(from(weight).reshape(3, 4)).sum().backward();
      assertArrayEquals(slope, gradOf(x).toDoubleArray(), 1e-15, name(items));
      assertArrayEquals(slopes, gradOf(value).toDoubleArray(), 1e-15, name(items));
    }
  }

  @Test
  void numbersAndBroadcastValues() {
    for (var items : picks()) {
      var picked = arange(12).reshape(3, 4).get(items);
      var x = ones(FLOAT64, 3, 4).requiresGrad(true);
      var s = from(new double[] {5}).reshape().requiresGrad(true);
      var y = x.mul(1).set_(s, items);
      y.sum().backward();
      Expect.values(gradOf(s), picked.size());
      assertEquals(12 - picked.size(), gradOf(x).sum().item(), name(items));
      var z = x.detach().copy().set_(5, items);
      assertArrayEquals(y.toDoubleArray(), z.toDoubleArray(), name(items));
    }
    var y = zeros(2, 3);
    y.set_(tensor(1.0, 2.0, 3.0), slice(0, 2));
    Expect.values(y, 1, 2, 3, 1, 2, 3);
    y.set_(tensor(7.0).expand(1, 1), tensor(true, false));
    Expect.values(y, 7, 7, 7, 1, 2, 3);
  }

  @Test
  void ofPositionsThatOccurTwiceTheLastCounts() {
    var x = leaf(1, 2, 3);
    var v = leaf(10, 20, 30, 40);
    var y = x.mul(1).set_(v, new int[] {0, 2, 0, -1});
    Expect.values(y, 30, 2, 40);
    y.mul(from(new double[] {1, 10, 100})).sum().backward();
    Expect.values(gradOf(x), 0, 10, 0);
    Expect.values(gradOf(v), 0, 0, 1, 100);
    Expect.whole(zeros(INT64, 3).set_(tensor(7, 8), tensor(1, 1)), INT64, dims(3), 0, 8, 0);
  }

  @Test
  void valuesOfTheSameMemory() {
    var x = arange(5.0);
    x.set_(x.get(slice(0, 4)), slice(1, 5));
    Expect.values(x, 0, 0, 1, 2, 3);
    x.set_(x.get(slice(0, 3)), new int[] {4, 3, 2});
    Expect.values(x, 0, 0, 1, 0, 0);
    var a = leaf(1, 2, 3);
    var y = a.mul(2);
    y.set_(y.flip(0), all());
    y.set_(y.at(0), new int[] {2});
    Expect.values(y, 6, 4, 6);
    y.mul(from(new double[] {1, 10, 100})).sum().backward();
    Expect.values(gradOf(a), 0, 20, 202);
  }

  @Test
  void valuesAreConverted() {
    Expect.whole(tensor(1, 2).set_(2.7, 0), INT64, dims(2), 2, 2);
    Expect.whole(tensor(1, 2).set_(tensor(-2.7), new int[] {1}), INT64, dims(2), 1, -2);
    Expect.whole(tensor(1, 2).set_(tensor(true), 1), INT64, dims(2), 1, 1);
    Expect.tensor(ones(2).set_(from(new double[] {5}).reshape(), 0), DType.FLOAT32, dims(2), 5, 1);
    Expect.tensor(ones(2).set_(tensor(5), new int[] {0}), DType.FLOAT32, dims(2), 5, 1);
    Expect.tensor(
        tensor(true, false).set_(tensor(false), new int[] {0}), DType.BOOL, dims(2), 0, 0);
    Expect.whole(tensor(1, 2).toUint8().set_(tensor(7), new int[] {0}), DType.UINT8, dims(2), 7, 2);
    long big = (1L << 60) + 1;
    Expect.whole(zeros(INT64, 2).set_(big, tensor(false, true)), INT64, dims(2), 0, big);
    Expect.whole(zeros(INT64, 2).set_(big, 1), INT64, dims(2), 0, big);
    Expect.values(zeros(2).set_(Double.NaN, new int[] {1}), 0, Double.NaN);
    Expect.values(tensor(Double.NaN, 1.0).set_(2, new int[] {0}), 2, 1);
    Expect.values(zeros(2).set_(-0.0, new int[] {1}), 0, -0.0);
  }

  private static void unchanged(
      Class<? extends Throwable> type, String message, Tensor x, Executable write) {
    double[] values = x.toDoubleArray();
    int version = x.version();
    refused(type, message, write);
    assertArrayEquals(values, x.toDoubleArray(), message);
    assertEquals(version, x.version(), message);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    var x = zeros(2, 3);
    unchanged(
        IndexException.class,
        "a position along axis 0 of the shape (2, 3) lies in [-2, 1], got 2",
        x,
        () -> x.set_(1, 2));
    unchanged(
        IndexException.class,
        "a position along axis 1 of the shape (2, 3) lies in [-3, 2], got 3",
        x,
        () -> x.set_(1, all(), new int[] {0, 3}));
    unchanged(
        ShapeException.class,
        "an indexed write takes a value that broadcasts to (2, 3), got the shape (2)",
        x,
        () -> x.set_(ones(2), new int[] {0, 1}));
    unchanged(
        ShapeException.class,
        "a write takes a value that broadcasts to (3), got the shape (2)",
        x,
        () -> x.set_(ones(2), 0));
  }

  @Test
  void viewsAreWrittenToAsWell() {
    var x = leaf(1, 2, 3, 4, 5, 6);
    var v = from(new double[] {10, 20}).requiresGrad(true);
    var y = x.mul(1).reshape(2, 3);
    var t = y.t();
    t.set_(v, tensor(2, 0), 1);
    Expect.values(y, 1, 2, 3, 20, 5, 10);
    y.narrow(1, 1, 2).set_(v.at(0), tensor(true, false).unsqueeze(1).expand(2, 2));
    Expect.values(y, 1, 10, 10, 20, 5, 10);
    y.mul(from(new double[] {1, 2, 3, 4, 5, 6}).reshape(2, 3)).sum().backward();
    Expect.values(gradOf(x), 1, 0, 0, 0, 5, 0);
    Expect.values(gradOf(v), 6 + 2 + 3, 4);
  }

  @Test
  void constantsIntoARecordedTensorAndBack() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    y.set_(0, 0);
    assertEquals("CopySlices", nodeOf(y).name());
    y.sum().backward();
    Expect.values(gradOf(x), 0, 3);
    var z = zeros(FLOAT64, 2);
    z.set_(1, 0);
    assertFalse(z.requiresGrad());
    z.set_(x.at(0), 0);
    assertTrue(z.requiresGrad());
    z.set_(x.at(1), tensor(false, true));
    z.sum().backward();
    Expect.values(gradOf(x), 1, 4);
  }

  @Test
  void leavesOutsideOfARecording() {
    var w = leaf(1, 2);
    try (var _ = noGrad()) {
      w.set_(5, 0).set_(6, tensor(false, true));
    }
    Expect.values(w, 5, 6);
    var a = ones(2).attachGrad();
    a.set_(6, tensor(false, true));
    a.set_(5, 0);
    Expect.values(a, 5, 6);
    var v = Fluxion.variable(ones(2));
    v.set_(6, tensor(false, true));
    v.set_(5, 0);
    Expect.values(v, 5, 6);
  }
}

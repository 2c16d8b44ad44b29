package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.nodeOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.wrap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Leaves and results, cutting the graph, and the one write there is. */
class TensorTest {
  private static Tensor leaf(double... values) {
    return tensor(values).requiresGrad(true);
  }

  private static String written(String dims, String node, int version, int expected) {
    return "a value that the gradient needs was written to: a tensor of shape "
        + dims
        + " and type float32, saved by "
        + node
        + ", is at version "
        + version
        + ", expected version "
        + expected
        + "; write to a copy() instead";
  }

  @Test
  void shapeRankSizeAndType() {
    var x = zeros(FLOAT64, 2, 0, 3);
    assertEquals(Shape.of(2, 0, 3), x.shape());
    assertEquals(3, x.rank());
    assertEquals(0, x.size());
    assertEquals(FLOAT64, x.dtype());
    assertEquals(0, tensor(1.0).rank());
    assertEquals(1, tensor(1.0).size());
  }

  @Test
  void leavesAndResults() {
    var c = tensor(1.0, 2.0);
    assertTrue(c.isLeaf());
    assertFalse(c.requiresGrad());
    assertSame(c, c.requiresGrad(true));
    assertTrue(c.isLeaf());
    assertTrue(c.requiresGrad());
    assertNull(c.gradFn());
    var y = c.mul(2);
    assertFalse(y.isLeaf());
    assertTrue(y.requiresGrad());
    assertSame(y, y.requiresGrad(true));
    assertFalse(y.isLeaf());
    assertTrue(y.gt(0).isLeaf());
    assertFalse(y.gt(0).requiresGrad());
    assertFalse(y.toInt64().requiresGrad());
    assertFalse(y.argmax().requiresGrad());
    assertFalse(y.any().requiresGrad());
  }

  @Test
  void onlyFloatingTensorsHaveGradients() {
    var help = "; convert with toFloat32() first";
    refused(
        DTypeException.class,
        "only floating tensors have gradients, got int64" + help,
        () -> tensor(1, 2).requiresGrad(true));
    refused(
        DTypeException.class,
        "only floating tensors have gradients, got bool" + help,
        () -> tensor(true).requiresGrad(true));
    assertFalse(tensor(1).requiresGrad(false).requiresGrad());
    assertFalse(leaf(1).toInt64().requiresGrad());
  }

  @Test
  void aResultCannotBeUnmarked() {
    var y = leaf(1).mul(2);
    refused(
        GraphException.class,
        "requiresGrad(false) is for leaves, got the result of "
            + nodeOf(y)
            + "; use detach() for the value without its history",
        () -> y.requiresGrad(false));
    assertTrue(y.requiresGrad());
  }

  @Test
  void gradCanBeSet() {
    var x = leaf(1, 2);
    var g = ones(2);
    assertSame(x, x.grad(g));
    assertSame(g, x.grad());
    assertNull(x.grad(null).grad());
    var c = tensor(1.0);
    assertNull(c.grad(null).grad());
    assertFalse(c.requiresGrad());
    c.grad(tensor(4.0));
    assertFalse(c.requiresGrad());
    Expect.values(gradOf(c), 4);
    c.requiresGrad(true).mul(2).backward();
    Expect.values(gradOf(c), 6);
  }

  @Test
  void aGradientThatDoesNotFitIsRefused() {
    var x = leaf(1, 2);
    refused(
        ShapeException.class,
        "a gradient has the shape of its tensor, (2), got (3)",
        () -> x.grad(ones(3)));
    refused(
        DTypeException.class,
        "a gradient has the type of its tensor, float32, got float64",
        () -> x.grad(ones(FLOAT64, 2)));
    var y = x.mul(2);
    refused(
        GraphException.class,
        "grad(…) sets the gradient of a leaf, got the result of " + nodeOf(y),
        () -> y.grad(ones(2)));
    refused(
        DTypeException.class,
        "only floating tensors have gradients, got int64; convert with toFloat32() first",
        () -> tensor(1).grad(tensor(1)));
    assertNull(x.grad());
  }

  @Test
  void detachIsAConstantInTheSameMemory() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    var d = y.detach();
    assertTrue(d.isLeaf());
    assertFalse(d.requiresGrad());
    Expect.tensor(d, FLOAT32, dims(2), 3, 6);
    d.zero_();
    Expect.values(y, 0, 0);
    assertTrue(y.requiresGrad());
    assertNotSame(x, x.detach());
    assertFalse(x.detach().requiresGrad());
    // Of x · stop(x) the derivative is stop(x).
    x.mul(x.detach()).sum().backward();
    Expect.values(gradOf(x), 1, 2);
  }

  @Test
  void aDetachedTensorIsALeafOfItsOwn() {
    var x = leaf(2);
    var d = x.mul(x).detach().requiresGrad(true);
    d.mul(x).backward();
    Expect.values(gradOf(d), 2);
    Expect.values(gradOf(x), 4);
  }

  @Test
  void writesThroughADetachedAliasAreNoticed() {
    var x = leaf(1, 2);
    var w = leaf(3, 4);
    var y = x.mul(w);
    y.sum().backward(Fluxion.retainGraph());
    x.detach().zero_();
    refused(GraphException.class, written("(2)", "MulBackward0", 1, 0), () -> y.sum().backward());
    Expect.values(gradOf(x), 3, 4);
    Expect.values(gradOf(w), 1, 2);
  }

  @Test
  void writesToASavedResultAreNoticed() {
    var x = leaf(1, 2);
    var y = x.exp();
    y.detach().narrow(0, 1, 1).zero_();
    refused(GraphException.class, written("(2)", "ExpBackward0", 1, 0), () -> y.sum().backward());
    var z = x.reshape(2, 1).matmul(leaf(5).reshape(1, 1));
    try (var _ = noGrad()) {
      x.zero_();
      x.zero_();
    }
    refused(GraphException.class, written("(2, 1)", "MmBackward0", 2, 0), () -> z.sum().backward());
    var s = x.softmax(0);
    s.detach().zero_();
    refused(
        GraphException.class, written("(2)", "SoftmaxBackward0", 1, 0), () -> s.sum().backward());
    assertNull(x.grad());
  }

  @Test
  void writesToPositionsAreNoticed() {
    var x = leaf(1, 2);
    var m = x.max(0);
    m.indices().zero_();
    assertThrows(GraphException.class, () -> m.values().backward());
  }

  @Test
  void writesToWhatIsNotSavedDoNoHarm() {
    var x = leaf(1, 2);
    var y = x.add(1);
    x.detach().zero_();
    y.detach().zero_();
    y.sum().backward();
    Expect.values(gradOf(x), 1, 1);
    var z = x.mul(3);
    x.detach().zero_();
    z.sum().backward();
    Expect.values(gradOf(x), 4, 4);
    // A product saves the constant side for the other one, and nothing for the constant.
    var p = x.reshape(1, 2).matmul(ones(2, 1)).add(ones(2).dot(x));
    x.detach().zero_();
    p.backward();
    Expect.values(gradOf(x), 6, 6);
  }

  @Test
  void aValueReadAfterTheWriteIsTheNewOne() {
    var x = leaf(1, 2);
    try (var _ = noGrad()) {
      x.zero_();
    }
    x.add(1).square().sum().backward();
    Expect.values(gradOf(x), 2, 2);
  }

  @Test
  void writesThroughDataAreNotNoticed() {
    var x = leaf(1, 2);
    var y = x.mul(x);
    x.data().zero_();
    y.sum().backward();
    Expect.values(gradOf(x), 0, 0);
  }

  @Test
  void zeroIsNotForLeavesWhileTheyAreRecorded() {
    var x = leaf(1, 2);
    refused(
        GraphException.class,
        "a leaf that requires a gradient is not written to while it is recorded, got one of shape"
            + " (2); write to detach() or inside noGrad()",
        () -> x.zero_());
    Expect.values(x, 1, 2);
    try (var _ = noGrad()) {
      assertSame(x, x.zero_());
    }
    Expect.values(x, 0, 0);
    assertTrue(x.requiresGrad());
    var y = x.mul(2).add(1);
    assertSame(y, y.zero_());
    Expect.values(y, 0, 0);
    y.sum().backward();
    Expect.values(gradOf(x), 0, 0);
  }

  @Test
  void zeroOfViewsOfAllKinds() {
    float[] array = {1, 2, 3, 4, 5, 6};
    var x = wrap(array).reshape(2, 3);
    x.select(1, 1).zero_();
    assertArrayEquals(new float[] {1, 0, 3, 4, 0, 6}, array);
    x.t().narrow(0, 2, 1).zero_();
    assertArrayEquals(new float[] {1, 0, 0, 4, 0, 0}, array);
    x.get(0, 0).zero_();
    assertArrayEquals(new float[] {0, 0, 0, 4, 0, 0}, array);
    zeros(0, 3).zero_();
    tensor(3.0).expand(1).zero_();
    Expect.values(tensor(true, true).zero_(), 0, 0);
    refused(
        GraphException.class,
        "a write needs each element in a place of its own, got an expanded tensor of shape (3, 2);"
            + " write to a copy()",
        () -> tensor(1.0, 2.0).expand(3, 2).zero_());
  }

  @Test
  void detachInPlaceForgetsTheHistory() {
    var x = leaf(1, 2);
    var y = x.mul(x);
    var z = y.mul(3);
    assertSame(y, y.detach_());
    assertTrue(y.isLeaf());
    assertFalse(y.requiresGrad());
    assertNull(y.gradFn());
    z.sum().backward();
    Expect.values(gradOf(x), 6, 12);
    y.requiresGrad(true).mul(2).sum().backward();
    Expect.values(gradOf(y), 2, 2);
    Expect.values(gradOf(x), 6, 12);
    assertSame(x, x.detach_());
    assertFalse(x.requiresGrad());
    Expect.values(gradOf(x), 6, 12);
  }

  @Test
  void detachInPlaceIsNotForViews() {
    var x = leaf(1, 2);
    var v = x.mul(2).reshape(2, 1);
    refused(
        GraphException.class,
        "detach_() is not for views, got the result of "
            + nodeOf(v)
            + "; use detach(), which returns a new one",
        () -> v.detach_());
    assertTrue(v.requiresGrad());
    assertFalse(ones(2).t().detach_().requiresGrad());
  }

  @Test
  void viewsOfALeafAreFollowed() {
    var x = leaf(1, 2, 3, 4);
    x.reshape(2, 2).t().get(1).sum().backward();
    Expect.values(gradOf(x), 0, 1, 0, 1);
  }

  @Test
  void textTellsHowATensorCameAbout() {
    assertEquals("tensor([1., 2.])", tensor(1.0, 2.0).toString());
    assertEquals("tensor([1., 2.], requires_grad=True)", leaf(1, 2).toString());
    assertEquals("tensor(6., grad_fn=<SumBackward0>)", leaf(1, 2).mul(2).sum().toString());
    assertEquals("tensor([1., 2.])", leaf(1, 2).detach().toString());
    assertEquals("tensor([1., 2.], dtype=torch.float64)", from(new double[] {1, 2}).toString());
    try (var _ = Fluxion.defaultDType(FLOAT64)) {
      assertEquals("tensor([1., 2.])", from(new double[] {1, 2}).toString());
      assertEquals("tensor([1., 2.], dtype=torch.float32)", from(new float[] {1, 2}).toString());
    }
    assertEquals(
        "tensor([1.00, 2.50])", tensor(1.0, 2.5).toString(PrintOptions.DEFAULT.withPrecision(2)));
    assertEquals("tensor([ True, False])", tensor(true, false).toString());
  }

  @Test
  void equalityIsThatOfObjects() {
    assertFalse(tensor(1.0).equals(tensor(1.0)));
    var x = tensor(1.0);
    assertEquals(x, x);
  }
}

package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.backward;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.tensor;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code backward}: what arrives at the leaves, and what is refused. */
class AutogradTest {
  private static Tensor leaf(double... values) {
    return tensor(values).requiresGrad(true);
  }

  @Test
  void theFirstExampleOfEveryBook() {
    var x = arange(4.0).requiresGrad(true);
    assertNull(x.grad());
    var y = x.dot(x).mul(2);
    y.backward();
    Expect.tensor(gradOf(x), FLOAT32, dims(4), 0, 4, 8, 12);
    gradOf(x).zero_();
    x.mul(x).sum().backward();
    Expect.values(gradOf(x), 0, 2, 4, 6);
  }

  @Test
  void byHand() {
    // z = mean(3 (x + 2)²): dz/dx = 1.5 (x + 2)
    var x = tensor(new double[][] {{1, 1}, {1, 1}}).requiresGrad(true);
    var y = x.add(2);
    y.mul(y).mul(3).mean().backward();
    Expect.tensor(gradOf(x), FLOAT32, dims(2, 2), 4.5, 4.5, 4.5, 4.5);
    // e = (a + b)(b + 1): de/da = b + 1, de/db = a + 2b + 1
    var a = tensor(2.0).requiresGrad(true);
    var b = tensor(1.0).requiresGrad(true);
    a.add(b).mul(b.add(1)).backward();
    Expect.tensor(gradOf(a), FLOAT32, dims(), 2);
    Expect.tensor(gradOf(b), FLOAT32, dims(), 5);
  }

  @Test
  void controlFlowIsJavas() {
    var a = tensor(0.3).requiresGrad(true);
    var d = a.mul(2);
    while (d.norm().item() < 1000) {
      d = d.mul(2);
    }
    if (d.sum().item() < 0) {
      d = d.mul(100);
    }
    d.backward();
    Expect.values(gradOf(a), 4096);
  }

  @Test
  void passesAddUp() {
    var x = leaf(1, 2);
    x.mul(3).sum().backward();
    x.mul(x).sum().backward();
    Expect.values(gradOf(x), 5, 7);
  }

  @Test
  void aKeptGradientSeesWhatIsAddedLater() {
    var x = leaf(1, 2);
    x.sum().backward();
    var kept = gradOf(x);
    x.mul(4).sum().backward();
    assertSame(kept, x.grad());
    Expect.values(kept, 5, 5);
    kept.zero_();
    x.mul(2).sum().backward();
    Expect.values(gradOf(x), 2, 2);
  }

  @Test
  void usesOfOneTensorAddUp() {
    var x = leaf(3, -1);
    x.add(x).backward(ones(2));
    Expect.values(gradOf(x), 2, 2);
    x.grad(null);
    x.sub(x).backward(ones(2));
    Expect.values(gradOf(x), 0, 0);
    x.grad(null);
    x.mul(x).mul(x).backward(ones(2));
    Expect.values(gradOf(x), 27, 3);
    x.grad(null);
    x.div(x).add(x).backward(ones(2));
    Expect.values(gradOf(x), 1, 1);
  }

  @Test
  void aGradientArgumentWeighsTheElements() {
    var x = leaf(1, 2, 3);
    x.mul(x).backward(tensor(1.0, 0.1, 0.01));
    Expect.near(1e-7, gradOf(x), 2, 0.4, 0.06);
  }

  @Test
  void oneElementOfAnyRankNeedsNoGradientArgument() {
    var x = tensor(new double[][] {{3}}).requiresGrad(true);
    x.mul(x).backward();
    Expect.tensor(gradOf(x), FLOAT32, dims(1, 1), 6);
    var y = tensor(2.0).requiresGrad(true);
    y.backward();
    Expect.tensor(gradOf(y), FLOAT32, dims(), 1);
  }

  @Test
  void severalElementsDo() {
    var x = leaf(1, 2);
    refused(
        GraphException.class,
        "backward without a gradient needs an output of one element, got the shape (2); pass a"
            + " gradient of that shape, or sum() first",
        () -> x.mul(2).backward());
    refused(
        GraphException.class,
        "backward without a gradient needs an output of one element, got the shape (0); pass a"
            + " gradient of that shape, or sum() first",
        () -> x.narrow(0, 0, 0).backward());
    assertNull(x.grad());
  }

  @Test
  void theGradientArgumentHasTheVeryShapeAndType() {
    var x = leaf(1, 2);
    var y = x.mul(2);
    var shape = "the gradient of an output has the shape of its tensor, (2), got ";
    refused(ShapeException.class, shape + "()", () -> y.backward(tensor(1.0)));
    refused(ShapeException.class, shape + "(1)", () -> y.backward(ones(1)));
    refused(ShapeException.class, shape + "(1, 2)", () -> y.backward(ones(1, 2)));
    refused(
        ShapeException.class,
        "the gradient of an output has the shape of its tensor, (), got (1)",
        () -> x.sum().backward(ones(1)));
    var type = "the gradient of an output has the type of its tensor, float32, got ";
    refused(DTypeException.class, type + "float64", () -> y.backward(ones(FLOAT64, 2)));
    refused(DTypeException.class, type + "int64", () -> y.backward(tensor(1, 1)));
    y.backward(ones(2));
    Expect.values(gradOf(x), 2, 2);
  }

  @Test
  void aConstantHasNothingToPassBack() {
    var rule =
        "backward needs a tensor that requires a gradient or was computed from one, got a constant"
            + " of shape ";
    var help = "; call requiresGrad(true) on a leaf before computing";
    refused(GraphException.class, rule + "()" + help, () -> tensor(1.0).backward());
    refused(GraphException.class, rule + "(2)" + help, () -> ones(2).mul(2).backward(ones(2)));
    refused(GraphException.class, rule + "()" + help, () -> leaf(1).detach().sum().backward());
    refused(GraphException.class, rule + "()" + help, () -> leaf(1).sum().gt(0).backward());
  }

  @Test
  void severalRootsInOnePass() {
    var x = leaf(1, 2);
    var y = x.mul(x);
    List<@Nullable Tensor> heads = Arrays.asList(null, ones(2), null);
    backward(List.of(y.sum(), y.mul(10), x.sum()), heads);
    Expect.values(gradOf(x), 2 + 20 + 1, 4 + 40 + 1);
  }

  @Test
  void aRootMayBeGivenTwiceOrLieBelowAnother() {
    var x = leaf(3);
    var y = x.mul(x);
    var z = y.mul(y);
    List<@Nullable Tensor> heads = Arrays.asList(null, null, null);
    backward(List.of(y, z, y), heads);
    Expect.values(gradOf(x), 2 * 6 + 4 * 27);
    var before = gradOf(x);
    backward(List.of(), List.of());
    assertSame(before, x.grad());
  }

  @Test
  void rootsAndGradientsGoInPairs() {
    var x = leaf(3);
    refused(
        IllegalArgumentException.class,
        "backward needs one gradient per output, null where it is 1, got 0 for 1",
        () -> backward(List.of(x), List.of()));
    refused(
        GraphException.class,
        "backward needs a tensor that requires a gradient or was computed from one, got a constant"
            + " of shape (1); call requiresGrad(true) on a leaf before computing",
        () -> backward(List.of(x, ones(1)), List.of(ones(1), ones(1))));
    assertNull(x.grad());
  }

  @Test
  void constantsAndUnusedLeavesReceiveNone() {
    var x = leaf(1);
    var c = tensor(new double[] {2});
    var unused = leaf(3);
    x.mul(c).backward();
    assertNull(c.grad());
    assertNull(unused.grad());
  }

  @Test
  void retainGradKeepsTheGradientOfAResult() {
    var x = leaf(2);
    var y = x.mul(x).retainGrad();
    var other = x.mul(x);
    var z = y.mul(3).add(y).add(other);
    assertTrue(y.retainsGrad());
    assertFalse(x.retainsGrad());
    assertNull(y.grad());
    z.backward(retainGraph());
    Expect.values(gradOf(y), 4);
    assertNull(other.grad());
    var kept = gradOf(y);
    z.backward();
    assertSame(kept, y.grad());
    Expect.values(kept, 8);
    Expect.values(gradOf(x), 2 * (16 + 4));
    assertNotSame(x, x.mul(1));
    assertSame(x, x.retainGrad());
    Expect.values(gradOf(x.retainGrad()), 40);
  }

  @Test
  void theRootItselfMayRetainItsGradient() {
    var x = leaf(2);
    var y = x.mul(x).retainGrad();
    y.backward(tensor(new double[] {5}));
    Expect.values(gradOf(y), 5);
    refused(
        GraphException.class,
        "retainGrad needs a tensor that requires a gradient or was computed from one, got a"
            + " constant of shape (2); call requiresGrad(true) on a leaf before computing",
        () -> ones(2).retainGrad());
  }

  @Test
  void retainedGradientsOfAFailedPassDoNotChange() {
    var x = leaf(1, 2);
    var y = x.mul(x);
    var z = y.mul(2).retainGrad();
    x.detach().zero_();
    org.junit.jupiter.api.Assertions.assertThrows(GraphException.class, () -> z.sum().backward());
    assertNull(z.grad());
  }

  @Test
  void aLeafThatIsUnmarkedAndMarkedAgainIsTheSameOne() {
    var x = leaf(1, 2);
    x.sum().backward();
    var old = x.mul(x).sum();
    x.requiresGrad(false);
    assertFalse(x.requiresGrad());
    Expect.values(gradOf(x), 1, 1);
    assertFalse(x.mul(2).requiresGrad());
    old.backward();
    Expect.values(gradOf(x), 3, 5);
    x.requiresGrad(true);
    x.sum().backward();
    Expect.values(gradOf(x), 4, 6);
  }
}

package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.allowUnused;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.gradOutputs;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@code grad(y, x)}: gradients as values. */
class GradTest {
  private static Tensor leaf(double... values) {
    return tensor(values).requiresGrad(true);
  }

  private static Tensor at(List<? extends @org.jspecify.annotations.Nullable Tensor> list, int k) {
    return Objects.requireNonNull(list.get(k));
  }

  @Test
  void nothingChangesAtTheLeaves() {
    var x = leaf(1, 2);
    var y = leaf(3, 4);
    var s = x.mul(y).sum();
    Expect.tensor(grad(s, x, retainGraph()), FLOAT32, dims(2), 3, 4);
    assertNull(x.grad());
    assertNull(y.grad());
    x.grad(ones(2));
    Expect.values(grad(s, x), 3, 4);
    Expect.values(Expect.gradOf(x), 1, 1);
  }

  /** The pass of grad() added to the gradients that results retain. */
  @Test
  void nothingChangesAtResultsThatRetainTheirGradient() {
    var x = leaf(1, 2);
    var y = x.mul(x).retainGrad();
    var z = y.sum();
    grad(z, x, retainGraph());
    assertNull(y.grad());
    z.backward(retainGraph());
    grad(z, y);
    Expect.values(Expect.gradOf(y), 1, 1);
  }

  @Test
  void severalOutputsAndInputs() {
    var x = leaf(1, 2);
    var y = leaf(3);
    var out = List.of(x.sum().mul(y), y.mul(y), x);
    var g =
        grad(out, List.of(y, x), gradOutputs(null, tensor(new double[] {10}), tensor(5.0, 6.0)));
    Expect.tensor(at(g, 0), FLOAT32, dims(1), 3 + 60);
    Expect.tensor(at(g, 1), FLOAT32, dims(2), 3 + 5, 3 + 6);
    assertThrows(UnsupportedOperationException.class, () -> g.clear());
  }

  @Test
  void withRespectToAnIntermediateResult() {
    var x = leaf(2);
    var y = x.mul(x);
    var z = y.mul(y).add(y);
    var g = grad(List.of(z), List.of(y, x));
    Expect.values(at(g, 0), 9);
    Expect.values(at(g, 1), 36);
  }

  @Test
  void withRespectToItself() {
    var x = leaf(2);
    Expect.values(grad(x, x), 1);
    var y = x.mul(3);
    Expect.values(grad(y, y), 1);
    var both = grad(List.of(y), List.of(x, y), gradOutputs(tensor(new double[] {7})));
    Expect.values(at(both, 0), 21);
    Expect.values(at(both, 1), 7);
  }

  @Test
  void onlyThePathToTheInputIsWalkedAndFreed() {
    var x = leaf(2);
    var y = leaf(3);
    var z = x.exp().add(y.exp());
    grad(z, x);
    Expect.near(1e-6, grad(z, y), Math.exp(3));
    assertThrows(GraphException.class, () -> grad(z, x));
    var above = x.square();
    var top = above.mul(y.exp()).add(y);
    Expect.near(1e-6, grad(top, above, retainGraph()), Math.exp(3));
    Expect.near(1e-6, grad(top, above), Math.exp(3));
  }

  @Test
  void anInputGivenTwiceHasItsGradientTwice() {
    var x = leaf(2);
    var g = grad(List.of(x.mul(x)), List.of(x, x));
    Expect.values(at(g, 0), 4);
    Expect.values(at(g, 1), 4);
  }

  @Test
  void unusedInputsAreRefusedOrNull() {
    var x = leaf(2);
    var y = leaf(3, 4);
    refused(
        GraphException.class,
        "each input of grad leads to an output, but input 1 of shape (2) is not used by any; pass unconnectedZeros() for"
            + " zeros, or, with lists, allowUnused() for null",
        () -> grad(List.of(x.mul(2)), List.of(x, y)));
    var g = grad(List.of(x.mul(2)), List.of(y, x), allowUnused());
    assertNull(g.get(0));
    Expect.values(at(g, 1), 2);
    var later = x.mul(2);
    assertNull(grad(List.of(x.mul(3)), List.of(later), allowUnused()).get(0));
    refused(
        IllegalArgumentException.class,
        "allowUnused() may give null and goes with lists: grad(List.of(y), List.of(x),"
            + " allowUnused())",
        () -> grad(x.mul(2), x, allowUnused()));
  }

  @Test
  void aRefusedCallLeavesTheGraphUsable() {
    var x = leaf(2);
    var y = x.exp();
    assertThrows(GraphException.class, () -> grad(List.of(y), List.of(x, leaf(3))));
    assertThrows(ShapeException.class, () -> grad(y, x, gradOutputs(ones(2))));
    assertThrows(GraphException.class, () -> grad(y, ones(1)));
    Expect.near(1e-6, grad(y, x), Math.exp(2));
  }

  @Test
  void whatIsNotRecordedIsRefused() {
    var x = leaf(2);
    var help = "; call requiresGrad(true) on a leaf before computing";
    refused(
        GraphException.class,
        "grad needs a tensor that requires a gradient or was computed from one, got a constant of"
            + " shape (1)"
            + help,
        () -> grad(ones(1), x));
    refused(
        GraphException.class,
        "the gradient with respect to a tensor needs a tensor that requires a gradient or was"
            + " computed from one, got a constant of shape (3)"
            + help,
        () -> grad(x.mul(2), ones(3)));
    refused(
        GraphException.class,
        "grad without a gradient needs an output of one element, got the shape (2); pass a gradient"
            + " of that shape, or sum() first",
        () -> grad(leaf(1, 2), x));
    refused(
        IllegalArgumentException.class,
        "grad needs one gradient per output, null where it is 1, got 2 for 1",
        () -> grad(x, x, gradOutputs(ones(1), ones(1))));
    refused(
        IllegalArgumentException.class,
        "grad names its inputs in its second argument; inputs(…) is an option of backward",
        () -> grad(x, x, Fluxion.inputs(x)));
    refused(
        DTypeException.class,
        "the gradient of an output has the type of its tensor, float32, got float64",
        () -> grad(x, x, gradOutputs(ones(FLOAT64, 1))));
  }

  @Test
  void gradientsCanBeDifferentiatedAgain() {
    var x = leaf(2);
    var y = x.pow(4);
    var first = grad(y, x, createGraph());
    var second = grad(first, x, createGraph());
    var third = grad(second, x, createGraph());
    var fourth = grad(third, x);
    Expect.values(first, 32);
    Expect.values(second, 48);
    Expect.values(third, 48);
    Expect.values(fourth, 24);
    assertTrue(third.requiresGrad());
    assertFalse(fourth.requiresGrad());
    Expect.values(grad(y, x), 32);
  }

  @Test
  void aMixedSecondDerivative() {
    var x = leaf(2);
    var y = leaf(3);
    // z = x² y³: z_xy = 2x · 3y² = 108, z_yy = 6 x² y = 72
    var z = x.square().mul(y.pow(3));
    var zy = grad(z, y, createGraph());
    var g = grad(List.of(zy), List.of(x, y));
    Expect.values(at(g, 0), 108);
    Expect.values(at(g, 1), 72);
  }

  @Test
  void theGradientOfAGradientPenalty() {
    // f = Σ x³, penalty = Σ (f')² = Σ 9x⁴, its gradient 36 x³
    var x = leaf(1, 2);
    var f = x.pow(3).sum();
    grad(f, x, createGraph()).square().sum().backward();
    Expect.values(Expect.gradOf(x), 36, 288);
  }

  @Test
  void createGraphWorksInsideNoGradAndRestoresTheMode() {
    var x = leaf(2);
    var y = x.pow(3);
    try (var _ = Fluxion.noGrad()) {
      var g = grad(y, x, createGraph());
      assertTrue(g.requiresGrad());
      assertFalse(x.mul(2).requiresGrad());
      Expect.values(grad(g, x), 12);
    }
    assertTrue(x.mul(2).requiresGrad());
  }

  @Test
  void aCotangentMayBeRecordedItself() {
    // d/dv of vᵀ J is J: the way to a jvp by two reverse passes.
    var x = leaf(2, 3);
    var v = leaf(1, 1);
    var vjp = grad(x.pow(3), x, gradOutputs(v), createGraph());
    Expect.values(grad(vjp, v, gradOutputs(tensor(1.0, 10.0))), 12, 270);
  }

  /** Identities handed the caller's recorded cotangent on, as a gradient and into the leaf. */
  @Test
  void aRecordedCotangentIsAConstantWithoutCreateGraph() {
    var x = leaf(2);
    var v = leaf(3);
    var g = grad(x.add(0), x, gradOutputs(v));
    assertFalse(g.requiresGrad());
    x.add(0).backward(v);
    var kept = Expect.gradOf(x);
    assertFalse(kept.requiresGrad());
    x.add(0).backward(ones(1));
    Expect.values(kept, 4);
    Expect.values(v, 3);
    Expect.values(g, 3);
  }

  @Test
  void aConstantThatIsMarkedLaterStaysOneInGraphsOfBefore() {
    var x = leaf(2);
    var c = tensor(new double[] {3});
    var y = x.square().mul(c);
    c.requiresGrad(true);
    var g = grad(y, x, createGraph());
    g.backward();
    Expect.values(Expect.gradOf(x), 6);
    assertNull(c.grad());
  }

  @Test
  void aZeroGradientThatDoesNotDependOnTheInputAnyMore() {
    var x = leaf(2);
    var g = grad(x.mul(3), x, createGraph());
    Expect.values(g, 3);
    assertEquals(false, g.requiresGrad());
    assertThrows(GraphException.class, () -> grad(g, x));
  }
}

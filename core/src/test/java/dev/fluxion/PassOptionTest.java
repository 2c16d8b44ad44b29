package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.inputs;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.tensor;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a pass frees, keeps, records and leaves out. */
class PassOptionTest {
  private static Tensor leaf(double... values) {
    return tensor(values).requiresGrad(true);
  }

  private static String freed(String node) {
    return "the values that "
        + node
        + " saved are freed by the first backward pass through them; call"
        + " backward(retainGraph()) the first time to run a second pass";
  }

  @Test
  void aSecondPassNeedsWhatTheFirstOneFreed() {
    var x = leaf(0.5);
    var y = x.exp();
    y.backward();
    refused(GraphException.class, freed("ExpBackward0"), () -> y.backward());
    var z = x.mul(x);
    z.backward();
    refused(GraphException.class, freed("MulBackward0"), () -> z.backward());
    refused(GraphException.class, freed("MulBackward0"), () -> z.add(1).backward(retainGraph()));
    refused(
        GraphException.class, freed("MmBackward0"), twice(x.reshape(1, 1).matmul(x.reshape(1, 1))));
    refused(GraphException.class, freed("ProdBackward0"), twice(x.prod()));
    refused(GraphException.class, freed("SoftmaxBackward0"), twice(x.softmax(0)));
    refused(GraphException.class, freed("ReluBackward0"), twice(x.relu()));
    refused(
        GraphException.class, freed("IndexSelectBackward0"), twice(x.indexSelect(0, tensor(0))));
    refused(GraphException.class, freed("ClampBackward0"), twice(x.clamp(0, 1)));
  }

  @Test
  void aGraphThatSavedNothingRunsAnyNumberOfTimes() {
    var x = leaf(1, 2);
    var y = x.add(x).sub(1).neg().reshape(2, 1).t().expand(3, 2).sum();
    var z = Fluxion.cat(List.of(x, x), 0).unbind(0).get(3).mean().toFloat64();
    for (int run = 1; run <= 3; run++) {
      y.backward();
      z.backward();
      Expect.values(gradOf(x), -6.0 * run, -6.0 * run + run);
    }
  }

  @Test
  void onlyWhatAPassRanThroughIsFreed() {
    var x = leaf(1);
    var y = leaf(2);
    var z = x.exp().mul(2).add(y.square());
    z.backward(inputs(x));
    z.backward(inputs(y));
    Expect.near(1e-6, gradOf(x), 2 * Math.E);
    Expect.values(gradOf(y), 4);
  }

  @Test
  void retainGraphKeepsIt() {
    var x = leaf(3);
    var y = x.mul(x);
    y.backward(retainGraph());
    y.backward(retainGraph());
    y.backward();
    Expect.values(gradOf(x), 18);
    refused(GraphException.class, freed("MulBackward0"), () -> y.backward());
    Expect.values(gradOf(x), 18);
  }

  @Test
  void aFailedPassHasNotTouchedAnyLeaf() {
    var x = leaf(1);
    var y = leaf(2);
    var used = y.exp();
    used.backward();
    gradOf(y).zero_();
    var z = x.mul(2).add(used);
    refused(GraphException.class, freed("ExpBackward0"), () -> z.backward());
    assertNull(x.grad());
    Expect.values(gradOf(y), 0);
  }

  @Test
  void createGraphRecordsTheGradient() {
    var x = leaf(2);
    var y = x.pow(3);
    y.backward(createGraph());
    var first = gradOf(x);
    Expect.values(first, 12);
    assertTrue(first.requiresGrad());
    assertFalse(first.isLeaf());
    x.grad(null);
    first.backward();
    Expect.values(gradOf(x), 12);
    y.backward();
    Expect.values(gradOf(x), 24);
  }

  @Test
  void withoutCreateGraphTheGradientIsNotRecorded() {
    var x = leaf(2);
    x.pow(3).backward(retainGraph());
    assertFalse(gradOf(x).requiresGrad());
  }

  @Test
  void onlyTheInputsNamedReceiveAGradient() {
    var x = leaf(1);
    var y = leaf(2);
    var z = leaf(3);
    var product = x.mul(y).mul(z);
    product.backward(inputs(x, z), retainGraph());
    Expect.values(gradOf(x), 6);
    assertNull(y.grad());
    Expect.values(gradOf(z), 2);
    product.backward(inputs(leaf(9)));
    Expect.values(gradOf(x), 6);
  }

  @Test
  void inputsAreLeaves() {
    var x = leaf(1);
    var y = x.mul(2);
    var rule = "inputs(…) names leaves that require gradients, got a tensor of shape (1)";
    var help = "; use grad(y, x) for the gradient of an intermediate result";
    refused(
        GraphException.class,
        rule + " that was computed" + help,
        () -> y.mul(y).backward(inputs(y)));
    refused(
        GraphException.class,
        rule + " that requires none" + help,
        () -> y.backward(inputs(ones(1))));
    refused(
        IllegalArgumentException.class,
        "backward takes retainGraph(), createGraph() and inputs(…); gradOutputs and allowUnused are"
            + " options of grad",
        () -> y.backward(Fluxion.allowUnused()));
  }

  private static Executable twice(Tensor y) {
    y.backward(retainGraph());
    y.backward();
    return () -> y.backward();
  }

  private static boolean isCollected(WeakReference<?> reference) throws InterruptedException {
    for (int k = 0; k < 50 && reference.get() != null; k++) {
      System.gc();
      Thread.sleep(10);
    }
    return reference.get() == null;
  }

  private static Tensor chain(Tensor x, List<WeakReference<Tensor>> values) {
    var y = x;
    for (int k = 0; k < 5; k++) {
      y = k % 2 == 0 ? y.exp() : y.softmax(0);
      values.add(new WeakReference<>(y));
      y = y.matmul(ones(2, 2)).mul(0.1);
    }
    return y.sum();
  }

  @Test
  void freedValuesCanBeCollectedWhileTheGraphIsHeld() throws InterruptedException {
    List<WeakReference<Tensor>> values = new ArrayList<>();
    var x = tensor(new double[][] {{0.1, 0.2}, {0.3, 0.4}}).requiresGrad(true);
    var z = chain(x, values);
    z.backward(retainGraph());
    System.gc();
    assertNotNull(values.get(2).get());
    z.backward();
    for (var value : values) {
      assertTrue(isCollected(value));
    }
    assertFalse(z.isLeaf());
  }

  @Test
  void aGraphThatIsDroppedCanBeCollected() throws InterruptedException {
    List<WeakReference<Tensor>> values = new ArrayList<>();
    var x = tensor(new double[][] {{0.1, 0.2}, {0.3, 0.4}}).requiresGrad(true);
    assertTrue(chain(x, values).requiresGrad());
    for (var value : values) {
      assertTrue(isCollected(value));
    }
    assertNull(x.grad());
  }
}

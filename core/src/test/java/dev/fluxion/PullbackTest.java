package dev.fluxion;

import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A run with its argument followed: which passes are recorded, and what they leave behind. */
class PullbackTest {
  private static final Fn<List<Tensor>, Tensor> PRODUCT = p -> p.get(0).mul(p.get(1));

  private static Pullback<List<Tensor>, Tensor> product(Tensor a, Tensor b) {
    return Pullback.of(PRODUCT, List.of(a, b));
  }

  @Test
  void whatIsUsed() {
    var at = Pullback.of((List<Tensor> p) -> List.of(p.get(0).neg(), p.get(1)), list(1, 2));
    assertTrue(at.uses(0, 0));
    assertFalse(at.uses(0, 1));
    assertFalse(at.uses(1, 0));
    assertTrue(at.uses(1, 1));
  }

  private static List<Tensor> list(double a, double b) {
    return List.of(tensor(a), tensor(b));
  }

  @Test
  void aPassThatNobodyFollowsFreesWhatItDoesNotNeed() {
    var at = product(tensor(2.0), tensor(3.0));
    var one = List.of(tensor(1.0));
    values(at.pull(one, true).get(0), 3);
    var last = at.pull(one, false);
    values(last.get(1), 2);
    assertFalse(last.get(0).requiresGrad());
    refused(
        GraphException.class,
        "the values that MulBackward0 saved are freed by the first backward pass through them; call"
            + " backward(retainGraph()) the first time to run a second pass",
        () -> at.pull(one, false));
  }

  @Test
  void aPassThatSomebodyFollowsFreesNothing() {
    var a = tensor(2.0).requiresGrad(true);
    var at = product(a, tensor(3.0));
    var one = List.of(tensor(1.0));
    at.pull(one, false);
    var cts = at.pull(one, false);
    assertTrue(cts.get(1).requiresGrad());
    values(Fluxion.grad(cts.get(1).square(), a), 4);
    assertTrue(at.value().requiresGrad());
  }

  @Test
  void cotangentsMayBeFollowed() {
    var ct = tensor(5.0).requiresGrad(true);
    var cts = product(tensor(2.0), tensor(3.0)).pull(List.of(ct), true);
    values(Fluxion.grad(cts.get(0), ct), 3);
    assertFalse(product(tensor(2.0), tensor(3.0)).value().requiresGrad());
  }

  @Test
  void theArgumentIsAnotherTensor() {
    var x = tensor(2.0).requiresGrad(true);
    var input = Pullback.follow(x);
    assertTrue(input != x);
    assertEquals(x.shape(), input.shape());
    try (var _ = Fluxion.inferenceMode()) {
      var made = tensor(1.0).mul(2);
      assertTrue(made instanceof Dense d && d.isInference());
      try (var _ = Modes.enter(Modes.now().following())) {
        assertFalse(Pullback.follow(made) instanceof Dense d && d.isInference());
      }
    }
    refused(
        DTypeException.class,
        "only floating tensors have gradients, got int64; convert with toFloat32() first",
        () -> Pullback.follow(tensor(1)));
  }

  @Test
  void theTransposeIsTheDerivative() {
    var at = Pullback.of((Tensor x) -> x.pow(3), tensor(1.0, 2.0));
    var forward = at.transposed();
    values(forward.pull(tensor(1.0, 1.0)), 3, 12);
    values(forward.pull(tensor(1.0, 10.0)), 3, 120);
    values(forward.transposed().pull(tensor(2.0, 1.0)), 6, 12);
  }
}

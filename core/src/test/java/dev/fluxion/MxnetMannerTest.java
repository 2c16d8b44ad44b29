package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.backward;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.enableGrad;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.isRecording;
import static dev.fluxion.Fluxion.isTraining;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.pause;
import static dev.fluxion.Fluxion.predictMode;
import static dev.fluxion.Fluxion.record;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.trainMode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MXNet's manner: {@code attachGrad}, {@code record}, {@code backward}. */
class MxnetMannerTest {
  private static Tensor array(double... values) {
    return tensor(values).attachGrad();
  }

  @Test
  void theTutorial() {
    var x = arange(4.0).reshape(4, 1).attachGrad();
    Tensor y;
    try (var _ = record()) {
      y = x.t().matmul(x).mul(2);
    }
    y.backward();
    Expect.values(gradOf(x), 0, 4, 8, 12);
  }

  @Test
  void gradientsAreZerosAtFirst() {
    var x = array(1, 2);
    Expect.tensor(gradOf(x), DType.FLOAT32, Expect.dims(2), 0, 0);
    assertTrue(x.isLeaf() && x.requiresGrad());
    Expect.tensor(gradOf(ones(FLOAT64, 2, 1).attachGrad()), FLOAT64, Expect.dims(2, 1), 0, 0);
    assertNull(tensor(1.0).attachGrad(GradReq.NULL).grad());
    refused(
        DTypeException.class,
        "only floating tensors have gradients, got int64; convert with toFloat32() first",
        () -> tensor(1).attachGrad());
  }

  @Test
  void theNextPassWritesOverTheGradientInTheSameMemory() {
    var x = array(1, 2);
    var kept = gradOf(x);
    for (int k = 1; k <= 3; k++) {
      Tensor y;
      try (var _ = record()) {
        y = x.mul(k).add(x);
      }
      y.backward();
      Expect.values(gradOf(x), k + 1, k + 1);
      assertSame(kept, gradOf(x));
    }
    Expect.values(kept, 4, 4);
  }

  @Test
  void withinOnePassUsesAddUp() {
    var x = array(3);
    Tensor y;
    try (var _ = record()) {
      y = x.mul(x).add(x);
    }
    y.backward();
    Expect.values(gradOf(x), 7);
  }

  @Test
  void requests() {
    var add = tensor(3.0).attachGrad(GradReq.ADD);
    var none = tensor(3.0).attachGrad(GradReq.NULL);
    var write = tensor(3.0).attachGrad(GradReq.WRITE);
    for (int k = 0; k < 2; k++) {
      Tensor y;
      try (var _ = record()) {
        y = add.mul(none).mul(write);
      }
      y.backward();
    }
    Expect.values(gradOf(add), 18);
    assertNull(none.grad());
    Expect.values(gradOf(write), 9);
  }

  @Test
  void nothingIsRecordedOutside() {
    var x = array(1, 2);
    var y = x.mul(2);
    assertFalse(y.requiresGrad());
    assertTrue(y.isLeaf());
    var message =
        "backward needs a tensor that requires a gradient or was computed from one, got a constant"
            + " of shape (2); call requiresGrad(true) on a leaf before computing";
    refused(GraphException.class, message, () -> y.backward());
    try (var _ = record()) {
      assertFalse(y.mul(2).requiresGrad());
      assertTrue(x.mul(2).requiresGrad());
      assertFalse(tensor(1.0).mul(2).requiresGrad());
    }
    assertFalse(x.mul(2).requiresGrad());
  }

  private static void modes(boolean recording, boolean training) {
    assertEquals(recording, isRecording());
    assertEquals(training, isTraining());
  }

  @Test
  void scopesNest() {
    var x = array(1);
    modes(false, false);
    try (var _ = record()) {
      modes(true, true);
      try (var _ = pause()) {
        modes(false, false);
        assertFalse(x.mul(2).requiresGrad());
        try (var _ = record(false)) {
          modes(true, false);
          assertTrue(x.mul(2).requiresGrad());
        }
        modes(false, false);
        try (var _ = trainMode()) {
          modes(false, true);
          assertFalse(x.mul(2).requiresGrad());
        }
        modes(false, false);
      }
      modes(true, true);
      try (var _ = predictMode()) {
        modes(true, false);
        assertTrue(x.mul(2).requiresGrad());
      }
      try (var _ = noGrad()) {
        modes(false, true);
        assertFalse(x.mul(2).requiresGrad());
        try (var _ = enableGrad()) {
          assertTrue(x.mul(2).requiresGrad());
        }
      }
      modes(true, true);
    }
    modes(false, false);
    try (var _ = trainMode()) {
      modes(false, true);
    }
    assertThrows(
        IllegalStateException.class,
        () -> {
          try (var _ = record()) {
            throw new IllegalStateException("mine");
          }
        });
    modes(false, false);
  }

  @Test
  void headsOfSeveralElementsCountAsTheirSum() {
    var x = array(1, 2, 3);
    Tensor y;
    try (var _ = record()) {
      y = x.mul(x);
    }
    y.backward();
    Expect.values(gradOf(x), 2, 4, 6);
  }

  @Test
  void headGradients() {
    var x = array(1, 2, 3);
    Tensor y;
    try (var _ = record()) {
      y = x.mul(x);
    }
    y.backward(tensor(1.0, 10.0, 0.1));
    Expect.near(1e-6, gradOf(x), 2, 40, 0.6);
    Tensor z;
    try (var _ = record()) {
      y = x.mul(2);
      z = x.mul(5).sum();
    }
    backward(List.of(y, z), Arrays.asList(null, tensor(10.0)));
    Expect.values(gradOf(x), 52, 52, 52);
    Tensor w;
    try (var _ = record()) {
      w = x.mul(2);
    }
    refused(
        ShapeException.class,
        "the gradient of an output has the shape of its tensor, (3), got ()",
        () -> w.backward(tensor(1.0)));
  }

  @Test
  void aGraphIsConsumedByThePass() {
    var x = array(1, 2);
    Tensor y;
    try (var _ = record()) {
      y = x.add(1).sub(x.mul(1)).add(x);
    }
    y.backward();
    assertThrows(GraphException.class, () -> y.backward());
    Expect.values(gradOf(x), 1, 1);
    Tensor z;
    try (var _ = record()) {
      z = x.add(1);
    }
    z.backward(retainGraph());
    z.backward();
    refused(
        GraphException.class,
        "a graph recorded from attachGrad() arrays serves one backward pass, got a second one at"
            + " AddBackward0, whose graph is freed; call backward(retainGraph()) the first time, or"
            + " record again",
        () -> z.backward());
    Tensor v;
    Tensor w;
    try (var _ = record()) {
      v = x.add(1);
      w = v.reshape(2, 1);
    }
    w.backward();
    assertThrows(GraphException.class, () -> v.backward());
  }

  @Test
  void attachGradOnAResultCutsIt() {
    var x = arange(4.0).attachGrad();
    Tensor y;
    Tensor z;
    try (var _ = record()) {
      y = x.mul(x);
      y.attachGrad();
      z = y.mul(x);
    }
    z.backward();
    Expect.values(gradOf(x), 0, 1, 4, 9);
    Expect.values(gradOf(y), 0, 1, 2, 3);
    assertTrue(y.isLeaf());
  }

  @Test
  void detachCuts() {
    var x = arange(4.0).attachGrad();
    Tensor z;
    try (var _ = record()) {
      var y = x.mul(x);
      z = y.detach().mul(x);
    }
    z.backward();
    Expect.values(gradOf(x), 0, 1, 4, 9);
  }

  @Test
  void attachingAgainStartsAnew() {
    var x = array(1, 2);
    Tensor y;
    Tensor z;
    try (var _ = record()) {
      y = x.mul(2);
    }
    var old = gradOf(x);
    x.attachGrad(GradReq.ADD);
    try (var _ = record()) {
      z = x.mul(3);
    }
    y.backward();
    Expect.values(gradOf(x), 0, 0);
    Expect.values(old, 2, 2);
    z.backward();
    Expect.values(gradOf(x), 3, 3);
  }

  @Test
  void parametersAreWrittenToOutsideOfARecording() {
    var w = array(1, 2);
    Tensor y;
    try (var _ = record()) {
      y = w.mul(w);
    }
    y.backward();
    w.sub_(gradOf(w).mul(0.5));
    Expect.values(w, 0, 0);
    w.copy_(tensor(3.0, 4.0));
    w.add_(w);
    Expect.values(w, 6, 8);
    assertTrue(w.isLeaf() && w.requiresGrad());
    try (var _ = record()) {
      y = w.mul(w);
    }
    y.backward();
    Expect.values(gradOf(w), 12, 16);
  }

  @Test
  void partsOfParametersAreWrittenToOutsideOfARecording() {
    var w = array(1, 2, 3);
    w.at(0).add_(10);
    w.narrow(0, 1, 2).mul_(2);
    w.set_(7, 2);
    Expect.values(w, 11, 4, 7);
    assertTrue(w.isLeaf());
  }

  @Test
  void parametersAreNotWrittenToInside() {
    var w = array(1, 2);
    try (var _ = record()) {
      var message =
          " that requires a gradient is not written to while it is recorded, got one of shape"
              + " (%s); write to detach() or inside noGrad()";
      refused(GraphException.class, "a leaf" + message.formatted("2"), () -> w.add_(1));
      refused(
          GraphException.class, "a view of a leaf" + message.formatted(""), () -> w.at(0).add_(1));
      try (var _ = pause()) {
        w.add_(1);
        w.at(0).add_(1);
      }
    }
    Expect.values(w, 3, 3);
  }

  @Test
  void resultsAreWrittenToInside() {
    var x = array(1, 2);
    Tensor y;
    try (var _ = record()) {
      y = x.mul(3);
      y.at(0).mul_(10);
      y.add_(x);
    }
    Expect.values(y, 31, 8);
    y.backward();
    Expect.values(gradOf(x), 31, 4);
  }

  @Test
  void higherOrders() {
    var x = array(2);
    Tensor g;
    try (var _ = record()) {
      var y = x.mul(x).mul(x);
      g = grad(y, x, createGraph());
    }
    Expect.values(g, 12);
    g.backward();
    Expect.values(gradOf(x), 12);
  }

  @Test
  void controlFlow() {
    for (double start : new double[] {0.3, -2, 250}) {
      var a = tensor(start).attachGrad();
      Tensor d;
      try (var _ = record()) {
        var b = a.mul(2);
        while (b.abs().item() < 1000) {
          b = b.mul(2);
        }
        d = b.item() > 0 ? b : b.mul(100);
      }
      d.backward();
      assertEquals(d.item() / start, gradOf(a).item(), 1e-6 * Math.abs(d.item() / start));
    }
  }

  @Test
  void modesAreOfTheThread() throws Exception {
    try (var _ = record()) {
      var there = new java.util.concurrent.FutureTask<>(() -> isRecording() || isTraining());
      Thread.ofVirtual().start(there);
      assertFalse(there.get());
    }
  }
}

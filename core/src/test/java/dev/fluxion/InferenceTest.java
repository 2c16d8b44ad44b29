package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.enableGrad;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.inferenceMode;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InferenceTest {
  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static Tensor made() {
    var x = leaf(1, 2);
    try (var _ = inferenceMode()) {
      return x.mul(3);
    }
  }

  @Test
  void nothingIsRecorded() {
    var x = leaf(1, 2);
    try (var _ = inferenceMode()) {
      var y = x.mul(x);
      assertFalse(y.requiresGrad());
      assertNull(y.gradFn());
      Expect.values(y, 1, 4);
    }
    assertTrue(x.mul(x).requiresGrad());
  }

  @Test
  void nothingIsRecordedWhateverIsSwitchedOnInside() {
    var x = leaf(1, 2);
    var a = ones(2).attachGrad();
    try (var _ = inferenceMode()) {
      try (var _ = enableGrad()) {
        assertFalse(x.add(1).requiresGrad());
        assertFalse(x.mul(x).requiresGrad());
      }
      try (var _ = Fluxion.record()) {
        assertFalse(a.add(1).requiresGrad());
      }
    }
  }

  @Test
  void itsTensorsAreNotWrittenToOutside() {
    var y = made();
    var message =
        "a tensor made in inference mode is not written to outside of it, got one of shape (%s);"
            + " make a copy() first";
    refused(GraphException.class, message.formatted("2"), () -> y.add_(1));
    refused(GraphException.class, message.formatted(""), () -> y.at(0).zero_());
    refused(GraphException.class, message.formatted("2"), () -> y.set_(1, 0));
    refused(GraphException.class, message.formatted("2"), () -> y.detach().zero_());
    try (var _ = noGrad()) {
      refused(GraphException.class, message.formatted("2"), () -> y.exp_());
    }
    Expect.values(y, 3, 6);
    try (var _ = inferenceMode()) {
      y.add_(1).at(0).mul_(2);
    }
    Expect.values(y, 8, 7);
  }

  @Test
  void theirWritesAreNotCounted() {
    var y = made();
    refused(
        GraphException.class,
        "writes to a tensor made in inference mode are not counted; make a copy() first",
        () -> y.version());
  }

  @Test
  void theyRequireNoGradient() {
    var y = made();
    var message =
        "a tensor made in inference mode requires no gradient; make a copy() outside of it first";
    refused(GraphException.class, message, () -> y.requiresGrad(true));
    refused(GraphException.class, message, () -> y.attachGrad());
    refused(GraphException.class, message, () -> y.at(0).requiresGrad(true));
    assertFalse(y.requiresGrad());
    assertTrue(y.copy().requiresGrad(true).requiresGrad());
  }

  @Test
  void theyAreNotSaved() {
    var y = made();
    var x = leaf(1, 2);
    var message =
        "a tensor made in inference mode is not saved for a gradient, got one of shape (2); make a"
            + " copy() first";
    refused(GraphException.class, message, () -> x.mul(y));
    refused(GraphException.class, message, () -> x.dot(y));
    x.add(y).sum().backward();
    Expect.values(gradOf(x), 1, 1);
    x.mul(y.copy()).sum().backward();
    Expect.values(gradOf(x), 4, 7);
    Expect.values(y.mul(2), 6, 12);
  }

  @Test
  void otherTensorsAreAsEverInside() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    try (var _ = inferenceMode()) {
      x.add_(1);
      y.at(0).zero_();
      assertEquals(1, x.version());
    }
    Expect.values(x, 2, 3);
    y.add_(1).sum().backward();
    Expect.values(gradOf(x), 3, 3);
    Tensor view;
    try (var _ = inferenceMode()) {
      view = x.detach().at(0);
    }
    view.add_(5);
    Expect.values(x, 7, 3);
  }

  @Test
  void itIsAMode() {
    var x = leaf(1, 2);
    assertThrows(
        IllegalStateException.class,
        () -> {
          try (var _ = inferenceMode()) {
            throw new IllegalStateException("mine");
          }
        });
    assertTrue(x.mul(2).requiresGrad());
    try (var _ = inferenceMode()) {
      try (var _ = noGrad()) {
        x.mul(2);
      }
      assertThrows(GraphException.class, () -> x.mul(2).backward());
    }
    ones(2).add_(1);
  }

  @Test
  void aPassInsideLeavesGradientsThatCanBeUsedOutside() {
    var x = leaf(1, 2);
    var y = x.mul(3).sum();
    try (var _ = inferenceMode()) {
      y.backward();
    }
    Expect.values(gradOf(x), 3, 3);
    x.mul(2).sum().backward();
    Expect.values(gradOf(x), 5, 5);
    gradOf(x).zero_();
    Expect.values(gradOf(x), 0, 0);
  }
}

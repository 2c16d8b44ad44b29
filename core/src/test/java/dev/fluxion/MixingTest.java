package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.enableGrad;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.pause;
import static dev.fluxion.Fluxion.record;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The three manners of recording in one program: what is followed where, and whose rules hold. */
class MixingTest {
  private final Tensor always = of(2).requiresGrad(true);
  private final Tensor scoped = of(3).attachGrad();
  private final Tensor taped = variable(of(5));

  private static Tensor of(double... values) {
    return from(values);
  }

  private static Tensor have(@Nullable Tensor x) {
    return Objects.requireNonNull(x, "no gradient");
  }

  /** Which of the three are followed here and now: A, S, T. */
  private String followed() {
    return (always.mul(2).requiresGrad() ? "A" : "")
        + (scoped.mul(2).requiresGrad() ? "S" : "")
        + (taped.mul(2).requiresGrad() ? "T" : "");
  }

  @Test
  void whatIsFollowedWhere() {
    assertEquals("A", followed());
    try (var _ = record()) {
      assertEquals("AS", followed());
      try (var _ = noGrad()) {
        assertEquals("", followed());
        try (var _ = record()) {
          assertEquals("AS", followed());
        }
      }
      try (var _ = pause()) {
        assertEquals("", followed());
        try (var _ = enableGrad()) {
          assertEquals("A", followed());
        }
      }
    }
    try (var tape = new GradientTape()) {
      assertEquals("AT", followed());
      try (var _ = record()) {
        assertEquals("AST", followed());
        try (var _ = tape.stopRecording()) {
          assertEquals("AS", followed());
          try (var _ = pause()) {
            assertEquals("", followed());
          }
        }
        try (var _ = pause()) {
          assertEquals("", followed());
        }
        try (var _ = noGrad()) {
          assertEquals("", followed());
        }
      }
      try (var _ = noGrad()) {
        assertEquals("", followed());
        try (var _ = enableGrad()) {
          assertEquals("AT", followed());
        }
      }
      try (var _ = pause();
          var _ = record()) {
        assertEquals("AST", followed());
      }
      try (var _ = Fluxion.inferenceMode()) {
        assertEquals("", followed());
      }
    }
    assertEquals("A", followed());
  }

  @Test
  void aProductOfAllThree() {
    var tape = GradientTape.persistent();
    Tensor y;
    try (tape;
        var _ = record()) {
      y = always.mul(scoped).mul(taped);
    }
    Expect.values(have(tape.gradient(y, taped)), 6);
    Expect.values(have(tape.gradient(y, always)), 15);
    Expect.values(have(tape.gradient(y, scoped)), 10);
    y.backward();
    Expect.values(gradOf(always), 15);
    Expect.values(gradOf(scoped), 10);
    Expect.values(gradOf(taped), 6);
    assertThrows(GraphException.class, () -> y.backward());
  }

  @Test
  void whatIsNotFollowedIsAConstant() {
    var y = always.mul(scoped).mul(taped);
    y.backward();
    Expect.values(gradOf(always), 15);
    Expect.values(gradOf(scoped), 0);
    assertNull(taped.grad());
    Tensor z;
    try (var _ = record()) {
      z = always.detach().mul(scoped).mul(taped);
    }
    z.backward();
    Expect.values(gradOf(scoped), 10);
    Expect.values(gradOf(always), 15);
    assertNull(taped.grad());
  }

  @Test
  void resultsGoOnInTheMannersOfTheirLeaves() {
    Tensor y;
    try (var _ = record()) {
      y = scoped.mul(2);
    }
    assertTrue(y.requiresGrad());
    var outside = y.mul(always);
    outside.backward(retainGraph());
    Expect.values(gradOf(always), 6);
    Expect.values(gradOf(scoped), 0);
    assertNull(outside.detach().mul(y).gradFn());
    try (var _ = record()) {
      y.mul(always).backward();
    }
    Expect.values(gradOf(scoped), 4);
    Expect.values(gradOf(always), 12);
  }

  @Test
  void headsOfSeveralElementsNeedOneMannerAlone() {
    var a = of(1, 2).requiresGrad(true);
    var s = of(1, 2).attachGrad();
    var t = variable(of(1, 2));
    Tensor alone;
    Tensor mixed;
    try (var _ = record()) {
      alone = s.mul(2);
      mixed = s.mul(a);
    }
    alone.backward();
    Expect.values(gradOf(s), 2, 2);
    assertThrows(GraphException.class, () -> mixed.backward());
    try (var tape = new GradientTape()) {
      var y = t.mul(2);
      assertThrows(GraphException.class, () -> y.backward());
      Expect.values(have(tape.gradient(y, t)), 2, 2);
    }
    Tensor constant;
    try (var _ = record()) {
      constant = s.mul(a.detach());
    }
    constant.backward();
    Expect.values(gradOf(s), 1, 2);
  }

  @Test
  void graphsAreConsumedInOneMannerAlone() {
    Tensor alone;
    Tensor mixed;
    try (var _ = record()) {
      alone = scoped.add(1);
      mixed = scoped.add(always);
    }
    alone.backward();
    assertThrows(GraphException.class, () -> alone.backward());
    mixed.backward();
    mixed.backward();
    Expect.values(gradOf(always), 2);
    Expect.values(gradOf(scoped), 1);
    var tape = GradientTape.persistent();
    Tensor y;
    try (tape;
        var _ = record()) {
      y = scoped.add(2);
    }
    Expect.values(have(tape.gradient(y, scoped)), 1);
    Expect.values(have(tape.gradient(y, scoped)), 1);
    y.backward();
    assertThrows(GraphException.class, () -> y.backward());
  }

  @Test
  void aTapeWithinARecordingAndTheOtherWayRound() {
    Tensor g;
    Tensor y;
    try (var _ = record()) {
      var tape = new GradientTape();
      try (tape) {
        y = scoped.mul(scoped).mul(taped);
      }
      g = have(tape.gradient(y, taped));
      y.backward();
    }
    Expect.values(g, 9);
    Expect.values(gradOf(scoped), 30);
    var outer = new GradientTape();
    Tensor slope;
    try (outer) {
      Tensor z;
      try (var _ = record()) {
        z = scoped.mul(scoped).mul(taped);
        slope = grad(z, scoped, createGraph());
      }
    }
    Expect.values(slope, 30);
    Expect.values(have(outer.gradient(slope, taped)), 6);
  }

  @Test
  void aGradientOfATapeInsidePyTorchsManner() {
    Tensor g;
    var outer = new GradientTape();
    try (outer) {
      var tape = new GradientTape();
      Tensor y;
      try (tape) {
        y = always.mul(always).mul(taped);
      }
      g = have(tape.gradient(y, taped));
    }
    Expect.values(g, 4);
    g.backward();
    Expect.values(gradOf(always), 4);
  }

  @Test
  void forwardModeThroughAllThree() {
    try (var _ = new GradientTape();
        var _ = record()) {
      var at = jvp(x -> x.mul(always).mul(scoped).mul(taped).mul(x), of(1), of(1));
      Expect.values(at.tangent(), 60);
      at.tangent().backward();
    }
    Expect.values(gradOf(always), 30);
    Expect.values(gradOf(scoped), 20);
    Expect.values(gradOf(taped), 12);
  }

  @Test
  void forwardModeGoesOnWhereNothingIsRecorded() {
    Fn<Tensor, Tensor> quiet =
        x -> {
          try (var _ = noGrad()) {
            return x.mul(x);
          }
        };
    Expect.values(jvp(quiet, of(3), of(1)).tangent(), 6);
  }

  @Test
  void changingTheManner() {
    var x = of(2).attachGrad();
    x.requiresGrad(true);
    x.mul(x).backward();
    x.mul(x).backward();
    Expect.values(gradOf(x), 8);
    x.attachGrad();
    Expect.values(gradOf(x), 0);
    assertNull(x.mul(x).gradFn());
    try (var _ = record()) {
      x.mul(x).backward();
    }
    Expect.values(gradOf(x), 4);
    x.requiresGrad(false);
    try (var _ = record()) {
      assertNull(x.mul(x).gradFn());
    }
  }

  @Test
  void writesAcrossManners() {
    var buffer = Fluxion.zeros(DType.FLOAT64, 3);
    var tape = GradientTape.persistent();
    try (tape;
        var _ = record()) {
      buffer.narrow(0, 0, 1).copy_(always.mul(2));
      buffer.narrow(0, 1, 1).copy_(scoped.mul(3));
      buffer.narrow(0, 2, 1).copy_(taped.mul(4));
    }
    Expect.values(buffer, 4, 9, 20);
    Expect.values(have(tape.gradient(buffer, always)), 2);
    Expect.values(have(tape.gradient(buffer, scoped)), 3);
    Expect.values(have(tape.gradient(buffer, taped)), 4);
    buffer.backward(of(1, 10, 100));
    Expect.values(gradOf(always), 2);
    Expect.values(gradOf(scoped), 30);
    Expect.values(gradOf(taped), 400);
  }
}

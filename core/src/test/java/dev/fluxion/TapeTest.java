package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.gradOutputs;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.record;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.stopGradient;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.unconnectedZeros;
import static dev.fluxion.Fluxion.variable;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * TensorFlow's manner.
 *
 * <p>Over 400 lines, since every option and refusal of a tape has its test here.
 */
class TapeTest {
  private static final String ONCE =
      "a tape gives gradients once; make it with GradientTape.persistent() to ask again";

  private static Tensor var64(double... values) {
    return variable(from(values));
  }

  private static Tensor have(@Nullable Tensor x) {
    return Objects.requireNonNull(x, "no gradient");
  }

  private static @Nullable Tensor slope(Tensor x, UnaryOperator<Tensor> f) {
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      tape.watch(x);
      y = f.apply(x);
    }
    return tape.gradient(y, x);
  }

  @Test
  void variablesAreFollowed() {
    var x = variable(arange(4.0));
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      y = x.dot(x).mul(2);
    }
    Expect.values(have(tape.gradient(y, x)), 0, 4, 8, 12);
    assertNull(x.grad());
    assertTrue(x.isLeaf());
  }

  @Test
  void aVariableIsACopy() {
    var data = tensor(1.0, 2.0);
    var x = variable(data);
    x.assign_(tensor(5.0, 6.0));
    Expect.values(data, 1, 2);
    refused(
        DTypeException.class,
        "only floating tensors have gradients, got int64; convert with toFloat32() first",
        () -> variable(tensor(1)));
  }

  @Test
  void targetsOfSeveralElementsCountAsTheirSum() {
    Expect.values(have(slope(from(new double[] {1, 2}), x -> x.mul(x))), 2, 4);
  }

  @Test
  void aTapeServesOnce() {
    var x = var64(3);
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      y = x.mul(x);
    }
    assertNotNull(tape.gradient(y, x));
    refused(GraphException.class, ONCE, () -> tape.gradient(y, x));
    refused(GraphException.class, ONCE, () -> tape.jacobian(y, x));
    refused(GraphException.class, ONCE, () -> tape.batchJacobian(y, x));
  }

  @Test
  void aRefusedCallDoesNotCount() {
    var x = var64(3);
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      y = x.mul(x);
    }
    refused(
        IllegalArgumentException.class,
        "the gradient of a tape takes unconnectedZeros() and gradOutputs(…)",
        () -> tape.gradient(y, x, retainGraph()));
    assertThrows(ShapeException.class, () -> tape.gradient(y, x, gradOutputs(ones(FLOAT64, 2))));
    assertThrows(
        IllegalArgumentException.class,
        () -> tape.gradient(y, x, gradOutputs(ones(FLOAT64, 1), ones(FLOAT64, 1))));
    assertThrows(ShapeException.class, () -> tape.batchJacobian(y.sum(), x));
    Expect.values(have(tape.gradient(y, x)), 6);
  }

  @Test
  void aPersistentTapeServesOften() {
    var x = var64(3);
    var tape = GradientTape.persistent();
    Tensor y;
    Tensor z;
    try (tape) {
      y = x.mul(x);
      z = y.mul(y);
    }
    Expect.values(have(tape.gradient(z, x)), 108);
    Expect.values(have(tape.gradient(y, x)), 6);
    Expect.values(have(tape.gradient(z, y)), 18);
    Expect.values(have(tape.gradient(z, x)), 108);
  }

  @Test
  void constantsAreFollowedWhenWatched() {
    var x = from(new double[] {3});
    assertNull(slopeUnwatched(x));
    Expect.values(have(slope(x, v -> v.mul(v))), 6);
    assertFalse(x.requiresGrad());
    assertTrue(x.isLeaf());
    assertNull(slopeUnwatched(x));
    assertFalse(Watches.any());
  }

  private static @Nullable Tensor slopeUnwatched(Tensor x) {
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      y = x.mul(x);
    }
    assertFalse(y.requiresGrad());
    return tape.gradient(y, x);
  }

  @Test
  void whatIsNotFloatingIsNotFollowed() {
    var x = tensor(3);
    assertNull(slope(x, v -> v.mul(v)));
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      tape.watch(x);
      y = x.mul(x);
    }
    Expect.whole(have(tape.gradient(y, x, unconnectedZeros())), INT64, dims(), 0);
  }

  @Test
  void resultsMadeOutsideAreWatched() {
    var w = from(new double[] {5}).requiresGrad(true);
    var x = w.mul(2);
    Expect.values(have(slope(x, v -> v.mul(v))), 20);
    assertNull(w.grad());
    Expect.values(have(slope(x.detach(), v -> v.mul(v))), 20);
  }

  @Test
  void watchIsForATapeThatRecords() {
    var tape = new GradientTape();
    tape.close();
    refused(
        GraphException.class,
        "watch is for a tape that records, got one that is closed",
        () -> tape.watch(ones(1)));
    refused(
        GraphException.class,
        "stopRecording is for a tape that records, got one that is closed",
        () -> tape.stopRecording());
    refused(
        GraphException.class,
        "reset is for a tape that records, got one that is closed",
        () -> tape.reset());
    tape.close();
  }

  @Test
  void intermediatesAreSources() {
    var x = var64(3);
    var tape = GradientTape.persistent();
    Tensor y;
    Tensor z;
    try (tape) {
      y = x.mul(x);
      z = y.mul(2).add(x);
    }
    var both = tape.gradient(z, List.of(y, x, z));
    Expect.values(have(both.get(0)), 2);
    Expect.values(have(both.get(1)), 13);
    Expect.values(have(both.get(2)), 1);
    assertNull(tape.gradient(y, z));
  }

  @Test
  void severalTargetsAreSummed() {
    var x = var64(3);
    var w = var64(4);
    var tape = GradientTape.persistent();
    Tensor y;
    Tensor z;
    try (tape) {
      y = x.mul(x);
      z = x.mul(w);
    }
    var g = tape.gradient(List.of(y, z), List.of(x, w));
    Expect.values(have(g.get(0)), 10);
    Expect.values(have(g.get(1)), 3);
    g = tape.gradient(List.of(y, y), List.of(x, x));
    Expect.values(have(g.get(0)), 12);
    Expect.values(have(g.get(1)), 12);
    var seeds = gradOutputs(from(new double[] {10}), null);
    g = tape.gradient(List.of(y, z), List.of(x, w), seeds);
    Expect.values(have(g.get(0)), 64);
    Expect.values(have(g.get(1)), 3);
  }

  @Test
  void unconnectedSources() {
    var x = var64(3);
    var w = var64(4, 5);
    var tape = GradientTape.persistent();
    Tensor y;
    try (tape) {
      y = x.mul(x);
      w.mul(2);
    }
    assertNull(tape.gradient(y, w));
    Expect.tensor(have(tape.gradient(y, w, unconnectedZeros())), FLOAT64, dims(2), 0, 0);
    var g = tape.gradient(y, List.of(x, w));
    Expect.values(have(g.get(0)), 6);
    assertNull(g.get(1));
    assertNull(tape.gradient(tensor(1.0), x));
    assertNull(tape.jacobian(y, w));
    assertTrue(tape.gradient(y, List.of()).isEmpty());
  }

  @Test
  void whatIsNotOnTheTapeIsNotFollowed() {
    var x = var64(3);
    var before = x.mul(2);
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      y = before.mul(x);
    }
    var after = y.mul(x);
    assertFalse(after.requiresGrad());
    Expect.values(have(tape.gradient(y, x)), 6);
  }

  @Test
  void stopRecording() {
    var x = var64(3);
    var tape = GradientTape.persistent();
    Tensor y;
    Tensor z;
    try (tape) {
      Tensor quiet;
      try (var _ = tape.stopRecording()) {
        quiet = x.mul(x);
        assertFalse(quiet.requiresGrad());
      }
      y = quiet.mul(x);
      z = x.mul(x);
      try (var _ = tape.stopRecording()) {
        Expect.values(have(tape.gradient(z, x)), 6);
      }
    }
    Expect.values(have(tape.gradient(y, x)), 9);
  }

  @Test
  void stopGradientCuts() {
    Expect.values(
        have(slope(from(new double[] {3}), x -> x.mul(x).add(stopGradient(x.mul(x)).mul(x)))), 15);
  }

  @Test
  void resetForgets() {
    var x = var64(3);
    var c = from(new double[] {2});
    var tape = new GradientTape();
    Tensor y;
    Tensor z;
    Tensor w;
    try (tape) {
      tape.watch(c);
      y = x.mul(x);
      tape.reset();
      z = x.mul(5);
      w = c.mul(x);
      try (var _ = noGrad()) {
        assertThrows(GraphException.class, () -> tape.reset());
      }
    }
    var g = tape.gradient(List.of(y, z, w), List.of(x, c));
    Expect.values(have(g.get(0)), 7);
    assertNull(g.get(1));
    assertFalse(Watches.any());
  }

  @Test
  void aTapeIsAskedInsideItsOwnScope() {
    var x = var64(3);
    var once = new GradientTape();
    try (once) {
      var y = x.mul(x);
      Expect.values(have(once.gradient(y, x)), 6);
      assertFalse(x.mul(x).requiresGrad());
    }
    var tape = GradientTape.persistent();
    Tensor g;
    Tensor y;
    try (tape) {
      y = x.mul(x).mul(x);
      g = have(tape.gradient(y, x));
      assertFalse(g.requiresGrad());
      assertTrue(x.mul(x).requiresGrad());
    }
    Expect.values(g, 27);
    assertNull(tape.gradient(g, x));
  }

  @Test
  void aTapeForOneUseIsAskedInsideOtherScopes() {
    for (int way = 0; way < 4; way++) {
      var x = var64(3);
      var tape = new GradientTape();
      try (tape) {
        var y = x.mul(x);
        try (var _ =
            switch (way) {
              case 0 -> tape.stopRecording();
              case 1 -> noGrad();
              case 2 -> record();
              default -> Fluxion.anomalyDetection();
            }) {
          Expect.values(have(tape.gradient(y, x)), 6);
        }
      }
      assertFalse(x.mul(x).requiresGrad());
    }
  }

  @Test
  void nestedTapesGiveSecondDerivatives() {
    for (boolean constant : new boolean[] {false, true}) {
      var x = constant ? from(new double[] {3}) : var64(3);
      var outer = new GradientTape();
      Tensor first;
      try (outer) {
        outer.watch(x);
        var inner = new GradientTape();
        Tensor y;
        try (inner) {
          inner.watch(x);
          y = x.mul(x).mul(x);
        }
        first = have(inner.gradient(y, x));
      }
      Expect.values(first, 27);
      Expect.values(have(outer.gradient(first, x)), 18);
    }
  }

  @Test
  void threeTapesAndTheInnerOneAskedInside() {
    var x = var64(2);
    var a = new GradientTape();
    Tensor second;
    try (a) {
      var b = new GradientTape();
      Tensor first;
      try (b) {
        var c = GradientTape.persistent();
        try (c) {
          first = have(c.gradient(x.pow(5), x));
        }
      }
      second = have(b.gradient(first, x));
    }
    Expect.near(1e-12, second, 20 * 8);
    Expect.near(1e-12, have(a.gradient(second, x)), 60 * 4);
  }

  @Test
  void aGradientTakenOutsideOfTheOuterTapeIsConstant() {
    var x = var64(3);
    var outer = new GradientTape();
    var inner = new GradientTape();
    Tensor y;
    try (outer;
        inner) {
      y = x.mul(x);
    }
    var g = have(inner.gradient(y, x));
    assertFalse(g.requiresGrad());
    assertNull(outer.gradient(g, x));
  }

  @Test
  void watchedByOneOfTwoTapes() {
    var x = from(new double[] {3});
    var outer = GradientTape.persistent();
    var inner = GradientTape.persistent();
    Tensor y;
    try (outer) {
      outer.watch(x);
      try (inner) {
        y = x.mul(x);
      }
    }
    Expect.values(have(outer.gradient(y, x)), 6);
    assertNull(inner.gradient(y, x));
  }

  @Test
  void tapesThatDoNotFollowVariables() {
    var x = var64(3);
    var w = var64(5);
    var tape = new GradientTape(true, false);
    Tensor y;
    try (tape) {
      tape.watch(x);
      y = x.mul(x).mul(w);
    }
    Expect.values(have(tape.gradient(y, x)), 30);
    assertNull(tape.gradient(y, w));
    var outer = GradientTape.persistent();
    var inner = new GradientTape(true, false);
    try (outer;
        inner) {
      y = x.mul(w);
    }
    Expect.values(have(outer.gradient(y, w)), 3);
    assertNull(inner.gradient(y, w));
  }

  @Test
  void jacobians() {
    var x = var64(1, 2, 3);
    var tape = GradientTape.persistent();
    Tensor y;
    Tensor s;
    Tensor m;
    try (tape) {
      y = x.mul(x).narrow(0, 0, 2).mul(x.at(2));
      s = x.sum();
      m = x.outer(x);
    }
    var j = have(tape.jacobian(y, x));
    Expect.tensor(j, FLOAT64, dims(2, 3), 6, 0, 1, 0, 12, 4);
    Expect.tensor(have(tape.jacobian(s, x)), FLOAT64, dims(3), 1, 1, 1);
    Expect.shape(have(tape.jacobian(m, x)), 3, 3, 3);
    Expect.values(have(tape.jacobian(m, x)).at(0, 1), 2, 1, 0);
    Expect.values(have(tape.jacobian(m, m)).reshape(9, 9), Fluxion.eye(9).toDoubleArray());
    Expect.shape(have(tape.jacobian(y.narrow(0, 0, 0), x)), 0, 3);
    assertNull(tape.jacobian(tensor(1.0, 2.0), x));
    Expect.tensor(
        have(tape.jacobian(tensor(1.0, 2.0), x, unconnectedZeros())),
        FLOAT64,
        dims(2, 3),
        new double[6]);
  }

  @Test
  void aHessian() {
    var x = var64(1, 2);
    var outer = new GradientTape();
    Tensor g;
    try (outer) {
      var inner = new GradientTape();
      Tensor y;
      try (inner) {
        y = x.at(0).square().mul(x.at(1));
      }
      g = have(inner.gradient(y, x));
    }
    Expect.values(have(outer.jacobian(g, x)), 4, 2, 2, 0);
  }

  @Test
  void batchJacobians() {
    var x = var64(1, 2, 3, 4, 5, 6);
    var tape = GradientTape.persistent();
    Tensor b;
    Tensor y;
    Tensor flat;
    try (tape) {
      b = x.reshape(2, 3);
      y = b.narrow(1, 0, 2).square();
      flat = b.sum(1);
    }
    Expect.tensor(
        have(tape.batchJacobian(y, b)),
        FLOAT64,
        dims(2, 2, 3),
        2,
        0,
        0,
        0,
        4,
        0,
        8,
        0,
        0,
        0,
        10,
        0);
    Expect.tensor(have(tape.batchJacobian(flat, b)), FLOAT64, dims(2, 3), 1, 1, 1, 1, 1, 1);
    assertNull(tape.batchJacobian(ones(FLOAT64, 2, 2), b));
    Expect.shape(have(tape.batchJacobian(ones(FLOAT64, 2, 2), b, unconnectedZeros())), 2, 2, 3);
    var rule = "batchJacobian needs equal first axes, got ";
    refused(ShapeException.class, rule + "(2, 2) and (6)", () -> tape.batchJacobian(y, x));
    refused(ShapeException.class, rule + "() and (2, 3)", () -> tape.batchJacobian(y.sum(), b));
  }

  @Test
  void emptyBatches() {
    var x = variable(zeros(FLOAT64, 0, 3));
    var tape = GradientTape.persistent();
    Tensor y;
    try (tape) {
      y = x.mul(2).narrow(1, 0, 2);
    }
    Expect.shape(have(tape.batchJacobian(y, x)), 0, 2, 3);
    Expect.shape(have(tape.jacobian(y, x)), 0, 2, 0, 3);
    Expect.shape(have(tape.gradient(y, x)), 0, 3);
  }

  @Test
  void assignIsNeverRecorded() {
    var x = var64(3);
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      x.assign_(x.mul(2));
      assertTrue(x.isLeaf());
      y = x.mul(x);
    }
    Expect.values(x, 6);
    Expect.values(have(tape.gradient(y, x)), 12);
    assertThrows(ShapeException.class, () -> x.assign_(ones(2)));
    x.at(0).assign_(tensor(1.0));
    Expect.values(x, 1);
  }

  @Test
  void aVariableWrittenToAfterItWasSavedIsFound() {
    var x = var64(3);
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      y = x.mul(x);
      x.assign_(from(new double[] {100}));
    }
    assertThrows(GraphException.class, () -> tape.gradient(y, x));
  }

  @Test
  void trainingLoop() {
    var w = var64(0, 0);
    for (int step = 0; step < 50; step++) {
      var tape = new GradientTape();
      Tensor loss;
      try (tape) {
        loss = w.sub(from(new double[] {1, 2})).square().sum();
      }
      w.assign_(w.sub(have(tape.gradient(loss, w)).mul(0.25)));
      assertTrue(w.isLeaf());
    }
    Expect.near(1e-9, w, 1, 2);
  }

  @Test
  void partsOfVariablesAreWrittenToOutside() {
    var w = var64(0, 0, 0);
    w.at(0).add_(1);
    w.set_(5, 1);
    w.add_(1);
    Expect.values(w, 2, 6, 1);
    assertTrue(w.isLeaf());
  }

  @Test
  void writesInside() {
    var x = var64(1, 2, 3);
    var tape = GradientTape.persistent();
    Tensor y;
    Tensor v;
    Tensor w;
    try (tape) {
      y = x.mul(1);
      v = y.at(0);
      w = y.narrow(0, 1, 2);
      y.mul_(3);
      w.mul_(10);
    }
    Expect.values(have(tape.gradient(y, x)), 3, 30, 30);
    Expect.values(have(tape.gradient(w, x)), 0, 30, 30);
    Expect.values(have(tape.gradient(v, x)), 3, 0, 0);
    assertNull(tape.gradient(y, v));
  }

  @Test
  void writesToWatchedTensors() {
    var x = from(new double[] {1, 2});
    var tape = GradientTape.persistent();
    Tensor y;
    try (tape) {
      tape.watch(x);
      var v = x.at(0);
      v.mul_(3);
      x.mul_(x.copy());
      y = x.mul(1);
    }
    Expect.values(x, 9, 4);
    Expect.values(have(tape.gradient(y, x)), 18, 4);
  }

  @Test
  void viewsOfWatchedTensorsStayFollowed() {
    var x = from(new double[] {1, 2});
    var tape = GradientTape.persistent();
    Tensor y;
    try (tape) {
      tape.watch(x);
      var v = x.at(0);
      try (var _ = noGrad()) {
        x.add_(1);
      }
      y = v.mul(3);
    }
    Expect.values(y, 6);
    Expect.values(have(tape.gradient(y, x)), 3, 0);
  }

  @Test
  void leavesOfPyTorchsManner() {
    var x = from(new double[] {3}).requiresGrad(true);
    var tape = GradientTape.persistent();
    Tensor y;
    try (tape) {
      y = x.mul(x);
    }
    Expect.values(have(tape.gradient(y, x)), 6);
    assertNull(x.grad());
    y.backward();
    Expect.values(gradOf(x), 6);
    assertThrows(GraphException.class, () -> tape.gradient(y, x));
    assertNull(tape.gradient(x.mul(x), x));
  }

  @Test
  void arraysOfMxnetsManner() {
    var x = from(new double[] {3}).attachGrad();
    var tape = GradientTape.persistent();
    Tensor inside;
    Tensor outside;
    Tensor watched;
    Tensor both;
    try (tape) {
      try (var _ = record()) {
        inside = x.mul(x);
      }
      outside = x.mul(x);
      tape.watch(x);
      watched = x.mul(x);
      try (var _ = record()) {
        both = x.mul(x);
      }
    }
    assertNull(tape.gradient(outside, x));
    Expect.values(have(tape.gradient(watched, x)), 6);
    Expect.values(have(tape.gradient(inside, x)), 6);
    Expect.values(have(tape.gradient(both, x)), 6);
    Expect.values(gradOf(x), 0);
  }

  @Test
  void theResultIsNotTheSeed() {
    var x = var64(3);
    var seed = from(new double[] {7}).requiresGrad(true);
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      y = x.add(1);
    }
    var g = have(tape.gradient(y, x, gradOutputs(seed)));
    assertNotSame(seed, g);
    assertFalse(g.requiresGrad());
    g.add_(1);
    Expect.values(seed, 7);
  }

  @Test
  void otherThreadsAreNotRecorded() throws Exception {
    var x = var64(3);
    var tape = GradientTape.persistent();
    try (tape) {
      var there = new FutureTask<>(() -> x.mul(x));
      Thread.ofVirtual().start(there);
      assertNull(tape.gradient(there.get(), x));
      List<Tensor> results = new ArrayList<>();
      var thread = new Thread(Fluxion.wrap(() -> results.add(x.mul(x))));
      thread.start();
      thread.join();
      Expect.values(have(tape.gradient(results.getFirst(), x)), 6);
    }
    var refusal = new FutureTask<>(() -> assertThrows(GraphException.class, tape::reset));
    new Thread(refusal).start();
    refusal.get();
  }

  @Test
  void aTapeAskedFromAnotherThread() throws Exception {
    var x = var64(3);
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      y = x.mul(x);
    }
    var there = new FutureTask<>(() -> have(tape.gradient(y, x)));
    new Thread(there).start();
    Expect.values(there.get(), 6);
  }

  @Test
  void scopesAroundATape() {
    var tape = new GradientTape();
    var scope = noGrad();
    assertThrows(GraphException.class, tape::close);
    scope.close();
    tape.close();
    assertSame(Tapes.NONE, Modes.now().tapes());
  }
}

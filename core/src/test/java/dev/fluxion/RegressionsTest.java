package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.inferenceMode;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.variable;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Programs that once lost a gradient or gave a wrong one in silence, each named after its fault.
 */
class RegressionsTest {
  private static Tensor of(double... values) {
    return Fluxion.from(values);
  }

  private static Tensor one(double value) {
    return Fluxion.from(new double[] {value}).reshape();
  }

  private static void is(@Nullable Tensor x, double... expected) {
    assertArrayEquals(expected, Objects.requireNonNull(x).toDoubleArray(), 1e-12);
  }

  @Test
  void aWriteInsideJvpIsCheckedAgainstTheLeafBehindItsArgument() {
    var w = one(3).requiresGrad(true);
    assertThrows(GraphException.class, () -> jvp(x -> x.mul_(x), w, one(1)));
    is(w, 3);
  }

  @Test
  void leavesOutsideOfALevelAreReachedThroughInnerGradients() {
    var w = one(5).requiresGrad(true);
    var j =
        jvp(
            x -> {
              var p = one(2).requiresGrad(true);
              var g = grad(p.mul(p).mul(w), p, createGraph());
              return x.mul(g).add(x.mul(w));
            },
            one(1),
            one(1));
    // 2pw + w
    is(grad(j.tangent(), w, retainGraph()), 5);
    is(grad(j.value(), w), 5);
  }

  @Test
  void leavesInsideAndOutsideAreBothReachedAfterTheLevel() {
    var w = one(5).requiresGrad(true);
    var p = new Tensor[1];
    var j =
        jvp(
            x -> {
              p[0] = one(2).requiresGrad(true);
              return x.mul(w).add(x.mul(p[0]));
            },
            one(1),
            one(1));
    j.value().backward();
    is(w.grad(), 1);
    is(p[0].grad(), 1);
  }

  @Test
  void powersOfZeroHaveDerivativesOfEveryOrder() {
    double[][] expected = {{0, 0, 0, 0}, {1, 0, 0, 0}, {0, 2, 0, 0}, {0, 0, 6, 0}};
    for (int power = 0; power < expected.length; power++) {
      var x = one(0).requiresGrad(true);
      var y = x.pow(power);
      for (double order : expected[power]) {
        y = y.requiresGrad() ? grad(y, x, createGraph()) : y.mul(0);
        assertEquals(order, y.item(), "of x to the " + power);
      }
    }
  }

  @Test
  void aViewMadeBeforeItsBaseIsWatchedIsFollowed() {
    var b = of(1, 2, 3);
    var v = b.narrow(0, 0, 2);
    try (var tape = new GradientTape()) {
      tape.watch(b);
      v.mul_(3);
      is(tape.gradient(b.sum(), b), 3, 3, 1);
    }
  }

  @Test
  void aGradientThatRepeatsOneElementIsReplacedNotAddedTo() {
    var x = of(1, 2, 3).requiresGrad(true);
    x.grad(one(1).expand(3));
    x.mul(of(2, 3, 4)).sum().backward();
    is(x.grad(), 3, 4, 5);
  }

  @Test
  void aViewThatWasMarkedOnceStaysAView() {
    var w = of(5, 7).requiresGrad(true);
    var x = zeros(FLOAT64, 3);
    var v = x.narrow(0, 0, 2);
    v.requiresGrad(true);
    v.requiresGrad(false);
    v.copy_(w);
    x.sum().add(w.sum()).backward();
    is(w.grad(), 2, 2);
  }

  @Test
  void whatIsRecordedIsNotWrittenIntoALeafInSilence() {
    var w = one(5).requiresGrad(true);
    var a = one(2).attachGrad();
    assertThrows(GraphException.class, () -> a.mul_(w));
    is(a, 2);
  }

  @Test
  void aRecordedPassFollowsVariablesOfAClosedTape() {
    var x = variable(one(3));
    var w = one(2).requiresGrad(true);
    Tensor y;
    try (var tape = GradientTape.persistent()) {
      assertFalse(tape.toString().isEmpty());
      y = x.mul(x).mul(w);
    }
    var g = grad(y, x, createGraph());
    g.mul(g).backward();
    // 8 x w² and 8 x² w
    is(x.grad(), 96);
    is(w.grad(), 144);
  }

  @Test
  void whatAHookReturnsIsNotTheGradientItself() {
    var w = one(7).requiresGrad(true);
    var x = one(3).requiresGrad(true);
    x.registerHook(_ -> w);
    x.mul(2).backward();
    assertNotSame(w, x.grad());
    assertFalse(Objects.requireNonNull(x.grad()).requiresGrad());
    Objects.requireNonNull(x.grad()).zero_();
    is(w, 7);
  }

  @Test
  void theGradientOfALeafMadeInInferenceModeIsAnOrdinaryTensor() {
    var x = one(3);
    try (var _ = inferenceMode()) {
      x.attachGrad();
    }
    is(Objects.requireNonNull(x.grad()).add_(1), 1);
  }

  @Test
  void theNormHasNoSecondDerivativeAtZero() {
    var x = of(0, 0).requiresGrad(true);
    is(grad(grad(x.norm(), x, createGraph()).sum(), x), 0, 0);
  }
}

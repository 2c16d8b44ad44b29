package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.anomalyDetection;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.retainGraph;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AnomalyTest {
  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static String message(Executable call) {
    return String.valueOf(assertThrows(GraphException.class, call).getMessage());
  }

  private static int line() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst())
        .orElseThrow()
        .getLineNumber();
  }

  @Test
  void theOperationAndItsLineAreNamed() {
    var x = leaf(4, -1);
    try (var _ = anomalyDetection()) {
      int line = line() + 1;
      var y = x.sqrt();
      var z = y.mul(3).sum();
      assertEquals(
          "a gradient is NaN: SqrtBackward0 returned NaN for its input 0, made at "
              + AnomalyTest.class.getName()
              + ".theOperationAndItsLineAreNamed(AnomalyTest.java:"
              + line
              + ")",
          message(() -> z.backward()).replaceAll("made at [^ ]*/", "made at "));
    }
    assertNull(x.grad());
  }

  @Test
  void withoutThePlaceOfTheForwardPart() {
    var x = leaf(-1);
    var z = x.sqrt().sum();
    try (var _ = anomalyDetection()) {
      assertEquals(
          "a gradient is NaN: SqrtBackward0 returned NaN for its input 0; run the forward part"
              + " under anomalyDetection() too",
          message(() -> z.backward()));
    }
    assertNull(x.grad());
  }

  @Test
  void outsideNaNFlows() {
    var x = leaf(-1);
    x.sqrt().sum().backward();
    Expect.values(gradOf(x), Double.NaN);
  }

  @Test
  void theInputIsNamed() {
    var x = leaf(-1);
    var y = leaf(2.5);
    try (var _ = anomalyDetection()) {
      var z = y.pow(x.mul(Double.NaN));
      assertTrue(
          message(() -> z.sum().backward())
              .startsWith("a gradient is NaN: PowBackward0 returned NaN for its input "));
    }
  }

  @Test
  void everyFamilyIsWatched() {
    var x = leaf(1, 2, 3, 4).detach().reshape(2, 2).requiresGrad(true);
    try (var _ = anomalyDetection()) {
      var nan = from(new double[] {1, Double.NaN, 1, 1}).reshape(2, 2);
      assertTrue(message(() -> x.matmul(nan).sum().backward()).contains("returned NaN"));
      assertTrue(message(() -> x.t().mul(nan).sum().backward()).contains("MulBackward0"));
      assertTrue(message(() -> grad(x.mul(nan).sum(), x)).contains("MulBackward0"));
      var y = x.mul(nan);
      assertTrue(message(() -> y.unbind(0).get(0).sum().backward()).contains("MulBackward0"));
    }
  }

  @Test
  void whatIsSoundIsAsEver() {
    var x = leaf(0.5, 1);
    double[] want = grad(x.exp().mul(x).cumsum(0).sum(), x).toDoubleArray();
    try (var _ = anomalyDetection()) {
      var y = x.exp().mul(x).cumsum(0).sum();
      y.backward(retainGraph());
      Expect.near(1e-14, gradOf(x), want);
      Expect.near(1e-14, grad(y, x), want);
      var parts = x.mul(2).unbind(0);
      Expect.values(grad(parts.get(0).mul(parts.get(1)), x), 4, 2);
    }
  }

  @Test
  void writesNameTheirLine() {
    var x = leaf(-1, 4);
    try (var _ = anomalyDetection()) {
      var y = x.mul(1);
      int line = line() + 1;
      y.at(0).sqrt_();
      var got = message(() -> y.sum().backward());
      assertTrue(got.contains("SqrtBackward0"), got);
      assertTrue(got.endsWith("AnomalyTest.java:" + line + ")"), got);
    }
  }
}

package dev.fluxion;

import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.shape;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numeric derivatives, against closed forms: a rule of order p is exact up to powers of p. */
class FiniteDifferenceTest {
  private static Tensor one(double value) {
    return from(new double[] {value}).reshape();
  }

  /** The derivative of xⁿ at x by differences with a large step. */
  private static double ofPower(FiniteDifference rule, int n, double x) {
    return rule.step(0.5).along((Tensor p) -> power(p, n), one(x), one(1)).item();
  }

  private static Tensor power(Tensor x, int n) {
    var y = one(1);
    for (int k = 0; k < n; k++) {
      y = y.mul(x);
    }
    return y;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8})
  void aCentralRuleIsExactUpToThePowerOfItsOrderAndNotBeyond(int order) {
    var rule = FiniteDifference.central(order);
    for (int n = 0; n <= order; n++) {
      assertEquals(n, ofPower(rule, n, 1), 1e-11, "of x^" + n);
    }
    assertTrue(Math.abs(ofPower(rule, order + 1, 1) - (order + 1)) > 1e-4);
  }

  @Test
  void theForwardRuleIsExactForLines() {
    assertEquals(1, ofPower(FiniteDifference.forward(), 1, 3), 1e-14);
    // ((x + h)² - x²) / h = 2x + h
    assertEquals(6.5, ofPower(FiniteDifference.forward(), 2, 3), 1e-14);
  }

  @Test
  void theErrorOfTheCentralRuleIsThatOfTheBook() {
    // ((x + h)³ - (x - h)³) / 2h = 3x² + h²
    assertEquals(12.25, ofPower(FiniteDifference.central(2), 3, 2), 1e-13);
  }

  /** Without a step given, each rule comes as close as its order and the type let it. */
  @Test
  void stepsSuitTheOrderAndTheType() {
    double exact = Math.cos(1);
    double[] within = {1e-7, 1e-9, 1e-11, 1e-11, 1e-11};
    for (int order = 0; order <= 8; order += 2) {
      var rule = order == 0 ? FiniteDifference.forward() : FiniteDifference.central(order);
      double got = rule.along((Tensor x) -> x.sin(), one(1), one(1)).item();
      assertEquals(exact, got, within[order / 2], rule.toString());
    }
    var x = tensor(1.0);
    var got = FiniteDifference.central(4).along((Tensor p) -> p.sin(), x, x);
    assertEquals(DType.FLOAT32, got.dtype());
    assertEquals(exact, got.item(), 1e-5);
  }

  @Test
  void alongADirectionOfATree() {
    var x = List.of(one(2), from(new double[] {3, 4}));
    var t = List.of(one(1), from(new double[] {10, 100}));
    // d(a·b) = da·b + a·db
    var got =
        FiniteDifference.central(4)
            .along((List<Tensor> p) -> List.of(p.get(0).mul(p.get(1))), x, t);
    near(1e-9, got.get(0), 3 + 2 * 10, 4 + 2 * 100);
  }

  @Test
  void jacobianAndBlocks() {
    var x = from(new double[] {2, 3});
    var j = FiniteDifference.central(2).jacobian((Tensor p) -> p.mul(p.sum()), x);
    near(1e-8, j, 7, 2, 3, 8);
    var blocks =
        FiniteDifference.central(2)
            .blocks(
                (List<Tensor> p) -> List.of(p.get(0).mul(p.get(1)), p.get(1).square()),
                List.of(x, one(5)));
    shape(blocks.get(0, 0), 2, 2);
    near(1e-8, blocks.get(0, 0), 5, 0, 0, 5);
    near(1e-8, blocks.get(0, 1), 2, 3);
    near(1e-8, blocks.get(1, 0), 0, 0);
    near(1e-8, blocks.get(1, 1), 10);
  }

  @Test
  void ofNothing() {
    var none = zeros(DType.FLOAT64, 0);
    shape(FiniteDifference.central(2).jacobian((Tensor p) -> p.mul(2), none), 0, 0);
    shape(FiniteDifference.central(2).jacobian((Tensor p) -> p.sum(), none), 0);
    shape(
        FiniteDifference.central(2).jacobian((Tensor p) -> p.narrow(0, 0, 0), ones(2).toFloat64()),
        0,
        2);
  }

  @Test
  void saysWhatItIs() {
    assertEquals("central differences of order 4", FiniteDifference.central(4).toString());
    assertEquals(
        "forward differences of order 1, step 0.01",
        FiniteDifference.forward().step(0.01).toString());
  }

  @Test
  void errors() {
    refused(
        IllegalArgumentException.class,
        "a central difference has the order 2, 4, 6 or 8, got 3",
        () -> FiniteDifference.central(3));
    refused(
        IllegalArgumentException.class,
        "a step is positive and finite, got 0.0",
        () -> FiniteDifference.forward().step(0));
    refused(
        IllegalArgumentException.class,
        "a step is positive and finite, got NaN",
        () -> FiniteDifference.forward().step(Double.NaN));
    var rule = FiniteDifference.central(2);
    refused(
        ShapeException.class,
        "a direction has the shape of its tensor, (2), got (3)",
        () -> rule.along((Tensor x) -> x, ones(2), ones(3)));
    refused(
        DTypeException.class,
        "a direction has the type of its tensor, float32, got float64",
        () -> rule.along((Tensor x) -> x, ones(2), ones(2).toFloat64()));
    refused(
        DTypeException.class,
        "only floating tensors have gradients, got int64; convert with toFloat32() first",
        () -> rule.jacobian((Tensor x) -> x, arange(2)));
    refused(
        DTypeException.class,
        "only floating tensors have gradients, got bool; convert with toFloat32() first",
        () -> rule.jacobian((Tensor x) -> x.gt(0), ones(2)));
    refused(
        ShapeException.class,
        "a finite difference needs results of one shape from each call, got (1) and (0)",
        () -> rule.jacobian((Tensor x) -> x.get(x.gt(0)), zeros(1)));
    refused(
        IllegalArgumentException.class,
        "a finite difference needs as many tensors from each call, got 2 and 1",
        () ->
            rule.blocks(
                (Tensor x) -> x.item() > 0 ? List.of(x, x) : List.of(x), zeros().toFloat64()));
    refused(
        IllegalArgumentException.class,
        "the argument of a finite difference holds at least one tensor, got []",
        () -> rule.blocks((List<Tensor> x) -> x, List.of()));
  }
}

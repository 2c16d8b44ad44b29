package dev.fluxion.laws;

import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import org.junit.jupiter.api.Test;

/**
 * Derivatives inside of derivatives see their own variable only. The cases are those that confuse
 * one ε with another: J. M. Siskind and B. A. Pearlmutter, Perturbation confusion and referential
 * transparency, IFL 2005; O. Manzyuk et al., Perturbation confusion in forward automatic
 * differentiation of higher-order functions, JFP 29 (2019).
 */
class PerturbationTest {
  private static final Tensor ONE = number(1);

  private static Tensor number(double value) {
    return Fluxion.full(DType.FLOAT64, value);
  }

  /** The derivative by forward mode. */
  private static Tensor forward(Fn<Tensor, Tensor> f, Tensor x) {
    return jvp(f, x, Fluxion.onesLike(x)).tangent();
  }

  /** The derivative by reverse mode, which can be differentiated again. */
  private static Tensor reverse(Fn<Tensor, Tensor> f, Tensor x) {
    // An alias: the argument may be a leaf, a result or a dual number of somebody else.
    var own = x.reshape(x.shape()).requiresGrad(true);
    return grad(f.apply(own), own, createGraph());
  }

  private interface Mode {
    Tensor derivative(Fn<Tensor, Tensor> f, Tensor x);
  }

  private interface Nested {
    Tensor value(Mode outer, Mode inner);
  }

  /** All four ways of nesting the two modes give this. */
  private static void assertNested(double expected, Nested of) {
    Mode forward = PerturbationTest::forward;
    Mode reverse = PerturbationTest::reverse;
    assertEquals(expected, of.value(forward, forward).item(), 1e-12, "forward over forward");
    assertEquals(expected, of.value(forward, reverse).item(), 1e-12, "forward over reverse");
    assertEquals(expected, of.value(reverse, forward).item(), 1e-12, "reverse over forward");
    assertEquals(expected, of.value(reverse, reverse).item(), 1e-12, "reverse over reverse");
  }

  @Test
  void theInnerVariableIsNotTheOuterOne() {
    // d/dx [x · d/dy (x + y)] = 1; the confused answer is 2.
    assertNested(1, (d, e) -> d.derivative(x -> x.mul(e.derivative(y -> x.add(y), ONE)), ONE));
  }

  @Test
  void theInnerDerivativeDependsOnTheOuterVariable() {
    // d/dx [x · d/dy (x · y)] = 2x.
    assertNested(
        6, (d, e) -> d.derivative(x -> x.mul(e.derivative(y -> x.mul(y), number(2))), number(3)));
  }

  @Test
  void theInnerDerivativeIsTakenAtTheOuterVariable() {
    // d/dx [d/dy (y³) at y = x] = 6x.
    assertNested(12, (d, e) -> d.derivative(x -> e.derivative(y -> y.mul(y).mul(y), x), number(2)));
  }

  @Test
  void anInnerFunctionOfTheOuterVariableAloneIsConstant() {
    // d/dx [x² + d/dy (x + 3y)] = 2x.
    assertNested(
        10,
        (d, e) ->
            d.derivative(x -> x.square().add(e.derivative(y -> x.add(y.mul(3)), ONE)), number(5)));
  }

  @Test
  void theInnerPointDependsOnTheOuterVariableInTwoPlaces() {
    // d/dx [x · d/dy (x · y²) at y = x] = d/dx [x · 2x · x] = 6x².
    assertNested(
        24, (d, e) -> d.derivative(x -> x.mul(e.derivative(y -> x.mul(y).mul(y), x)), number(2)));
  }

  @Test
  void aFunctionThatEscapesItsDerivativeKeepsItsOwnVariable() {
    // s(u) f = x ↦ f(x + u). d/du [d/dx (sin(x + u))] = -sin(x + u).
    assertNested(
        -Math.sin(1.5),
        (d, e) -> d.derivative(u -> e.derivative(x -> x.add(u).sin(), ONE), number(0.5)));
  }

  @Test
  void threeLevels() {
    // d/dx d/dy d/dz (x y² z³) = 6 y z².
    Fn<Tensor, Tensor> ofX =
        x ->
            forward(
                y -> reverse(z -> x.mul(y.square()).mul(z.square().mul(z)), number(2)), number(3));
    assertEquals(72, forward(ofX, ONE).item());
    assertEquals(72, reverse(ofX, ONE).item());
  }

  @Test
  void fiveForwardLevels() {
    // The fifth derivative of x⁵.
    Fn<Tensor, Tensor> f = x -> x.mul(x).mul(x).mul(x).mul(x);
    for (int order = 0; order < 5; order++) {
      var g = f;
      f = x -> forward(g, x);
    }
    assertEquals(120, f.apply(number(0.7)).item());
  }

  @Test
  void aDetachedVariableIsAConstantAtEveryLevel() {
    assertNested(
        0,
        (d, e) -> d.derivative(x -> e.derivative(y -> x.detach().mul(y), ONE).add(x.mul(0)), ONE));
  }
}

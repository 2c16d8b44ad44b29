package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.jacobian;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.implicit.Expect.adjoint;
import static dev.fluxion.implicit.Expect.error;
import static dev.fluxion.implicit.Expect.near;
import static dev.fluxion.implicit.Expect.number;
import static dev.fluxion.implicit.Expect.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.DTypeException;
import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.ShapeException;
import dev.fluxion.Tensor;
import org.junit.jupiter.api.Test;

class FixedPointTest {
  /** z = cos(a·z); at a = 1 Dottie's number. */
  private static final Fn<Tensor, Tensor> COS =
      a -> Implicit.fixedPoint((z, p) -> z.mul(p).cos(), a, number(0));

  private static final double DOTTIE = 0.7390851332151607;

  /** A layer that is its own input, of two cells; the weights are the first four parameters. */
  private static final Fn<Tensor, Tensor> LAYER =
      a ->
          Implicit.fixedPoint(
              (z, p) -> p.narrow(0, 0, 4).reshape(2, 2).matmul(z).add(p.narrow(0, 4, 2)).tanh(),
              a,
              vector(0, 0),
              new Stopping(1e-15, 1000));

  private static double[] layer(double[] a) {
    double x = 0;
    double y = 0;
    for (int k = 0; k < 200; k++) {
      double next = Math.tanh(a[0] * x + a[1] * y + a[4]);
      y = Math.tanh(a[2] * x + a[3] * y + a[5]);
      x = next;
    }
    return new double[] {x, y};
  }

  @Test
  void findsDottiesNumber() {
    near(1e-11, COS.apply(number(1)), DOTTIE);
  }

  /** From z' = -sin(a·z)·(z + a·z') follows z' = -s·z/(1 + a·s). */
  @Test
  void hasTheDerivativeOfTheEquation() {
    double s = Math.sin(DOTTIE);
    near(1e-11, grad(COS).apply(number(1)), -s * DOTTIE / (1 + s));
    adjoint(1e-14, COS, number(1), number(1.7), number(-0.4));
  }

  /** The difference of the first derivative in closed form, at fixed points found in plain Java. */
  @Test
  void hasSecondDerivatives() {
    double h = 1e-5;
    double second = (slope(1 + h) - slope(1 - h)) / (2 * h);
    near(1e-8, hessian(COS).apply(number(1)), second);
    near(1e-8, grad(grad(COS)).apply(number(1)), second);
  }

  private static double slope(double a) {
    double z = 0;
    for (int k = 0; k < 500; k++) {
      z = Math.cos(a * z);
    }
    double s = Math.sin(a * z);
    return -s * z / (1 + a * s);
  }

  @Test
  void agreesWithDifferencesForALayer() {
    double[] a = {0.2, -0.3, 0.1, 0.4, 1, -1};
    near(1e-14, LAYER.apply(vector(a)), layer(a));
    near(
        1e-9, jacobian(LAYER).apply(vector(a)), Expect.differences(FixedPointTest::layer, 1e-5, a));
  }

  @Test
  void isMapped() {
    var a = vector(1, 0.5);
    near(1e-11, vmap(COS).apply(a).narrow(0, 0, 1), DOTTIE);
    near(1e-10, vmap(grad(COS)).apply(a), slope(1), slope(0.5));
    near(1e-10, grad((Tensor x) -> vmap(COS).apply(x).sum()).apply(a), slope(1), slope(0.5));
  }

  @Test
  void keepsFloat32() {
    Fn<Tensor, Tensor> f = a -> Implicit.fixedPoint((z, p) -> z.mul(p).cos(), a, tensor(0.0));
    assertEquals("tensor(0.7391)", f.apply(tensor(1.0)).toString());
    assertEquals("tensor(-0.2975)", grad(f).apply(tensor(1.0)).toString());
  }

  @Test
  void refusesWhatDoesNotComeToRest() {
    error(
        ConvergenceException.class,
        "fixedPoint did not converge within 1000 steps, the last one changed z by 2.0; allow more,"
            + " start closer, or use root with step(z, a) - z",
        () -> Implicit.fixedPoint((z, a) -> z.neg().mul(a), number(1), number(1)));
    error(
        ShapeException.class,
        "fixedPoint needs step(z, a) of the shape and type of z, got (1) for ()",
        () -> Implicit.fixedPoint((z, a) -> z.reshape(1), number(1), number(1)));
    error(
        DTypeException.class,
        "fixedPoint needs floating tensors, got int64; convert with toFloat64() first",
        () -> Implicit.fixedPoint((z, a) -> z, number(1), full(DType.INT64, 1)));
    error(
        IllegalArgumentException.class,
        "the derivative of fixedPoint needs a matrix that has an inverse, got a singular one of"
            + " shape (1, 1)",
        () ->
            grad((Tensor a) ->
                    Implicit.fixedPoint((z, p) -> z.add(Fluxion.sub(p, p)), a, number(1)))
                .apply(number(1)));
  }
}

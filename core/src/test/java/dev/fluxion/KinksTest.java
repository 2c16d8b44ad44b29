package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.zeros;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which gradient is chosen where there is none or are many: PyTorch's choices, worked by hand. */
class KinksTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static void gradient(UnaryOperator<Tensor> f, double[] x, double... want) {
    var leaf = leaf(x);
    f.apply(leaf).sum().backward();
    Expect.near(1e-12, gradOf(leaf), want);
  }

  private static double[] at(double... values) {
    return values;
  }

  @Test
  void ofOneNumber() {
    gradient(Tensor::relu, at(-1, 0, -0.0, 2), 0, 0, 0, 1);
    gradient(Tensor::abs, at(-2, 0, -0.0, 2), -1, 0, 0, 1);
    gradient(x -> x.clamp(-1, 1), at(-2, -1, 0, 1, 2), 0, 1, 1, 1, 0);
    gradient(x -> x.clamp(1, -1), at(-2, 0, 2), 0, 0, 0);
    gradient(x -> x.clampMin(0), at(-1, 0, 1), 0, 1, 1);
    gradient(x -> x.clampMax(0), at(-1, 0, 1), 1, 1, 0);
    gradient(Tensor::sqrt, at(0, 4), INF, 0.25);
    gradient(Tensor::rsqrt, at(0, 4, INF), -INF, -0.0625, 0);
    gradient(Tensor::log, at(0, 2), INF, 0.5);
    gradient(Tensor::reciprocal, at(0, 2), -INF, -0.25);
    gradient(x -> x.pow(0), at(0, INF, 2), 0, 0, 0);
    gradient(x -> x.pow(2), at(0, -3), 0, -6);
    gradient(x -> x.pow(1), at(0, 5), 1, 1);
    gradient(x -> x.pow(0.5), at(0), INF);
    gradient(x -> x.softplus(), at(-800, 0, 800), 0, 0.5, 1);
    gradient(Tensor::sigmoid, at(-800, 0, 800), 0, 0.25, 0);
    gradient(Tensor::tanh, at(-800, 0, 800), 0, 1, 0);
  }

  @Test
  void theExponent() {
    var b = leaf(0, 2, 0.5, -1);
    zeros(DType.FLOAT64, 4).pow(b).sum().backward();
    Expect.values(gradOf(b), 0, 0, 0, -INF);
    var c = leaf(0, 3);
    from(new double[] {Math.E, 1}).pow(c).sum().backward();
    Expect.values(gradOf(c), 1, 0);
  }

  @Test
  void aBranchNotTakenStillPoisons() {
    gradient(x -> where(x.gt(0), x.sqrt(), 0), at(0, 4), NAN, 0.25);
    gradient(x -> where(x.gt(0), where(x.gt(0), x, 1).sqrt(), 0), at(0, 4), 0, 0.25);
  }

  @Test
  void equalsOfTwoShare() {
    var a = leaf(1, 2, 3, NAN, 1);
    var b = leaf(1, 3, 2, 1, NAN);
    a.maximum(b).sum().backward();
    Expect.values(gradOf(a), 0.5, 0, 1, 1, 1);
    Expect.values(gradOf(b), 0.5, 1, 0, 1, 1);
    a.grad(null);
    b.grad(null);
    a.minimum(b).sum().backward();
    Expect.values(gradOf(a), 0.5, 1, 0, 1, 1);
    Expect.values(gradOf(b), 0.5, 0, 1, 1, 1);
  }

  @Test
  void equalsOfManyShareUnlessAnAxisIsGiven() {
    gradient(Tensor::max, at(3, 1, 3, 3), 1.0 / 3, 0, 1.0 / 3, 1.0 / 3);
    gradient(Tensor::min, at(3, 1, 1, 3), 0, 0.5, 0.5, 0);
    gradient(x -> x.amax(new int[] {0}, true), at(2, 2, 1), 0.5, 0.5, 0);
    gradient(x -> x.max(0).values(), at(1, 3, 3), 0, 1, 0);
    gradient(x -> x.min(0).values(), at(1, 3, 1), 1, 0, 0);
    gradient(x -> x.max(0).values(), at(1, NAN, 3, NAN), 0, 1, 0, 0);
  }

  @Test
  void productsWithZeros() {
    gradient(Tensor::prod, at(2, 0, 3), 0, 6, 0);
    gradient(Tensor::prod, at(2, 0, 0), 0, 0, 0);
    gradient(Tensor::prod, at(2, 5, 3), 15, 6, 10);
    gradient(x -> x.reshape(2, 2).prod(0), at(0, 2, 5, 0), 5, 0, 0, 2);
    gradient(Tensor::prod, at(7), 1);
  }

  @Test
  void normsAndLogarithmsOfSums() {
    gradient(Tensor::norm, at(0, 0), 0, 0);
    gradient(Tensor::norm, at(3, 4), 3.0 / 5, 4.0 / 5);
    gradient(x -> x.logSumExp(0), at(-INF, -INF), NAN, NAN);
    gradient(x -> x.logSumExp(0), at(1000, 1000), 0.5, 0.5);
    gradient(x -> x.logSumExp(0), at(-INF, 0), 0, 1);
    gradient(x -> x.softmax(0).mul(from(new double[] {1, 2})), at(0, 0), -0.25, 0.25);
    gradient(x -> x.softmax(0), at(-INF, -INF), NAN, NAN);
  }

  @Test
  void nothingHasANothingForAGradient() {
    for (var f :
        java.util.List.<UnaryOperator<Tensor>>of(
            Tensor::sum,
            Tensor::mean,
            Tensor::prod,
            Tensor::norm,
            x -> x.cumsum(0),
            x -> x.softmax(0))) {
      gradient(f, at());
    }
  }
}

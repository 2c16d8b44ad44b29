package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What one operation on numbers allocates, recorded and differentiated: the value, its node, and
 * the share of the pass. Counted by the JVM for this thread, over a chain that is long enough for
 * the rest to vanish.
 */
class AllocationTest {
  private static final int BUDGET = 200;

  /** One more cotangent, where a number is used twice. */
  private static final int TWO_USES = 300;

  private static final int LENGTH = 10_000;

  @TestFactory
  Stream<DynamicTest> chains() {
    var c = Fluxion.full(DType.FLOAT64, 0.999);
    return Stream.of(
        chain("x.sin()", BUDGET, Tensor::sin),
        chain("x.exp()", BUDGET, Tensor::exp),
        chain("x.tanh()", BUDGET, Tensor::tanh),
        chain("x.sigmoid()", BUDGET, Tensor::sigmoid),
        chain("x.neg()", BUDGET, Tensor::neg),
        chain("x.abs()", BUDGET, Tensor::abs),
        chain("x.relu()", BUDGET, Tensor::relu),
        chain("x.square()", BUDGET, Tensor::square),
        chain("x.add(c)", BUDGET, x -> x.add(c)),
        chain("x.add(x)", TWO_USES, x -> x.add(x)),
        chain("x.sub(c)", BUDGET, x -> x.sub(c)),
        chain("x.mul(c)", BUDGET, x -> x.mul(c)),
        chain("x.mul(x)", TWO_USES, x -> x.mul(x)),
        chain("x.div(c)", BUDGET, x -> x.div(c)),
        chain("x.pow(c)", BUDGET, x -> x.pow(c)),
        chain("x.maximum(c)", BUDGET, x -> x.maximum(c)));
  }

  private static DynamicTest chain(String name, int budget, UnaryOperator<Tensor> op) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          long each = Allocation.of(() -> recordAndDifferentiate(op)) / LENGTH;
          assertTrue(each < budget, name + " allocates " + each + " bytes, budget " + budget);
        });
  }

  private static void recordAndDifferentiate(UnaryOperator<Tensor> op) {
    var x = Fluxion.full(DType.FLOAT64, 0.5).requiresGrad(true);
    var y = x;
    for (int i = 0; i < LENGTH; i++) {
      y = op.apply(y);
    }
    y.backward();
  }
}

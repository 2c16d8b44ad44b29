package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.near;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.gradOutputs;
import static dev.fluxion.Fluxion.retainGraph;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Pulls of large operands, which take short cuts: sums at once, and additions in place. */
class ElementNodeTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 60;
  private static final int[][] SMALLER = {
    {COLUMNS}, {1, COLUMNS}, {ROWS, 1}, {1}, {}, {1, 1}, {3, 1, 1}, {3, 1, COLUMNS}, {3, ROWS, 1}
  };

  private final Random random = new Random(1);

  private Tensor numbers(DType dtype, int... dims) {
    int n = 1;
    for (int d : dims) {
      n *= d;
    }
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = 0.5 + random.nextDouble();
    }
    return Fluxion.from(x).to(dtype).reshape(dims);
  }

  private static double[] only(List<Tensor> gradients) {
    return gradients.getFirst().toDoubleArray();
  }

  @Test
  void theGradientOfABroadcastOperandIsThatOfItsCopies() {
    List<BinaryOperator<Tensor>> all =
        List.of(
            Tensor::mul,
            Tensor::sub,
            Tensor::div,
            Tensor::pow,
            Tensor::maximum,
            (a, b) -> b.sub(a),
            (a, b) -> b.div(a),
            (a, b) -> b.mul(a));
    for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (int[] dims : SMALLER) {
        for (var f : all) {
          var x = numbers(dtype, 3, ROWS, COLUMNS).requiresGrad(true);
          var small = numbers(dtype, dims).requiresGrad(true);
          var copies = small.detach().expand(3, ROWS, COLUMNS).copy().requiresGrad(true);
          var ct = numbers(dtype, 3, ROWS, COLUMNS);
          var each = grad(List.of(f.apply(x, copies)), List.of(x, copies), gradOutputs(ct));
          var got = grad(List.of(f.apply(x, small)), List.of(x, small), gradOutputs(ct));
          assertArrayEquals(each.get(0).toDoubleArray(), got.get(0).toDoubleArray());
          double[] sum = new double[small.size()];
          double[] terms = each.get(1).toDoubleArray();
          var places =
              Fluxion.arange(small.size()).reshape(dims).expand(3, ROWS, COLUMNS).toDoubleArray();
          for (int i = 0; i < terms.length; i++) {
            sum[(int) places[i]] += terms[i];
          }
          near(dtype == DType.FLOAT32 ? 1e-6 : 1e-13, got.get(1).flatten(), sum);
        }
      }
    }
  }

  @Test
  void whoLooksAtTheBroadcastOperandSeesItsCotangent() {
    var x = numbers(DType.FLOAT64, ROWS, COLUMNS);
    var row = numbers(DType.FLOAT64, COLUMNS).requiresGrad(true);
    double[] sums = x.sum(0).toDoubleArray();

    var asked = row.expand(ROWS, COLUMNS);
    var both = grad(List.of(x.mul(asked).sum()), List.of(asked, row));
    assertArrayEquals(x.toDoubleArray(), both.get(0).toDoubleArray());
    near(1e-13, both.get(1), sums);

    var retained = row.expand(ROWS, COLUMNS);
    retained.retainGrad();
    x.mul(retained).sum().backward();
    assertArrayEquals(x.toDoubleArray(), gradOf(retained).toDoubleArray());
    near(1e-13, gradOf(row), sums);

    row.grad(null);
    var hooked = row.expand(ROWS, COLUMNS);
    hooked.registerHook(ct -> ct.mul(2));
    x.mul(hooked).sum().backward();
    near(1e-13, gradOf(row), Fluxion.from(sums).mul(2).toDoubleArray());

    row.grad(null);
    var node = x.mul(row);
    Expect.nodeOf(node)
        .registerHook((inputs, outputs) -> {
          assertEquals(Shape.of(ROWS, COLUMNS), inputs.get(1).shape());
          return null;
        });
    node.sum().backward();
    near(1e-13, gradOf(row), sums);
  }

  @Test
  void severalUsesAddUpAsInARecordedPass() {
    for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      var x = numbers(dtype, ROWS, COLUMNS).requiresGrad(true);
      var w = numbers(dtype, ROWS, COLUMNS).requiresGrad(true);
      var row = numbers(dtype, COLUMNS).requiresGrad(true);
      var y = x.mul(w).add(x.square()).add(x.tanh().mul(row)).add(x.mul(row)).sub(x.div(w));
      var inputs = List.of(x, w, row);
      var seed = gradOutputs(numbers(dtype, ROWS, COLUMNS));
      var recorded = grad(List.of(y), inputs, seed, createGraph());
      var plain = grad(List.of(y), inputs, seed, retainGraph());
      for (int k = 0; k < 3; k++) {
        near(
            dtype == DType.FLOAT32 ? 2e-6 : 1e-14,
            plain.get(k).flatten(),
            recorded.get(k).detach().flatten().toDoubleArray());
      }
    }
  }

  @Test
  void aCotangentThatOthersSeeIsNotAddedTo() {
    var ct = Fluxion.ones(ROWS, COLUMNS);
    var x = numbers(DType.FLOAT32, ROWS, COLUMNS).requiresGrad(true);
    // The cotangent reaches x as it is, by the first term, before the square adds to it.
    x.square().add(x).backward(ct);
    assertArrayEquals(only(List.of(Fluxion.ones(ROWS, COLUMNS))), ct.toDoubleArray());
    near(1e-6, gradOf(x).flatten(), x.detach().mul(2).add(1).flatten().toDoubleArray());
  }
}

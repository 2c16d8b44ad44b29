package dev.fluxion;

import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.shape;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.hessianBlocks;
import static dev.fluxion.Fluxion.jacfwd;
import static dev.fluxion.Fluxion.jacobian;
import static dev.fluxion.Fluxion.jacobianBlocks;
import static dev.fluxion.Fluxion.jacrev;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Jacobians and Hessians: by hand, in both modes, of several tensors, of none. */
class JacobianTest {
  private record Pair(Tensor a, Tensor b) {}

  private static Tensor x() {
    return tensor(1.0, 2.0, 3.0);
  }

  /** (x₀x₁, x₂²). */
  private static final Fn<Tensor, Tensor> TWO_OF_THREE =
      x -> stack(List.of(x.at(0).mul(x.at(1)), x.at(2).square()), 0);

  private static List<Fn<Tensor, Tensor>> ways(Fn<Tensor, Tensor> f) {
    return List.of(jacobian(f), jacfwd(f), jacrev(f), x -> jacobianBlocks(f).apply(x).get(0, 0));
  }

  @Test
  void rowsAndColumns() {
    for (var jacobian : ways(TWO_OF_THREE)) {
      var j = jacobian.apply(x());
      shape(j, 2, 3);
      values(j, 2, 1, 0, 0, 0, 6);
    }
  }

  @Test
  void shapesFollowEachOther() {
    for (var jacobian : ways(x -> x.sum(0).mul(2).reshape(3, 1))) {
      var j = jacobian.apply(ones(2, 3));
      shape(j, 3, 1, 2, 3);
      values(j, 2, 0, 0, 2, 0, 0, 0, 2, 0, 0, 2, 0, 0, 0, 2, 0, 0, 2);
    }
    for (var jacobian : ways(x -> x.square())) {
      values(jacobian.apply(tensor(3.0)), 6);
      shape(jacobian.apply(tensor(3.0)));
    }
  }

  @Test
  void emptyArgumentsAndResults() {
    for (var jacobian : ways(x -> x.mul(2))) {
      shape(jacobian.apply(zeros(0)), 0, 0);
    }
    for (var jacobian : ways(x -> ones(3).mul(x.sum()))) {
      shape(jacobian.apply(zeros(0, 2)), 3, 0, 2);
    }
    for (var jacobian : ways(x -> x.narrow(0, 0, 0))) {
      shape(jacobian.apply(x()), 0, 3);
    }
    shape(hessian((Tensor x) -> x.square().sum()).apply(zeros(0)), 0, 0);
    var both = jacobian((Pair p) -> p.b.mul(2)).apply(new Pair(zeros(0), tensor(1.0, 2.0)));
    shape(both.a, 2, 0);
    values(both.b, 2, 0, 0, 2);
  }

  @Test
  void whatDoesNotDependIsZero() {
    for (var jacobian : ways(x -> tensor(1.0, 2.0))) {
      values(jacobian.apply(x()), 0, 0, 0, 0, 0, 0);
    }
    var j = jacobian((List<Tensor> p) -> p.get(0).mul(2)).apply(List.of(tensor(1.0), x()));
    values(j.get(0), 2);
    values(j.get(1), 0, 0, 0);
  }

  @Test
  void strictRefusesIt() {
    var strict = jacobian((List<Tensor> p) -> p.get(0).mul(2)).strict();
    refused(
        GraphException.class,
        "a strict Jacobian needs a result that depends on each tensor of the argument, but number 1"
            + " of shape (3) is not used",
        () -> strict.apply(List.of(tensor(1.0), x())));
    values(jacobian(TWO_OF_THREE).strict().apply(x()), 2, 1, 0, 0, 0, 6);
    refused(
        GraphException.class,
        "a strict Jacobian needs a result that depends on each tensor of the argument, but number 0"
            + " of shape (3) is not used",
        () -> jacobian((Tensor x) -> x.detach()).strict().apply(x()));
  }

  @Test
  void theModeIsTheCheaperOne() {
    assertEquals(
        "reverse, 2 rows: the result has 2 elements, the argument 3",
        jacobian(TWO_OF_THREE).mode(x()));
    assertEquals(
        "forward, 1 column: the result has 3 elements, the argument 1",
        jacobian((Tensor x) -> x.mul(ones(3))).mode(tensor(2.0)));
    assertEquals(
        "reverse, 1 row: the result has 1 element, the argument 1",
        jacobian((Tensor x) -> x).mode(tensor(2.0)));
    values(jacobian((Tensor x) -> x.mul(x())).apply(tensor(2.0)), 1, 2, 3);
  }

  @Test
  void wholeNumbersHaveNone() {
    var message = "only floating tensors have gradients, got int64; convert with toFloat32() first";
    for (var jacobian : ways(x -> x.toInt64())) {
      refused(DTypeException.class, message, () -> jacobian.apply(x()));
      refused(DTypeException.class, message, () -> jacobian.apply(tensor(1, 2)));
    }
  }

  @Test
  void blocksOfSeveralTensors() {
    Fn<Pair, List<Tensor>> f = p -> List.of(p.a.mul(p.b), p.a.sum());
    var at = new Pair(tensor(1.0, 2.0), tensor(3.0));
    var blocks = jacobianBlocks(f).apply(at);
    values(blocks.get(0, 0), 3, 0, 0, 3);
    values(blocks.get(0, 1), 1, 2);
    values(blocks.get(1, 0), 1, 1);
    values(blocks.get(1, 1), 0);
    values(blocks.matrix(), 3, 0, 1, 0, 3, 2, 1, 1, 0);
    assertEquals(List.of(Shape.of(2), Shape.SCALAR), blocks.outputs());
    assertEquals(List.of(Shape.of(2), Shape.SCALAR), blocks.inputs());
    // ab² of scalars: ((0, 2b), (2b, 2a)).
    var h = hessianBlocks((Pair p) -> p.a.mul(p.b.square())).apply(new Pair(x().at(0), x().at(1)));
    values(h.matrix(), 0, 4, 4, 2);
  }

  @Test
  void blocksHaveTheTypesOfTheirResults() {
    var at = List.of(tensor(1.0, 2.0), from(new double[] {3, 4}));
    Fn<List<Tensor>, Tensor> f = p -> p.get(0).toFloat64().mul(p.get(1)).sum();
    var h = hessianBlocks(f).apply(at);
    assertEquals(DType.FLOAT32, h.get(0, 1).dtype());
    assertEquals(DType.FLOAT64, h.get(1, 0).dtype());
    values(h.get(0, 1), 1, 0, 0, 1);
    values(h.matrix(), 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0);
  }

  @Test
  void hessians() {
    Fn<Tensor, Tensor> f = x -> x.prod().add(x.at(0).pow(3));
    values(hessian(f).apply(x()), 6, 3, 2, 3, 0, 1, 2, 1, 0);
    values(jacfwd(jacfwd(f)).apply(x()), 6, 3, 2, 3, 0, 1, 2, 1, 0);
    values(jacrev(jacrev(f)).apply(x()), 6, 3, 2, 3, 0, 1, 2, 1, 0);
    values(hessian((Tensor x) -> x.pow(3)).apply(tensor(2.0)), 12);
    refused(
        GraphException.class,
        "grad needs a function whose result has one element, got the shape (3); use vjp or"
            + " jacobian",
        () -> hessian((Tensor x) -> x.square()).apply(x()));
  }

  @Test
  void jacobiansOfSamples() {
    var rows = from(new double[][] {{1, 2, 3}, {4, 5, 6}});
    double[] want = {2, 1, 0, 0, 0, 6, 5, 4, 0, 0, 0, 12};
    for (var jacobian : ways(TWO_OF_THREE)) {
      values(vmap(jacobian).apply(rows), want);
    }
    values(vmap(hessian((Tensor x) -> x.prod())).apply(rows).sum(0), 0, 9, 7, 9, 0, 5, 7, 5, 0);
  }

  /** Each column had random numbers of its own, and a Hessian was not symmetric. */
  @Test
  void randomNumbersAreThoseOfOneRun() {
    for (var jacobian : ways(x -> x.mul(Fluxion.rand()))) {
      var j = jacobian.apply(x());
      double drawn = j.get(0, 0).item();
      values(j, drawn, 0, 0, 0, drawn, 0, 0, 0, drawn);
    }
    var h = hessian((Tensor x) -> x.sum().square().mul(Fluxion.rand())).apply(x());
    assertEquals(h.amin(new int[] {0, 1}, false).item(), h.amax(new int[] {0, 1}, false).item());
    var each = vmap(jacfwd((Tensor x) -> x.mul(Fluxion.rand()))).apply(ones(2, 3));
    assertNotEquals(each.get(0, 0, 0).item(), each.get(1, 0, 0).item());
    assertEquals(each.get(0, 0, 0).item(), each.get(0, 1, 1).item());
  }

  @Test
  void jacobiansAreFollowedOutside() {
    var w = tensor(2.0).requiresGrad(true);
    var x = x().requiresGrad(true);
    for (var jacobian : ways(p -> p.square().mul(w))) {
      var sum = jacobian.apply(x).sum();
      var grads = Fluxion.grad(List.of(sum), List.of(w, x));
      values(java.util.Objects.requireNonNull(grads.get(0)), 12);
      values(java.util.Objects.requireNonNull(grads.get(1)), 4, 4, 4);
    }
  }

  /** f″(x) = x·e^{-x²/2} at many points by a Jacobian, as columns are and as rows are. */
  @Test
  void bothModesAgreeWithAClosedForm() {
    var x = Fluxion.linspace(-2, 2, 9).toFloat64();
    double[] want = new double[9];
    for (int i = 0; i < 9; i++) {
      double at = x.get(i).item();
      want[i] = at * Math.exp(-at * at / 2);
    }
    Fn<Tensor, Tensor> f = p -> p.square().div(-2).exp().neg();
    for (var jacobian : ways(f)) {
      near(1e-14, jacobian.apply(x).sum(1), want);
    }
  }
}

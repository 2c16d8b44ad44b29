package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.gradOutputs;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Every gradient has memory of its own: nobody's write reaches another's numbers. */
class OwnershipTest {
  private record Case(String name, BinaryOperator<Tensor> f) {}

  /**
   * Functions of two 2 × 3 tensors, with all ways in which a pull can hand on what it was given.
   */
  private static final List<Case> ALL =
      List.of(
          new Case("add", Tensor::add),
          new Case("add self", (x, y) -> x.add(x).add(y).add(y)),
          new Case("sub", Tensor::sub),
          new Case("mul", Tensor::mul),
          new Case("mul self", (x, y) -> x.mul(x).mul(y)),
          new Case("div", Tensor::div),
          new Case("copy", (x, y) -> x.copy().add(y.copy())),
          new Case("reshape", (x, y) -> x.reshape(3, 2).add(y.reshape(3, 2))),
          new Case("t", (x, y) -> x.t().add(y.t())),
          new Case("permute", (x, y) -> x.permute(1, 0).add(y.permute(0, 1).t())),
          new Case("get", (x, y) -> x.get().add(y.get(Fluxion.ellipsis()))),
          new Case("squeeze", (x, y) -> x.unsqueeze(0).squeeze().add(y.unsqueeze(2).squeeze(2))),
          new Case("narrow", (x, y) -> x.narrow(0, 0, 2).add(y.narrow(1, 0, 3))),
          new Case("expand", (x, y) -> x.expand(2, 3).add(y.expand(4, 2, 3))),
          new Case("cat", (x, y) -> Fluxion.cat(List.of(x, y, x), 0)),
          new Case("stack", (x, y) -> Fluxion.stack(List.of(x, y), 1)),
          new Case("unbind", (x, y) -> x.unbind(0).get(0).add(y.unbind(1).get(2).sum())),
          new Case("unbind all", (x, y) -> Fluxion.stack(x.mul(y).unbind(1), 0)),
          new Case("sum", (x, y) -> x.sum(0).add(y.sum())),
          new Case("mean", (x, y) -> x.mean(1).add(y.mean())),
          new Case("softmax", (x, y) -> x.softmax(0).add(y.softmax(1))),
          new Case("max", (x, y) -> x.max(0).values().add(y.max())),
          new Case("where", (x, y) -> where(x.gt(1), x, y)),
          new Case("maximum", Tensor::maximum),
          new Case("clamp", (x, y) -> x.clamp(0, 2).add(y.clampMin(0))),
          new Case("relu", (x, y) -> x.relu().add(y.relu())),
          new Case("exp", (x, y) -> x.exp().add(y.tanh())),
          new Case("neg", (x, y) -> x.neg().sub(y.neg())),
          new Case("cast", (x, y) -> x.toFloat32().add(y.toFloat32()).toFloat64()),
          new Case("identity cast", (x, y) -> x.toFloat64().add(y.to(FLOAT64))),
          new Case("prod", (x, y) -> x.prod(0).mul(y.prod())),
          new Case("matmul", (x, y) -> x.matmul(y.t())),
          new Case("mask", (x, y) -> x.get(x.gt(0)).add(y.get(y.gt(0)).sum())),
          new Case("diamond", (x, y) -> diamond(x.add(y))));

  private static Tensor diamond(Tensor s) {
    return s.add(s.neg()).add(s).add(s.t().t());
  }

  private static Tensor first() {
    return from(new double[][] {{1, 2, 3}, {0.5, 0.25, 4}}).requiresGrad(true);
  }

  private static Tensor second() {
    return from(new double[][] {{2, 1, 0.5}, {3, 1, 2}}).requiresGrad(true);
  }

  private static void poison(Tensor x) {
    try (var _ = Fluxion.noGrad()) {
      x.zero_();
    }
  }

  @Test
  void gradientsOfBackward() {
    for (var c : ALL) {
      var x = first();
      var y = second();
      var z = c.f.apply(x, y);
      double[] values = z.toDoubleArray();
      var head = Grid.of(z.shape().toArray(), i -> i.length + 2.5).tensor(FLOAT64);
      double[] given = head.toDoubleArray();
      z.backward(head);
      assertArrayEquals(given, head.toDoubleArray(), c.name + ": the argument was written to");
      assertArrayEquals(values, z.toDoubleArray(), c.name + ": the result was written to");
      assertArrayEquals(first().toDoubleArray(), x.toDoubleArray(), c.name);
      var dx = gradOf(x);
      var dy = gradOf(y);
      double[] wantX = dx.toDoubleArray();
      double[] wantY = dy.toDoubleArray();
      poison(head);
      assertArrayEquals(wantX, dx.toDoubleArray(), c.name + ": x shares with the argument");
      assertArrayEquals(wantY, dy.toDoubleArray(), c.name + ": y shares with the argument");
      poison(dx);
      assertArrayEquals(wantY, dy.toDoubleArray(), c.name + ": y shares with x");
      poison(z);
      poison(y);
      poison(x);
      assertArrayEquals(wantY, dy.toDoubleArray(), c.name + ": y shares with a value");
    }
  }

  @Test
  void retainedGradientsAndThoseAtTheLeaves() {
    for (var c : ALL) {
      var x = first();
      var y = second();
      var u = x.add(0).retainGrad();
      var v = y.copy().retainGrad();
      var z = c.f.apply(u, v).retainGrad();
      z.backward(ones(FLOAT64, z.shape().toArray()), retainGraph());
      z.backward(ones(FLOAT64, z.shape().toArray()));
      List<Tensor> all = new ArrayList<>();
      for (var t : List.of(x, y, u, v, z)) {
        all.add(gradOf(t));
      }
      assertArrayEquals(all.get(0).toDoubleArray(), all.get(2).toDoubleArray(), 1e-12, c.name);
      assertArrayEquals(all.get(1).toDoubleArray(), all.get(3).toDoubleArray(), 1e-12, c.name);
      checkDisjoint(c.name, all);
    }
  }

  @Test
  void gradientsAsValues() {
    for (var c : ALL) {
      var x = first();
      var y = second();
      var u = x.add(0);
      var v = y.copy();
      var z = c.f.apply(u, v);
      var head = ones(FLOAT64, z.shape().toArray());
      List<Tensor> all = new ArrayList<>();
      for (var g : grad(List.of(z), List.of(x, y, u, v, z), gradOutputs(head))) {
        all.add(Objects.requireNonNull(g));
      }
      all.add(head);
      assertArrayEquals(all.get(0).toDoubleArray(), all.get(2).toDoubleArray(), 1e-12, c.name);
      checkDisjoint(c.name, all);
    }
  }

  /** Zeroes one after another and looks whether a later one changes. */
  private static void checkDisjoint(String name, List<Tensor> all) {
    List<double[]> values = new ArrayList<>();
    for (var t : all) {
      values.add(t.toDoubleArray());
    }
    for (int k = 0; k < all.size(); k++) {
      assertArrayEquals(values.get(k), all.get(k).toDoubleArray(), name + ": gradient " + k);
      poison(all.get(k));
    }
  }

  @Test
  void aLaterPassAddsToTheLeafAlone() {
    for (var c : ALL) {
      var x = first();
      var y = second();
      var z = c.f.apply(x, y);
      var head = ones(FLOAT64, z.shape().toArray());
      z.backward(head, retainGraph());
      double[] once = gradOf(x).toDoubleArray();
      double[] other = gradOf(y).toDoubleArray();
      z.backward(head, Fluxion.inputs(x));
      assertArrayEquals(other, gradOf(y).toDoubleArray(), c.name);
      for (int i = 0; i < once.length; i++) {
        assertEquals(2 * once[i], gradOf(x).toDoubleArray()[i], 1e-12, c.name);
      }
      Expect.values(head, ones(FLOAT64, z.shape().toArray()).toDoubleArray());
    }
  }

  /**
   * Under createGraph the leaves kept the cotangent itself, and the next pass added to all of them.
   */
  @Test
  void passesAfterOneThatWasRecordedDoNotMixUpLeaves() {
    for (var c : ALL) {
      var x = first();
      var y = second();
      var z = c.f.apply(x, y);
      var head = ones(FLOAT64, z.shape().toArray());
      z.backward(head, createGraph());
      double[] onceX = gradOf(x).toDoubleArray();
      double[] onceY = gradOf(y).toDoubleArray();
      z.backward(head);
      Expect.values(head, ones(FLOAT64, z.shape().toArray()).toDoubleArray());
      for (int i = 0; i < onceX.length; i++) {
        assertEquals(2 * onceX[i], gradOf(x).toDoubleArray()[i], 1e-12, c.name + " x");
        assertEquals(2 * onceY[i], gradOf(y).toDoubleArray()[i], 1e-12, c.name + " y");
      }
    }
  }

  @Test
  void aGradientThatWasSetIsTheUsers() {
    var x = first();
    var mine = ones(FLOAT64, 2, 3);
    x.grad(mine);
    x.sum().backward();
    Expect.values(mine, 2, 2, 2, 2, 2, 2);
    assertNotSame(x, mine);
    var y = tensor(1.0).requiresGrad(true);
    y.backward();
    y.backward(tensor(2.0));
    Expect.values(gradOf(y), 3);
  }
}

package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Forward mode: tangents, nested levels, and both orders of mixing with reverse mode. */
class ForwardTest {
  private static Tensor one(double value) {
    return from(new double[] {value}).reshape();
  }

  @Test
  void valueAndTangent() {
    var y = jvp(p -> p.sin().add(p.mul(3)), one(0), one(2));
    Expect.tensor(y.value(), FLOAT64, dims(), 0);
    Expect.tensor(y.tangent(), FLOAT64, dims(), 8);
    var r = jvp(p -> p.mul(p), tensor(1.0, 2.0, 3.0), tensor(1.0, 0.0, -1.0));
    Expect.tensor(r.value(), FLOAT32, dims(3), 1, 4, 9);
    Expect.tensor(r.tangent(), FLOAT32, dims(3), 2, 0, -6);
  }

  @Test
  void severalArguments() {
    // sin x + x y: ẏ = (cos x + y) ẋ + x ẏ
    var y =
        jvp(
            p -> p.get(0).sin().add(p.get(0).mul(p.get(1))),
            List.of(one(0), one(5)),
            List.of(one(1), one(10)));
    Expect.values(y.value(), 0);
    Expect.values(y.tangent(), 6);
  }

  @Test
  void everyFamily() {
    var x = from(new double[][] {{1, 2}, {3, 4}});
    var t = from(new double[][] {{1, 0}, {0, 10}});
    Expect.values(jvp(p -> p.exp(), zeros(FLOAT64, 2, 2), t).tangent(), 1, 0, 0, 10);
    Expect.near(1e-15, jvp(p -> p.div(p.add(1)), x, t).tangent(), 0.25, 0, 0, 10.0 / 25);
    Expect.values(jvp(p -> where(p.gt(2), p.mul(2), p), x, t).tangent(), 1, 0, 0, 20);
    Expect.values(jvp(p -> p.clamp(2, 3.5), x, t).tangent(), 0, 0, 0, 0);
    Expect.values(jvp(p -> p.t(), x, t).tangent(), 1, 0, 0, 10);
    Expect.values(jvp(p -> p.sum(1), x, t).tangent(), 1, 10);
    Expect.values(jvp(p -> p.reshape(4).narrow(0, 1, 3), x, t).tangent(), 0, 0, 10);
    Expect.values(jvp(p -> p.matmul(x), x, t).tangent(), 1, 2, 30, 40);
    Expect.values(jvp(p -> p.matmul(p), x, t).tangent(), 2, 22, 33, 80);
    Expect.values(jvp(p -> p.at(0).dot(p.at(1)), x, t).tangent(), 3 + 20);
    Expect.values(jvp(p -> p.get(new int[] {1, 1, 0}), x, t).tangent(), 0, 10, 0, 10, 1, 0);
    Expect.values(jvp(p -> p.gather(1, tensor(1, 0).reshape(2, 1)), x, t).tangent(), 0, 0);
    Expect.values(jvp(p -> p.max(0).values(), x, t).tangent(), 0, 10);
    Expect.values(jvp(p -> p.max(), x, t).tangent(), 10);
    Expect.values(jvp(p -> p.prod(), x, t).tangent(), 24 + 60);
    Expect.values(jvp(p -> p.cumsum(1), x, t).tangent(), 1, 1, 0, 10);
    Expect.near(1e-12, jvp(p -> p.norm(), x, t).tangent(), 41 / Math.sqrt(30));
    Expect.near(
        1e-12, jvp(p -> p.reshape(4).logSumExp(0), zeros(FLOAT64, 2, 2), t).tangent(), 2.75);
    Expect.near(
        1e-12, jvp(p -> p.softmax(1), zeros(FLOAT64, 2, 2), t).tangent(), 0.25, -0.25, -2.5, 2.5);
    Expect.values(jvp(p -> cat(List.of(p, x, p), 0).sum(0), x, t).tangent(), 2, 20);
    Expect.values(jvp(p -> stack(List.of(p, x), 0).select(0, 0), x, t).tangent(), 1, 0, 0, 10);
    Expect.values(jvp(p -> p.unbind(1).get(1), x, t).tangent(), 0, 10);
    Expect.values(jvp(p -> p.flip(0).copy().expand(1, 2, 2), x, t).tangent(), 0, 10, 1, 0);
    Expect.tensor(jvp(p -> p.toFloat32(), x, t).tangent(), FLOAT32, dims(2, 2), 1, 0, 0, 10);
    Expect.values(jvp(p -> p.add(one(1)).sub(p), x, t).tangent(), 0, 0, 0, 0);
  }

  @Test
  void tangentsBroadcast() {
    var y = jvp(p -> p.mul(from(new double[] {1, 2, 3})), one(5), one(1));
    Expect.tensor(y.tangent(), FLOAT64, dims(3), 1, 2, 3);
    Expect.tensor(
        jvp(p -> p.mul(tensor(1.0, 2.0)), one(5), one(1)).tangent(), FLOAT32, dims(2), 1, 2);
  }

  @Test
  void aConstantResultHasAZeroTangent() {
    var c = jvp(_ -> tensor(1.0, 2.0), one(5), one(1));
    Expect.values(c.value(), 1, 2);
    Expect.tensor(c.tangent(), FLOAT32, dims(2), 0, 0);
    Expect.values(jvp(p -> p.detach().mul(p.detach()), one(3), one(1)).tangent(), 0);
    Expect.values(jvp(p -> p.mul(p.detach()), one(3), one(1)).tangent(), 3);
    Expect.tensor(jvp(p -> p.gt(0), one(3), one(1)).tangent(), DType.BOOL, dims(), 0);
    Expect.whole(jvp(p -> p.toInt64(), one(3), one(1)).value(), DType.INT64, dims(), 3);
    Expect.values(jvp(p -> p, one(3), one(7)).tangent(), 7);
  }

  @Test
  void argumentsAreNotModified() {
    var x = tensor(1.0, 2.0);
    var t = tensor(3.0, 4.0);
    jvp(p -> p.add(p).mul(p), x, t);
    Expect.values(x, 1, 2);
    Expect.values(t, 3, 4);
    assertFalse(x.requiresGrad());
  }

  @Test
  void forwardOverReverse() {
    // Hessian-vector product of Σ x³ is 6 x v.
    var x = from(new double[] {1, 2, 3});
    var v = from(new double[] {1, -1, 2});
    var hv =
        jvp(
            p -> {
              p.requiresGrad(true);
              return grad(p.pow(3).sum(), p);
            },
            x,
            v);
    Expect.values(hv.value(), 3, 12, 27);
    Expect.values(hv.tangent(), 6, -12, 36);
    assertFalse(x.requiresGrad());
  }

  @Test
  void forwardOverBackward() {
    var x = from(new double[] {1, 2});
    var hv =
        jvp(
            p -> {
              var q = p.mul(1).requiresGrad(true);
              q.mul(q).mul(q).sum().backward();
              return gradOf(q);
            },
            x,
            from(new double[] {1, 10}));
    Expect.values(hv.tangent(), 6, 120);
  }

  @Test
  void reverseOverForward() {
    var x = from(new double[] {1, 2, 3}).requiresGrad(true);
    var v = from(new double[] {1, -1, 2});
    var y = jvp(p -> p.pow(3).sum(), x, v);
    assertTrue(y.value().requiresGrad());
    Expect.values(y.tangent(), 3 - 12 + 54);
    Expect.values(grad(y.tangent(), x, Fluxion.retainGraph()), 6, -12, 36);
    y.value().backward();
    Expect.values(gradOf(x), 3, 12, 27);
  }

  @Test
  void reverseOverForwardByTheTangent() {
    var x = from(new double[] {1, 2});
    var v = from(new double[] {5, 5}).requiresGrad(true);
    var y = jvp(p -> p.mul(p), x, v);
    assertFalse(y.value().requiresGrad());
    y.tangent().backward(from(new double[] {1, 10}));
    Expect.values(gradOf(v), 2, 40);
  }

  @Test
  void noGradInsideStopsReverseModeAlone() {
    var w = one(3).requiresGrad(true);
    var y =
        jvp(
            p -> {
              try (var _ = Fluxion.noGrad()) {
                return p.mul(w);
              }
            },
            one(2),
            one(1));
    Expect.values(y.tangent(), 3);
    assertFalse(y.tangent().requiresGrad());
  }

  @Test
  void whatAskedForATangentMustBeFloating() {
    refused(
        DTypeException.class,
        "only floating tensors have gradients, got int64; convert with toFloat32() first",
        () -> jvp(p -> p, tensor(1), tensor(1)));
    refused(
        ShapeException.class,
        "a tangent has the shape of its tensor, (2), got ()",
        () -> jvp(p -> p, ones(2), tensor(1.0)));
    refused(
        DTypeException.class,
        "a tangent has the type of its tensor, float32, got float64",
        () -> jvp(p -> p, ones(2), ones(FLOAT64, 2)));
    refused(
        IllegalArgumentException.class,
        "the tangent of jvp has the structure [*, *], * for a tensor, got [*]",
        () -> jvp(p -> p.get(0), List.of(ones(2), ones(2)), List.of(ones(2))));
    assertSame(Level.NONE, Modes.level());
  }

  @Test
  void aDualIsWrittenToWithItsTangent() {
    var zero = jvp(p -> p.mul(3).zero_(), ones(2), ones(2));
    Expect.values(zero.value(), 0, 0);
    Expect.values(zero.tangent(), 0, 0);
    refused(
        GraphException.class,
        "a value with a tangent is not written into a tensor without, of shape (2); compute a new"
            + " one, or start from zerosLike(x).add(x.mul(0))",
        () -> jvp(p -> ones(2).add_(p), ones(2), ones(2)));
  }

  @Test
  void aDualIsReadAsItsValue() {
    jvp(
        p -> {
          assertEquals(2, p.item());
          assertEquals("tensor(2., dtype=torch.float64)", p.toString());
          assertEquals("2.0", "%s".formatted(p));
          assertEquals(Shape.SCALAR, p.shape());
          assertNull(p.gradFn());
          assertTrue(p.isLeaf());
          assertTrue(p.isContiguous());
          return p;
        },
        one(2),
        one(1));
  }
}

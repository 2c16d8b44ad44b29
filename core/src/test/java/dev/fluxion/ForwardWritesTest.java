package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.slice;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Forward mode with writes: the tangent is written to as the value is, and nothing else is. */
class ForwardWritesTest {
  private static Tensor of(double... values) {
    return from(values);
  }

  private static void check(
      Fn<Tensor, Tensor> f, Tensor x, Tensor t, double[] value, double[] tangent) {
    double[] before = x.toDoubleArray();
    double[] direction = t.toDoubleArray();
    var at = jvp(f, x, t);
    Expect.near(1e-12, at.value(), value);
    Expect.near(1e-12, at.tangent(), tangent);
    Expect.values(x, before);
    Expect.values(t, direction);
  }

  private static double[] all(double... values) {
    return values;
  }

  @Test
  void writesOfAllKinds() {
    check(p -> p.mul(2).mul_(3), of(5), of(1), all(30), all(6));
    check(p -> p.mul(2).exp_(), of(0.5), of(1), all(Math.E), all(2 * Math.E));
    check(p -> p.mul(2).zero_(), of(5), of(1), all(0), all(0));
    check(p -> p.mul(2).fill_(7), of(5), of(1), all(7), all(0));
    check(p -> p.mul(2).add_(p), of(5), of(1), all(15), all(3));
    check(p -> p.mul(2).copy_(p.mul(p)), of(5), of(1), all(25), all(10));
    check(p -> p.mul(2).copy_(of(3)), of(5), of(1), all(3), all(0));
    check(p -> p.mul(2).clamp_(0, 20), of(5), of(1), all(10), all(2));
    check(p -> p.mul(2).pow_(p), of(2), of(1), all(16), all(16 * (Math.log(4) + 1)));
    check(p -> p.mul(2).add_(p, 0.5), of(5), of(1), all(12.5), all(2.5));
  }

  /** Sums pass the tangent on as it is, so it is not the result's own. */
  @Test
  void writesAfterOperationsThatPassTheTangentOn() {
    check(p -> p.add(1).mul_(3).add(p), of(5), of(1), all(23), all(4));
    check(p -> p.sub(1).zero_().add(p), of(5), of(1), all(5), all(1));
    check(
        p -> {
          var y = p.add(1);
          var z = p.add(2);
          y.mul_(10);
          return z;
        },
        of(5),
        of(1),
        all(7),
        all(1));
    check(p -> p.reshape(2).copy().neg_().add(p), of(1, 2), of(1, 10), all(0, 0), all(0, 0));
  }

  @Test
  void writesWhereTheTangentIsRepeated() {
    check(
        p -> p.sum().expand(3).add(1).mul_(of(1, 2, 3)),
        of(1, 1),
        of(1, 1),
        all(3, 6, 9),
        all(2, 4, 6));
    check(
        p -> p.sum().expand(3).add(zeros(FLOAT64, 3)).mul_(of(1, 2, 3)),
        of(1, 1),
        of(1, 1),
        all(2, 4, 6),
        all(2, 4, 6));
  }

  @Test
  void writesThroughViews() {
    check(
        p -> {
          var y = p.mul(1);
          y.at(0).mul_(10);
          y.get(slice(1, 3)).copy_(p.get(slice(0, 2)));
          return y;
        },
        of(1, 2, 3),
        of(1, 10, 100),
        all(10, 1, 2),
        all(10, 1, 10));
    check(
        p -> {
          var y = p.add(0).reshape(2, 2);
          y.t().at(0).mul_(10);
          y.unbind(0);
          return y.flatten();
        },
        of(1, 2, 3, 4),
        of(1, 1, 1, 1),
        all(10, 2, 30, 4),
        all(10, 1, 10, 1));
    check(
        p -> {
          var y = p.mul(1);
          var v = y.at(1);
          y.mul_(3);
          return v.mul(1);
        },
        of(1, 2, 3),
        of(1, 10, 100),
        all(6),
        all(30));
  }

  @Test
  void aTensorWithoutATangentGetsOneByAWrite() {
    check(
        p -> {
          var y = p.mul(0).fill_(1);
          y.detach();
          var v = y.narrow(0, 0, 2);
          v.at(1).copy_(p.at(2));
          return y.add(v.sum());
        },
        of(1, 2, 3),
        of(1, 10, 100),
        all(5, 7, 5),
        all(100, 200, 100));
  }

  @Test
  void indexedWrites() {
    check(
        p -> {
          var y = p.mul(1);
          y.set_(p.at(0).mul(10), y.gt(1.5));
          return y;
        },
        of(1, 2, 3),
        of(1, 10, 100),
        all(1, 10, 10),
        all(1, 10, 10));
    check(
        p -> p.mul(1).set_(p.flip(0), new int[] {2, 0, 2}).set_(5, 1),
        of(1, 2, 3),
        of(1, 10, 100),
        all(2, 5, 1),
        all(10, 0, 1));
  }

  @Test
  void constantsHaveNoPlaceForATangent() {
    var message =
        "a value with a tangent is not written into a tensor without, of shape (%s); compute a new"
            + " one, or start from zerosLike(x).add(x.mul(0))";
    var buffer = zeros(FLOAT64, 2);
    refused(
        GraphException.class,
        message.formatted("2"),
        () -> jvp(p -> buffer.add_(p), of(1, 2), of(1, 2)));
    refused(
        GraphException.class,
        message.formatted(""),
        () -> jvp(p -> buffer.at(0).copy_(p.at(1)), of(1, 2), of(1, 2)));
    Expect.values(buffer, 0, 0);
    check(p -> onesLike(p).add(p.mul(0)).mul_(p), of(3), of(1), all(3), all(1));
  }

  @Test
  void refusedWritesChangeNothing() {
    check(
        p -> {
          var y = p.mul(2);
          assertThrows(ShapeException.class, () -> y.add_(ones(FLOAT64, 2, 2)));
          assertThrows(GraphException.class, () -> y.at(0).expand(3).add_(1));
          return y;
        },
        of(1, 2),
        of(1, 1),
        all(2, 4),
        all(2, 2));
  }

  @Test
  void forwardOverForward() {
    Fn<Tensor, Tensor> cube =
        p -> {
          var y = p.mul(1);
          y.mul_(p);
          y.mul_(p);
          return y;
        };
    Fn<Tensor, Tensor> slope = q -> jvp(cube, q, onesLike(q)).tangent();
    Expect.values(jvp(slope, of(2), of(1)).value(), 12);
    Expect.values(jvp(slope, of(2), of(1)).tangent(), 12);
    Fn<Tensor, Tensor> second = q -> jvp(slope, q, onesLike(q)).tangent();
    Expect.values(jvp(second, of(2), of(1)).tangent(), 6);
  }

  @Test
  void perturbationsAreNotConfused() {
    // d/dx (x · d/dy (x·y written into a copy of y)) = d/dx x² = 2x
    Fn<Tensor, Tensor> f = x -> x.mul(jvp(y -> y.mul(1).mul_(x), of(5), of(1)).tangent());
    Expect.values(jvp(f, of(3), of(1)).tangent(), 6);
  }

  /** The target has a tangent at the outer level only; the value one at the inner level. */
  @Test
  void aPlaceForATangentAtAnotherLevelIsNone() {
    for (Fn<Tensor, Tensor> inner :
        List.<Fn<Tensor, Tensor>>of(
            q -> jvp(p -> q.mul(1).copy_(p), q, onesLike(q)).tangent(),
            q -> jvp(p -> q.mul(1).mul_(p), q, onesLike(q)).tangent(),
            q ->
                jvp(
                        p -> {
                          var y = q.mul(1);
                          y.at(0).copy_(p.at(0));
                          return y;
                        },
                        q,
                        onesLike(q))
                    .tangent())) {
      assertThrows(GraphException.class, () -> jvp(inner, of(2, 3), of(1, 1)));
    }
    Fn<Tensor, Tensor> outer = q -> jvp(p -> p.mul(1).copy_(q).mul(p), q, onesLike(q)).tangent();
    Expect.values(jvp(outer, of(3), of(1)).value(), 3);
    Expect.values(jvp(outer, of(3), of(1)).tangent(), 1);
  }

  @Test
  void reverseOverForward() {
    var x = of(0.5).requiresGrad(true);
    var s = jvp(p -> p.mul(2).sin_(), x, of(1)).tangent();
    Expect.near(1e-12, grad(s.sum(), x), -4 * Math.sin(1));
    var e = jvp(p -> p.mul(2).exp_().mul_(3), x, of(1));
    Expect.near(1e-12, e.tangent(), 6 * Math.E);
    var v =
        jvp(
                p -> {
                  var y = p.mul(p).expand(2).copy();
                  y.at(1).mul_(p.at(0));
                  return y.sum();
                },
                x,
                of(1))
            .tangent();
    // d²/dx² (x² + x³) = 2 + 6x
    Expect.near(1e-12, grad(v, x), 5);
  }

  @Test
  void forwardOverReverse() {
    Fn<Tensor, Tensor> f =
        p -> {
          p.requiresGrad(true);
          var y = p.mul(2);
          y.sin_();
          return grad(y.sum(), p, createGraph());
        };
    var at = jvp(f, of(0.5), of(1));
    Expect.near(1e-12, at.value(), 2 * Math.cos(1));
    Expect.near(1e-12, at.tangent(), -4 * Math.sin(1));
  }

  @Test
  void writesToSavedValuesAreFoundInsideALevel() {
    Fn<Tensor, Tensor> f =
        p -> {
          p.requiresGrad(true);
          var y = p.exp();
          y.mul_(2);
          return grad(y.sum(), p, createGraph());
        };
    assertThrows(GraphException.class, () -> jvp(f, of(0.5), of(1)));
    Fn<Tensor, Tensor> g =
        p -> {
          p.requiresGrad(true);
          var v = p.mul(1);
          var y = v.sin();
          v.zero_();
          return grad(y.sum(), p, createGraph());
        };
    assertThrows(GraphException.class, () -> jvp(g, of(0.5), of(1)));
  }

  @Test
  void severalArguments() {
    var at =
        jvp(
            in -> {
              var y = in.get(0).mul(1);
              y.narrow(0, 0, 1).copy_(in.get(1).mul(in.get(1)));
              return y;
            },
            List.of(of(1, 2), of(3)),
            List.of(of(1, 1), of(1)));
    Expect.values(at.value(), 9, 2);
    Expect.values(at.tangent(), 6, 1);
  }

  @Test
  void anArgumentThatIsWrittenToKeepsItsDirection() {
    var t = of(1);
    var at = jvp(p -> p.mul_(2), of(5), t);
    Expect.values(at.value(), 10);
    Expect.values(at.tangent(), 2);
    Expect.values(t, 1);
  }
}

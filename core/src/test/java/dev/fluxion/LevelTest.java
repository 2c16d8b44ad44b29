package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Derivatives inside of derivatives, in either mode: whose perturbation is whose. */
class LevelTest {
  private static Tensor one(double value) {
    return from(new double[] {value}).reshape();
  }

  private static double slope(Fn<Tensor, Tensor> f, double x) {
    return jvp(f, one(x), one(1)).tangent().item();
  }

  private interface Derivative {
    Tensor of(Fn<Tensor, Tensor> f, Tensor at);
  }

  private static final Derivative FORWARD = (f, at) -> jvp(f, at, one(1)).tangent();
  private static final Derivative REVERSE =
      (f, at) -> {
        var x = at.requiresGrad() ? at : at.mul(1).requiresGrad(true);
        return grad(f.apply(x), x, createGraph());
      };

  @Test
  void higherDerivativesByNesting() {
    Fn<Tensor, Tensor> f = p -> p.pow(4);
    assertEquals(32, slope(f, 2));
    assertEquals(48, slope(p -> jvp(f, p, one(1)).tangent(), 2));
    assertEquals(48, slope(p -> jvp(q -> jvp(f, q, one(1)).tangent(), p, one(1)).tangent(), 2));
  }

  @Test
  void perturbationsAreNotConfused() {
    // d/dx [x · d/dy (x + y)] = 1
    assertEquals(1, slope(x -> x.mul(jvp(y -> x.add(y), one(1), one(1)).tangent()), 1));
    // d/dx [x · d/dy (x y)] = 2x
    assertEquals(6, slope(x -> x.mul(jvp(y -> x.mul(y), one(2), one(1)).tangent()), 3));
    // d/dx [x · d/dy (y²x) at x] = d/dx 2x³ = 6x²
    assertEquals(54, slope(x -> x.mul(jvp(y -> y.mul(y).mul(x), x, one(1)).tangent()), 3));
    // The same by a reverse pass inside of a forward one.
    assertEquals(
        6,
        slope(
            x -> {
              var y = one(2).requiresGrad(true);
              return x.mul(grad(x.mul(y), y, createGraph()));
            },
            3));
    assertEquals(
        1,
        slope(
            x -> {
              var y = one(1).requiresGrad(true);
              return x.mul(grad(x.add(y), y));
            },
            1));
    // And by a forward pass inside of a reverse one.
    var x = one(3).requiresGrad(true);
    var z = x.mul(jvp(y -> x.mul(y), one(2), one(1)).tangent());
    Expect.values(grad(z, x), 6);
  }

  /** The levels were counted for each thread, so the inner one was taken for the outer. */
  @Test
  void perturbationsAreNotConfusedAcrossThreads() {
    Fn<Tensor, Tensor> f =
        x -> {
          var inner = new FutureTask<>(() -> jvp(y -> x.add(y), one(1), one(1)).tangent());
          Thread.ofVirtual().start(inner);
          try {
            return x.mul(inner.get());
          } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
          }
        };
    assertEquals(1, slope(f, 1));
  }

  /** A dual number that outlives its level was taken for one of the next level. */
  @Test
  void aDualThatIsKeptIsAConstantLater() {
    var kept = new Tensor[1];
    jvp(
        x -> {
          kept[0] = x;
          return x;
        },
        one(2),
        one(1));
    assertEquals(2, slope(y -> y.mul(kept[0]), 3));
  }

  /**
   * The level it was marked at was taken for that of a later derivative, and its gradient was lost.
   */
  @Test
  void aLeafThatWasMarkedInsideIsOutsideOfLaterDerivatives() {
    var w = one(2);
    jvp(p -> p.mul(w.requiresGrad(true)), one(1), one(1));
    var y = jvp(p -> p.square().mul(w), one(3), one(1));
    assertTrue(y.tangent().requiresGrad());
    Expect.values(grad(y.tangent(), w), 6);
  }

  @Test
  void exceptionsRestoreTheLevel() {
    assertThrows(
        ArithmeticException.class,
        () ->
            slope(
                _ -> {
                  throw new ArithmeticException("mine");
                },
                1));
    assertSame(Level.NONE, Modes.level());
    assertEquals(1, slope(x -> x.mul(jvp(y -> x.add(y), one(1), one(1)).tangent()), 1));
    assertEquals(
        4,
        slope(
            x -> {
              assertThrows(
                  ShapeException.class,
                  () -> jvp(y -> y.add(zeros(3)).add(zeros(2)), one(1), one(1)));
              return x.mul(x);
            },
            2));
  }

  @Test
  void aLeafOutsideIsFollowedThroughPrimalAndTangent() {
    var w = one(3).requiresGrad(true);
    var y = jvp(p -> p.mul(w).square(), one(2), one(1));
    // y = (p w)², ẏ = 2 p w²: dẏ/dw = 4 p w
    Expect.values(y.value(), 36);
    Expect.values(y.tangent(), 36);
    Expect.values(grad(y.tangent(), w, Fluxion.retainGraph()), 24);
    Expect.values(grad(y.value(), w), 24);
  }

  @Test
  void thirdDerivativesOfAllMixes() {
    // f = x⁵: f‴ = 60 x² = 240
    Fn<Tensor, Tensor> f = p -> p.pow(5);
    Fn<Tensor, Tensor> forward = p -> jvp(f, p, one(1)).tangent();
    Fn<Tensor, Tensor> reverse = p -> grad(f.apply(p.requiresGrad(true)), p, createGraph());
    Fn<Tensor, Tensor> ff = p -> jvp(forward, p, one(1)).tangent();
    Fn<Tensor, Tensor> fr = p -> jvp(reverse, p, one(1)).tangent();
    Fn<Tensor, Tensor> rf = p -> grad(forward.apply(p.requiresGrad(true)), p, createGraph());
    Fn<Tensor, Tensor> rr = p -> grad(reverse.apply(p), p, createGraph());
    int mix = 0;
    for (var second : List.of(ff, fr, rf, rr)) {
      var x = one(2);
      Expect.near(1e-12, second.apply(x.detach()), 160);
      Expect.near(1e-12, jvp(second, x.detach(), one(1)).tangent(), 240);
      var leaf = x.detach().requiresGrad(true);
      Expect.near(1e-12, grad(second.apply(leaf), leaf), 240);
      mix++;
    }
    assertEquals(4, mix);
  }

  @Test
  void threeVariablesInAllMixes() {
    // ∂³/∂w∂x∂y of w² x³ y² + w x y is 12 w x² y + 1.
    for (var a : List.of(FORWARD, REVERSE)) {
      for (var b : List.of(FORWARD, REVERSE)) {
        for (var c : List.of(FORWARD, REVERSE)) {
          var got = a.of(w -> b.of(x -> c.of(y -> product(w, x, y), one(5)), one(3)), one(2));
          Expect.near(1e-12, got, 12 * 2 * 9 * 5 + 1);
        }
      }
    }
  }

  @Test
  void anInnerDerivativeAtAPointThatDependsOnTheOuterVariable() {
    // d/dx [ d/dy (x y³) at y = x² ] = d/dx 3x⁵ = 15 x⁴, and once more 60 x³.
    for (var a : List.of(FORWARD, REVERSE)) {
      for (var b : List.of(FORWARD, REVERSE)) {
        Fn<Tensor, Tensor> h = x -> b.of(y -> x.mul(y.pow(3)), x.square());
        Expect.near(1e-12, a.of(h, one(2)), 240);
        for (var c : List.of(FORWARD, REVERSE)) {
          Expect.near(1e-12, c.of(x -> a.of(h, x), one(2)), 480);
        }
      }
    }
  }

  @Test
  void aLeafOutsideWithAPassInsideALevel() {
    // g(x) = ∂/∂y (w x y²) at y = 3; w is a leaf of the outermost, ordinary level.
    var w = one(2).requiresGrad(true);
    var y = jvp(x -> REVERSE.of(z -> w.mul(x).mul(z.square()), one(3)), one(5), one(1));
    Expect.values(y.value(), 2 * 5 * 6);
    Expect.values(y.tangent(), 2 * 6);
    Expect.values(grad(y.value(), w, Fluxion.retainGraph()), 30);
    y.tangent().backward();
    Expect.values(gradOf(w), 6);
  }

  @Test
  void aLeafOutsideIsSavedByAnOperationInside() {
    // The gradient inside is 2 p w, its tangent 2 w ṗ: both go on depending on w.
    var w = one(5).requiresGrad(true);
    var y = jvp(p -> grad(p.requiresGrad(true).square().mul(w), p, createGraph()), one(3), one(1));
    Expect.values(y.value(), 30);
    Expect.values(y.tangent(), 10);
    Expect.values(grad(y.value(), w, Fluxion.retainGraph()), 6);
    Expect.values(grad(y.tangent(), w), 2);
  }

  private static Tensor product(Tensor w, Tensor x, Tensor y) {
    return w.square().mul(x.pow(3)).mul(y.square()).add(w.mul(x).mul(y));
  }

  /**
   * The result was a dual number of a level that is closed, and its tangent was taken for a
   * constant.
   */
  @Test
  void aResultThatEscapesFromAnInnerLevelKeepsItsTangent() {
    Fn<Tensor, Tensor> f =
        x -> {
          var kept = new Tensor[1];
          jvp(
              z -> {
                kept[0] = z.mul(x);
                return z;
              },
              one(5),
              one(1));
          return kept[0];
        };
    assertEquals(5, slope(f, 3));
    assertEquals(10, slope(x -> f.apply(x).mul(2), 3));
  }

  @Test
  void whatEscapesIsAnOrdinaryTensor() {
    var kept = new Tensor[1];
    jvp(
        z -> {
          kept[0] = z;
          return z;
        },
        from(new double[] {1, 2}),
        from(new double[] {1, 1}));
    var x = kept[0];
    Expect.values(x.mul(2), 2, 4);
    Expect.values(x.reshape(2, 1).matmul(x.reshape(1, 2)), 1, 2, 2, 4);
    Expect.values(x.max(0).values(), 2);
    Expect.values(x.get(new int[] {1}), 2);
    x.requiresGrad(true).square().sum().backward();
    Expect.values(gradOf(x), 2, 4);
  }
}

package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.shape;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hvp;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.linearize;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.valueAndGrad;
import static dev.fluxion.Fluxion.valueAndGradWithAux;
import static dev.fluxion.Fluxion.vhp;
import static dev.fluxion.Fluxion.vjp;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Gradients and products of functions: by hand, in all scopes, nested in all orders.
 *
 * <p>Over 400 lines, since each manner of following has its case around and inside of a function.
 */
class TransformsTest {
  private static final Fn<Tensor, Tensor> CUBE = x -> x.pow(3).sum();

  private record Pair(Tensor a, Tensor b) {}

  private static Tensor x() {
    return tensor(1.0, 2.0);
  }

  @AfterEach
  void allIsClosed() {
    assertSame(Level.NONE, Modes.level());
    assertSame(Modes.State.INITIAL, Modes.now());
  }

  @Test
  void gradientsAndValues() {
    values(grad(CUBE).apply(x()), 3, 12);
    var at = valueAndGrad(CUBE).apply(x());
    values(at.value(), 9);
    values(at.grad(), 3, 12);
    assertFalse(at.value().requiresGrad());
    assertFalse(at.grad().requiresGrad());
    var pair = grad((Pair p) -> p.a.mul(p.b).sum()).apply(new Pair(x(), tensor(3.0, 4.0)));
    values(pair.a, 3, 4);
    values(pair.b, 1, 2);
    values(grad((Tensor x) -> x.mul(2)).apply(full(DType.FLOAT64, 3, 1)), 2);
    values(grad(grad(grad((Tensor x) -> x.pow(3)))).apply(tensor(2.0)), 6);
    shape(grad((Tensor x) -> x.sum()).apply(zeros(0, 3)), 0, 3);
    values(grad((Tensor x) -> tensor(5.0)).apply(x()), 0, 0);
    assertEquals(DType.FLOAT64, grad(CUBE).apply(from(new double[] {1})).dtype());
  }

  @Test
  void whatComesWithTheValue() {
    var at =
        valueAndGradWithAux(
                (Tensor x) -> {
                  var y = x.mul(2);
                  return new WithAux<>(y.square().sum(), List.of(y, "text"));
                })
            .apply(x());
    values(at.value().value(), 20);
    values(at.value().grad(), 8, 16);
    values((Tensor) at.aux().getFirst(), 2, 4);
    assertFalse(((Tensor) at.aux().getFirst()).requiresGrad());
    assertEquals("text", at.aux().get(1));
  }

  @Test
  void whatHasNoGradient() {
    refused(
        GraphException.class,
        "grad needs a function whose result has one element, got the shape (2); use vjp or"
            + " jacobian",
        () -> grad((Tensor x) -> x.mul(2)).apply(x()));
    refused(
        GraphException.class,
        "valueAndGrad needs a function whose result has one element, got the shape (0); use vjp or"
            + " jacobian",
        () -> valueAndGrad((Tensor x) -> x.mul(2)).apply(zeros(0)));
    refused(
        GraphException.class,
        "valueAndGradWithAux needs a function whose result has one element, got the shape (2); use"
            + " vjp or jacobian",
        () -> valueAndGradWithAux((Tensor x) -> new WithAux<>(x, 1)).apply(x()));
    var whole = "only floating tensors have gradients, got int64; convert with toFloat32() first";
    refused(DTypeException.class, whole, () -> grad((Tensor x) -> x.mul(2.0)).apply(tensor(3)));
    refused(DTypeException.class, whole, () -> grad((Tensor x) -> x.toInt64()).apply(tensor(3.0)));
    refused(
        DTypeException.class,
        whole,
        () -> grad((Pair p) -> p.a.sum()).apply(new Pair(x(), tensor(3))));
    refused(
        IllegalArgumentException.class,
        "the argument of a function to differentiate holds at least one tensor, got []",
        () -> grad((List<Tensor> p) -> tensor(1.0)).apply(List.of()));
  }

  @Test
  void tangentsAndCotangentsAreLikeTheirTensors() {
    refused(
        ShapeException.class,
        "a tangent has the shape of its tensor, (2), got ()",
        () -> jvp((Tensor p) -> p, x(), tensor(1.0)));
    refused(
        DTypeException.class,
        "a cotangent has the type of its tensor, float32, got float64",
        () -> vjp((Tensor p) -> p, x()).pullback().apply(from(new double[] {1, 2})));
    refused(
        IllegalArgumentException.class,
        "the cotangent of a result has the structure [*, *], * for a tensor, got [*]",
        () -> vjp((Tensor p) -> List.of(p, p), x()).pullback().apply(List.of(x())));
    refused(
        IllegalArgumentException.class,
        "the tangent of jvp has the structure [*], * for a tensor, got [*, *]",
        () -> jvp((List<Tensor> p) -> p.getFirst(), List.of(x()), List.of(x(), x())));
  }

  /** A tangent was called a cotangent. */
  @Test
  void theTangentsOfALinearMapToo() {
    var at = linearize((List<Tensor> p) -> p.getFirst().sum(), List.of(x()));
    refused(
        ShapeException.class,
        "a tangent has the shape of its tensor, (2), got ()",
        () -> at.pushforward().apply(List.of(tensor(1.0))));
    refused(
        IllegalArgumentException.class,
        "the tangent of linearize has the structure [*], * for a tensor, got []",
        () -> at.pushforward().apply(List.of()));
  }

  @Test
  void productsOfSeveralTensors() {
    Fn<Pair, Pair> f = p -> new Pair(p.a.mul(p.b), p.a.sum());
    var at = new Pair(x(), tensor(3.0, 4.0));
    var pulled = vjp(f, at).pullback().apply(new Pair(tensor(1.0, 10.0), tensor(100.0)));
    values(pulled.a, 103, 140);
    values(pulled.b, 1, 20);
    var t = new Pair(tensor(1.0, 0.0), tensor(0.0, 1.0));
    var pushed = jvp(f, at, t);
    values(pushed.value().a, 3, 8);
    values(pushed.tangent().a, 3, 2);
    values(pushed.tangent().b, 1);
    var linear = linearize(f, at).pushforward().apply(t);
    values(linear.a, 3, 2);
    values(linear.b, 1);
  }

  @Test
  void onePointServesManyDirections() {
    var runs = new AtomicInteger();
    Fn<Tensor, Tensor> f =
        x -> {
          runs.incrementAndGet();
          return x.pow(3);
        };
    var pulled = vjp(f, x());
    var pushed = linearize(f, x());
    for (int k = 1; k < 4; k++) {
      values(pulled.pullback().apply(tensor(k, 0.0)), 3 * k, 0);
      values(pushed.pushforward().apply(tensor(0.0, k)), 0, 12 * k);
    }
    assertEquals(2, runs.get());
    values(vmap(pushed.pushforward()).apply(Fluxion.eye(2)), 3, 0, 0, 12);
    var t = x().requiresGrad(true);
    pushed.pushforward().apply(t).sum().backward();
    values(gradOf(t), 3, 12);
  }

  @Test
  void productsWithTheHessian() {
    var v = tensor(1.0, -1.0);
    values(hvp(CUBE, x(), v), 6, -12);
    values(vhp(CUBE, x(), v), 6, -12);
    Fn<Pair, Tensor> f = p -> p.a.mul(p.b.square()).sum();
    var at = new Pair(tensor(2.0), tensor(3.0));
    var along = new Pair(tensor(1.0), tensor(10.0));
    // The Hessian is ((0, 2b), (2b, 2a)).
    values(hvp(f, at, along).a, 60);
    values(hvp(f, at, along).b, 46);
    values(vhp(f, at, along).a, 60);
    values(vhp(f, at, along).b, 46);
  }

  @Test
  void scopesAround() {
    try (var _ = noGrad()) {
      values(grad(CUBE).apply(x()), 3, 12);
      values(grad((Tensor p) -> grad(CUBE).apply(p).sum()).apply(x()), 6, 12);
      values(hvp(CUBE, x(), x()), 6, 24);
      assertFalse(grad(CUBE).apply(x().requiresGrad(true)).requiresGrad());
    }
    Tensor g;
    try (var _ = Fluxion.inferenceMode()) {
      g = grad(CUBE).apply(x());
      values(jvp(CUBE, x(), x()).tangent(), 27);
      values(vhp(CUBE, x(), x()), 6, 24);
    }
    values(g, 3, 12);
    try (var _ = Fluxion.pause()) {
      values(grad(CUBE).apply(x()), 3, 12);
    }
  }

  @Test
  void scopesInside() {
    Fn<Tensor, Tensor> half =
        p -> {
          Tensor c;
          try (var _ = noGrad()) {
            c = p.square();
          }
          return p.mul(c).sum();
        };
    values(grad(half).apply(x()), 1, 4);
    Fn<Tensor, Tensor> none =
        p -> {
          try (var _ = Fluxion.inferenceMode()) {
            return p.square().sum();
          }
        };
    values(grad(none).apply(x()), 0, 0);
    Fn<Tensor, Tensor> paused =
        p -> {
          try (var _ = Fluxion.pause()) {
            return p.square().sum();
          }
        };
    values(grad(paused).apply(x()), 0, 0);
    Fn<Tensor, Tensor> slope =
        p -> {
          try (var _ = noGrad()) {
            return grad(CUBE).apply(p).mul(p).sum();
          }
        };
    values(valueAndGrad(slope).apply(x()).value(), 27);
    values(grad((Tensor p) -> p.mul(p.detach()).sum()).apply(x()), 1, 2);
  }

  @Test
  void leavesOutside() {
    var x = x().requiresGrad(true);
    var w = tensor(2.0).requiresGrad(true);
    var g = grad((Tensor p) -> CUBE.apply(p).mul(w)).apply(x);
    assertTrue(g.requiresGrad());
    g.sum().backward();
    values(gradOf(x), 12, 24);
    values(gradOf(w), 15);
    assertNull(grad(CUBE).apply(x).grad());
    values(Fluxion.grad(jvp(CUBE, x, x()).tangent(), x), 6, 24);
  }

  /** The pass had freed the graph of the value and of what came with it. */
  @Test
  void valuesAreFollowedOutside() {
    var w = tensor(3.0).requiresGrad(true);
    var at = valueAndGrad((Tensor p) -> p.square().mul(w).sum()).apply(x());
    at.value().add(at.grad().sum()).backward();
    values(gradOf(w), 11);
    w.grad(null);
    Fn<Tensor, WithAux<Tensor, Tensor>> f =
        p -> {
          var y = p.mul(w);
          return new WithAux<>(y.sum(), y);
        };
    valueAndGradWithAux(f).apply(x()).aux().square().sum().backward();
    values(gradOf(w), 30);
    w.grad(null);
    vjp((Tensor p) -> p.mul(w), x()).value().sum().backward();
    values(gradOf(w), 3);
  }

  @Test
  void recordingsOutside() {
    var x = x().attachGrad();
    var w = tensor(2.0).attachGrad();
    Tensor g;
    try (var _ = Fluxion.record()) {
      g = grad((Tensor p) -> CUBE.apply(p).mul(w)).apply(x).sum();
    }
    g.backward();
    values(gradOf(x), 12, 24);
    values(gradOf(w), 15);
    assertFalse(grad(CUBE).apply(x).requiresGrad());
  }

  @Test
  void tapesOutside() {
    var v = Fluxion.variable(x());
    var watched = x();
    var w = Fluxion.variable(tensor(2.0));
    var tape = GradientTape.persistent();
    Tensor g;
    Tensor h;
    try (tape) {
      tape.watch(watched);
      g = grad((Tensor p) -> CUBE.apply(p).mul(w)).apply(v).sum();
      h = grad(CUBE).apply(watched).sum();
    }
    values(Objects.requireNonNull(tape.gradient(g, v)), 12, 24);
    values(Objects.requireNonNull(tape.gradient(g, w)), 15);
    values(Objects.requireNonNull(tape.gradient(h, watched)), 6, 12);
  }

  /** A tape inside of a function forgot the function's argument, and its gradient was zero. */
  @Test
  void tapesInside() {
    Fn<Tensor, Tensor> f =
        p -> {
          var v = Fluxion.variable(tensor(5.0));
          var tape = GradientTape.persistent();
          Tensor y;
          try (tape) {
            tape.watch(p);
            y = v.mul(CUBE.apply(p));
          }
          var byP = Objects.requireNonNull(tape.gradient(y, p));
          return byP.sum().add(Objects.requireNonNull(tape.gradient(y, v)));
        };
    // 15 Σp² + Σp³.
    values(f.apply(x()), 84);
    values(grad(f).apply(x()), 33, 72);
    values(jvp(f, x(), tensor(1.0, 0.0)).tangent(), 33);
    values(vmap(f).apply(x()), 16, 68);
  }

  /** In a thread without scopes the argument was not followed, and its gradient was zero. */
  @Test
  void otherThreadsInside() throws Exception {
    Fn<Tensor, Tensor> elsewhere =
        p -> {
          var task = new FutureTask<>(() -> CUBE.apply(p));
          Thread.ofVirtual().start(task);
          try {
            return task.get();
          } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
          }
        };
    values(grad(elsewhere).apply(x()), 3, 12);
    values(hvp(elsewhere, x(), x()), 6, 24);
    values(vmap(grad(elsewhere)).apply(x()), 3, 12);
    var at = vjp((Tensor p) -> p.pow(3), x());
    var task = new FutureTask<>(() -> at.pullback().apply(x()));
    Thread.ofVirtual().start(task);
    values(task.get(), 3, 24);
  }

  /** {@code d/dx x·d/dy xy²·d/dw xyw³} at w = y = x is 105x⁶, however it is taken. */
  @Test
  void perturbationsAreNotConfused() {
    List<Fn<Fn<Tensor, Tensor>, Fn<Tensor, Tensor>>> ways =
        List.of(
            Fluxion::grad,
            f -> x -> jvp(f, x, onesLike(x)).tangent(),
            f -> x -> vjp(f, x).pullback().apply(onesLike(x)),
            f -> x -> linearize(f, x).pushforward().apply(onesLike(x)),
            Fluxion::jacfwd,
            Fluxion::jacrev);
    var at = from(new double[] {1.1, 1.2});
    double[] want = {105 * Math.pow(1.1, 6), 105 * Math.pow(1.2, 6)};
    int number = 0;
    for (var outer : ways) {
      for (var middle : ways) {
        for (var inner : ways) {
          // Maps of one between them, in all places.
          int mapped = number++;
          Fn<Tensor, Tensor> h =
              x -> {
                Fn<Tensor, Tensor> g =
                    y -> {
                      Fn<Tensor, Tensor> f = w -> x.mul(y).mul(w.pow(3));
                      return x.mul(y.square()).mul(inner.apply(one(f, mapped & 1)).apply(y));
                    };
                return x.mul(middle.apply(one(g, mapped >> 1 & 1)).apply(x));
              };
          near(1e-12, vmap(outer.apply(h)).apply(at), want);
          var plain = List.of(outer.apply(h).apply(at.at(0)), outer.apply(h).apply(at.at(1)));
          near(1e-12, stack(plain, 0), want);
        }
      }
    }
  }

  private static Fn<Tensor, Tensor> one(Fn<Tensor, Tensor> f, int mapped) {
    return mapped == 0 ? f : x -> vmap(f).apply(x.unsqueeze(0)).squeeze(0);
  }

  @Test
  void failuresLeaveNothingOpen() {
    Fn<Tensor, Tensor> fails =
        _ -> {
          throw new IllegalStateException("mine");
        };
    List<Fn<Tensor, Object>> calls = new ArrayList<>();
    calls.add(x -> grad(fails).apply(x));
    calls.add(x -> jvp(fails, x, x));
    calls.add(x -> vjp(fails, x));
    calls.add(x -> linearize(fails, x));
    calls.add(x -> hvp(fails, x, x));
    calls.add(x -> Fluxion.jacfwd(fails).apply(x));
    calls.add(x -> Fluxion.hessian(vmap(fails)).apply(x));
    for (var call : calls) {
      var thrown = assertThrows(IllegalStateException.class, () -> call.apply(x()));
      assertEquals("mine", thrown.getMessage());
      allIsClosed();
    }
  }

  @Test
  void argumentsAreLeftAsTheyWere() {
    var x = x();
    Fn<Tensor, Tensor> writes =
        p -> {
          var y = p.mul(1);
          y.at(0).mul_(p.at(1));
          return y.sum();
        };
    values(grad(writes).apply(x), 2, 2);
    values(x, 1, 2);
    assertEquals(0, x.version());
    assertFalse(x.requiresGrad());
    refused(
        GraphException.class,
        "a leaf that requires a gradient is not written to while it is recorded, got one of shape"
            + " (2); write to detach() or inside noGrad()",
        () -> grad((Tensor p) -> p.mul_(2).sum()).apply(x));
    values(x, 1, 2);
  }
}

package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.shape;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.manualSeed;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.rand;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.zeros;
import static dev.fluxion.Fluxion.zerosLike;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions mapped over an axis: by hand, at the edges, and what means nothing inside.
 *
 * <p>Over 400 lines, since messages stand here word for word.
 */
class VmapTest {
  private record Pair(Tensor a, Tensor b) {}

  private static Tensor rows() {
    return tensor(new double[][] {{1, 2, 3}, {4, 5, 6}});
  }

  @AfterEach
  void allIsClosed() {
    assertSame(Level.NONE, Modes.level());
    assertSame(Modes.State.INITIAL, Modes.now());
  }

  @Test
  void axesOfArguments() {
    Fn<Tensor, Tensor> sum = x -> x.sum();
    values(vmap(sum).apply(rows()), 6, 15);
    values(vmap(sum).in(1).apply(rows()), 5, 7, 9);
    values(vmap(sum).in(-1).apply(rows()), 5, 7, 9);
    values(vmap(sum).in(-2).apply(rows()), 6, 15);
    Fn<List<Tensor>, Tensor> dot = p -> p.get(0).dot(p.get(1));
    values(vmap(dot).in(0, null).apply(List.of(rows(), tensor(1.0, 0.0, -1.0))), -2, -2);
    values(vmap(dot).in(0, 1).apply(List.of(rows(), rows().t())), 14, 77);
  }

  @Test
  void axesOfResults() {
    Fn<Tensor, Tensor> twice = x -> x.mul(2);
    values(vmap(twice).out(1).apply(rows()), 2, 8, 4, 10, 6, 12);
    values(vmap(twice).out(-1).apply(rows()), 2, 8, 4, 10, 6, 12);
    shape(vmap(twice).out(-2).apply(rows()), 2, 3);
    var pair = vmap((Tensor x) -> new Pair(x.sum(), x)).out(0, 1).apply(rows());
    values(pair.a, 6, 15);
    shape(pair.b, 3, 2);
    values(vmap((Tensor x) -> tensor(3.0)).out((Integer) null).apply(rows()), 3);
    values(vmap((Tensor x) -> tensor(3.0, 4.0)).apply(rows()), 3, 4, 3, 4);
    values(vmap((Tensor x) -> tensor(3.0, 4.0)).out(1).apply(rows()), 3, 3, 4, 4);
  }

  @Test
  void treesOfArgumentsAndResults() {
    var pair =
        vmap((Pair p) -> new Pair(p.a.mul(p.b), p.b))
            .in(0, null)
            .out(0, null)
            .apply(new Pair(rows(), tensor(10.0)));
    values(pair.a, 10, 20, 30, 40, 50, 60);
    values(pair.b, 10);
    var map =
        vmap((Map<String, List<Tensor>> p) ->
                Map.of("y", Objects.requireNonNull(p.get("x")).getFirst().sum(), "n", 3))
            .apply(Map.of("x", List.of(rows())));
    values((Tensor) Objects.requireNonNull(map.get("y")), 6, 15);
    assertEquals(3, map.get("n"));
  }

  @Test
  void axesThatAreNotThere() {
    refused(
        IndexException.class,
        "an axis lies in [-2, 1], got axis 2 for a tensor of shape (2, 3)",
        () -> vmap((Tensor x) -> x).in(2).apply(rows()));
    refused(
        IndexException.class,
        "a 0-d tensor has no axes, got axis 0 for a tensor of shape ()",
        () -> vmap((Tensor x) -> x).apply(tensor(1.0)));
    refused(
        IndexException.class,
        "an axis lies in [-1, 0], got axis 1 for a tensor of shape (2)",
        () -> vmap((Tensor x) -> x.sum()).out(1).apply(rows()));
    refused(
        IllegalArgumentException.class,
        "vmap maps at least one tensor, got none with an axis",
        () -> vmap((Tensor x) -> x).in((Integer) null).apply(rows()));
    refused(
        IllegalArgumentException.class,
        "vmap takes one axis for all arguments or one for each, got 2 for 1 tensors",
        () -> vmap((Tensor x) -> x).in(0, 0).apply(rows()));
    refused(
        IllegalArgumentException.class,
        "vmap takes one axis for all results or one for each, got 2 for 1 tensors",
        () -> vmap((Tensor x) -> x).out(0, 0).apply(rows()));
    refused(
        IllegalArgumentException.class,
        "a result of vmap without an axis is the same for all, got one that differs, number 0",
        () -> vmap((Tensor x) -> x).out((Integer) null).apply(rows()));
    refused(
        IllegalArgumentException.class,
        "the argument of vmap holds at least one tensor, got []",
        () -> vmap((List<Tensor> x) -> tensor(1.0)).apply(List.of()));
    refused(
        ShapeException.class,
        "vmap needs one length along the mapped axes of all tensors, got [2, 3]",
        () -> vmap((List<Tensor> p) -> p.getFirst()).in(0, 1).apply(List.of(rows(), rows())));
  }

  @Test
  void noneAndOne() {
    shape(vmap((Tensor x) -> x.square().sum()).apply(zeros(0, 3)), 0);
    shape(vmap(grad((Tensor x) -> x.prod().add(x.norm()))).apply(zeros(0, 3)), 0, 3);
    shape(vmap((Tensor x) -> x.matmul(ones(3, 2)).softmax(0)).apply(zeros(0, 4, 3)), 0, 4, 2);
    shape(vmap((Tensor x) -> x.max(0).values()).apply(zeros(0, 3)), 0);
    shape(vmap((Tensor x) -> rand(2)).apply(zeros(0, 3)), 0, 2);
    values(vmap((Tensor x) -> x.sum()).apply(ones(1, 3)), 3);
    shape(vmap((Tensor x) -> x.squeeze()).apply(ones(1, 1, 3)), 1, 3);
    shape(vmap((Tensor x) -> x.sum()).apply(ones(3, 0)), 3);
  }

  /** No positions for no tensors had the shape (0, 0). */
  @Test
  void positionsInNone() {
    Fn<Tensor, Tensor> largest = x -> x.gather(0, x.argmax().unsqueeze(0));
    shape(vmap(largest).apply(zeros(0, 3)), 0, 1);
    shape(vmap(grad((Tensor x) -> largest.apply(x).sum())).apply(zeros(0, 3)), 0, 3);
  }

  @Test
  void positionsThatDifferAndThatDoNot() {
    var x = tensor(new double[][] {{3, 1, 2}, {1, 2, 3}});
    values(vmap((Tensor r) -> r.get(r.argmax())).apply(x), 3, 3);
    values(vmap((Tensor r) -> r.gather(0, r.argmin().reshape(1))).apply(x), 1, 1);
    values(vmap((Tensor r) -> r.indexSelect(0, tensor(2, 0))).apply(x), 2, 3, 3, 1);
    var table = tensor(10.0, 20.0, 30.0);
    values(vmap((Tensor r) -> table.get(r.argmax())).apply(x), 10, 30);
    values(vmap(grad((Tensor r) -> r.get(r.argmax()).square())).apply(x), 6, 0, 0, 0, 0, 6);
    Fn<Tensor, Tensor> total = t -> vmap((Tensor r) -> t.get(r.argmax())).apply(x).sum();
    values(grad(total).apply(table), 1, 0, 1);
    refused(
        IndexException.class,
        "a position along axis 0 of the shape (3) lies in [-3, 2], got 3",
        () -> vmap((Tensor r) -> r.get(r.argmax().add(1))).apply(x));
  }

  /** Against the loop: every fold, along every axis, with and without keeping it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1, -2})
  void foldsAlongEveryAxis(int axis) {
    var x = from(new double[] {1, -2, 3, 0.5, 5, -6, 0.7, 8, 9, 2, -1, 4}).reshape(2, 2, 3);
    for (boolean keep : new boolean[] {false, true}) {
      int[] axes = {axis};
      List<Fn<Tensor, Tensor>> folds =
          List.of(
              p -> p.sum(axis, keep),
              p -> p.mean(axis, keep),
              p -> p.prod(axis, keep),
              p -> p.max(axis, keep).values(),
              p -> p.min(axis, keep).values(),
              p -> p.amax(axes, keep),
              p -> p.amin(new int[] {0, 1}, keep),
              p -> p.logSumExp(axis, keep),
              p -> p.argmax(axis, keep),
              p -> p.argmin(axis, keep),
              p -> p.gt(0).all(axis, keep),
              p -> p.gt(0).any(axis, keep),
              p -> p.softmax(axis),
              p -> p.cumsum(axis),
              p -> p.sum(new int[0], keep),
              p -> p.max(),
              p -> p.norm(),
              p -> p.prod());
      for (int k = 0; k < folds.size(); k++) {
        isALoop(folds.get(k), x, "fold " + k + " along " + axis);
      }
    }
  }

  private static void isALoop(Fn<Tensor, Tensor> f, Tensor x, String message) {
    var values = stack(List.of(f.apply(x.at(0)), f.apply(x.at(1))), 0);
    near(values, vmap(f).apply(x), message);
    near(values, vmap(f).in(-1).apply(x.permute(1, 2, 0)), message + ", last axis");
    if (values.dtype().isFloating()) {
      Fn<Tensor, Tensor> s = p -> f.apply(p).square().sum();
      var grads = stack(List.of(grad(s).apply(x.at(0)), grad(s).apply(x.at(1))), 0);
      near(grads, vmap(grad(s)).apply(x), message + ", gradients");
      near(grads, grad((Tensor p) -> vmap(s).apply(p).sum()).apply(x), message + ", of the sum");
      var t = x.cos();
      var each = vmap((Pair p) -> jvp(f, p.a, p.b).tangent()).apply(new Pair(x, t));
      near(each, jvp(vmap(f), x, t).tangent(), message + ", tangents");
    }
  }

  private static void near(Tensor want, Tensor got, String message) {
    assertEquals(want.shape(), got.shape(), message);
    assertEquals(want.dtype(), got.dtype(), message);
    assertArrayEquals(want.toDoubleArray(), got.toDoubleArray(), 1e-10, message);
  }

  @Test
  void gradientsOfSamples() {
    var w = tensor(2.0, -1.0, 1.0);
    Fn<List<Tensor>, Tensor> loss = p -> p.get(0).dot(p.get(1)).sub(p.get(2)).square();
    var y = tensor(1.0, 2.0);
    var each = vmap(grad(loss)).in(null, 0, 0).apply(List.of(w, rows(), y));
    // 2 (w·x - y) x with w·x - y = 2 and 7.
    values(each.get(0), 4, 8, 12, 56, 70, 84);
    values(each.get(2), -4, -14);
  }

  @Test
  void mapsInMaps() {
    var v = tensor(1.0, 2.0);
    var u = tensor(1.0, 10.0, 100.0);
    Fn<List<Tensor>, Tensor> product = p -> p.get(0).mul(p.get(1));
    var outer = vmap(vmap(product).in(null, 0)).in(0, null);
    values(outer.apply(List.of(v, u)), 1, 10, 100, 2, 20, 200);
    var turned = vmap(vmap(product).in(0, null)).in(null, 0);
    values(turned.apply(List.of(v, u)), 1, 2, 10, 20, 100, 200);
    values(vmap(vmap((Tensor x) -> x.square())).apply(rows()), 1, 4, 9, 16, 25, 36);
  }

  @Test
  void randomNumbersDifferUnlessToldOtherwise() {
    manualSeed(3);
    double[] different = vmap((Tensor x) -> rand().add(x)).apply(zeros(3)).toDoubleArray();
    assertNotEquals(different[0], different[1]);
    double[] same =
        vmap((Tensor x) -> rand().add(x)).sameRandomness().apply(zeros(3)).toDoubleArray();
    assertEquals(same[0], same[1]);
    assertEquals(same[0], same[2]);
    Fn<Tensor, Tensor> inner = vmap((Tensor q) -> rand().add(q)).sameRandomness()::apply;
    double[] both = vmap(inner).apply(zeros(2, 2)).toDoubleArray();
    assertEquals(both[0], both[1]);
    assertNotEquals(both[0], both[2]);
    Fn<Tensor, Tensor> drawn = x -> Fluxion.randn(2).add(x);
    shape(vmap(drawn).apply(zeros(5)), 5, 2);
  }

  @Test
  void noNumbersInside() {
    var way =
        " inside of vmap has no answer, since the tensor stands for 2 at once; choose with where(…)"
            + " in place of a branch, or read outside of vmap";
    refused(
        GraphException.class,
        "booleanValue" + way,
        () -> vmap((Tensor x) -> x.sum().gt(0).booleanValue() ? x : x.neg()).apply(rows()));
    refused(
        GraphException.class, "item" + way, () -> vmap((Tensor r) -> r.sum().item()).apply(rows()));
    refused(
        GraphException.class,
        "toBooleanArray" + way,
        () -> vmap((Tensor x) -> x.get(x.gt(2))).apply(rows()));
    refused(
        GraphException.class,
        "item" + way,
        () -> jvp(vmap((Tensor x) -> tensor(x.sum().item())), rows(), rows()));
    values(vmap((Tensor x) -> where(x.gt(2), x, zerosLike(x))).apply(rows()), 0, 0, 3, 4, 5, 6);
    var flag = tensor(1.0);
    values(vmap((Tensor x) -> flag.booleanValue() ? x.neg() : x).apply(tensor(1.0, 2.0)), -1, -2);
  }

  @Test
  void writesGoWhereTheAxisIs() {
    var x = rows();
    values(vmap((Tensor r) -> r.mul_(2)).apply(x), 2, 4, 6, 8, 10, 12);
    values(x, 2, 4, 6, 8, 10, 12);
    values(vmap((Tensor r) -> zerosLike(r).add_(r)).apply(rows()), 1, 2, 3, 4, 5, 6);
    Fn<Tensor, Tensor> written =
        r -> {
          var y = r.mul(1);
          y.at(0).mul_(10);
          y.set_(r.sum(), 2);
          return y;
        };
    values(vmap(written).apply(rows()), 10, 2, 6, 40, 5, 15);
    var total = grad((Tensor p) -> vmap(written).apply(p).sum()).apply(rows());
    values(total, 11, 2, 1, 11, 2, 1);
    var w = zeros(3);
    refused(
        GraphException.class,
        "a value that differs along the axis of vmap is not written into a tensor that is one for"
            + " all, of shape (3); compute a new one, or make the tensor by zerosLike(x) of a"
            + " mapped x",
        () -> vmap((Tensor r) -> w.add_(r)).apply(rows()));
    values(w, 0, 0, 0);
    vmap(
            (Tensor r) -> {
              w.add_(1);
              return r;
            })
        .apply(rows());
    values(w, 1, 1, 1);
  }

  /** A map took what had escaped from another for its own argument, and returned it. */
  @Test
  void whatEscapesMeansNothing() {
    List<Tensor> kept = new ArrayList<>();
    vmap(
            (Tensor x) -> {
              kept.add(x);
              return x;
            })
        .apply(rows());
    var x = kept.getFirst();
    var message =
        "a tensor inside of vmap is one of 2 and means nothing outside of it, got one of shape (3);"
            + " return it from the function";
    refused(GraphException.class, message, () -> x.add(1));
    refused(GraphException.class, message, () -> x.add_(1));
    refused(GraphException.class, message, () -> ones(3).add_(x));
    refused(GraphException.class, message, () -> vmap((Tensor q) -> q).apply(x));
    refused(GraphException.class, message, () -> grad((Tensor q) -> q.sum()).apply(x));
    refused(GraphException.class, message, () -> jvp((Tensor q) -> q, x, x));
    refused(GraphException.class, message, () -> vmap((Tensor q) -> q.add(x)).apply(rows()));
    refused(GraphException.class, message, () -> vmap((Tensor q) -> x).apply(rows()));
  }

  @Test
  void whatIsUsedIsFollowedOutside() {
    var w = tensor(2.0).requiresGrad(true);
    var x = rows().requiresGrad(true);
    vmap((Tensor r) -> r.square().sum().mul(w)).apply(x).sum().backward();
    values(Expect.gradOf(w), 91);
    values(Expect.gradOf(x), 4, 8, 12, 16, 20, 24);
    var m = tensor(1.0, 2.0).attachGrad();
    Tensor y;
    try (var _ = Fluxion.record()) {
      y = vmap((Tensor r) -> r.pow(3)).apply(m).sum();
    }
    y.backward();
    values(Expect.gradOf(m), 3, 12);
    var v = Fluxion.variable(tensor(1.0, 2.0));
    var tape = new GradientTape();
    try (tape) {
      y = vmap((Tensor r) -> r.pow(3)).apply(v);
    }
    values(Objects.requireNonNull(tape.gradient(y, v)), 3, 12);
  }

  /** What was the same for all was followed twice, inside and outside. */
  @Test
  void gradientsByWhatIsTheSameAreConstantsOutside() {
    Fn<Tensor, Tensor> f =
        r -> {
          Fn<Tensor, Tensor> inner =
              q -> {
                var y = q.dot(r).mul(q.get(r.argmax())).add(stack(List.of(q, r), 0).sum());
                var w = r.mul(1);
                w.copy_(q);
                return y.add(w.sum());
              };
          return grad(inner).apply(tensor(1.0, 2.0));
        };
    var each = vmap(f).apply(tensor(new double[][] {{3, 4}, {6, 5}}));
    // r·qₘ + (q·r)·eₘ + 2, where m is the place of the larger of r: 11 and 16.
    values(each, 8, 21, 24, 7);
    assertEquals(false, each.requiresGrad());
    var at = jvp((Tensor r) -> grad((Tensor q) -> q.pow(3).mul(r)).apply(tensor(2.0)), x(3), x(1));
    values(at.value(), 36);
    values(at.tangent(), 12);
    assertEquals(false, at.value().requiresGrad());
    assertEquals(false, at.tangent().requiresGrad());
  }

  private static Tensor x(double value) {
    return tensor(value);
  }

  @Test
  void leavesMayBeMadeInside() {
    Fn<Tensor, Tensor> f =
        r -> {
          var x = r.detach().requiresGrad(true);
          x.pow(3).sum().backward();
          return Expect.gradOf(x);
        };
    values(vmap(f).apply(rows()), 3, 12, 27, 48, 75, 108);
  }

  @Test
  void failuresLeaveNothingOpen() {
    Fn<Tensor, Tensor> fails =
        _ -> {
          throw new IllegalStateException("mine");
        };
    assertThrows(IllegalStateException.class, () -> vmap(fails).apply(rows()));
    assertThrows(IllegalStateException.class, () -> vmap(vmap(fails)).apply(rows()));
    assertThrows(IllegalStateException.class, () -> vmap(grad(fails)).apply(rows()));
    assertThrows(IllegalStateException.class, () -> jvp(vmap(fails), rows(), rows()));
  }

  @Test
  void twoThreadsAtOnce() throws Exception {
    var together = new CyclicBarrier(2);
    Fn<Tensor, Tensor> f =
        x -> {
          try {
            together.await();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return x.pow(3).sum();
        };
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int run = 0; run < 50; run++) {
        var a = from(new double[][] {{run, 1}, {2, 3}});
        var b = from(new double[][] {{run, 4}, {5, 6}, {7, 8}});
        Callable<Tensor> first = () -> vmap(grad(f)).apply(a);
        Callable<Tensor> second = () -> jvp(vmap(f), b, ones(FLOAT64, 3, 2)).tangent();
        var one = threads.submit(first);
        var two = threads.submit(second);
        values(one.get(), 3.0 * run * run, 3, 12, 27);
        values(two.get(), 3.0 * run * run + 48, 75 + 108, 147 + 192);
      }
    }
  }
}

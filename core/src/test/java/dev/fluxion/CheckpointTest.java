package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.nodeOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.checkpoint;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.customVjp;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.hvp;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.manualSeed;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.rand;
import static dev.fluxion.Fluxion.record;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.variable;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Functions that are run again in place of being kept: the same gradients, and what is refused.
 *
 * <p>Over 400 lines, since every scope and level around a checkpoint has its test here.
 */
class CheckpointTest {
  private static final String ANOTHER_RESULT =
      "a checkpoint recomputes what it computed, but its function gives another result than the"
          + " first time; run the pass before writing to what it uses, and let it change nothing"
          + " that it uses";

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static <P, R> Fn<P, R> kept(Fn<P, R> f) {
    return checkpoint(f);
  }

  /** d/dx of exp(sin x). */
  private static double[] slope(double... x) {
    var out = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      out[k] = Math.exp(Math.sin(x[k])) * Math.cos(x[k]);
    }
    return out;
  }

  @Test
  void theFunctionRunsOnceForwardAndOncePerPass() {
    int[] runs = {0};
    Fn<Tensor, Tensor> f =
        kept(x -> {
          runs[0]++;
          return x.sin().exp();
        });
    var x = leaf(1, 2);
    var y = f.apply(x);
    assertEquals(1, runs[0]);
    assertEquals("CheckpointBackward", nodeOf(y).name());
    y.sum().backward();
    assertEquals(2, runs[0]);
    Expect.near(1e-15, gradOf(x), slope(1, 2));
    try (var _ = noGrad()) {
      assertFalse(f.apply(x).requiresGrad());
    }
    f.apply(from(new double[] {1}));
    assertEquals(4, runs[0]);
  }

  @Test
  void retainedGraphsRunAgainAndOthersAreFreed() {
    int[] runs = {0};
    Fn<Tensor, Tensor> f =
        kept(x -> {
          runs[0]++;
          return x.square();
        });
    var x = leaf(3);
    var y = f.apply(x).sum();
    y.backward(retainGraph());
    y.backward();
    assertEquals(3, runs[0]);
    Expect.values(gradOf(x), 12);
    refused(
        GraphException.class,
        "the values that CheckpointBackward saved are freed by the first backward pass through"
            + " them; call backward(retainGraph()) the first time to run a second pass",
        y::backward);
    assertEquals(3, runs[0]);
  }

  @Test
  void tensorsThatTheFunctionUsesGetGradients() {
    var x = leaf(1, 2);
    var w = leaf(3, 4);
    var b = leaf(0.5);
    Fn<Tensor, Tensor> f = kept(a -> a.mul(w).add(b).square().sum());
    f.apply(x).backward();
    // 2 (x w + b) times w, x and 1: sums 3.5 and 8.5.
    Expect.values(gradOf(x), 21, 68);
    Expect.values(gradOf(w), 7, 34);
    Expect.values(gradOf(b), 24);
  }

  @Test
  void nothingFollowedButWhatItUses() {
    var w = leaf(3);
    Fn<Tensor, Tensor> f = kept(a -> a.mul(w).square());
    f.apply(from(new double[] {2})).backward();
    Expect.values(gradOf(w), 24);
  }

  @Test
  void anIntermediateThatDependsOnAnotherOneIsNotCountedTwice() {
    var x = leaf(2);
    var a = x.mul(3);
    var b = a.square();
    Fn<Tensor, Tensor> f = kept(p -> p.mul(a).mul(b));
    // x · 3x · 9x²: 27 x⁴ with the derivative 108 x³.
    f.apply(x).backward(retainGraph());
    Expect.values(gradOf(x), 864);
    x.grad(null);
    // The argument depends on what is used, too: 9x² · 3x · 9x² = 243 x⁵.
    f.apply(b).backward();
    Expect.values(gradOf(x), 5 * 243 * 16);
  }

  @Test
  void hooksOfWhatIsUsedSeeOneSum() {
    var x = leaf(2);
    var a = x.mul(3);
    int[] calls = {0};
    a.registerHook(ct -> {
      calls[0]++;
      return ct.mul(10);
    });
    Fn<Tensor, Tensor> f = kept(p -> p.mul(a).add(a));
    f.apply(a).backward();
    // a² + a with a = 6: 13, times ten by the hook, times three.
    Expect.values(gradOf(x), 390);
    assertEquals(1, calls[0]);
  }

  @Test
  void severalArgumentsAndResultsSomeUnused() {
    record Two(Tensor a, Tensor b) {}
    Fn<Two, List<Tensor>> f =
        kept(p -> List.of(p.a().square(), p.a().mul(5), zeros(FLOAT64, 1), p.a().detach()));
    var a = leaf(3);
    var b = leaf(4);
    var out = f.apply(new Two(a, b));
    assertFalse(out.get(2).requiresGrad());
    assertFalse(out.get(3).requiresGrad());
    out.get(0).add(out.get(1).mul(out.get(3))).backward();
    Expect.values(gradOf(a), 21);
    assertNull(b.grad());
  }

  @Test
  void oneOfSeveralResultsIsUsed() {
    Fn<Tensor, List<Tensor>> f = kept(p -> List.of(p.square(), p.exp()));
    var x = leaf(3);
    f.apply(x).get(0).backward();
    Expect.values(gradOf(x), 6);
  }

  @Test
  void theArgumentItselfAsResult() {
    Fn<Tensor, List<Tensor>> f = kept(p -> List.of(p, p.mul(2), p));
    var x = leaf(3);
    var out = f.apply(x);
    out.get(0).add(out.get(1)).add(out.get(2).mul(10)).backward();
    Expect.values(gradOf(x), 13);
  }

  @Test
  void theSameTensorTwice() {
    Fn<List<Tensor>, Tensor> f = kept(p -> p.get(0).mul(p.get(1)));
    var x = leaf(3);
    f.apply(List.of(x, x)).backward();
    Expect.values(gradOf(x), 6);
  }

  @Test
  void higherOrders() {
    Fn<Tensor, Tensor> f = kept(p -> p.pow(4).sum());
    var x = leaf(2, 3);
    var first = grad(f.apply(x), x, createGraph());
    var second = grad(first.sum(), x, createGraph());
    var third = grad(second.sum(), x);
    Expect.values(first.detach(), 32, 108);
    Expect.values(second.detach(), 48, 108);
    Expect.values(third, 48, 72);
    Expect.values(grad(f).apply(x.detach()), 32, 108);
    Expect.values(hessian(f).apply(x.detach()), 48, 0, 0, 108);
    Expect.values(hvp(f, x.detach(), ones(FLOAT64, 2)), 48, 108);
  }

  @Test
  void higherOrdersByWhatIsUsed() {
    var w = leaf(2);
    Fn<Tensor, Tensor> f = kept(p -> p.square().mul(w.pow(3)));
    var x = leaf(3);
    var first = grad(f.apply(x), x, createGraph());
    // 2 x w³ by w: 6 x w².
    Expect.values(grad(first.sum(), w), 72);
  }

  @Test
  void checkpointsNest() {
    int[] runs = {0, 0};
    Fn<Tensor, Tensor> inner =
        kept(x -> {
          runs[1]++;
          return x.exp();
        });
    Fn<Tensor, Tensor> outer =
        kept(x -> {
          runs[0]++;
          return inner.apply(x.sin());
        });
    var x = leaf(1, 2);
    outer.apply(x).sum().backward();
    Expect.near(1e-15, gradOf(x), slope(1, 2));
    assertEquals(2, runs[0]);
    assertEquals(3, runs[1]);
  }

  @Test
  void randomNumbersAreDrawnAsTheFirstTime() {
    manualSeed(3);
    Fn<Tensor, Tensor> dropout = kept(x -> x.mul(rand(50).gt(0.5).toFloat64()).mul(2));
    var x = ones(FLOAT64, 50).requiresGrad(true);
    var y = dropout.apply(x);
    CompletableFuture.runAsync(() -> rand(7)).join();
    rand(9);
    y.sum().backward();
    Expect.values(gradOf(x), y.toDoubleArray());
  }

  @Test
  void randomNumbersOfNestedCheckpoints() {
    manualSeed(4);
    Fn<Tensor, Tensor> inner = kept(x -> x.mul(rand(5).toFloat64()));
    Fn<Tensor, Tensor> outer = kept(x -> inner.apply(inner.apply(x).mul(rand(5).toFloat64())));
    var x = ones(FLOAT64, 5).requiresGrad(true);
    var y = outer.apply(x);
    rand(9);
    y.sum().backward(retainGraph());
    Expect.near(1e-15, gradOf(x), y.toDoubleArray());
    x.grad(null);
    y.sum().backward();
    Expect.near(1e-15, gradOf(x), y.toDoubleArray());
  }

  @Test
  void aFunctionThatDrawsMoreTheSecondTimeIsRefused() {
    int[] runs = {0};
    Fn<Tensor, Tensor> f =
        kept(x -> {
          var y = x.mul(1);
          for (int k = 0; k <= runs[0]; k++) {
            y = y.add(rand(1).toFloat64());
          }
          runs[0]++;
          return y;
        });
    var y = f.apply(leaf(1));
    refused(
        GraphException.class,
        "a checkpoint recomputes what it computed, but its function draws more random tensors than"
            + " the first time",
        y::backward);
  }

  @Test
  void aFunctionThatGivesSomethingElseTheSecondTimeIsRefused() {
    int[] runs = {0};
    Fn<Tensor, Tensor> f = kept(x -> x.mul(++runs[0]).softmax(0));
    var y = f.apply(leaf(1, 2));
    refused(GraphException.class, ANOTHER_RESULT, () -> y.get(0).backward());
    // What is not a number is the same the second time.
    Fn<Tensor, Tensor> g = kept(x -> x.log());
    var x = leaf(-1, 0, 1);
    g.apply(x).sum().backward();
    Expect.values(gradOf(x), -1, Double.POSITIVE_INFINITY, 1);
  }

  @Test
  void writesInsideOfTheFunction() {
    Fn<Tensor, Tensor> f =
        kept(x -> {
          var y = x.mul(2);
          y.get(0).mul_(10);
          return y.exp_();
        });
    var x = leaf(0, 0);
    f.apply(x).sum().backward();
    Expect.values(gradOf(x), 20, 2);
  }

  @Test
  void writesToTheArgumentInsideAreRefused() {
    Fn<Tensor, Tensor> f = kept(x -> x.exp_());
    refused(
        GraphException.class,
        "a checkpoint recomputes from its argument, but its function wrote to it; let it write to a"
            + " copy()",
        () -> f.apply(leaf(1).mul(1)));
  }

  @Test
  void writesToTheArgumentLaterAreRefused() {
    Fn<Tensor, Tensor> f = kept(x -> x.add(1));
    var h = leaf(1).mul(1);
    var y = f.apply(h);
    h.mul_(2);
    refused(
        GraphException.class,
        "a value that the gradient needs was written to: a tensor of shape (1) and type float64,"
            + " saved by CheckpointBackward, is at version 1, expected version 0; write to a copy()"
            + " instead",
        y::backward);
  }

  @Test
  void writesToWhatIsUsedAreRefused() {
    var c = from(new double[] {1, 2, 3});
    var x = leaf(1, 1, 1);
    Fn<Tensor, Tensor> product = kept(a -> a.mul(c.reshape(3)).exp().sum());
    var y = product.apply(x);
    System.gc();
    c.mul_(2);
    refused(
        GraphException.class,
        "a checkpoint recomputes with what its function used, but a tensor of shape (3) was written"
            + " to since; run the pass before writing, or write to a copy()",
        y::backward);
    // A sum saves nothing, and yet what follows it changes.
    var w = leaf(1, 2, 3);
    Fn<Tensor, Tensor> sum = kept(a -> a.add(w).exp().sum());
    var z = sum.apply(x);
    try (var _ = noGrad()) {
      w.mul_(2);
    }
    refused(GraphException.class, ANOTHER_RESULT, z::backward);
    assertNull(x.grad());
  }

  @Test
  void resultsCanBeWrittenTo() {
    var x = leaf(1, 2);
    Fn<Tensor, Tensor> f = kept(a -> a.exp());
    var y = f.apply(x);
    y.mul_(3);
    y.sum().backward();
    Expect.near(1e-15, gradOf(x), 3 * Math.E, 3 * Math.exp(2));
    x.grad(null);
    Fn<Tensor, Tensor> view = kept(a -> a.exp().reshape(2, 1));
    var z = view.apply(x);
    z.get(0).mul_(3);
    z.sum().backward();
    Expect.near(1e-15, gradOf(x), 3 * Math.E, Math.exp(2));
  }

  /** Energy and force: a function that runs a pass of its own. */
  @Test
  void passesInsideOfTheFunction() {
    Fn<Tensor, Tensor> force =
        kept(x -> {
          var energy = x.pow(3).sum();
          return grad(energy, x, createGraph()).mul(rand(2).toFloat64().add(1));
        });
    manualSeed(2);
    var x = leaf(1, 2);
    var y = force.apply(x);
    var noise = y.detach().div(from(new double[] {3, 12}));
    y.sum().backward();
    Expect.near(1e-14, gradOf(x), noise.mul(from(new double[] {6, 12})).toDoubleArray());
  }

  @Test
  void whatEscapesIsFollowedAsItWasComputed() {
    var escaped = new Tensor[1];
    Fn<Tensor, Tensor> f =
        kept(x -> {
          escaped[0] = x.exp();
          return escaped[0].sum();
        });
    var x = leaf(1);
    f.apply(x);
    escaped[0].sum().backward();
    Expect.near(1e-14, gradOf(x), Math.E);
  }

  @Test
  void exceptionsLeaveNoScopeOpen() {
    int[] runs = {0};
    Fn<Tensor, Tensor> f =
        kept(x -> {
          if (runs[0]++ == 1) {
            throw new IllegalStateException("second run");
          }
          return x.exp();
        });
    var x = leaf(1);
    var y = f.apply(x);
    assertThrows(IllegalStateException.class, y::backward);
    assertSame(Modes.State.INITIAL, Modes.now());
    assertNull(x.grad());
    assertFalse(Watches.any());
    Fn<Tensor, Tensor> g =
        kept(_ -> {
          throw new IllegalStateException("first run");
        });
    assertThrows(IllegalStateException.class, () -> g.apply(x));
    assertSame(Modes.State.INITIAL, Modes.now());
    // Random numbers are those of the stream again.
    manualSeed(1);
    var first = rand(3).toDoubleArray();
    manualSeed(1);
    Expect.values(rand(3), first);
  }

  @Test
  void mappedAndInForwardMode() {
    var x = from(new double[] {1, 2});
    Fn<Tensor, Tensor> f = kept(a -> a.sin().exp());
    Fn<Tensor, Tensor> total = a -> f.apply(a).sum();
    Expect.near(1e-15, vmap(grad(total)).apply(x), slope(1, 2));
    Expect.near(1e-15, grad((Tensor a) -> vmap(f).apply(a).sum()).apply(x), slope(1, 2));
    Expect.near(1e-15, jvp(f, x, onesLike(x)).tangent(), slope(1, 2));
    Fn<Tensor, Tensor> mapped = kept(a -> vmap((Tensor b) -> b.sin().exp()).apply(a));
    Expect.near(1e-15, grad((Tensor a) -> mapped.apply(a).sum()).apply(x), slope(1, 2));
    Fn<Tensor, Tensor> pushed = kept(a -> jvp((Tensor b) -> b.pow(3), a, onesLike(a)).tangent());
    Expect.values(grad((Tensor a) -> pushed.apply(a).sum()).apply(x), 6, 12);
    Fn<Tensor, Tensor> pulled = kept(grad((Tensor a) -> a.pow(3).sum()));
    Expect.values(grad((Tensor a) -> pulled.apply(a).sum()).apply(x), 6, 12);
    var rule =
        customVjp(
            (Tensor a) -> new Residuals<>(a.pow(3), a),
            (Tensor a, Tensor ct) -> ct.mul(a.square()).mul(3));
    Fn<Tensor, Tensor> ruled = kept(rule);
    Expect.values(grad((Tensor a) -> ruled.apply(a).sum()).apply(x), 3, 12);
    Expect.values(hessian((Tensor a) -> ruled.apply(a).sum()).apply(x), 6, 0, 0, 12);
  }

  /** What is followed outside of a level goes through the graph of its parts. */
  @Test
  void aLeafThatIsUsedInsideOfALevel() {
    var w = leaf(1, 2);
    Fn<Tensor, Tensor> f = kept(a -> a.mul(w).square().sum());
    vmap(f).apply(from(new double[][] {{1, 1}, {2, 3}})).sum().backward();
    // 2 w times the sums of squares, 5 and 10.
    Expect.values(gradOf(w), 10, 40);
    w.grad(null);
    var x = from(new double[] {3, 4});
    jvp(f, x, onesLike(x)).tangent().backward();
    // 2 x w² by w: 4 x w.
    Expect.values(gradOf(w), 12, 32);
    w.grad(null);
    vmap(grad(f)).apply(from(new double[][] {{1, 1}, {2, 3}})).sum().backward();
    Expect.values(gradOf(w), 12, 32);
    Expect.values(
        grad((Tensor c) ->
                vmap(
                        (Tensor b) -> {
                          Fn<Tensor, Tensor> g = kept(a -> a.mul(b).square().sum());
                          return g.apply(c);
                        })
                    .apply(from(new double[][] {{1, 1}, {2, 3}}))
                    .sum())
            .apply(from(new double[] {1, 2})),
        10,
        40);
  }

  @Test
  void randomNumbersInsideOfALevelWithALeafOutside() {
    manualSeed(9);
    var w = ones(FLOAT64, 4).requiresGrad(true);
    Fn<Tensor, Tensor> f = kept(a -> a.mul(w).mul(rand(4).toFloat64()));
    var y = vmap(f).apply(ones(FLOAT64, 3, 4));
    y.sum().backward();
    Expect.near(1e-15, gradOf(w), y.detach().sum(0).toDoubleArray());
  }

  @Test
  void inTheOtherManners() {
    Fn<Tensor, Tensor> f = kept(a -> a.sin().exp());
    var x = from(new double[] {1, 2}).attachGrad();
    Tensor y;
    try (var _ = record()) {
      y = f.apply(x);
    }
    y.backward();
    Expect.near(1e-15, gradOf(x), slope(1, 2));
    var v = variable(from(new double[] {1, 2}));
    var c = from(new double[] {3, 4});
    var used = from(new double[] {2, 2});
    Fn<Tensor, Tensor> g = kept(a -> f.apply(a).mul(used));
    var tape = new GradientTape();
    try (tape) {
      tape.watch(c);
      tape.watch(used);
      y = g.apply(v).add(f.apply(c));
    }
    var found = tape.gradient(y, List.of(v, c, used));
    Expect.near(1e-15, Objects.requireNonNull(found.get(0)).div(2), slope(1, 2));
    Expect.near(1e-15, Objects.requireNonNull(found.get(1)), slope(3, 4));
    Expect.near(
        1e-15, Objects.requireNonNull(found.get(2)), Math.exp(Math.sin(1)), Math.exp(Math.sin(2)));
  }

  @Test
  void passesOfSeveralThreadsThroughOneGraph() {
    var x = leaf(1, 2);
    Fn<Tensor, Tensor> f = kept(a -> a.mul(rand(2).toFloat64()).exp().mul(rand(2).toFloat64()));
    var y = f.apply(x).sum();
    var want = grad(y, x, retainGraph()).toDoubleArray();
    var tasks =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(_ -> CompletableFuture.supplyAsync(() -> grad(y, x, retainGraph())))
            .toList();
    tasks.forEach(task -> Expect.values(task.join(), want));
  }
}

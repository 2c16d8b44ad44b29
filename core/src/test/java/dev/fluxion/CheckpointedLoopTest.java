package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.nodeOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.checkpoint;
import static dev.fluxion.Fluxion.checkpointedLoop;
import static dev.fluxion.Fluxion.createGraph;
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
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Loops that keep few states: the gradients of the plain loop, and what the schedule costs.
 *
 * <p>Over 400 lines, since every manner, mode and level has its loop here.
 */
class CheckpointedLoopTest {
  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  /** {@code C(c + r, c)}, by Pascal's triangle. */
  private static long binomial(int n, int k) {
    long[] row = new long[k + 1];
    row[0] = 1;
    for (int i = 1; i <= n; i++) {
      for (int j = Math.min(i, k); j > 0; j--) {
        row[j] = Math.min(Integer.MAX_VALUE, row[j] + row[j - 1]);
      }
    }
    return row[k];
  }

  private static int repetitions(int steps, int snapshots) {
    int r = 0;
    while (binomial(snapshots + 1 + r, r) < steps) {
      r++;
    }
    return r;
  }

  /**
   * The least number of runs in a pass backward through some steps, from the state before them and
   * with c more: to reverse one step is to run it recorded; of more, run up to a state that is
   * kept, reverse the rest, then the part before. Where no more can be kept, from the first.
   */
  private static int[][] least(int steps, int snapshots) {
    int[][] cost = new int[snapshots + 1][steps + 1];
    for (int c = 0; c <= snapshots; c++) {
      for (int l = 1; l <= steps; l++) {
        int best = l * (l + 1) / 2;
        for (int m = 1; c > 0 && m < l; m++) {
          best = Math.min(best, m + cost[c - 1][l - m] + cost[c][m]);
        }
        cost[c][l] = best;
      }
    }
    return cost;
  }

  /** The same, where the states that it begins with are left by the run forward. */
  private static int[][] leastWithStates(int[][] cost) {
    int[][] rest = new int[cost.length][cost[0].length];
    for (int c = 0; c < rest.length; c++) {
      for (int l = 1; l < rest[0].length; l++) {
        int best = l * (l + 1) / 2;
        for (int m = 1; c > 0 && m < l; m++) {
          best = Math.min(best, rest[c - 1][l - m] + cost[c][m]);
        }
        rest[c][l] = best;
      }
    }
    return rest;
  }

  /** How often each step ran, all in all, in a gradient of a loop. */
  private static int[] runs(int steps, int snapshots) {
    int[] runs = new int[steps];
    var x = leaf(1);
    var y =
        checkpointedLoop(
            steps,
            snapshots,
            x,
            (i, s) -> {
              runs[i]++;
              return s.mul(1 + 1.0 / (i + 1));
            });
    int[] once = new int[steps];
    Arrays.fill(once, 1);
    assertArrayEquals(once, runs);
    y.backward();
    // The product of (i + 2) / (i + 1).
    Expect.near(1e-12, gradOf(x), steps + 1);
    return runs;
  }

  @Test
  void noStepRunsMoreOftenThanTheScheduleSays() {
    for (int snapshots = 1; snapshots <= 6; snapshots++) {
      for (int steps = 1; steps <= 60; steps++) {
        int r = repetitions(steps, snapshots);
        for (int one : runs(steps, snapshots)) {
          assertTrue(one <= r + 2, steps + " steps, " + snapshots + " states: " + one);
        }
      }
    }
  }

  @Test
  void theNumberOfRunsIsTheLeastThereIs() {
    int[][] least = leastWithStates(least(60, 6));
    for (int snapshots = 1; snapshots <= 6; snapshots++) {
      for (int steps = 1; steps <= 60; steps++) {
        int all = Arrays.stream(runs(steps, snapshots)).sum();
        assertEquals(
            steps + least[snapshots][steps], all, steps + " steps, " + snapshots + " states");
      }
    }
  }

  @Test
  void whereTheStatesAreKept() {
    for (int free = 1; free <= 5; free++) {
      for (int r = 1; r <= 5; r++) {
        int longest = (int) binomial(free + 1 + r, r);
        assertEquals(binomial(free + r, r - 1), CheckpointedLoop.split(longest, free));
      }
    }
    assertEquals(7, CheckpointedLoop.split(7, 0));
    assertEquals(1, CheckpointedLoop.split(1, 3));
    assertEquals(1, CheckpointedLoop.split(2, 3));
  }

  @Test
  void aHundredThousandStepsRunFourTimesEach() {
    int[] runs = new int[100_000];
    var x = ones(FLOAT64, 1).requiresGrad(true);
    var y =
        checkpointedLoop(
            runs.length,
            x,
            (i, s) -> {
              runs[i]++;
              return s.mul(1);
            });
    y.backward();
    Expect.values(gradOf(x), 1);
    int most = Arrays.stream(runs).max().orElseThrow();
    assertTrue(most <= 4, "a step ran " + most + " times");
    assertTrue(Arrays.stream(runs).asLongStream().sum() <= 400_000);
  }

  /**
   * The states that somebody has, at the time of each step: numbers in them tell which they are.
   * After a collection those that are kept are those in the loop's hands.
   */
  @Test
  void noMoreStatesAreKeptThanWasSaid() {
    for (int snapshots : new int[] {1, 2, 5}) {
      Set<java.lang.ref.WeakReference<Object>> all =
          java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
      int[] most = {0};
      int[] count = {0};
      LoopBody<Tensor> body =
          (_, s) -> {
            var y = s.add(1);
            all.add(new java.lang.ref.WeakReference<>(y.values().array()));
            if (++count[0] % 7 == 0) {
              System.gc();
              int alive = (int) all.stream().filter(ref -> ref.get() != null).count();
              most[0] = Math.max(most[0], alive);
            }
            return y;
          };
      var x = leaf(0);
      var y = checkpointedLoop(30, snapshots, x, body);
      y.backward();
      Expect.values(gradOf(x), 1);
      // Beside those kept: the result, the one that the step got and the one it gives.
      assertTrue(most[0] <= snapshots + 3, snapshots + " states: " + most[0] + " alive");
    }
  }

  @Test
  void noStepsAndOne() {
    var x = leaf(2, 3);
    assertSame(x, checkpointedLoop(0, 1, x, (_, s) -> s.mul(2)));
    var y = checkpointedLoop(1, 1, x, (_, s) -> s.square());
    assertEquals("CheckpointedLoopBackward", nodeOf(y).name());
    y.sum().backward();
    Expect.values(gradOf(x), 4, 6);
    assertFalse(
        checkpointedLoop(3, 1, from(new double[] {2}), (_, s) -> s.square()).requiresGrad());
  }

  @Test
  void tooFewStepsStatesOrTensorsAreRefused() {
    var x = leaf(1);
    refused(
        IllegalArgumentException.class,
        "checkpointedLoop needs 0 or more steps and 1 or more states to keep, got -1 and 1",
        () -> checkpointedLoop(-1, 1, x, (_, s) -> s));
    refused(
        IllegalArgumentException.class,
        "checkpointedLoop needs 0 or more steps and 1 or more states to keep, got 5 and 0",
        () -> checkpointedLoop(5, 0, x, (_, s) -> s));
    refused(
        IllegalArgumentException.class,
        "a step of a loop returns a state like the one it got, 1 tensors, got 2 from step 1",
        () ->
            checkpointedLoop(
                5, 1, List.of(x), (i, s) -> i == 1 ? List.of(x, x) : List.of(s.getFirst())));
    refused(
        IllegalArgumentException.class,
        "the state of a loop holds at least one tensor, got []",
        () -> checkpointedLoop(5, 1, List.of(), (_, s) -> s));
  }

  @Test
  void capturedTensorsAndTrees() {
    // Momentum: v = m v + s, s = s + v, with numbers that are worked in plain Java.
    record State(Tensor s, Tensor v) {}
    var s = leaf(1);
    var m = leaf(0.5);
    var twice = m.mul(2);
    LoopBody<State> body =
        (_, at) -> {
          var v = at.v().mul(m).add(at.s().mul(twice));
          return new State(at.s().add(v), v);
        };
    var kept = checkpointedLoop(12, 2, new State(s, from(new double[] {0})), body);
    kept.s().sum().backward(retainGraph());
    double ds = gradOf(s).item();
    double dm = gradOf(m).item();
    double h = 1e-6;
    assertEquals((momentum(1 + h, 0.5) - momentum(1 - h, 0.5)) / (2 * h), ds, 1e-4 * ds);
    assertEquals((momentum(1, 0.5 + h) - momentum(1, 0.5 - h)) / (2 * h), dm, 1e-4 * dm);
    assertEquals(momentum(1, 0.5), kept.s().item(), 1e-9 * momentum(1, 0.5));
  }

  private static double momentum(double s, double m) {
    double v = 0;
    double at = s;
    for (int i = 0; i < 12; i++) {
      v = v * m + at * 2 * m;
      at += v;
    }
    return at;
  }

  @Test
  void theFirstStateIsUsedByTheStepsToo() {
    // s ← s x, from x: x¹¹.
    var x = leaf(1.5);
    checkpointedLoop(10, 3, x, (_, s) -> s.mul(x)).backward();
    Expect.near(1e-14, gradOf(x), 11 * Math.pow(1.5, 10));
    var z = leaf(1.5);
    var first = grad(checkpointedLoop(10, 3, z, (_, s) -> s.mul(z)), z, createGraph());
    Expect.near(1e-14, first.detach(), 11 * Math.pow(1.5, 10));
    Expect.near(1e-14, grad(first, z), 110 * Math.pow(1.5, 9));
  }

  @Test
  void wholeNumbersInTheState() {
    var x = leaf(1, 2, 3);
    var y =
        checkpointedLoop(
            7,
            2,
            List.of(x, from(new long[] {0})),
            (_, s) -> List.of(s.get(0).mul(s.get(1).add(1).toFloat64()), s.get(1).add(1)));
    Expect.values(y.get(1), 7);
    assertFalse(y.get(1).requiresGrad());
    y.get(0).sum().backward();
    Expect.values(gradOf(x), 5040, 5040, 5040);
  }

  @Test
  void randomBodies() {
    manualSeed(11);
    var x = ones(FLOAT64, 3).requiresGrad(true);
    var y = checkpointedLoop(25, 2, x, (_, s) -> s.mul(rand(3).toFloat64().add(0.5)));
    rand(5);
    y.sum().backward(retainGraph());
    Expect.near(1e-13, gradOf(x), y.toDoubleArray());
    x.grad(null);
    y.sum().backward();
    Expect.near(1e-13, gradOf(x), y.toDoubleArray());
    var z = ones(FLOAT64, 3).requiresGrad(true);
    Fn<Tensor, Tensor> loop =
        a -> checkpointedLoop(9, 2, a, (_, s) -> s.mul(rand(3).toFloat64().add(0.5)));
    var w = checkpoint(loop).apply(z);
    rand(5);
    w.sum().backward();
    Expect.near(1e-13, gradOf(z), w.toDoubleArray());
  }

  @Test
  void everyTransform() {
    // x to the power of 2³, of 27 and so on: three squarings.
    Fn<Tensor, Tensor> f = x -> checkpointedLoop(3, 1, x, (_, s) -> s.square());
    Fn<Tensor, Tensor> sum = x -> f.apply(x).sum();
    var x = from(new double[] {1, 2});
    Expect.values(grad(sum).apply(x), 8, 1024);
    Expect.values(hessian(sum).apply(x), 56, 0, 0, 56 * 64);
    Expect.values(hvp(sum, x, onesLike(x)), 56, 56 * 64);
    Expect.values(jvp(f, x, onesLike(x)).tangent(), 8, 1024);
    Expect.values(vmap(f).apply(x), 1, 256);
    Expect.values(vmap(grad(f)).apply(x), 8, 1024);
    Expect.values(grad((Tensor a) -> vmap(f).apply(a).sum()).apply(x), 8, 1024);
    var leaf = leaf(1, 2);
    var first = grad(f.apply(leaf).sum(), leaf, createGraph());
    var second = grad(first.sum(), leaf, createGraph());
    Expect.values(second.detach(), 56, 56 * 64);
    Expect.values(grad(second.sum(), leaf), 336, 336 * 32);
  }

  @Test
  void aLeafThatStepsUseInsideOfALevel() {
    var w = leaf(2);
    vmap((Tensor x) -> checkpointedLoop(3, 1, x, (_, s) -> s.mul(w)))
        .apply(from(new double[][] {{1}, {10}}))
        .sum()
        .backward();
    Expect.values(gradOf(w), 11 * 12);
    w.grad(null);
    var x = from(new double[] {5});
    jvp((Tensor a) -> checkpointedLoop(3, 1, a, (_, s) -> s.mul(w)), x, onesLike(x))
        .tangent()
        .backward();
    Expect.values(gradOf(w), 12);
  }

  @Test
  void writesAreRefused() {
    var x = leaf(1);
    refused(
        GraphException.class,
        "a checkpoint recomputes from its argument, but its function wrote to it; let it write to a"
            + " copy()",
        () -> checkpointedLoop(3, 1, x.mul(1), (_, s) -> s.mul_(2)));
    var h = x.mul(1);
    var y = checkpointedLoop(3, 1, h, (_, s) -> s.mul(2));
    h.add_(1);
    refused(
        GraphException.class,
        "a value that the gradient needs was written to: a tensor of shape (1) and type float64,"
            + " saved by CheckpointedLoopBackward, is at version 1, expected version 0; write to a"
            + " copy() instead",
        y::backward);
    var w = leaf(0.5);
    var z = checkpointedLoop(3, 1, x, (_, s) -> s.add(w).sin());
    try (var _ = noGrad()) {
      w.add_(1);
    }
    var thrown = assertThrows(GraphException.class, z::backward);
    assertTrue(String.valueOf(thrown.getMessage()).contains("gives another result"));
  }

  @Test
  void theResultIsWrittenTo() {
    var x = leaf(1);
    var y = checkpointedLoop(4, 2, x, (_, s) -> s.exp().log().mul(2));
    y.mul_(10);
    y.backward();
    Expect.near(1e-14, gradOf(x), 160);
  }

  @Test
  void passesAreRepeatedAndTheGraphIsFreed() {
    var x = leaf(1);
    var y = checkpointedLoop(9, 2, x, (_, s) -> s.mul(2));
    y.backward(retainGraph());
    y.backward();
    Expect.values(gradOf(x), 1024);
    refused(
        GraphException.class,
        "the values that CheckpointedLoopBackward saved are freed by the first backward pass"
            + " through them; call backward(retainGraph()) the first time to run a second pass",
        y::backward);
  }

  @Test
  void stepsAreNumberedInOrder() {
    var seen = new TreeSet<Integer>();
    var x = leaf(1);
    checkpointedLoop(
            5,
            2,
            x,
            (i, s) -> {
              seen.add(i);
              return s.mul(i + 1);
            })
        .backward();
    Expect.values(gradOf(x), 120);
    assertEquals(List.of(0, 1, 2, 3, 4), List.copyOf(seen));
  }
}

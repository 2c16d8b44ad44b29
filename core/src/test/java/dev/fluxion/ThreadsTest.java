package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Several threads at once; where luck decides what meets, it is tried a few hundred times. */
class ThreadsTest {
  /** Runs the calls at the same moment and gives their results, an exception being a result too. */
  private static List<Object> atOnce(List<Callable<Object>> calls) throws Exception {
    var gate = new CyclicBarrier(calls.size());
    List<FutureTask<Object>> tasks = new ArrayList<>();
    for (var call : calls) {
      tasks.add(
          new FutureTask<>(() -> {
            gate.await();
            try {
              return call.call();
            } catch (GraphException | IllegalArgumentException | NullPointerException e) {
              return e;
            }
          }));
    }
    tasks.forEach(task -> Thread.ofPlatform().start(task));
    List<Object> results = new ArrayList<>();
    for (var task : tasks) {
      results.add(task.get());
    }
    return results;
  }

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  @Test
  void modesArePerThread() throws Exception {
    var x = leaf(1);
    Callable<Object> off =
        () -> {
          boolean all = true;
          for (int k = 0; k < 2000; k++) {
            try (var _ = noGrad()) {
              all &= !x.mul(2).requiresGrad();
            }
          }
          return all;
        };
    Callable<Object> on =
        () -> {
          boolean all = true;
          for (int k = 0; k < 20000; k++) {
            all &= x.mul(2).requiresGrad();
          }
          return all;
        };
    Callable<Object> typed =
        () -> {
          boolean all = true;
          for (int k = 0; k < 2000; k++) {
            try (var _ = Fluxion.defaultDType(FLOAT64)) {
              all &= tensor(1.0).dtype() == FLOAT64;
            }
            all &= tensor(1.0).dtype() == DType.FLOAT32;
          }
          return all;
        };
    assertEquals(List.of(true, true, true, true), atOnce(List.of(off, on, typed, on)));
  }

  @Test
  void aNewThreadRecordsEvenIfItIsStartedInsideNoGrad() throws Exception {
    var x = leaf(1);
    try (var _ = noGrad()) {
      for (var kind :
          List.<Function<Runnable, Thread>>of(
              Thread.ofPlatform()::start, Thread.ofVirtual()::start)) {
        var there = new FutureTask<>(() -> x.mul(2).requiresGrad());
        kind.apply(there).join();
        assertTrue(there.get());
      }
    }
  }

  @Test
  void manyThreadsAddToOneLeafWithoutLoss() throws Exception {
    var x = leaf(1, 2, 3);
    List<Callable<Object>> calls = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      double weight = t + 1;
      calls.add(() -> {
        for (int k = 0; k < 500; k++) {
          x.mul(x).mul(weight).sum().backward();
        }
        return true;
      });
    }
    atOnce(calls);
    double total = 2 * 500 * 36;
    Expect.values(gradOf(x), total, 2 * total, 3 * total);
  }

  @Test
  void manyThreadsAddToOneRetainedGradient() throws Exception {
    var x = leaf(1);
    var y = x.mul(2).retainGrad();
    Callable<Object> call =
        () -> {
          for (int k = 0; k < 500; k++) {
            y.add(1).backward(retainGraph());
          }
          return true;
        };
    assertEquals(List.of(true, true, true, true), atOnce(List.of(call, call, call, call)));
    Expect.values(gradOf(y), 2000);
    Expect.values(gradOf(x), 4000);
  }

  /** With fan-out, so that sums at one node are kept by two passes at the same time. */
  private static Tensor wide(Tensor x) {
    var y = x;
    for (int k = 0; k < 20; k++) {
      y = y.add(y.mul(0.1)).add(x);
    }
    return y.sum();
  }

  @Test
  void twoPassesOverASharedRetainedGraph() throws Exception {
    for (int run = 0; run < 300; run++) {
      var x = leaf(0.5, 1);
      var z = wide(x);
      double[] want = grad(z, x, retainGraph()).toDoubleArray();
      Callable<Object> value = () -> grad(z, x, retainGraph()).toDoubleArray();
      for (var result : atOnce(List.of(value, value))) {
        assertArrayEquals(want, assertInstanceOf(double[].class, result), 1e-12 * want[0]);
      }
    }
  }

  @Test
  void twoBackwardsOverASharedRetainedGraph() throws Exception {
    for (int run = 0; run < 300; run++) {
      var x = leaf(0.5, 1);
      var rows = x.mul(1).unbind(0);
      var z = wide(x).add(rows.get(0).mul(rows.get(1))).add(x.softmax(0).max());
      double[] once = grad(z, x, retainGraph()).toDoubleArray();
      Callable<Object> pass =
          () -> {
            z.backward(retainGraph());
            return true;
          };
      assertEquals(List.of(true, true), atOnce(List.of(pass, pass)));
      double[] got = gradOf(x).toDoubleArray();
      for (int i = 0; i < got.length; i++) {
        assertEquals(2 * once[i], got[i], 1e-12 * once[i]);
      }
    }
  }

  @Test
  void oneOfTwoPassesGetsAGraphThatIsFreed() throws Exception {
    for (int run = 0; run < 300; run++) {
      var x = leaf(0.5, 1);
      var z = wide(x.exp().mul(x)).add(x.tanh().sum());
      double[] want = grad(z, x, retainGraph()).toDoubleArray();
      Callable<Object> pass =
          () -> {
            z.backward();
            return true;
          };
      var results = atOnce(List.of(pass, pass));
      int refused = 0;
      for (var result : results) {
        refused += result instanceof GraphException ? 1 : 0;
      }
      assertEquals(1, refused, results::toString);
      assertArrayEquals(want, gradOf(x).toDoubleArray(), 1e-12 * want[0]);
    }
  }

  @Test
  void aRetainingPassBesideAFreeingOneIsRightOrRefused() throws Exception {
    for (int run = 0; run < 300; run++) {
      var x = leaf(0.5, 1);
      Tensor y = x;
      for (int k = 0; k < 10; k++) {
        y = y.softmax(0).add(y.sigmoid()).clamp(-2.0, 0.6).mul(3).tanh().add(y.max());
      }
      var z = y.select(0, 0);
      double[] want = grad(z, x, retainGraph()).toDoubleArray();
      Callable<Object> retaining = () -> grad(z, x, retainGraph()).toDoubleArray();
      Callable<Object> freeing = () -> grad(z, x).toDoubleArray();
      for (var result : atOnce(List.of(retaining, freeing))) {
        if (result instanceof double[] got) {
          assertArrayEquals(want, got, 1e-12);
        } else {
          assertInstanceOf(GraphException.class, result);
        }
      }
    }
  }

  @Test
  void aGraphBuiltByOneThreadIsWalkedByAnother() throws Exception {
    var x = leaf(1, 2);
    var there = new FutureTask<>(() -> x.mul(x).sum());
    Thread.ofVirtual().start(there);
    there.get().backward();
    Expect.values(gradOf(x), 2, 4);
  }

  @Test
  void randomNumbersAreDrawnInOnePiecePerTensor() throws Exception {
    Fluxion.manualSeed(1);
    List<double[]> alone = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      alone.add(Fluxion.rand(1000).toDoubleArray());
    }
    Fluxion.manualSeed(1);
    Callable<Object> draw = () -> Fluxion.rand(1000).toDoubleArray();
    var together = atOnce(List.of(draw, draw, draw, draw));
    for (var want : alone) {
      assertEquals(
          1,
          together.stream().filter(got -> java.util.Arrays.equals(want, (double[]) got)).count());
    }
  }

  @Test
  void modesOfAThreadThatForgotItsScopeDoNoHarm() throws Exception {
    var x = leaf(1);
    var thread = Thread.ofPlatform().start(Fluxion::noGrad);
    thread.join();
    assertTrue(x.mul(2).requiresGrad());
    assertNull(x.grad());
    Expect.values(ones(1), 1);
  }
}

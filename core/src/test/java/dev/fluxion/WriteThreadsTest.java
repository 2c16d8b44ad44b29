package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.retainGraph;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads on one leaf, one graph, one tensor that was written to. */
@Timeout(60)
class WriteThreadsTest {
  private static final int THREADS = 8;

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  /** Runs a task on many threads at the same moment. */
  private static void atOnce(Callable<Boolean> task) throws Exception {
    var gate = new CyclicBarrier(THREADS);
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (int k = 0; k < THREADS; k++) {
      tasks.add(
          new FutureTask<>(() -> {
            gate.await();
            return task.call();
          }));
    }
    tasks.forEach(one -> Thread.ofPlatform().start(one));
    for (var one : tasks) {
      assertTrue(one.get());
    }
  }

  @Test
  void allThreadsAddToOneLeaf() throws Exception {
    var x = leaf(1, 2, 3);
    var kept = new AtomicInteger();
    x.registerHook(g -> {
      kept.incrementAndGet();
      return null;
    });
    atOnce(() -> {
      for (int k = 0; k < 500; k++) {
        var y = x.mul(2);
        y.add_(1);
        y.at(0).mul_(3);
        y.sum().backward();
      }
      return true;
    });
    int n = THREADS * 500;
    Expect.values(gradOf(x), 6 * n, 2 * n, 2 * n);
    assertEquals(n, kept.get());
  }

  @Test
  void oneGraphManyPasses() throws Exception {
    for (int run = 0; run < 100; run++) {
      var x = leaf(1, 2);
      var y = x.mul(1);
      y.at(0).mul_(3);
      y.exp_();
      var z = y.sin().sum();
      double[] want = grad(z, x, retainGraph()).toDoubleArray();
      atOnce(() -> {
        Expect.near(1e-12, grad(z, x, retainGraph()), want);
        return true;
      });
      z.backward();
      Expect.near(1e-12, gradOf(x), want);
    }
  }

  @Test
  void aGraphIsFreedByOneOfThem() throws Exception {
    for (int run = 0; run < 200; run++) {
      var x = leaf(1, 2);
      var y = x.mul(1);
      y.at(0).mul_(3);
      var z = y.exp().mul(y).sum();
      var through = new AtomicInteger();
      atOnce(() -> {
        try {
          z.backward();
          through.incrementAndGet();
        } catch (GraphException e) {
          assertTrue(String.valueOf(e.getMessage()).startsWith("the values that "));
        }
        return true;
      });
      // Two may share the nodes between them, then neither is through; one at most is.
      assertTrue(through.get() <= 1, "through " + through);
      if (through.get() == 1) {
        Expect.near(1e-12, gradOf(x), 3 * Math.exp(3) * 4, Math.exp(2) * 3);
      } else {
        assertEquals(null, x.grad());
      }
    }
  }

  /** The first to ask makes the view's node anew; nobody may see the old one after that. */
  @Test
  void aViewOfWhatWasWrittenToIsReadByMany() throws Exception {
    for (int run = 0; run < 2000; run++) {
      var x = leaf(1, 2);
      var y = x.mul(1);
      var v = y.narrow(0, 0, 1).at(0);
      y.mul_(3);
      atOnce(() -> {
        assertEquals(3, grad(v.add(0), x, retainGraph()).toDoubleArray()[0]);
        return true;
      });
    }
  }

  @Test
  void hooksAreAddedAndRemovedWhilePassesRun() throws Exception {
    var x = leaf(1);
    atOnce(() -> {
      for (int k = 0; k < 300; k++) {
        var handle = x.registerHook(g -> null);
        x.mul(2).sum().backward();
        handle.remove();
      }
      return true;
    });
    Expect.values(gradOf(x), 2 * 300 * THREADS);
  }

  @Test
  void retainedGradientsAddUp() throws Exception {
    var x = leaf(1, 2);
    var y = x.add(1);
    y.retainGrad();
    var z = y.mul(2).sum();
    atOnce(() -> {
      for (int k = 0; k < 200; k++) {
        z.backward(retainGraph());
      }
      return true;
    });
    Expect.values(gradOf(y), 2 * 200 * THREADS, 2 * 200 * THREADS);
    Expect.values(gradOf(x), 2 * 200 * THREADS, 2 * 200 * THREADS);
  }

  @Test
  void aTapePerThread() throws Exception {
    var v = Fluxion.variable(from(new double[] {3}));
    var c = from(new double[] {2});
    atOnce(() -> {
      for (int k = 0; k < 300; k++) {
        var tape = new GradientTape();
        Tensor y;
        try (tape) {
          tape.watch(c);
          y = v.mul(v).mul(c);
        }
        var g = tape.gradient(y, List.of(v, c));
        assertEquals(
            "[tensor([12.], dtype=torch.float64), tensor([9.], dtype=torch.float64)]",
            g.toString());
      }
      return true;
    });
  }

  @Test
  void mxnetsMannerPerThread() throws Exception {
    atOnce(() -> {
      var x = from(new double[] {3}).attachGrad();
      for (int k = 0; k < 300; k++) {
        Tensor y;
        try (var _ = Fluxion.record()) {
          y = x.mul(x);
        }
        y.backward();
        assertEquals(6, gradOf(x).item());
      }
      return true;
    });
  }
}

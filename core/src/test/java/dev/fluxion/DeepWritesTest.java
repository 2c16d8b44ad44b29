package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Long chains and many paths with writes, hooks and tapes: time in proportion, on a stack of 256
 * KB.
 */
@Timeout(20)
class DeepWritesTest {
  private interface Body {
    void run() throws Exception;
  }

  private static void onASmallStack(Body body) throws Exception {
    var task =
        new FutureTask<>(() -> {
          body.run();
          return true;
        });
    var thread = new Thread(null, task, "small", 256 * 1024);
    thread.setDaemon(true);
    thread.start();
    task.get();
  }

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  @Test
  void aMillionWrites() throws Exception {
    onASmallStack(() -> {
      var x = leaf(2);
      var y = x.mul(1);
      for (int k = 0; k < 500_000; k++) {
        y.neg_();
        y.add_(x);
      }
      y.sum().backward();
      // y ← x - y, an even number of times.
      Expect.values(gradOf(x), 1);
      assertEquals(1_000_000, y.version());
    });
  }

  @Test
  void manyWritesThroughOneView() throws Exception {
    onASmallStack(() -> {
      var x = leaf(2, 3);
      var y = x.mul(1);
      var v = y.at(0);
      for (int k = 0; k < 100_000; k++) {
        v.neg_();
      }
      y.sum().backward(retainGraph());
      Expect.values(gradOf(x), 1, 1);
      Expect.values(grad(v, x), 1, 0);
    });
  }

  @Test
  void manyWritesThroughManyViews() throws Exception {
    onASmallStack(() -> {
      var x = leaf(2, 3);
      var y = x.mul(1);
      for (int k = 0; k < 100_000; k++) {
        y.at(k % 2).neg_();
      }
      y.sum().backward();
      Expect.values(gradOf(x), 1, 1);
    });
  }

  @Test
  void aLongChainOfViewsWhoseBaseIsWrittenTo() throws Exception {
    onASmallStack(() -> {
      var x = leaf(2, 3);
      var y = x.mul(1);
      var v = y;
      for (int k = 0; k < 100_000; k++) {
        v = v.reshape(2);
      }
      y.mul_(3);
      assertTrue(v.requiresGrad());
      v.sum().backward();
      Expect.values(gradOf(x), 3, 3);
    });
  }

  @Test
  void aLongChainOfViewsThroughWhichIsWritten() throws Exception {
    onASmallStack(() -> {
      var x = leaf(2, 3);
      var y = x.mul(1);
      var v = y;
      for (int k = 0; k < 100_000; k++) {
        v = v.reshape(2);
      }
      v.mul_(3);
      y.sum().backward();
      Expect.values(gradOf(x), 3, 3);
    });
  }

  /** As in {@code h = h.view(…); h += …} in a loop. */
  @Test
  void aChainOfViewsWithAWriteThroughEach() throws Exception {
    onASmallStack(() -> {
      var x = leaf(2, 3);
      var v = x.mul(1);
      for (int k = 0; k < 6_000; k++) {
        v = v.reshape(2);
        v.neg_();
      }
      v.sum().backward();
      Expect.values(gradOf(x), 1, 1);
    });
  }

  @Test
  void aLongChainOfViewsWithoutRecording() throws Exception {
    onASmallStack(() -> {
      var y = ones(2);
      var v = y;
      try (var _ = noGrad()) {
        for (int k = 0; k < 100_000; k++) {
          v = v.reshape(2);
        }
      }
      v.add_(1);
      y.add_(1);
      Expect.values(v.mul(1), 3, 3);
    });
  }

  @Test
  void aLongChainOfViewsInForwardMode() throws Exception {
    onASmallStack(() -> {
      var at =
          jvp(
              p -> {
                var y = p.mul(1);
                var v = y;
                for (int k = 0; k < 50_000; k++) {
                  v = v.reshape(2);
                }
                y.mul_(3);
                return v.add(0);
              },
              ones(2),
              ones(2));
      Expect.values(at.tangent(), 3, 3);
    });
  }

  @Test
  void diamondsOfWrites() throws Exception {
    onASmallStack(() -> {
      var x = leaf(1);
      var y = x.mul(1);
      for (int k = 0; k < 60; k++) {
        y.add_(y);
      }
      y.sum().backward();
      Expect.values(gradOf(x), Math.pow(2, 60));
      var z = x.mul(1);
      var v = z.at(0);
      for (int k = 0; k < 60; k++) {
        v.add_(z.sum());
      }
      assertEquals(Math.pow(2, 60), grad(z.sum(), x).item());
    });
  }

  @Test
  void hooksOnADeepChainAndADiamond() throws Exception {
    onASmallStack(() -> {
      var x = leaf(1);
      var y = x.mul(1);
      var calls = new AtomicInteger();
      for (int k = 0; k < 100_000; k++) {
        y = y.neg();
        y.registerHook(_ -> {
          calls.incrementAndGet();
          return null;
        });
      }
      y.sum().backward();
      assertEquals(100_000, calls.get());
      Expect.values(gradOf(x), 1);
      var z = x.mul(1);
      for (int k = 0; k < 60; k++) {
        z = z.add(z);
        Expect.nodeOf(z)
            .registerHook((_, _) -> {
              calls.incrementAndGet();
              return null;
            });
      }
      z.sum().backward();
      assertEquals(100_060, calls.get());
      Expect.values(gradOf(x), 1 + Math.pow(2, 60));
    });
  }

  @Test
  void tapesOfADeepChainAndADiamond() throws Exception {
    onASmallStack(() -> {
      var x = variable(from(new double[] {1}));
      var tape = GradientTape.persistent();
      Tensor y;
      Tensor z;
      try (tape) {
        y = x.mul(1);
        for (int k = 0; k < 300_000; k++) {
          y = y.neg();
        }
        z = x.mul(1);
        for (int k = 0; k < 60; k++) {
          z.add_(z);
        }
      }
      Expect.values(Objects.requireNonNull(tape.gradient(y, x)), 1);
      Expect.values(Objects.requireNonNull(tape.gradient(z, x)), Math.pow(2, 60));
    });
  }

  @Test
  void manyTapesInEachOther() throws Exception {
    onASmallStack(() -> {
      var x = variable(from(new double[] {1}));
      var tapes = new java.util.ArrayDeque<GradientTape>();
      for (int k = 0; k < 300; k++) {
        tapes.push(new GradientTape());
      }
      var y = x.mul(3);
      for (var tape : tapes) {
        tape.close();
      }
      Expect.values(Objects.requireNonNull(tapes.getLast().gradient(y, x)), 3);
    });
  }

  @Test
  void aBufferOfManyParts() throws Exception {
    onASmallStack(() -> {
      int n = 3000;
      var x = leaf(1);
      var y = Fluxion.zeros(DType.FLOAT64, n);
      for (int k = 0; k < n; k++) {
        y.set_(x.mul(k).reshape(), k);
      }
      y.sum().backward();
      Expect.values(gradOf(x), n * (n - 1) / 2.0);
    });
  }

  @Test
  void mxnetsMannerAndDeepChains() throws Exception {
    onASmallStack(() -> {
      var x = from(new double[] {1}).attachGrad();
      Tensor y;
      try (var _ = Fluxion.record()) {
        y = x.mul(1);
        for (int k = 0; k < 300_000; k++) {
          y = y.neg();
        }
      }
      y.backward();
      Expect.values(gradOf(x), 1);
    });
  }
}

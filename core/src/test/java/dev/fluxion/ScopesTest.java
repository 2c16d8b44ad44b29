package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.isRecording;
import static dev.fluxion.Fluxion.isTraining;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.record;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.wrap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** {@code wrap}: the modes of one thread on another. */
class ScopesTest {
  private final Tensor x = tensor(2.0).requiresGrad(true);

  private static void elsewhere(Runnable task) throws InterruptedException {
    var failed = new ArrayList<Throwable>();
    var thread =
        new Thread(() -> {
          try {
            task.run();
          } catch (AssertionError | RuntimeException e) {
            failed.add(e);
          }
        });
    thread.start();
    thread.join();
    if (!failed.isEmpty()) {
      throw new AssertionError(failed.getFirst());
    }
  }

  @Test
  void aTaskRunsInTheModesOfItsMaker() throws Exception {
    Runnable task;
    try (var _ = noGrad();
        var _ = Fluxion.defaultDType(FLOAT64)) {
      elsewhere(() -> assertTrue(x.mul(2).requiresGrad()));
      task =
          wrap(() -> {
            assertFalse(x.mul(2).requiresGrad());
            assertEquals(FLOAT64, tensor(1.0).dtype());
          });
    }
    elsewhere(task);
    task.run();
    assertTrue(x.mul(2).requiresGrad());
    var plain = wrap(() -> assertTrue(x.mul(2).requiresGrad()));
    try (var _ = noGrad()) {
      plain.run();
      assertFalse(x.mul(2).requiresGrad());
    }
    try (var _ = record()) {
      task = wrap(() -> assertTrue(isRecording() && isTraining()));
    }
    elsewhere(task);
    task.run();
    assertFalse(isRecording());
  }

  @Test
  void modesAreRestoredAfterAnException() {
    Runnable task;
    try (var _ = noGrad()) {
      task =
          wrap(() -> {
            throw new IllegalStateException("mine");
          });
    }
    assertThrows(IllegalStateException.class, task::run);
    assertTrue(x.mul(2).requiresGrad());
  }

  @Test
  void poolsAndVirtualThreads() throws Exception {
    List<Runnable> tasks = new ArrayList<>();
    try (var _ = noGrad()) {
      for (int k = 0; k < 200; k++) {
        tasks.add(wrap(() -> assertFalse(x.mul(2).requiresGrad())));
      }
    }
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var task : tasks) {
        pool.submit(task).get();
        pool.submit(() -> assertTrue(x.mul(2).requiresGrad())).get();
      }
    }
    for (var task : tasks) {
      ForkJoinPool.commonPool().submit(task).get();
    }
  }

  @Test
  void manyThreadsOnOneTape() throws Exception {
    var v = Fluxion.variable(from(new double[] {3}));
    var tape = GradientTape.persistent();
    List<Tensor> results = java.util.Collections.synchronizedList(new ArrayList<>());
    try (tape) {
      List<Thread> threads = new ArrayList<>();
      for (int k = 1; k <= 20; k++) {
        int factor = k;
        var task = wrap(() -> results.add(v.mul(v).mul(factor)));
        threads.add(Thread.ofPlatform().start(task));
      }
      for (var thread : threads) {
        thread.join();
      }
    }
    var g = java.util.Objects.requireNonNull(tape.gradient(results, List.of(v)).get(0));
    Expect.values(g, 6 * 210);
  }

  @Test
  void theForwardLevelGoesAlong() throws Exception {
    var values = new ArrayList<Tensor>();
    var at =
        jvp(
            p -> {
              var task =
                  wrap(() -> {
                    p.requiresGrad(true);
                    values.add(grad(p.mul(p).mul(p), p, Fluxion.createGraph()));
                  });
              try {
                elsewhere(task);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return values.getFirst();
            },
            from(new double[] {2}).reshape(),
            from(new double[] {1}).reshape());
    Expect.values(at.value(), 12);
    Expect.values(at.tangent(), 12);
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake under test
  void noTaskIsNone() {
    assertThrows(NullPointerException.class, () -> wrap((Runnable) null));
  }
}

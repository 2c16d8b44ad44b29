package dev.fluxion.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final long MUCH = 1L << 40;

  @Test
  void itBeginsWhenEnoughWasAskedForAndOnlyOnce() {
    var begun = new AtomicInteger();
    var warmUp =
        new WarmUp(
            () -> {
              begun.incrementAndGet();
              return () -> {};
            },
            MUCH);
    assertFalse(warmUp.done(1 << 20));
    assertEquals(0, begun.get());
    assertFalse(warmUp.done(1 << 26));
    warmUp.await();
    assertTrue(warmUp.done(1));
    warmUp.await();
    assertEquals(1, begun.get());
  }

  @Test
  void whoAsksFirstCanBeMadeToWait() {
    var warmUp = new WarmUp(() -> () -> {}, MUCH, true);
    assertTrue(warmUp.done(1));
    assertTrue(warmUp.done(1));
  }

  @Test
  void whatStaysSlowIsNeverUsed() {
    // A round of no multiplications is never fast enough; an error ends it, as the limit would.
    var rounds = new AtomicInteger();
    var warmUp =
        new WarmUp(
            () ->
                () -> {
                  if (rounds.incrementAndGet() == 100) {
                    Thread.currentThread().setUncaughtExceptionHandler((t, e) -> {});
                    throw new IllegalStateException("end");
                  }
                },
            0);
    warmUp.await();
    assertEquals(100, rounds.get());
    assertFalse(warmUp.done(MUCH));
  }
}

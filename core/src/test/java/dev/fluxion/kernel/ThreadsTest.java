package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  private final int before = Threads.count();

  @AfterEach
  void restore() {
    Threads.count(before);
  }

  @Test
  void everyItemOnce() {
    for (int threads = 1; threads <= 5; threads++) {
      Threads.count(threads);
      for (int n : new int[] {0, 1, 2, 7, 64, 1000}) {
        for (int grain : new int[] {1, 3, 64, 5000}) {
          int[] seen = new int[n];
          Threads.split(
              n,
              grain,
              (from, to) -> {
                assertEquals(0, from % grain);
                for (int i = from; i < to; i++) {
                  seen[i]++;
                }
              });
          assertTrue(Arrays.stream(seen).allMatch(k -> k == 1), threads + " " + n + " " + grain);
        }
      }
    }
  }

  @Test
  void severalThreadsWork() {
    Threads.count(3);
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    var all = new CountDownLatch(3);
    Threads.split(
        3,
        1,
        (_, _) -> {
          workers.add(Thread.currentThread());
          all.countDown();
          try {
            assertTrue(all.await(20, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertEquals(3, workers.size());
    assertTrue(workers.contains(Thread.currentThread()));
  }

  @Test
  void aLoopInsideAPartIsNotSplit() {
    Threads.count(2);
    var calls = new AtomicInteger();
    Threads.split(
        2,
        1,
        (_, _) -> Threads.split(100, 1, (from, to) -> calls.addAndGet(to - from == 100 ? 1 : 100)));
    assertEquals(2, calls.get());
    assertEquals(2, Threads.parts(100, 1));
  }

  @Test
  void aFailureComesBackWhenAllPartsHaveEnded() {
    Threads.count(2);
    for (int failing = 0; failing < 2; failing++) {
      int bad = failing;
      var ended = new AtomicInteger();
      var e =
          assertThrows(
              ArithmeticException.class,
              () ->
                  Threads.split(
                      2,
                      1,
                      (from, _) -> {
                        if (from == bad) {
                          throw new ArithmeticException("part " + from);
                        }
                        ended.incrementAndGet();
                      }));
      assertTrue(String.valueOf(e.getMessage()).contains("part " + bad));
      assertEquals(1, ended.get());
      assertEquals(2, Threads.parts(2, 1));
    }
  }

  @Test
  void thereIsAtLeastOneThread() {
    var e = assertThrows(IllegalArgumentException.class, () -> Threads.count(0));
    assertEquals("there is at least 1 thread, got 0", e.getMessage());
  }
}

package dev.fluxion.laws;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What code allocates, as the JVM counts it for a thread: unlike time, a number that is the same
 * from run to run, so that a test may hold code to a budget.
 */
public final class Allocation {
  private static final int WARM_UP = 20;
  private static final int RUNS = 5;

  private Allocation() {}

  /**
   * The bytes that a run of some code allocates on this thread, once the JIT has compiled it: the
   * least of some runs, since a JVM adds to single ones.
   *
   * @param code what to run, some 25 times; long enough for the first compilation to be the last
   * @return the number of bytes
   */
  public static long of(Runnable code) {
    for (int i = 0; i < WARM_UP; i++) {
      code.run();
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      long before = allocated();
      code.run();
      least = Math.min(least, allocated() - before);
    }
    return least;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}

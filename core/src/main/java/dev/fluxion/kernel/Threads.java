package dev.fluxion.kernel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * Splits loops over the processors. The caller works too, and there is one part for each thread;
 * idle threads sleep. A loop inside a part is not split again.
 *
 * <p>Handing over a part takes 5 to 10 µs, so callers split work of some 100 µs and more. Parts
 * write different places and no result depends on where the borders lie; so results do not depend
 * on the number of threads.
 */
public final class Threads {
  private static final String PROPERTY = "fluxion.threads";

  /** Whether this thread is inside a part. */
  private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

  private static volatile int count = initial();
  private static volatile @Nullable ForkJoinPool pool;

  private Threads() {}

  /** A loop from one number up to before another. */
  @FunctionalInterface
  public interface Range {
    /** Does that part of the work. */
    void run(int from, int to);
  }

  private static final class Worker extends ForkJoinWorkerThread {
    Worker(ForkJoinPool pool) {
      super(pool);
      setName("fluxion-" + getPoolIndex());
      setDaemon(true);
    }

    @Override
    protected void onStart() {
      super.onStart();
      INSIDE.set(true);
    }
  }

  private static int initial() {
    int n = Integer.getInteger(PROPERTY, 0);
    return n > 0 ? n : Runtime.getRuntime().availableProcessors();
  }

  /** The number of threads that work on one loop, that of the caller included. */
  public static int count() {
    return count;
  }

  /**
   * Sets the number of threads, that of the caller included.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public static synchronized void count(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("there is at least 1 thread, got " + threads);
    }
    count = threads;
    // The threads of the old one end by themselves when they have been idle for a while.
    pool = null;
  }

  /** The number of parts that {@link #split} would make of so many items. */
  public static int parts(int n, int grain) {
    int most = count;
    return most == 1 || n < 2 * (long) grain || INSIDE.get()
        ? 1
        : Math.min(most, n / Math.max(1, grain));
  }

  /**
   * Runs a loop from 0 up to before n, in parts of {@code grain} items or more, at borders that are
   * multiples of {@code grain}; on the caller's thread if there would be but one.
   *
   * @param grain how many items are worth a thread, at least 1
   */
  public static void split(int n, int grain, Range body) {
    int parts = parts(n, grain);
    if (parts == 1) {
      body.run(0, n);
      return;
    }
    int grains = (n - 1) / grain + 1;
    var tasks = new ForkJoinTask<?>[parts];
    var failures = new @Nullable Throwable[parts];
    var workers = pool();
    for (int p = 1; p < parts; p++) {
      int part = p;
      int from = border(grains, p, parts) * grain;
      int to = p == parts - 1 ? n : border(grains, p + 1, parts) * grain;
      tasks[p] = workers.submit(() -> failures[part] = attempt(body, from, to));
    }
    INSIDE.set(true);
    failures[0] = attempt(body, 0, border(grains, 1, parts) * grain);
    INSIDE.set(false);
    // All have ended before the caller goes on, whatever happened: they share its arrays.
    for (int p = 1; p < parts; p++) {
      tasks[p].join();
    }
    for (var failure : failures) {
      if (failure instanceof Error e) {
        throw e;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
    }
  }

  private static @Nullable Throwable attempt(Range body, int from, int to) {
    try {
      body.run(from, to);
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  private static int border(int grains, int p, int parts) {
    return (int) ((long) grains * p / parts);
  }

  private static ForkJoinPool pool() {
    var p = pool;
    return p != null ? p : start();
  }

  private static synchronized ForkJoinPool start() {
    var p = pool;
    if (p == null) {
      pool = p = new ForkJoinPool(Math.max(1, count - 1), Worker::new, null, false);
    }
    return p;
  }
}

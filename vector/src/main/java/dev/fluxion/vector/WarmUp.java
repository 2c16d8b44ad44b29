package dev.fluxion.vector;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Waits with the use of kernels until they are compiled. Code of the Vector API that is not makes
 * an object of every vector, and is a hundred times slower than plain loops. So a thread in the
 * background calls the kernels until they are fast, when a program has shown that it multiplies
 * enough for it to pay: compiling takes it about as long as a billion multiplications. Other work
 * is counted in multiplications too, by what they would take as long as.
 *
 * <p>When that is done shows in the last bits of results. A program whose results must be the same
 * each time waits instead, once for each kind of kernels: {@code -Dfluxion.reproducible=true}.
 */
final class WarmUp {
  /** After so many multiplications it begins. */
  private static final long ENOUGH = 1L << 26;

  /** A kernel is compiled if it does so many multiplications in a nanosecond; else it does 0.05. */
  private static final int FAST = 2;

  /** So many rounds must be fast, since a part of the kernels can be fast by chance. */
  private static final int TIMES = 20;

  /** Where vectors stay slow, such as without C2, there is no point in going on. */
  private static final long LIMIT = 20_000_000_000L;

  /**
   * So many times as long as a slow round takes it rests before the next: while C2 compiles, more
   * of them are but garbage, and somebody else may want the processor.
   */
  private static final int RESTS = 5;

  /** One for all, so that they come after each other. */
  private static final ThreadPoolExecutor THREAD =
      new ThreadPoolExecutor(
          1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), WarmUp::thread);

  static {
    THREAD.allowCoreThreadTimeOut(true);
  }

  private static final boolean REPRODUCIBLE = Boolean.getBoolean("fluxion.reproducible");

  private final Supplier<Runnable> rehearsal;
  private final long work;
  private final boolean waits;
  private final AtomicLong asked = new AtomicLong();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean fast;

  /**
   * One that has not begun.
   *
   * @param rehearsal makes what calls the kernels with small products
   * @param work how many multiplications a round has
   */
  WarmUp(Supplier<Runnable> rehearsal, long work) {
    this(rehearsal, work, REPRODUCIBLE);
  }

  /**
   * The same.
   *
   * @param waits whether whoever asks first waits for the end
   */
  WarmUp(Supplier<Runnable> rehearsal, long work, boolean waits) {
    this.rehearsal = rehearsal;
    this.work = work;
    this.waits = waits;
  }

  /** Whether the kernels are fast; if not, what they were asked for counts. */
  boolean done(long multiplications) {
    if (waits && !fast) {
      await();
    }
    if (fast || waits) {
      return fast;
    }
    long before = asked.getAndAdd(multiplications);
    if (before < ENOUGH && before + multiplications >= ENOUGH) {
      begin();
    }
    return false;
  }

  /** Begins now, unless it has begun. */
  void hurry() {
    if (asked.getAndAdd(ENOUGH) < ENOUGH) {
      begin();
    }
  }

  /** Begins if need be, and returns when it is at the end. */
  void await() {
    hurry();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin() {
    THREAD.execute(this::rehearse);
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().daemon().name("fluxion-warm-up").unstarted(work);
  }

  private void rehearse() {
    try {
      var round = rehearsal.get();
      long start = System.nanoTime();
      int times = 0;
      while (times < TIMES && System.nanoTime() - start < LIMIT) {
        long before = System.nanoTime();
        round.run();
        long time = System.nanoTime() - before;
        boolean quick = time * FAST < work;
        times += quick ? 1 : 0;
        if (!quick && !waits) {
          TimeUnit.NANOSECONDS.sleep(RESTS * time);
        }
      }
      fast = times == TIMES;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.countDown();
    }
  }
}

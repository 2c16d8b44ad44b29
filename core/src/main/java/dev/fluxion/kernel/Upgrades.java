package dev.fluxion.kernel;

import dev.fluxion.DType;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread that finds faster forms of loops, one after the other, and runs them until C2 has
 * compiled them. Vector code that it has not compiled is a hundred times slow, so no caller ever
 * gets to see it. The thread ends when there has been nothing to do for a while.
 */
final class Upgrades {
  private static final int WAITING = 256;

  /** Elements of a call while C2 watches: calls count for it, not elements. */
  private static final int SHORT = 70;

  private static final int CALLS = 500;

  /** Elements of a call whose time is taken: three arrays of doubles fit the nearest cache. */
  private static final int LONG = 1024;

  /** Code that C2 or C1 compiled takes less, the interpreter several times as long. */
  private static final double NANOS_PER_STEP = 1.5;

  /** What gives up on a form: when it has not become faster than the plain loop by then. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  /**
   * What gives up on one that is compiled, when it has got no faster for so long: in some JVMs C2
   * vectorises a plain loop after all, and this thread takes a processor from others.
   */
  private static final long ENOUGH_NANOS = 500_000_000L;

  private static final ThreadPoolExecutor THREAD =
      new ThreadPoolExecutor(
          1, 1, 5, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), Upgrades::thread);

  static {
    THREAD.allowCoreThreadTimeOut(true);
  }

  private final Loop plain;
  private final Loop fast;
  private final Object[] arrays;
  private final Object out;
  private final int steps;

  private Upgrades(Swap swap, Loop fast) {
    this.plain = swap.plain;
    this.fast = fast;
    var inputs = swap.inputs();
    this.steps = new ExprSteps(swap.body, inputs, swap.output()).nodes().size();
    this.arrays = new Object[inputs.length];
    var random = new Random(1);
    for (int k = 0; k < inputs.length; k++) {
      arrays[k] = samples(inputs[k], random);
    }
    this.out = Buffers.allocate(swap.output(), LONG);
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "fluxion-upgrades");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /** Numbers as users have them, and some for which functions leave the beaten track. */
  private static Object samples(DType dtype, Random random) {
    var array = Buffers.allocate(dtype, LONG + 1);
    double[] rare = {0, Double.NaN, Double.POSITIVE_INFINITY, 1e10, -1e10, 1e-310, -100, 100};
    for (int i = 0; i <= LONG; i++) {
      double x = i % 97 == 0 ? rare[i / 97 % rare.length] : 2 * random.nextGaussian();
      if (dtype.isFloating()) {
        Buffers.set(dtype, array, i, x);
      } else if (dtype == DType.BOOL) {
        Buffers.set(dtype, array, i, x > 0 ? 1 : 0);
      }
    }
    return array;
  }

  /** Asks for a faster form; false if too many wait already. */
  static boolean add(Swap swap) {
    try {
      THREAD.execute(() -> swap.settle(find(swap)));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private static @Nullable Loop find(Swap swap) {
    var fast =
        Providers.any()
            ? Providers.loop(swap.name, swap.body, swap.inputs(), swap.output(), swap.plain)
            : null;
    return fast != null && new Upgrades(swap, fast).warm() ? fast : null;
  }

  /** Whether the form has become faster than the plain loop. */
  private boolean warm() {
    long start = System.nanoTime();
    long changed = start;
    long now = start;
    long compiled = (long) (NANOS_PER_STEP * steps * LONG);
    long plainTime = Long.MAX_VALUE;
    long fastTime = Long.MAX_VALUE;
    int good = 0;
    while (good < 3 && now - start < PATIENCE_NANOS && now - changed < ENOUGH_NANOS) {
      for (int i = 0; i < CALLS; i++) {
        call(fast, i, SHORT - i % 3);
      }
      long before = fastTime;
      plainTime = Math.min(plainTime, time(plain));
      fastTime = Math.min(fastTime, time(fast));
      // Beside a plain loop that is still interpreted anything would look fast.
      good = plainTime < compiled && 3 * fastTime < 2 * plainTime ? good + 1 : 0;
      now = System.nanoTime();
      if (Math.max(plainTime, fastTime) >= compiled || before - fastTime > fastTime / 20) {
        changed = now;
      }
    }
    return good == 3;
  }

  private long time(Loop loop) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      call(loop, 0, LONG);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  /**
   * Calls a loop; inputs whose bits are set repeat one element. The first is shifted against the
   * others, which is what some loops have a faster form for.
   */
  private void call(Loop loop, int repeated, int n) {
    int a = stride(repeated, 0);
    int b = stride(repeated, 1);
    int c = stride(repeated, 2);
    int d = stride(repeated, 3);
    int e = stride(repeated, 4);
    var x = arrays;
    switch (x.length) {
      case 0 -> loop.run(out, 0, 1, n);
      case 1 -> loop.run(x[0], 1, a, out, 0, 1, n);
      case 2 -> loop.run(x[0], 1, a, x[1], 0, b, out, 0, 1, n);
      case 3 -> loop.run(x[0], 1, a, x[1], 0, b, x[2], 0, c, out, 0, 1, n);
      case 4 -> loop.run(x[0], 1, a, x[1], 0, b, x[2], 0, c, x[3], 0, d, out, 0, 1, n);
      default -> loop.run(x[0], 1, a, x[1], 0, b, x[2], 0, c, x[3], 0, d, x[4], 0, e, out, 0, 1, n);
    }
  }

  private static int stride(int repeated, int input) {
    return 1 - (repeated >>> input & 1);
  }
}

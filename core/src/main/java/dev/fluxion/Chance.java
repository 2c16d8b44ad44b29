package dev.fluxion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The random numbers of the process, one stream for all threads: drawn under a lock, since a stream
 * that two threads share is only repeatable if each tensor takes its numbers in one piece.
 *
 * <p>The stream is SplitMix64: its state is one number that grows by a constant, so where it stood
 * can be kept and taken up again. What a checkpoint recomputes draws what it drew before, tensor by
 * tensor, whatever other threads have drawn in between.
 *
 * <p>G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA
 * 2014.
 */
final class Chance {
  private static final Object LOCK = new Object();
  private static final ThreadLocal<@Nullable Draws> HERE = new ThreadLocal<>();
  private static final Stream STREAM = new Stream(System.nanoTime() * 0x9E3779B97F4A7C15L);

  private Chance() {}

  private static final class Stream implements RandomGenerator {
    private long state;

    Stream(long state) {
      this.state = state;
    }

    @Override
    public long nextLong() {
      state += 0x9E3779B97F4A7C15L;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }
  }

  /** Where the stream stood when a stretch of a program drew its tensors, one after another. */
  static final class Draws {
    private final List<Long> states = new ArrayList<>();

    /** What is still to be drawn again; null where everything is drawn anew. */
    private final @Nullable Deque<Long> rest;

    /** The stretch of which this one is a part. */
    private @Nullable Draws outer;

    Draws() {
      this(null);
    }

    private Draws(@Nullable Deque<Long> rest) {
      this.rest = rest;
    }

    /** Runs something once and notes what it draws, or draws what is to be drawn again. */
    <T> T around(Supplier<T> body) {
      outer = HERE.get();
      HERE.set(this);
      try {
        return body.get();
      } finally {
        HERE.set(outer);
        outer = null;
      }
    }

    boolean isEmpty() {
      return states.isEmpty();
    }

    /** Forgets what was drawn, to run from the start. */
    void clear() {
      states.clear();
    }

    /** The same stretch once more, which draws again what was drawn in this one. */
    Draws again() {
      return new Draws(new ArrayDeque<>(states));
    }

    /** Where the next tensor is drawn again; null if it is drawn anew. */
    private @Nullable Long next() {
      if (rest == null) {
        var state = outer == null ? null : outer.next();
        if (state != null) {
          states.add(state);
        }
        return state;
      }
      var state = rest.poll();
      if (state == null) {
        throw new GraphException(
            "a checkpoint recomputes what it computed, but its function draws more random tensors"
                + " than the first time");
      }
      return state;
    }

    /** Notes that a tensor is drawn anew, in the stretches around this one too. */
    private void note(long state) {
      for (var at = this; at != null; at = at.outer) {
        at.states.add(state);
      }
    }
  }

  static void seed(long seed) {
    synchronized (LOCK) {
      STREAM.state = new Stream(seed).nextLong();
    }
  }

  private static Tensor draw(Function<RandomGenerator, Tensor> from) {
    var here = HERE.get();
    var known = here == null ? null : here.next();
    if (known != null) {
      return from.apply(new Stream(known));
    }
    synchronized (LOCK) {
      if (here != null) {
        here.note(STREAM.state);
      }
      return from.apply(STREAM);
    }
  }

  /** With as many bits as a type has, so that no number rounds up to 1. */
  static Tensor uniform(DType dtype, Shape shape) {
    return draw(stream ->
        switch (dtype) {
          case FLOAT16 -> Create.doubles(dtype, shape, _ -> (stream.nextInt() >>> 21) * 0x1p-11);
          case BFLOAT16 -> Create.doubles(dtype, shape, _ -> (stream.nextInt() >>> 24) * 0x1p-8);
          case FLOAT32 -> Create.doubles(dtype, shape, _ -> stream.nextFloat());
          case BOOL, UINT8, INT8, INT16, INT32, INT64, FLOAT64 ->
              Create.doubles(dtype, shape, _ -> stream.nextDouble());
        });
  }

  static Tensor normal(DType dtype, Shape shape) {
    return draw(stream -> Create.doubles(dtype, shape, _ -> stream.nextGaussian()));
  }

  static Tensor whole(long low, long high, Shape shape) {
    if (low >= high) {
      throw new IllegalArgumentException("randint needs low < high, got " + low + " and " + high);
    }
    return draw(stream -> Create.longs(DType.INT64, shape, _ -> stream.nextLong(low, high)));
  }
}

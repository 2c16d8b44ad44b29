package dev.fluxion.kernel;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that are no longer used and wait to be used again, for the thread that gave them up: a
 * stack for each length, so that the one taken is the one that is most likely still in the cache. A
 * new array costs more than most kernels need to fill it: it is set to zeros first, in memory that
 * the processor has not seen lately or that the system has to provide.
 *
 * <p>Who gives an array up must be the only one who has it. The lists of a thread hold a bounded
 * number of bytes, and none when memory gets scarce.
 */
public final class FreeLists {
  /** Below so many elements arrays are cheap; such are never kept. */
  public static final int LEAST = 1024;

  private static final long MOST_BYTES =
      Math.min(1L << 30, Math.max(1L << 26, Runtime.getRuntime().maxMemory() / 8));

  /** Whether arrays with anything in them hold NaN, so that tests see what a kernel leaves out. */
  private static final boolean POISONED = Boolean.getBoolean("fluxion.poison");

  /** Lengths that are remembered at a time. A program that has more of them starts anew. */
  private static final int MOST_LENGTHS = 128;

  private static final ThreadLocal<SoftReference<FreeLists>> MINE =
      ThreadLocal.withInitial(() -> new SoftReference<>(new FreeLists()));

  /** By length; twice as many places as lengths, so that a search ends soon. */
  private final @Nullable Stack[] stacks = new @Nullable Stack[2 * MOST_LENGTHS];

  private int lengths;
  private long bytes;

  private FreeLists() {}

  /** The arrays of one length and type. */
  private static final class Stack {
    final int length;
    final boolean wide;
    private @Nullable Object[] arrays = new @Nullable Object[4];
    private int size;

    Stack(int length, boolean wide) {
      this.length = length;
      this.wide = wide;
    }

    void push(Object array) {
      if (size == arrays.length) {
        arrays = Arrays.copyOf(arrays, 2 * size);
      }
      arrays[size++] = array;
    }

    @Nullable Object pop() {
      if (size == 0) {
        return null;
      }
      var array = arrays[--size];
      arrays[size] = null;
      return array;
    }
  }

  private static FreeLists mine() {
    var lists = MINE.get().get();
    if (lists == null) {
      lists = new FreeLists();
      MINE.set(new SoftReference<>(lists));
    }
    return lists;
  }

  /** A float array of this length, with anything in it. */
  public static float[] floats(int n) {
    if (n == 1) {
      return new float[1];
    }
    float[] array = n >= LEAST && mine().take(n, false) instanceof float[] x ? x : new float[n];
    if (POISONED) {
      Arrays.fill(array, Float.NaN);
    }
    return array;
  }

  /** A double array of this length, with anything in it. */
  public static double[] doubles(int n) {
    double[] array = n >= LEAST && mine().take(n, true) instanceof double[] x ? x : new double[n];
    if (POISONED) {
      Arrays.fill(array, Double.NaN);
    }
    return array;
  }

  /** A float array of zeros. */
  static float[] zeroFloats(int n) {
    if (n >= LEAST && mine().take(n, false) instanceof float[] array) {
      Arrays.fill(array, 0);
      return array;
    }
    return new float[n];
  }

  /** A double array of zeros. */
  static double[] zeroDoubles(int n) {
    if (n >= LEAST && mine().take(n, true) instanceof double[] array) {
      Arrays.fill(array, 0);
      return array;
    }
    return new double[n];
  }

  /** Gives an array up; one that is not worth keeping is left to the garbage collector. */
  public static void give(Object array) {
    if (array instanceof float[] f && f.length >= LEAST) {
      mine().give(f, f.length, false);
    } else if (array instanceof double[] d && d.length >= LEAST) {
      mine().give(d, d.length, true);
    }
  }

  /** The number of bytes that wait on this thread. */
  public static long waiting() {
    return mine().bytes;
  }

  /** Leaves all arrays that wait on this thread to the garbage collector. */
  public static void clear() {
    mine().forget();
  }

  private @Nullable Object take(int n, boolean wide) {
    var stack = stacks[place(n, wide)];
    var array = stack == null ? null : stack.pop();
    if (array != null) {
      bytes -= bytes(n, wide);
    }
    return array;
  }

  private void give(Object array, int n, boolean wide) {
    long more = bytes(n, wide);
    if (bytes + more > MOST_BYTES) {
      forget();
    }
    if (more > MOST_BYTES) {
      return;
    }
    int place = place(n, wide);
    var stack = stacks[place];
    if (stack == null) {
      if (lengths == MOST_LENGTHS) {
        forget();
        place = place(n, wide);
      }
      stacks[place] = stack = new Stack(n, wide);
      lengths++;
    }
    stack.push(array);
    bytes += more;
  }

  /** Where the stack of a length is, or would be. */
  private int place(int n, boolean wide) {
    int last = stacks.length - 1;
    int place = (n * 0x9E3779B9 >>> 16) + (wide ? 1 : 0) & last;
    for (var s = stacks[place]; s != null; s = stacks[place]) {
      if (s.length == n && s.wide == wide) {
        return place;
      }
      place = place + 1 & last;
    }
    return place;
  }

  private void forget() {
    Arrays.fill(stacks, null);
    lengths = 0;
    bytes = 0;
  }

  private static long bytes(int n, boolean wide) {
    return (long) n << (wide ? 3 : 2);
  }
}

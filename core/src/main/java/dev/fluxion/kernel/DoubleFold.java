package dev.fluxion.kernel;

import dev.fluxion.DType;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Folds floating numbers, in double.
 *
 * <p>The tree of a sum: blocks of 128 in order; in a block, groups of 8 are summed pairwise and
 * added up one after another, then what is left of the block. The sums of blocks meet as the bits
 * of a binary counter carry: level k of the stack holds a sum of 2ᵏ blocks whenever bit k of the
 * number of blocks is set. One result is folded with numbers in the places of the tree, many with
 * rows of numbers, so both give the same bits. (A group of 8 with one running sum keeps the
 * processor as busy as 8 running sums, but it needs one row instead of 8 when many are folded.)
 *
 * <p>Elements are first copied to small arrays, as doubles (rows of float32 as they are, since
 * adding them up converts them) and from index 0: C2 vectorises loops over several arrays only if
 * all have the same index, since it cannot rule out that they overlap.
 *
 * <p>Over 400 lines, since such loops are written out for each kind of fold and type of array.
 */
final class DoubleFold extends Folding {
  private static final int BLOCK = 128;
  private static final int BUFFER = 8 * BLOCK;

  /** Bytes of a row of a tile: eight of them about fill the first cache. */
  private static final int TILE = 4096;

  /** A power of two of blocks, worth a thread of its own. */
  private static final int CHUNK = BLOCK << 10;

  private final Reduce.Kind kind;
  private final DType dtype;
  private final Supplier<Elements> source;
  private final Elements x;
  private final Split split;
  private final Object out;

  private final double[] buffer;
  private final double[] stack;
  private int filled;
  private int blocks;

  private @Nullable Tile tile;

  /**
   * A fold.
   *
   * @param source gives a thread what it reads the elements from
   */
  DoubleFold(Reduce.Kind kind, Supplier<Elements> source, Split split, Object out) {
    this.kind = kind;
    this.source = source;
    this.x = source.get();
    this.dtype = x.dtype();
    this.split = split;
    this.out = out;
    this.buffer = new double[Math.min(split.size(), BUFFER)];
    this.stack = new double[levels(split.size())];
  }

  /** The sum, product, largest or smallest of the first {@code n > 0} doubles of an array. */
  static double fold(Reduce.Kind kind, double[] x, int n) {
    if (kind == Reduce.Kind.MAX || kind == Reduce.Kind.MIN) {
      return block(kind, x, 0, n);
    }
    double[] stack = new double[levels(n)];
    int blocks = 0;
    for (int at = 0; at < n; at += BLOCK) {
      push(kind, stack, blocks++, block(kind, x, at, Math.min(n, at + BLOCK)));
    }
    return total(kind, stack, blocks);
  }

  @Override
  void one(int at, int result) {
    if (split.inLine() && split.size() >= 2 * CHUNK) {
      Buffers.set(dtype, out, result, chunks(at));
      return;
    }
    if (split.inLine()) {
      add(at, split.step(), split.size());
    } else {
      var lines = split.lines();
      do {
        add(lines.at(0) + split.shift(at), split.step(), lines.inner());
      } while (lines.next());
    }
    Buffers.set(dtype, out, result, end());
  }

  /** What has been added since the last call. */
  private double end() {
    flush();
    double value = total(kind, stack, blocks);
    blocks = 0;
    return value;
  }

  /**
   * One long line, by chunks that threads share. A chunk is a subtree: so many blocks are one level
   * of the stack, and the chunks meet in a stack that goes on from there.
   */
  private double chunks(int at) {
    int n = (split.size() - 1) / CHUNK + 1;
    double[] values = new double[n];
    Threads.split(
        n,
        1,
        (from, to) -> {
          var fold = new DoubleFold(kind, source, split, out);
          for (int k = from; k < to; k++) {
            int size = Math.min(CHUNK, split.size() - k * CHUNK);
            fold.add(at + k * CHUNK * split.step(), split.step(), size);
            values[k] = fold.end();
          }
        });
    double[] above = new double[32 - Integer.numberOfLeadingZeros(n)];
    for (int k = 0; k < n; k++) {
      push(kind, above, k, values[k]);
    }
    return total(kind, above, n);
  }

  private void add(int at, int step, int n) {
    while (n > 0) {
      int m = Math.min(n, buffer.length - filled);
      x.read(at, step, buffer, filled, m);
      filled += m;
      at += m * step;
      n -= m;
      if (filled == buffer.length) {
        flush();
      }
    }
  }

  private void flush() {
    // The order of sums and products shows in their last bits; longer loops are faster.
    boolean ordered = kind == Reduce.Kind.SUM || kind == Reduce.Kind.PROD;
    int step = ordered ? BLOCK : BUFFER;
    for (int at = 0; at < filled; at += step) {
      push(kind, stack, blocks++, block(kind, buffer, at, Math.min(filled, at + step)));
    }
    filled = 0;
  }

  private static int levels(int n) {
    return 32 - Integer.numberOfLeadingZeros((n - 1) / BLOCK + 1);
  }

  private static void push(Reduce.Kind kind, double[] stack, int blocks, double value) {
    int level = 0;
    for (; (blocks >>> level & 1) == 1; level++) {
      value = combine(kind, stack[level], value);
    }
    stack[level] = value;
  }

  private static double total(Reduce.Kind kind, double[] stack, int blocks) {
    int level = Integer.numberOfTrailingZeros(blocks);
    double value = stack[level];
    while (++level < stack.length) {
      if ((blocks >>> level & 1) == 1) {
        value = combine(kind, stack[level], value);
      }
    }
    return value;
  }

  private static double combine(Reduce.Kind kind, double a, double b) {
    return switch (kind) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  private static double block(Reduce.Kind kind, double[] x, int from, int to) {
    return switch (kind) {
      case SUM -> sum(x, from, to);
      case PROD -> {
        double y = x[from];
        for (int i = from + 1; i < to; i++) {
          y *= x[i];
        }
        yield y;
      }
      case MAX -> {
        double y = x[from];
        for (int i = from; i < to; i++) {
          y = Math.max(y, x[i]);
        }
        yield y;
      }
      case MIN -> {
        double y = x[from];
        for (int i = from; i < to; i++) {
          y = Math.min(y, x[i]);
        }
        yield y;
      }
    };
  }

  private static double sum(double[] x, int from, int to) {
    double y = 0;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      double left = (x[i] + x[i + 1]) + (x[i + 2] + x[i + 3]);
      double right = (x[i + 4] + x[i + 5]) + (x[i + 6] + x[i + 7]);
      y += left + right;
    }
    for (; i < to; i++) {
      y += x[i];
    }
    return y;
  }

  @Override
  void many(int at, int step, int n, int result) {
    int most = TILE / (dtype == DType.FLOAT32 ? Float.BYTES : Double.BYTES);
    for (int start = 0; start < n; start += most) {
      tile(at + start * step, step, Math.min(most, n - start), result + start);
    }
  }

  private void tile(int at, int step, int width, int result) {
    if (tile == null) {
      tile = new Tile(dtype == DType.FLOAT32, width, stack.length);
    }
    var t = tile;
    t.start(kind);
    var lines = split.lines();
    do {
      int from = lines.at(0) + split.shift(at);
      for (int i = 0; i < lines.inner(); i++) {
        t.read(x, from + i * split.step(), step, width);
        t.fold(kind, width);
      }
    } while (lines.next());
    double[] total = t.total(kind, width);
    if (dtype == DType.FLOAT32) {
      Copies.toFloat(DType.FLOAT64, total, 0, 1, (float[]) out, result, 1, width);
    } else if (Halves.holds(dtype)) {
      Halves.from(DType.FLOAT64, total, 0, 1, dtype, (short[]) out, result, 1, width);
    } else {
      System.arraycopy(total, 0, out, result, width);
    }
  }

  /** The tree with rows of numbers in its places. */
  private static final class Tile {
    private final double[][] group;
    private final float[][] floats;
    private final double[][] stack;
    private double[] block;
    private int inGroup;
    private int inBlock;
    private int blocks;

    /** Of float32 eight rows are kept as they are: adding them up converts them as well. */
    Tile(boolean ofFloats, int width, int levels) {
      this.group = ofFloats ? new double[0][] : new double[8][width];
      this.floats = ofFloats ? new float[8][width] : new float[0][];
      this.stack = new double[levels][width];
      this.block = new double[width];
    }

    void start(Reduce.Kind kind) {
      Arrays.fill(block, nothing(kind));
      inGroup = 0;
      inBlock = 0;
      blocks = 0;
    }

    /** Reads the row that is folded next. */
    void read(Elements x, int at, int step, int n) {
      if (floats.length > 0) {
        x.read(at, step, floats[inGroup], 0, n);
      } else {
        x.read(at, step, group[inGroup], 0, n);
      }
    }

    void fold(Reduce.Kind kind, int n) {
      inBlock++;
      if (++inGroup < 8) {
        return;
      }
      if (kind == Reduce.Kind.SUM) {
        pairwise(n);
        inGroup = 0;
      } else {
        oneByOne(kind, n);
      }
      if (inBlock == BLOCK) {
        push(kind, n);
      }
    }

    double[] total(Reduce.Kind kind, int n) {
      oneByOne(kind, n);
      if (inBlock > 0) {
        push(kind, n);
      }
      int level = Integer.numberOfTrailingZeros(blocks);
      double[] total = stack[level];
      while (++level < stack.length) {
        if ((blocks >>> level & 1) == 1) {
          combine(kind, total, stack[level], n);
        }
      }
      return total;
    }

    private void oneByOne(Reduce.Kind kind, int n) {
      for (int i = 0; i < inGroup; i++) {
        if (floats.length > 0) {
          combine(kind, block, floats[i], n);
        } else {
          combine(kind, block, group[i], n);
        }
      }
      inGroup = 0;
    }

    private void pairwise(int n) {
      if (floats.length > 0) {
        var f = floats;
        addEight(block, f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], n);
        return;
      }
      addEight(
          block, group[0], group[1], group[2], group[3], group[4], group[5], group[6], group[7], n);
    }

    private void push(Reduce.Kind kind, int n) {
      int level = 0;
      for (; (blocks >>> level & 1) == 1; level++) {
        combine(kind, block, stack[level], n);
      }
      double[] free = stack[level];
      stack[level] = block;
      block = free;
      blocks++;
      inBlock = 0;
      Arrays.fill(block, nothing(kind));
    }

    private static double nothing(Reduce.Kind kind) {
      return switch (kind) {
        case SUM -> 0;
        case PROD -> 1;
        case MAX -> Double.NEGATIVE_INFINITY;
        case MIN -> Double.POSITIVE_INFINITY;
      };
    }

    private static void addEight(
        double[] y,
        double[] a,
        double[] b,
        double[] c,
        double[] d,
        double[] e,
        double[] f,
        double[] g,
        double[] h,
        int n) {
      for (int j = 0; j < n; j++) {
        y[j] += ((a[j] + b[j]) + (c[j] + d[j])) + ((e[j] + f[j]) + (g[j] + h[j]));
      }
    }

    private static void addEight(
        double[] y,
        float[] a,
        float[] b,
        float[] c,
        float[] d,
        float[] e,
        float[] f,
        float[] g,
        float[] h,
        int n) {
      for (int j = 0; j < n; j++) {
        double left = ((double) a[j] + (double) b[j]) + ((double) c[j] + (double) d[j]);
        y[j] += left + (((double) e[j] + (double) f[j]) + ((double) g[j] + (double) h[j]));
      }
    }

    private static void combine(Reduce.Kind kind, double[] y, float[] x, int n) {
      switch (kind) {
        case SUM -> {
          for (int j = 0; j < n; j++) {
            y[j] += x[j];
          }
        }
        case PROD -> {
          for (int j = 0; j < n; j++) {
            y[j] *= x[j];
          }
        }
        case MAX -> {
          for (int j = 0; j < n; j++) {
            y[j] = Math.max(y[j], x[j]);
          }
        }
        case MIN -> {
          for (int j = 0; j < n; j++) {
            y[j] = Math.min(y[j], x[j]);
          }
        }
      }
    }

    private static void combine(Reduce.Kind kind, double[] y, double[] x, int n) {
      switch (kind) {
        case SUM -> {
          for (int j = 0; j < n; j++) {
            y[j] += x[j];
          }
        }
        case PROD -> {
          for (int j = 0; j < n; j++) {
            y[j] *= x[j];
          }
        }
        case MAX -> {
          for (int j = 0; j < n; j++) {
            y[j] = Math.max(y[j], x[j]);
          }
        }
        case MIN -> {
          for (int j = 0; j < n; j++) {
            y[j] = Math.min(y[j], x[j]);
          }
        }
      }
    }
  }
}

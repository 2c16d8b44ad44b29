package dev.fluxion.kernel;

import dev.fluxion.DType;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Folds floating numbers, in double.
 *
 * <p>The tree of a sum: blocks of 128 in order; the elements of a block are dealt out to 8 places,
 * each of which adds up its own one after another, and these are summed pairwise ({@link
 * BlockSums}; NumPy does the same). The sums of blocks meet as the bits of a binary counter carry:
 * level k of the stack holds a sum of 2ᵏ blocks whenever bit k of the number of blocks is set. One
 * result is folded with numbers in the places of the tree, many with rows of numbers, so both give
 * the same bits.
 *
 * <p>What sums take whole blocks or rows of is read where it lies ({@link Elements#sums}, {@link
 * Elements#add}). Else elements are first copied to small arrays, as doubles (rows of float32 as
 * they are, since adding them up converts them) and from index 0: C2 vectorises loops over several
 * arrays only if all have the same index, since it cannot rule out that they overlap.
 *
 * <p>Over 400 lines, since such loops are written out for each kind of fold and type of array.
 */
final class DoubleFold extends Folding {
  private static final int BLOCK = BlockSums.SIZE;
  private static final int BUFFER = 8 * BLOCK;

  /** Elements of a row of a tile: eight rows of doubles stay in the second cache. */
  private static final int TILE = 2048;

  /** A power of two of blocks, worth a thread of its own. */
  private static final int CHUNK = BLOCK << 10;

  private final Reduce.Kind kind;
  private final DType dtype;
  private final Supplier<Elements> source;
  private final Elements x;
  private final Split split;
  private final Object out;

  private final double[] buffer;
  private final double[] sums = new double[BUFFER / BLOCK];
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
      int count = kind == Reduce.Kind.SUM && filled == 0 ? Math.min(n / BLOCK, sums.length) : 0;
      if (count > 0 && x.sums(at, step, count, sums)) {
        for (int k = 0; k < count; k++) {
          push(kind, stack, blocks++, sums[k]);
        }
        at += count * BLOCK * step;
        n -= count * BLOCK;
        continue;
      }
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
      case SUM -> BlockSums.sum(x, from, to);
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

  @Override
  void many(int at, int step, int n, int result) {
    for (int start = 0; start < n; start += TILE) {
      tile(at + start * step, step, Math.min(TILE, n - start), result + start);
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
      int rows = lines.inner();
      for (int i = 0; i < rows; ) {
        int row = from + i * split.step();
        if (kind == Reduce.Kind.SUM && t.add(x, row, step, split.step(), rows - i, width)) {
          i += Tile.ROUND;
        } else {
          t.read(x, row, step, width);
          t.fold(kind, width);
          i++;
        }
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
    private static final int PLACES = 8;

    /** Rows that are added up without being read first. */
    static final int ROUND = PLACES * BlockSums.ROWS;

    private final double[][] places = new double[PLACES][];
    private final double[][] stack;

    /** The row that is folded next: of float32 as it is, since adding it up converts it as well. */
    private final float[] floats;

    private final double[] doubles;
    private double[] block;
    private int inBlock;
    private int blocks;

    Tile(boolean ofFloats, int width, int levels) {
      this.floats = new float[ofFloats ? width : 0];
      this.doubles = new double[ofFloats ? 0 : width];
      this.stack = new double[levels][width];
      this.block = new double[width];
      Arrays.setAll(places, _ -> new double[width]);
    }

    void start(Reduce.Kind kind) {
      clear(kind);
      blocks = 0;
    }

    private void clear(Reduce.Kind kind) {
      if (kind == Reduce.Kind.SUM) {
        for (var place : places) {
          Arrays.fill(place, 0);
        }
      } else {
        Arrays.fill(block, nothing(kind));
      }
      inBlock = 0;
    }

    /** Reads the row that is folded next. */
    void read(Elements x, int at, int step, int n) {
      if (floats.length > 0) {
        x.read(at, step, floats, 0, n);
      } else {
        x.read(at, step, doubles, 0, n);
      }
    }

    /**
     * Adds a round of rows to their places; false and nothing done if that is not possible. Whoever
     * adds the first of them adds all.
     */
    boolean add(Elements x, int at, int step, int apart, int rows, int n) {
      if (rows < ROUND || inBlock % ROUND != 0) {
        return false;
      }
      for (int k = 0; k < PLACES; k++) {
        if (!x.add(at + k * apart, step, PLACES * apart, places[k], n)) {
          return false;
        }
      }
      inBlock += ROUND;
      if (inBlock == BLOCK) {
        push(Reduce.Kind.SUM, n);
      }
      return true;
    }

    void fold(Reduce.Kind kind, int n) {
      var to = kind == Reduce.Kind.SUM ? places[inBlock % PLACES] : block;
      if (floats.length > 0) {
        combine(kind, to, floats, n);
      } else {
        combine(kind, to, doubles, n);
      }
      if (++inBlock == BLOCK) {
        push(kind, n);
      }
    }

    double[] total(Reduce.Kind kind, int n) {
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

    private void push(Reduce.Kind kind, int n) {
      if (kind == Reduce.Kind.SUM) {
        var p = places;
        pairwise(block, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], n);
      }
      int level = 0;
      for (; (blocks >>> level & 1) == 1; level++) {
        combine(kind, block, stack[level], n);
      }
      double[] free = stack[level];
      stack[level] = block;
      block = free;
      blocks++;
      clear(kind);
    }

    private static double nothing(Reduce.Kind kind) {
      return switch (kind) {
        case SUM -> 0;
        case PROD -> 1;
        case MAX -> Double.NEGATIVE_INFINITY;
        case MIN -> Double.POSITIVE_INFINITY;
      };
    }

    private static void pairwise(
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
        y[j] = ((a[j] + b[j]) + (c[j] + d[j])) + ((e[j] + f[j]) + (g[j] + h[j]));
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

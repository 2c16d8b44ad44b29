package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.Shape;

/** {@code out[i, j] = Σ a[i, p] · b[p, j]}, one product of matrices or a batch of them. */
public final class MatMul {
  /** Up to so many multiplications, the choice of something better takes longer than the work. */
  private static final int TINY = 64;

  /** Up to so many, an object for the product does. */
  private static final int SMALL = 512;

  /** So many multiplications of a batch are worth a thread, 70 µs of work at best. */
  private static final int SPLIT = 1 << 22;

  private MatMul() {}

  /**
   * {@code out = a b} [(…, m, k), (…, k, n) → (…, m, n)] with equal batch axes, which may have
   * stride 0. Zeros if k is 0; NaN and infinities go their way, also where the other factor is 0.
   * Float32 and halves are added up in float32, whole numbers wrap around.
   *
   * @param dtype any type but BOOL
   * @param out where the product goes in row-major order, an array of the type of a and b
   * @throws IllegalArgumentException if {@code dtype} is BOOL or the shapes do not fit
   */
  public static void multiply(DType dtype, Object a, Layout al, Object b, Layout bl, Object out) {
    check(dtype, al, bl);
    int rank = al.rank();
    int m = al.dim(rank - 2);
    int n = bl.dim(rank - 1);
    int batch = 1;
    for (int axis = 0; axis < rank - 2; axis++) {
      batch *= al.dim(axis);
    }
    int results = batch * m * n;
    if (results == 0) {
      return;
    }
    if (al.dim(rank - 1) == 0) {
      Buffers.fill(dtype, out, 0, results, 0);
    } else if (wider(dtype) != dtype) {
      wide(dtype, a, al, b, bl, out, results);
    } else if (rank == 2) {
      var g = gemm(al, bl);
      if (!fast(dtype, g, a, al.offset(), b, bl.offset(), out, 0)) {
        Product.of(dtype, g, a, b, out).run(al.offset(), bl.offset(), 0);
      }
    } else {
      batch(dtype, a, al, b, bl, out, batch * m);
    }
  }

  /**
   * {@code out[i, j] = Σ a[i, p] · b[p, j]} over blocks of plain arrays that lie as {@code g} says.
   *
   * @param at where the first element of a lies; likewise {@code bt} and {@code o}
   */
  public static void multiply(Gemm g, float[] a, int at, float[] b, int bt, float[] out, int o) {
    if (!fast(g, a, at, b, bt, out, o)) {
      Product.of(DType.FLOAT32, g, a, b, out).run(at, bt, o);
    }
  }

  /**
   * {@code out += a b} [(m, k), (k, n) → (m, n)] by a provider that can.
   *
   * @return false, and nothing done, if none does
   */
  public static boolean add(
      DType dtype, Object a, Layout al, Object b, Layout bl, Object out, Layout ol) {
    boolean unit = ol.stride(0) == 1 || ol.stride(1) == 1;
    if (!unit || al.dim(1) == 0 || ol.size() == 0) {
      return false;
    }
    var g =
        new Gemm(
            al.dim(0),
            al.dim(1),
            bl.dim(1),
            al.stride(0),
            al.stride(1),
            bl.stride(0),
            bl.stride(1),
            ol.stride(0),
            ol.stride(1),
            true);
    return g.work() > SMALL && fast(dtype, g, a, al.offset(), b, bl.offset(), out, ol.offset());
  }

  private static boolean fast(Gemm g, float[] a, int at, float[] b, int bt, float[] out, int o) {
    if (g.work() <= TINY) {
      tiny(g, a, at, b, bt, out, o);
      return true;
    }
    if (Providers.multiply(g, a, at, b, bt, out, o)) {
      return true;
    }
    if (g.work() > SMALL) {
      return false;
    }
    tiny(g, a, at, b, bt, out, o);
    return true;
  }

  /** The same of doubles. */
  public static void multiply(Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o) {
    if (!fast(g, a, at, b, bt, out, o)) {
      Product.of(DType.FLOAT64, g, a, b, out).run(at, bt, o);
    }
  }

  private static boolean fast(Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o) {
    if (g.work() <= TINY) {
      tiny(g, a, at, b, bt, out, o);
      return true;
    }
    if (Providers.multiply(g, a, at, b, bt, out, o)) {
      return true;
    }
    if (g.work() > SMALL) {
      return false;
    }
    tiny(g, a, at, b, bt, out, o);
    return true;
  }

  /** Columns in fours suit the loops, so a column or two are taken for rows. */
  private static void tiny(Gemm g, float[] a, int at, float[] b, int bt, float[] out, int o) {
    if (g.n() < 4 && g.m() > g.n()) {
      FloatProduct.direct(g.turned(), b, bt, a, at, out, o);
    } else {
      FloatProduct.direct(g, a, at, b, bt, out, o);
    }
  }

  private static void tiny(Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o) {
    if (g.n() < 4 && g.m() > g.n()) {
      DoubleProduct.direct(g.turned(), b, bt, a, at, out, o);
    } else {
      DoubleProduct.direct(g, a, at, b, bt, out, o);
    }
  }

  /** By a provider, or by the loops for what is tiny; false if it is left to {@link Product}. */
  private static boolean fast(
      DType dtype, Gemm g, Object a, int at, Object b, int bt, Object out, int o) {
    return switch (dtype) {
      case FLOAT32 -> fast(g, (float[]) a, at, (float[]) b, bt, (float[]) out, o);
      case FLOAT64 -> fast(g, (double[]) a, at, (double[]) b, bt, (double[]) out, o);
      case BOOL, UINT8, INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16 -> false;
    };
  }

  /** One product after the other, {@code from} up to before {@code to}. */
  private static void several(
      DType dtype, Gemm g, Object a, int[] at, Object b, int[] bt, Object out, int from, int to) {
    Product plain = null;
    for (int i = from; i < to; i++) {
      int o = i * g.m() * g.n();
      if (!fast(dtype, g, a, at[i], b, bt[i], out, o)) {
        plain = plain == null ? Product.of(dtype, g, a, b, out) : plain;
        plain.run(at[i], bt[i], o);
      }
    }
  }

  /** How the last two axes lie, with a row-major result. */
  private static Gemm gemm(Layout al, Layout bl) {
    int rank = al.rank();
    int n = bl.dim(rank - 1);
    return new Gemm(
        al.dim(rank - 2),
        al.dim(rank - 1),
        n,
        al.stride(rank - 2),
        al.stride(rank - 1),
        bl.stride(rank - 2),
        bl.stride(rank - 1),
        n,
        1);
  }

  private static void batch(
      DType dtype, Object a, Layout al, Object b, Layout bl, Object out, int rows) {
    int rank = al.rank();
    Layout as = withoutLastTwo(al);
    Layout bs = withoutLastTwo(bl);
    if (bs.step() == 0) {
      // One b for the whole batch: the rows of all a make one matrix, if a stride can say so.
      var all = al.reshape(Shape.of(rows, al.dim(rank - 1)));
      if (all != null) {
        multiply(dtype, a, all, b, lastTwo(bl), out);
        return;
      }
    }
    var g = gemm(al, bl);
    int[] at = new int[as.size()];
    int[] bt = new int[as.size()];
    var nest = Nest.of(as, bs);
    int done = 0;
    do {
      for (int i = 0; i < nest.inner(); i++) {
        at[done] = nest.at(0) + i * nest.step(0);
        bt[done++] = nest.at(1) + i * nest.step(1);
      }
    } while (nest.next());
    // Large products are split themselves, where that can be.
    int grain = g.work() >= SPLIT ? at.length : (int) (SPLIT / g.work());
    Threads.split(at.length, grain, (from, to) -> several(dtype, g, a, at, b, bt, out, from, to));
  }

  /** The type in which products of a type are computed. */
  private static DType wider(DType dtype) {
    return switch (dtype) {
      case UINT8, INT8, INT16, INT32 -> DType.INT64;
      case FLOAT16, BFLOAT16 -> DType.FLOAT32;
      case BOOL, INT64, FLOAT32, FLOAT64 -> dtype;
    };
  }

  /**
   * In copies of a wider type. For whole numbers, wrapping around there first and at the width of
   * the type later is the same; halves are rounded once, at the end.
   */
  private static void wide(
      DType dtype, Object a, Layout al, Object b, Layout bl, Object out, int results) {
    var type = wider(dtype);
    var x = widened(new Strided(a, al, dtype), type);
    var y = widened(new Strided(b, bl, dtype), type);
    Object z = Buffers.allocate(type, results);
    multiply(type, x.array(), x.layout(), y.array(), y.layout(), z);
    Layout line = Layout.of(Shape.of(results));
    Copies.copy(type, z, line, dtype, out, line);
  }

  /** A copy in which a matrix that a batch repeats is still one. */
  private static Strided widened(Strided x, DType type) {
    var one = x.layout();
    for (int axis = 0; axis < one.rank(); axis++) {
      if (one.stride(axis) == 0 && one.dim(axis) > 1) {
        one = one.slice(axis, 0, 1, 1);
      }
    }
    var copy = x.with(one).copy(type);
    return copy.with(copy.layout().broadcastTo(x.shape()));
  }

  private static Layout withoutLastTwo(Layout x) {
    int last = x.rank() - 1;
    return x.select(last, 0).select(last - 1, 0);
  }

  private static Layout lastTwo(Layout x) {
    while (x.rank() > 2) {
      x = x.select(0, 0);
    }
    return x;
  }

  private static void check(DType dtype, Layout al, Layout bl) {
    int rank = al.rank();
    boolean fits = rank >= 2 && bl.rank() == rank && al.dim(rank - 1) == bl.dim(rank - 2);
    for (int axis = 0; fits && axis < rank - 2; axis++) {
      fits = al.dim(axis) == bl.dim(axis);
    }
    if (!fits || dtype == DType.BOOL) {
      throw refused(dtype, al, bl);
    }
  }

  private static IllegalArgumentException refused(DType dtype, Layout al, Layout bl) {
    return new IllegalArgumentException(
        dtype == DType.BOOL
            ? "a product of matrices needs numbers, got bool"
            : "a product needs (…, m, k) × (…, k, n), got " + al.shape() + " × " + bl.shape());
  }
}

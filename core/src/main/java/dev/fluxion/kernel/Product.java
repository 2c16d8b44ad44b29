package dev.fluxion.kernel;

import dev.fluxion.DType;

/**
 * A product of matrices {@code out[i, j] = Σ a[i, p] · b[p, j]} [(m, k), (k, n) → (m, n)], each
 * with any strides. It is run as often as a batch needs and belongs to one thread.
 */
abstract sealed class Product permits DoubleProduct, FloatProduct, LongProduct {
  /** Below this length, loops along a row cost more than they bring. */
  private static final int THIN = 16;

  /** Up to so many multiplications it does not pay to copy anything. */
  private static final int SMALL = 8192;

  final int m;
  final int k;
  final int n;
  final int ai;
  final int ap;
  final int bp;
  final int bj;
  final int oi;
  final int oj;
  final Gemm g;
  private final boolean turned;

  /**
   * The product of matrices that lie like these. The loops go along rows of the result, so a tall
   * one is worked on turned: {@code outᵀ = bᵀ aᵀ}; then a is b here and b is a.
   */
  Product(Gemm g, boolean turned) {
    this.g = g;
    this.turned = turned;
    this.m = g.m();
    this.k = g.k();
    this.n = g.n();
    this.ai = g.ai();
    this.ap = g.ap();
    this.bp = g.bp();
    this.bj = g.bj();
    this.oi = g.oi();
    this.oj = g.oj();
  }

  /** The product for arrays of a type but BOOL whose matrices lie like these. */
  static Product of(DType dtype, Gemm given, Object a, Object b, Object out) {
    boolean turned = given.n() < THIN && given.m() > given.n();
    var g = turned ? given.turned() : given;
    Object left = turned ? b : a;
    Object right = turned ? a : b;
    return switch (dtype) {
      case FLOAT32 -> new FloatProduct(g, (float[]) left, (float[]) right, (float[]) out, turned);
      case FLOAT64 ->
          new DoubleProduct(g, (double[]) left, (double[]) right, (double[]) out, turned);
      // What is narrower comes as one of these, in copies.
      case BOOL, UINT8, INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16 ->
          new LongProduct(g, (long[]) left, (long[]) right, (long[]) out, turned);
    };
  }

  /** Multiplies the matrices whose first elements lie at these places. */
  final void run(int at, int bt, int o) {
    // Columns of b that are contiguous suit running sums in registers, unless there are enough rows
    // of a to make up for copying b.
    boolean direct =
        n < THIN || (long) m * k * n <= SMALL || (m < 8 && Math.abs(bp) < Math.abs(bj));
    int x = turned ? bt : at;
    int y = turned ? at : bt;
    if (direct) {
      direct(x, y, o);
    } else {
      blocked(x, y, o);
    }
  }

  /** Without copies, for small and thin matrices. */
  abstract void direct(int at, int bt, int o);

  /** By blocks of b, copied. */
  abstract void blocked(int at, int bt, int o);
}

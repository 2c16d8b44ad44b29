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
  private final boolean turned;

  /**
   * The product of matrices that lie like these, with a row-major result. The loops go along its
   * rows, so a tall one is worked on turned: {@code outᵀ = bᵀ aᵀ}; then a is b here and b is a.
   */
  Product(Layout al, Layout bl, boolean turned) {
    this.turned = turned;
    this.k = al.dim(1);
    if (turned) {
      this.m = bl.dim(1);
      this.n = al.dim(0);
      this.ai = bl.stride(1);
      this.ap = bl.stride(0);
      this.bp = al.stride(1);
      this.bj = al.stride(0);
      this.oi = 1;
      this.oj = m;
    } else {
      this.m = al.dim(0);
      this.n = bl.dim(1);
      this.ai = al.stride(0);
      this.ap = al.stride(1);
      this.bp = bl.stride(0);
      this.bj = bl.stride(1);
      this.oi = n;
      this.oj = 1;
    }
  }

  /** The product for arrays of a type but BOOL whose matrices lie like these. */
  static Product of(DType dtype, Object a, Layout al, Object b, Layout bl, Object out) {
    boolean turned = bl.dim(1) < THIN && al.dim(0) > bl.dim(1);
    Object left = turned ? b : a;
    Object right = turned ? a : b;
    return switch (dtype) {
      case FLOAT32 ->
          new FloatProduct((float[]) left, (float[]) right, (float[]) out, al, bl, turned);
      case FLOAT64 ->
          new DoubleProduct((double[]) left, (double[]) right, (double[]) out, al, bl, turned);
      // What is narrower comes as one of these, in copies.
      case BOOL, UINT8, INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16 ->
          new LongProduct((long[]) left, (long[]) right, (long[]) out, al, bl, turned);
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

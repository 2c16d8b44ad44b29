package dev.fluxion.kernel;

import dev.fluxion.DType;

/**
 * {@code P A = L U} of square matrices of float32 and float64, with partial pivoting, and what
 * follows from it: solutions of systems, determinants. A matrix that a batch repeats is factored
 * once.
 */
public final class Lu {
  private Lu() {}

  /**
   * The factors [(…, n, n)], U on and above the diagonal and L below it, without its diagonal of
   * ones; and, int32 [(…, n)], which row of A each row of {@code P A} is. Zeros on the diagonal of
   * U say that A is singular.
   */
  public static Strided[] factor(Strided x) {
    var one = Batches.once(x, 2);
    // In columns, as LAPACK has them.
    var lu = one.with(Batches.turned(one.layout())).copy(x.dtype());
    int n = x.shape().dim(-1);
    var rows = Strided.zeros(Batches.front(one.shape(), 1), DType.INT32);
    int count = n == 0 ? 0 : lu.shape().size() / (n * n);
    Batches.each(
        count,
        (long) n * n * n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            factor(n, lu, i * n * n, (int[]) rows.array(), i * n);
          }
        });
    return new Strided[] {
      lu.with(Batches.turned(lu.layout()).broadcastTo(x.shape())),
      rows.with(rows.layout().broadcastTo(Batches.front(x.shape(), 1)))
    };
  }

  private static void factor(int n, Strided lu, int at, int[] rows, int from) {
    int[] swaps = new int[n];
    if (lu.array() instanceof float[] a) {
      FloatLu.factor(n, n, a, at, n, swaps, 0);
    } else {
      DoubleLu.factor(n, n, (double[]) lu.array(), at, n, swaps, 0);
    }
    for (int i = 0; i < n; i++) {
      rows[from + i] = i;
    }
    for (int i = 0; i < n; i++) {
      int held = rows[from + i];
      rows[from + i] = rows[from + swaps[i]];
      rows[from + swaps[i]] = held;
    }
  }

  /**
   * The solutions of {@code A X = B} [(…, n, k)], or of {@code Aᵀ X = B}, of equal batch axes.
   * Infinities and NaN where A is singular.
   */
  public static Strided solve(Strided lu, Strided rows, Strided b, boolean transposed) {
    if (b.shape().size() == 0) {
      return Strided.zeros(b.shape(), b.dtype());
    }
    var x = new RightSides(b, Batches.isOne(lu.layout(), 2));
    int[] at = Batches.offsets(lu.layout(), 2);
    int[] order = Batches.offsets(rows.layout(), 1);
    int step = rows.layout().stride(rows.layout().rank() - 1);
    int ti = lu.layout().stride(lu.layout().rank() - 2);
    int tj = lu.layout().stride(lu.layout().rank() - 1);
    var first = transposed ? x.system(false, false, tj, ti) : x.system(false, true, ti, tj);
    var second = transposed ? x.system(true, true, tj, ti) : x.system(true, false, ti, tj);
    if (!transposed) {
      x.order(rows.array(), order, step, false);
    }
    Batches.each(
        x.groups,
        2 * first.work(),
        (from, to) -> {
          for (int g = from; g < to; g++) {
            x.solve(first, lu.array(), at[g], g);
            x.solve(second, lu.array(), at[g], g);
          }
        });
    if (transposed) {
      x.order(rows.array(), order, step, true);
    }
    return x.result();
  }

  /** The number of the first matrix of a batch that is singular; -1 if there is none. */
  public static int singular(Strided lu) {
    int[] at = Batches.offsets(lu.layout(), 2);
    for (int i = 0; i < at.length; i++) {
      for (int k = 0; k < lu.shape().dim(-1); k++) {
        if (diagonal(lu, at[i], k) == 0) {
          return i;
        }
      }
    }
    return -1;
  }

  static double diagonal(Strided lu, int at, int k) {
    var layout = lu.layout();
    int step = layout.stride(layout.rank() - 2) + layout.stride(layout.rank() - 1);
    return Buffers.asDouble(lu.dtype(), lu.array(), at + k * step);
  }

  /** The determinants [(…)]; 1 of a matrix without elements. */
  public static Strided determinant(Strided lu, Strided rows) {
    var out = Strided.zeros(Batches.front(lu.shape(), 2), lu.dtype());
    int n = lu.shape().dim(-1);
    int[] at = n == 0 ? new int[out.shape().size()] : Batches.offsets(lu.layout(), 2);
    int[] order = n == 0 ? at : Batches.offsets(rows.layout(), 1);
    for (int i = 0; i < at.length; i++) {
      double product = parity(rows, order[i], n);
      for (int k = 0; k < n; k++) {
        product *= diagonal(lu, at[i], k);
      }
      // No sign of a determinant that is 0.
      put(out, i, product + 0.0);
    }
    return out;
  }

  /** The signs of the determinants and the logarithms of their magnitudes [(…), (…)]. */
  public static Strided[] logarithm(Strided lu, Strided rows) {
    var signs = Strided.zeros(Batches.front(lu.shape(), 2), lu.dtype());
    var logs = Strided.zeros(signs.shape(), lu.dtype());
    int n = lu.shape().dim(-1);
    int[] at = n == 0 ? new int[signs.shape().size()] : Batches.offsets(lu.layout(), 2);
    int[] order = n == 0 ? at : Batches.offsets(rows.layout(), 1);
    for (int i = 0; i < at.length; i++) {
      double sign = parity(rows, order[i], n);
      double log = 0;
      for (int k = 0; k < n; k++) {
        double one = diagonal(lu, at[i], k);
        sign *= Math.signum(one);
        log += Math.log(Math.abs(one));
      }
      put(signs, i, sign + 0.0);
      put(logs, i, log);
    }
    return new Strided[] {signs, logs};
  }

  private static void put(Strided out, int i, double value) {
    if (out.array() instanceof float[] a) {
      a[i] = (float) value;
    } else {
      ((double[]) out.array())[i] = value;
    }
  }

  /** 1 if it takes an even number of swaps to bring rows into this order, or -1. */
  private static int parity(Strided rows, int at, int n) {
    int[] order = (int[]) rows.array();
    int step = rows.layout().stride(rows.layout().rank() - 1);
    var seen = new boolean[n];
    int swaps = n;
    for (int i = 0; i < n; i++) {
      // A cycle of length l takes l - 1 of them.
      swaps -= seen[i] ? 0 : 1;
      for (int k = i; !seen[k]; k = order[at + k * step]) {
        seen[k] = true;
      }
    }
    return (swaps & 1) == 0 ? 1 : -1;
  }
}

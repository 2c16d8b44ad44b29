package dev.fluxion.kernel;

/** The triangles of matrices, and systems of equations with them. */
public final class Triangles {
  private Triangles() {}

  /**
   * What lies in one triangle of each matrix [(…, m, n) → (…, m, n)], and zeros elsewhere; any
   * type.
   *
   * @param upper whether it is the part {@code j ≥ i + diagonal} that is kept, and not {@code j ≤ i
   *     + diagonal}
   */
  public static Strided of(Strided x, boolean upper, int diagonal) {
    var out = Strided.zeros(x.shape(), x.dtype());
    int m = x.shape().dim(-2);
    int n = x.shape().dim(-1);
    int row = x.layout().stride(x.layout().rank() - 2);
    int column = x.layout().stride(x.layout().rank() - 1);
    int[] at = Batches.offsets(x.layout(), 2);
    for (int b = 0; b < at.length; b++) {
      for (int i = 0; i < m; i++) {
        // As long, the diagonal may be any int.
        long border = (long) i + diagonal;
        int from = upper ? Math.clamp(border, 0, n) : 0;
        int to = upper ? n : Math.clamp(border + 1, 0, n);
        Copies.move(
            x.array(),
            at[b] + i * row + from * column,
            column,
            out.array(),
            (b * m + i) * n + from,
            1,
            to - from);
      }
    }
    return out;
  }

  /**
   * The solutions of {@code T X = B} [(…, n, n), (…, n, k) → (…, n, k)], of equal batch axes;
   * infinities and NaN where the diagonal has a 0.
   *
   * @param upper whether T is the upper triangle of a, and not the lower; the other is not read
   * @param unit whether its diagonal is 1 and not read
   */
  public static Strided solve(Strided a, Strided b, boolean upper, boolean unit) {
    if (b.shape().size() == 0) {
      return Strided.zeros(b.shape(), b.dtype());
    }
    var x = new RightSides(b, Batches.isOne(a.layout(), 2));
    int[] at = Batches.offsets(a.layout(), 2);
    int rank = a.layout().rank();
    var t = x.system(upper, unit, a.layout().stride(rank - 2), a.layout().stride(rank - 1));
    Batches.each(
        x.groups,
        t.work(),
        (from, to) -> {
          for (int g = from; g < to; g++) {
            x.solve(t, a.array(), at[g], g);
          }
        });
    return x.result();
  }
}

package dev.fluxion.kernel;

/**
 * How the matrices of a product lie: {@code out[i, j] = Σ a[i, p] · b[p, j]} [(m, k), (k, n) → (m,
 * n)], m, k, n ≥ 1.
 *
 * @param ai the distance in the array between rows of a, {@code ap} between its columns
 * @param bp the distance between rows of b, {@code bj} between its columns
 * @param oi the distance between rows of the result, {@code oj} between its columns; one of them is
 *     1, and no two elements share a place
 * @param adds whether it is added to what is there
 */
public record Gemm(
    int m, int k, int n, int ai, int ap, int bp, int bj, int oi, int oj, boolean adds) {
  /** A product that is put in the place of what is there. */
  public Gemm(int m, int k, int n, int ai, int ap, int bp, int bj, int oi, int oj) {
    this(m, k, n, ai, ap, bp, bj, oi, oj, false);
  }

  /** The same with a in rows that follow each other, as in a copy of it. */
  public Gemm withRowsOfA() {
    return new Gemm(m, k, n, k, 1, bp, bj, oi, oj, adds);
  }

  /** The same with b in rows that follow each other. */
  public Gemm withRowsOfB() {
    return new Gemm(m, k, n, ai, ap, n, 1, oi, oj, adds);
  }

  /** The same product seen from the other side: {@code outᵀ = bᵀ aᵀ}. */
  public Gemm turned() {
    return new Gemm(n, k, m, bj, bp, ap, ai, oj, oi, adds);
  }

  /** The number of multiplications. */
  public long work() {
    return (long) m * k * n;
  }
}

package dev.fluxion.kernel;

/**
 * How the matrices of a product lie: {@code out[i, j] = Σ a[i, p] · b[p, j]} [(m, k), (k, n) → (m,
 * n)], m, k, n ≥ 1.
 *
 * @param ai the distance in the array between rows of a, {@code ap} between its columns
 * @param bp the distance between rows of b, {@code bj} between its columns
 * @param oi the distance between rows of the result, {@code oj} between its columns; one of them is
 *     1, and no two elements share a place
 */
public record Gemm(int m, int k, int n, int ai, int ap, int bp, int bj, int oi, int oj) {
  /** The same product seen from the other side: {@code outᵀ = bᵀ aᵀ}. */
  public Gemm turned() {
    return new Gemm(n, k, m, bj, bp, ap, ai, oj, oi);
  }

  /** The number of multiplications. */
  public long work() {
    return (long) m * k * n;
  }
}

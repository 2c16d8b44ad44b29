package dev.fluxion.kernel;

/**
 * How the matrices of a system {@code T X = B} lie: T [(m, m)] is triangular, and X comes in the
 * place of B [(m, n)].
 *
 * @param upper whether T is the upper triangle of what lies there; the other is not read
 * @param unit whether the diagonal is 1 and not read
 * @param ti the distance in the array between rows of T, {@code tj} between its columns
 * @param bi the distance between rows of B, {@code bj} between its columns; no two elements share a
 *     place
 */
public record Triangular(
    int m, int n, boolean upper, boolean unit, int ti, int tj, int bi, int bj) {
  /** The system of the block of T with {@code rows} rows, and of as many rows of B. */
  Triangular part(int rows) {
    return new Triangular(rows, n, upper, unit, ti, tj, bi, bj);
  }

  /** Twice the number of multiplications. */
  public long work() {
    return (long) m * m * n;
  }

  /** Where to cut a matrix of n rows or columns in two, at a multiple of 8 if it is large. */
  static int half(int n) {
    return n < 16 ? n / 2 : (n / 2 + 7) / 8 * 8;
  }
}

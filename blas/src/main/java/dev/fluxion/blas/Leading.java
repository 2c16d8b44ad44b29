package dev.fluxion.blas;

/** What BLAS can say of how a matrix lies: its leading dimension, and whether it is transposed. */
final class Leading {
  private Leading() {}

  /**
   * The distance between rows whose elements are next to each other; negative, if it is columns
   * whose elements are; 0 if the matrix lies in no such way, since a distance is negative, or zero,
   * or neither is 1.
   */
  static int of(int rows, int columns, int row, int column) {
    if ((column == 1 || columns == 1) && (row >= columns || rows == 1)) {
      return Math.max(row, columns);
    }
    if ((row == 1 || rows == 1) && (column >= rows || columns == 1)) {
      return -Math.max(column, rows);
    }
    return 0;
  }
}

package dev.fluxion;

import java.util.Arrays;

/**
 * Which elements of a matrix may differ from 0, row by row: the columns of row i are {@code
 * columnIndices[rowStarts[i]]} up to before {@code columnIndices[rowStarts[i + 1]]}, ascending.
 *
 * <pre>{@code
 * sparseJacobian((Tensor x) -> x.mul(x.narrow(0, 0, 1))).pattern(tensor(1.0, 2.0, 3.0));
 * // 3 × 3 with 5 entries
 * // ×··
 * // ××·
 * // ×·×
 * }</pre>
 *
 * @param rows the number of rows
 * @param columns the number of columns
 * @param rowStarts where each row starts, and the number of entries: {@code rows + 1} numbers
 * @param columnIndices the columns of the entries, ascending within a row
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, and compared by content
public record Sparsity(int rows, int columns, int[] rowStarts, int[] columnIndices) {
  private static final int MOST_SHOWN = 64;

  /**
   * A pattern; the arrays are copied.
   *
   * @throws ShapeException if a number is negative, rows do not start one after the other from 0 to
   *     the number of entries, or there are not {@code rows + 1} starts
   * @throws IndexException if the columns of a row do not ascend within {@code [0, columns)}
   */
  public Sparsity {
    rowStarts = rowStarts.clone();
    columnIndices = columnIndices.clone();
    boolean fits = rows >= 0 && columns >= 0 && rowStarts.length == rows + 1L;
    fits = fits && rowStarts[0] == 0 && rowStarts[rows] == columnIndices.length;
    for (int i = 0; fits && i < rows; i++) {
      fits = rowStarts[i] <= rowStarts[i + 1];
    }
    if (!fits) {
      throw badStarts(rows, columns, rowStarts, columnIndices.length);
    }
    for (int i = 0; i < rows; i++) {
      int last = -1;
      for (int k = rowStarts[i]; k < rowStarts[i + 1]; k++) {
        if (columnIndices[k] <= last || columnIndices[k] >= columns) {
          throw badColumn(i, columnIndices[k], last, columns);
        }
        last = columnIndices[k];
      }
    }
  }

  private static ShapeException badStarts(int rows, int columns, int[] starts, int entries) {
    var shown = starts.length > 20 ? starts.length + " of them" : Arrays.toString(starts);
    return new ShapeException(
        "a pattern of "
            + rows
            + " × "
            + columns
            + " with "
            + entries
            + " entries needs one start for each row, ascending from 0, and the number of entries at"
            + " the end, got "
            + shown);
  }

  private static IndexException badColumn(int row, int column, int last, int columns) {
    return new IndexException(
        "the columns of a row ascend and lie in [0, "
            + columns
            + "), got "
            + column
            + (last < 0 ? " first" : " after " + last)
            + " in row "
            + row);
  }

  /** The pattern with these columns in each row, ascending. */
  static Sparsity ofRows(int columns, int[][] byRow) {
    int[] starts = new int[byRow.length + 1];
    for (int i = 0; i < byRow.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], byRow[i].length);
    }
    int[] indices = new int[starts[byRow.length]];
    for (int i = 0; i < byRow.length; i++) {
      System.arraycopy(byRow[i], 0, indices, starts[i], byRow[i].length);
    }
    return new Sparsity(byRow.length, columns, starts, indices);
  }

  /**
   * The starts of the rows.
   *
   * @return a copy
   */
  @Override
  public int[] rowStarts() {
    return rowStarts.clone();
  }

  /**
   * The columns of the entries.
   *
   * @return a copy
   */
  @Override
  public int[] columnIndices() {
    return columnIndices.clone();
  }

  /**
   * The number of entries.
   *
   * @return the number of elements that may differ from 0
   */
  public int nnz() {
    return columnIndices.length;
  }

  /** Where a row starts among the entries; where all end, for the number of rows. */
  int start(int row) {
    return rowStarts[row];
  }

  /** The column of an entry. */
  int column(int entry) {
    return columnIndices[entry];
  }

  /** The row of each entry. */
  long[] rowOfEach() {
    var of = new long[columnIndices.length];
    for (int i = 0; i < rows; i++) {
      Arrays.fill(of, rowStarts[i], rowStarts[i + 1], i);
    }
    return of;
  }

  /** The number of an entry, negative if the element is always 0. */
  int find(int row, int column) {
    return Arrays.binarySearch(columnIndices, rowStarts[row], rowStarts[row + 1], column);
  }

  /**
   * The pattern of the transposed matrix.
   *
   * @return a new pattern
   */
  public Sparsity transposed() {
    int[] starts = new int[columns + 1];
    for (int column : columnIndices) {
      starts[column + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = Arrays.copyOf(starts, columns);
    int[] indices = new int[columnIndices.length];
    for (int i = 0; i < rows; i++) {
      for (int k = rowStarts[i]; k < rowStarts[i + 1]; k++) {
        indices[next[columnIndices[k]]++] = i;
      }
    }
    return new Sparsity(columns, rows, starts, indices);
  }

  /** The pattern with the entries of both, which are of one size. */
  Sparsity union(Sparsity other) {
    var byRow = new int[rows][];
    for (int i = 0; i < rows; i++) {
      int n = rowStarts[i + 1] - rowStarts[i];
      int[] both = Arrays.copyOfRange(columnIndices, rowStarts[i], rowStarts[i + 1]);
      int from = other.rowStarts[i];
      both = Arrays.copyOf(both, n + other.rowStarts[i + 1] - from);
      System.arraycopy(other.columnIndices, from, both, n, both.length - n);
      byRow[i] = Arrays.stream(both).sorted().distinct().toArray();
    }
    return ofRows(columns, byRow);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sparsity s
        && rows == s.rows
        && columns == s.columns
        && Arrays.equals(rowStarts, s.rowStarts)
        && Arrays.equals(columnIndices, s.columnIndices);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + columns) + Arrays.hashCode(columnIndices);
  }

  /** Its size, and up to 64 × 64 a picture: a cross for each entry. */
  @Override
  public String toString() {
    var text = new StringBuilder(rows + " × " + columns + " with " + nnz());
    text.append(nnz() == 1 ? " entry" : " entries");
    if (rows <= MOST_SHOWN && columns <= MOST_SHOWN) {
      for (int i = 0; i < rows; i++) {
        text.append('\n');
        for (int j = 0; j < columns; j++) {
          text.append(find(i, j) >= 0 ? '×' : '·');
        }
      }
    }
    return text.toString();
  }
}

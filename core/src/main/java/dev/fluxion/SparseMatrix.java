package dev.fluxion;

import dev.fluxion.op.IndexAdd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A matrix in compressed sparse rows (CSR): a pattern, and a value for each entry of it, row by
 * row. All other elements are 0.
 *
 * <p>The values are a tensor like any other: followed where they were computed from what is
 * followed, with a tangent inside of {@code jvp}. Being a record of a tensor, a matrix may be what
 * a function that is differentiated or mapped returns. Then the values may have axes in front, for
 * several matrices of one pattern.
 *
 * <pre>{@code
 * var pattern = new Sparsity(2, 3, new int[] {0, 2, 3}, new int[] {0, 2, 1});
 * var a = new SparseMatrix(pattern, tensor(1.0, 2.0, 3.0));
 * a;                                    // 2 × 3 with 3 entries: [0: 1.0, 2: 2.0], [1: 3.0]
 * a.get(0, 2);                          // tensor(2.)
 * a.multiply(tensor(1.0, 1.0, 10.0));   // tensor([21.,  3.])
 * a.toDense();
 * // tensor([[1., 0., 2.],
 * //         [0., 3., 0.]])
 * }</pre>
 *
 * @param pattern where the entries stand
 * @param values their values [(…, nnz)]
 */
public record SparseMatrix(Sparsity pattern, Tensor values) {
  private static final int MOST_ROWS = 10;
  private static final int MOST_ENTRIES = 10;

  /**
   * A matrix.
   *
   * @throws ShapeException if the last axis of the values is not as long as there are entries
   */
  public SparseMatrix {
    if (values.rank() == 0 || values.shape().dim(-1) != pattern.nnz()) {
      throw new ShapeException(
          "a sparse matrix has one value for each of its entries along the last axis, "
              + pattern.nnz()
              + ", got the shape "
              + values.shape());
    }
  }

  /**
   * The number of rows.
   *
   * @return the first length
   */
  public int rows() {
    return pattern.rows();
  }

  /**
   * The number of columns.
   *
   * @return the second length
   */
  public int columns() {
    return pattern.columns();
  }

  /**
   * Where each row starts among the entries, and the number of entries.
   *
   * @return a copy
   */
  public int[] rowStarts() {
    return pattern.rowStarts();
  }

  /**
   * The columns of the entries, ascending within a row.
   *
   * @return a copy
   */
  public int[] columnIndices() {
    return pattern.columnIndices();
  }

  /**
   * The number of entries, some of which may be 0.
   *
   * @return the length of the values
   */
  public int nnz() {
    return pattern.nnz();
  }

  /**
   * One element.
   *
   * @param row its row, from 0
   * @param column its column, from 0
   * @return the value [(…)], followed as the values are; a 0 where there is no entry
   * @throws IndexException if there is no such row or column
   */
  public Tensor get(int row, int column) {
    if (row < 0 || row >= rows() || column < 0 || column >= columns()) {
      throw new IndexException(
          "an element of a matrix of "
              + rows()
              + " × "
              + columns()
              + " lies in a row and a column of it, counted from 0, got ("
              + row
              + ", "
              + column
              + ")");
    }
    int at = pattern.find(row, column);
    return at >= 0
        ? values.select(-1, at)
        : Fluxion.zeros(values.dtype(), Arrays.copyOf(values.shape().toArray(), values.rank() - 1));
  }

  /**
   * The product {@code A·x} with a vector or a dense matrix.
   *
   * @param x of shape (columns) or (columns, k)
   * @return a new tensor of shape (…, rows) or (rows, k), in the wider of the two types, followed
   *     as the values and x are
   * @throws ShapeException if x has another shape, or is a matrix while there are several of this
   */
  public Tensor multiply(Tensor x) {
    boolean isMatrix = x.rank() == 2 && values.rank() == 1;
    if (x.rank() != 1 && !isMatrix || x.shape().dim(0) != columns()) {
      throw new ShapeException(
          "a sparse matrix of "
              + rows()
              + " × "
              + columns()
              + " is multiplied by a tensor of shape ("
              + columns()
              + ") or ("
              + columns()
              + ", k), got "
              + x.shape()
              + (values.rank() > 1 ? " for values of shape " + values.shape() : ""));
    }
    var columns = Arrays.stream(pattern.columnIndices()).asLongStream().toArray();
    var picked = x.indexSelect(0, Create.wrap(columns));
    var products = (isMatrix ? values.unsqueeze(1) : values).mul(picked);
    return added(products, isMatrix ? 0 : values.rank() - 1, rows(), pattern.rowOfEach());
  }

  /**
   * The dense matrix.
   *
   * @return a new tensor of shape (…, rows, columns), followed as the values are
   */
  public Tensor toDense() {
    int[] dims = Arrays.copyOf(values.shape().toArray(), values.rank() + 1);
    dims[values.rank() - 1] = rows();
    dims[values.rank()] = columns();
    var at = pattern.rowOfEach();
    for (int k = 0; k < at.length; k++) {
      at[k] = at[k] * columns() + pattern.column(k);
    }
    int elements = Shape.of(rows(), columns()).size();
    return added(values, values.rank() - 1, elements, at).reshape(dims);
  }

  private static Tensor added(Tensor x, int axis, int length, long[] at) {
    return Apply.indexed(new IndexAdd(axis, length), x, Create.wrap(at));
  }

  /** Its size, and the first entries of the first rows, each with its column. */
  @Override
  public String toString() {
    var head = rows() + " × " + columns() + " with " + nnz();
    head += nnz() == 1 ? " entry" : " entries";
    if (values.rank() > 1 || Reading.batch(values) != null) {
      return head + ", values of shape " + values.shape();
    }
    List<String> shown = new ArrayList<>();
    var numbers = values.values();
    for (int i = 0; i < Math.min(rows(), MOST_ROWS); i++) {
      List<String> row = new ArrayList<>();
      int first = pattern.start(i);
      int end = pattern.start(i + 1);
      for (int k = first; k < Math.min(end, first + MOST_ENTRIES); k++) {
        var number = numbers.doubleAt(k);
        var text = values.dtype() == DType.FLOAT32 ? "" + (float) number : "" + number;
        row.add(pattern.column(k) + ": " + text);
      }
      shown.add("[" + String.join(", ", row) + (end - first > MOST_ENTRIES ? ", …]" : "]"));
    }
    return head + ": " + String.join(", ", shown) + (rows() > MOST_ROWS ? ", …" : "");
  }
}

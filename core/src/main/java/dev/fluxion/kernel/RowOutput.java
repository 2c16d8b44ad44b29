package dev.fluxion.kernel;

import dev.fluxion.DType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a result in row-major order as {@link RowKernels} write them: where they belong, or,
 * for types that kernels do not know, to a row from which they are converted. Without a result it
 * is a row to work in.
 */
final class RowOutput {
  private final DType dtype;
  private final @Nullable Object out;
  private final int n;
  private final @Nullable Object row;
  private int number;

  /** Rows of n elements each. */
  RowOutput(DType dtype, @Nullable Object out, int n) {
    this.dtype = dtype;
    this.out = out;
    this.n = n;
    boolean direct = out != null && dtype == RowInput.type(dtype);
    this.row = direct ? null : RowInput.unfilled(dtype, n);
  }

  /** Goes to a row. */
  void go(int number) {
    this.number = number;
  }

  /** The number of the row. */
  int number() {
    return number;
  }

  /** What to write the row to. */
  Object array() {
    return row == null ? Objects.requireNonNull(out) : row;
  }

  /** Where in the array the row begins. */
  int at() {
    return row == null ? number * n : 0;
  }

  /** To be called when the row has been written. */
  void done() {
    if (row != null && out != null) {
      Copies.convert(DType.FLOAT64, row, 0, 1, dtype, out, number * n, 1, n);
    }
  }

  /** Gives the row up. */
  void giveUp() {
    if (row != null) {
      FreeLists.give(row);
    }
  }
}

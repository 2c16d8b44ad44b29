package dev.fluxion.kernel;

import dev.fluxion.DType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an operand, one after the other, as {@link RowKernels} read them: where they are if
 * their elements lie side by side and have a type that kernels know, else in a copy.
 */
final class RowInput {
  private final Split split;
  private final Layout firsts;
  private final Strided x;
  private final @Nullable Object copy;
  private int at;

  /** The rows that the folded axes of a layout are, none of them empty. */
  RowInput(Strided x, Split split) {
    this.x = x;
    this.split = split;
    this.firsts = split.firsts();
    boolean lies = split.inLine() && (split.step() == 1 || split.size() == 1);
    copy = lies && x.dtype() == type(x.dtype()) ? null : unfilled(x.dtype(), split.size());
  }

  /** The type that kernels work in: float32 for itself, float64 for all others. */
  static DType type(DType dtype) {
    return dtype == DType.FLOAT32 ? dtype : DType.FLOAT64;
  }

  /** Room for a row of the type that kernels work in. */
  static Object unfilled(DType dtype, int n) {
    return Buffers.unfilled(type(dtype), n);
  }

  /** Goes to the row whose first element lies here. */
  void go(int first) {
    if (copy == null) {
      at = first;
    } else if (copy instanceof float[] floats) {
      split.read((float[]) x.array(), first, floats);
    } else {
      split.read(x.dtype(), x.array(), first, (double[]) copy);
    }
  }

  /** Goes to the row with this number. */
  void row(int number) {
    go(firsts.position(number));
  }

  /** What the row is in. */
  Object array() {
    return copy == null ? x.array() : copy;
  }

  /** Where in the array the row begins. */
  int at() {
    return at;
  }

  /** Gives the copy up. */
  void giveUp() {
    if (copy != null) {
      FreeLists.give(copy);
    }
  }
}

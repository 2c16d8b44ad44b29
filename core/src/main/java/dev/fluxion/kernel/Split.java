package dev.fluxion.kernel;

import dev.fluxion.DType;
import org.jspecify.annotations.Nullable;

/**
 * A layout cut in two after some axes: those that stay, and those whose elements are folded into
 * one. The folded elements have an order, row-major, and lie alike for every index of the kept
 * axes.
 */
final class Split {
  private final Layout layout;
  private final int kept;
  private final int results;
  private final int size;
  private final int step;
  private final @Nullable Layout folded;

  Split(Layout layout, int kept) {
    this.layout = layout;
    this.kept = kept;
    this.results = product(layout, 0, kept);
    this.size = product(layout, kept, layout.rank());
    if (layout.isContiguous()) {
      this.step = 1;
      this.folded = null;
      return;
    }
    var rest = rest();
    var nest = Nest.of(rest);
    this.step = nest.step(0);
    this.folded = nest.inner() == size ? null : rest;
  }

  /** The number of elements of some axes. It is in range but where another axis is empty. */
  private static int product(Layout layout, int from, int to) {
    long n = 1;
    for (int k = from; k < to; k++) {
      n = Math.min(n * layout.dim(k), Integer.MAX_VALUE);
    }
    return (int) n;
  }

  private Layout rest() {
    var rest = layout;
    for (int k = 0; k < kept; k++) {
      rest = rest.select(0, 0);
    }
    return rest;
  }

  /** The number of elements the kept axes have. */
  int results() {
    return results;
  }

  /** The number of elements that are folded into one. */
  int size() {
    return size;
  }

  /**
   * The distance between folded elements that follow each other, at least where they lie in line.
   */
  int step() {
    return step;
  }

  /** The layout of the first folded element of each result; not for an empty one. */
  Layout firsts() {
    var first = layout;
    for (int k = layout.rank() - 1; k >= kept; k--) {
      first = first.select(k, 0);
    }
    return first;
  }

  /** Whether the folded elements are {@link #step} apart throughout. */
  boolean inLine() {
    return folded == null;
  }

  /** The lines of the folded elements when the first lies at the offset of the whole layout. */
  Nest lines() {
    return Nest.of(folded == null ? rest() : folded);
  }

  /** What to add to positions of {@link #lines} for the result whose first element lies here. */
  int shift(int first) {
    return first - layout.offset();
  }

  /** Copies the folded elements of one result to the start of an array, in order, as doubles. */
  void read(DType dtype, Object x, int first, double[] to) {
    if (folded == null) {
      Copies.toDouble(dtype, x, first, step, to, 0, 1, size);
      return;
    }
    var nest = Nest.of(folded);
    int n = nest.inner();
    int done = 0;
    do {
      Copies.toDouble(dtype, x, nest.at(0) + shift(first), step, to, done, 1, n);
      done += n;
    } while (nest.next());
  }

  /** The same of floats. */
  void read(float[] x, int first, float[] to) {
    if (folded == null) {
      Copies.move(x, first, step, to, 0, 1, size);
      return;
    }
    var nest = Nest.of(folded);
    int n = nest.inner();
    int done = 0;
    do {
      Copies.move(x, nest.at(0) + shift(first), step, to, done, 1, n);
      done += n;
    } while (nest.next());
  }
}

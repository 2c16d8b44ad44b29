package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Strided;

/** A set of axes as a bit mask: bit k stands for axis k, counted from the front. */
public final class Axes {
  private Axes() {}

  static boolean contains(int axes, int axis) {
    return (axes >>> axis & 1) == 1;
  }

  /** The shape that is left when these axes are folded. */
  static Shape fold(Shape x, int axes, boolean keepDims) {
    int[] dims = new int[keepDims ? x.rank() : x.rank() - Integer.bitCount(axes)];
    int n = 0;
    for (int k = 0; k < x.rank(); k++) {
      if (!contains(axes, k)) {
        dims[n++] = x.dim(k);
      } else if (keepDims) {
        dims[n++] = 1;
      }
    }
    return Shape.of(dims);
  }

  /** The number of elements that are folded into one. */
  static int count(Shape x, int axes) {
    int n = 1;
    for (int k = 0; k < x.rank(); k++) {
      n *= contains(axes, k) ? x.dim(k) : 1;
    }
    return n;
  }

  /** The layout with these axes last, the others in order before them. */
  static Layout last(Layout x, int axes) {
    return x.permute(order(x.rank(), axes));
  }

  /** The elements with one axis last. */
  static Strided last(Strided x, int axis) {
    return x.with(last(x.layout(), 1 << axis));
  }

  /** The elements with the last axis back in its place. */
  static Strided back(Strided x, int axis) {
    int[] order = order(x.shape().rank(), 1 << axis);
    return x.with(x.layout().permute(Rules.inverse(order)));
  }

  /** The order of axes that brings these last. */
  public static int[] order(int rank, int axes) {
    int[] order = new int[rank];
    int kept = 0;
    int folded = rank - Integer.bitCount(axes);
    for (int k = 0; k < rank; k++) {
      order[contains(axes, k) ? folded++ : kept++] = k;
    }
    return order;
  }
}

package dev.fluxion.kernel;

import java.util.Arrays;

/**
 * The loops that visit several layouts of one shape together: axes that lie as one in all of them
 * are merged, axes of length 1 dropped, so a kernel sees one inner loop and few outer steps.
 *
 * <pre>{@code
 * var nest = Nest.of(x.layout(), out.layout());
 * do {
 *   kernel.run(x, nest.at(0), nest.step(0), out, nest.at(1), nest.step(1), nest.inner());
 * } while (nest.next());
 * }</pre>
 */
public final class Nest {
  private final int[] dims;
  private final int[][] strides;
  private final int[] index;
  private final int[] at;
  private final int inner;
  private final int[] steps;

  private Nest(int[] dims, int[][] strides, int[] at) {
    int last = dims.length - 1;
    this.dims = dims;
    this.strides = strides;
    this.at = at;
    this.index = new int[dims.length];
    this.inner = last < 0 ? 1 : dims[last];
    this.steps = new int[strides.length];
    for (int v = 0; v < strides.length; v++) {
      steps[v] = last < 0 ? 0 : strides[v][last];
    }
  }

  /** The loops over layouts of equal, non-empty shape. */
  public static Nest of(Layout... layouts) {
    int rank = layouts[0].rank();
    int[] dims = new int[rank];
    int[][] strides = new int[layouts.length][rank];
    int[] at = new int[layouts.length];
    int kept = 0;
    for (int k = 0; k < rank; k++) {
      int d = layouts[0].dim(k);
      if (d == 1) {
        continue;
      }
      if (kept > 0 && continues(layouts, strides, kept - 1, k, d)) {
        dims[kept - 1] *= d;
        kept--;
      } else {
        dims[kept] = d;
      }
      for (int v = 0; v < layouts.length; v++) {
        strides[v][kept] = layouts[v].stride(k);
      }
      kept++;
    }
    for (int v = 0; v < layouts.length; v++) {
      at[v] = layouts[v].offset();
      strides[v] = Arrays.copyOf(strides[v], kept);
    }
    return new Nest(Arrays.copyOf(dims, kept), strides, at);
  }

  private static boolean continues(Layout[] layouts, int[][] strides, int outer, int k, int d) {
    for (int v = 0; v < layouts.length; v++) {
      if (strides[v][outer] != d * layouts[v].stride(k)) {
        return false;
      }
    }
    return true;
  }

  /** The number of steps of the outermost loop; 1 if there is no loop. */
  public int outer() {
    return dims.length == 0 ? 1 : dims[0];
  }

  /**
   * The same loops with the outermost one cut to these of its steps; only before the first step.
   */
  public Nest part(int from, int to) {
    if (dims.length == 0) {
      return this;
    }
    int[] cut = dims.clone();
    cut[0] = to - from;
    int[] start = at.clone();
    for (int v = 0; v < start.length; v++) {
      start[v] += from * strides[v][0];
    }
    return new Nest(cut, strides, start);
  }

  /** The number of loops, the inner one among them. */
  int rank() {
    return dims.length;
  }

  /** The number of steps of a loop, the outermost being 0. */
  int dim(int k) {
    return dims[k];
  }

  /** How far a step of a loop goes in the array with this number. */
  int stride(int v, int k) {
    return strides[v][k];
  }

  /** The length of the inner loop. */
  public int inner() {
    return inner;
  }

  /** Where the inner loop starts in the array with this number. */
  public int at(int v) {
    return at[v];
  }

  /** The stride of the inner loop in the array with this number. */
  public int step(int v) {
    return steps[v];
  }

  /** Steps to the next inner loop; false when all are done. */
  public boolean next() {
    for (int k = dims.length - 2; k >= 0; k--) {
      boolean wraps = ++index[k] == dims[k];
      for (int v = 0; v < strides.length; v++) {
        at[v] += wraps ? -strides[v][k] * (dims[k] - 1) : strides[v][k];
      }
      if (!wraps) {
        return true;
      }
      index[k] = 0;
    }
    return false;
  }
}

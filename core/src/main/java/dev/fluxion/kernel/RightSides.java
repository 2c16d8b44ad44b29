package dev.fluxion.kernel;

import dev.fluxion.Shape;
import java.util.Arrays;

/**
 * A copy of the right sides of systems of equations, in whose place the solutions come: a group
 * [(n, width)] for each matrix, in rows. Where a batch has but one matrix, all right sides lie side
 * by side, so they are one system.
 */
final class RightSides {
  final int groups;
  final int n;
  final int width;
  private final Strided b;
  private final Layout back;
  private Object array;

  /**
   * A copy.
   *
   * @param b the right sides [(…, n, k)], some
   * @param one whether all are for one matrix
   */
  RightSides(Strided b, boolean one) {
    this.b = b;
    var shape = b.shape();
    int rank = shape.rank();
    n = shape.dim(rank - 2);
    int batch = shape.size() / (n * shape.dim(rank - 1));
    groups = one ? 1 : batch;
    width = one ? batch * shape.dim(rank - 1) : shape.dim(rank - 1);
    int[] order = new int[rank];
    Arrays.setAll(order, k -> k);
    int[] inverse = order.clone();
    if (one) {
      // (…, n, k) as (n, …, k).
      Arrays.setAll(order, k -> k == 0 ? rank - 2 : k == rank - 1 ? k : k - 1);
      Arrays.setAll(inverse, k -> k == rank - 2 ? 0 : k == rank - 1 ? k : k + 1);
    }
    var copy = b.with(b.layout().permute(order)).copy(b.dtype());
    array = copy.array();
    back = copy.layout().permute(inverse);
  }

  /** The array of the groups, one after the other. */
  Object array() {
    return array;
  }

  /** The first element of a group. */
  int at(int group) {
    return group * n * width;
  }

  /**
   * Puts the rows of each group in another order.
   *
   * @param rows of each group, which row comes first, and so on; or, backwards, where each goes
   */
  void order(Object rows, int[] at, int step, boolean backwards) {
    var order = (int[]) rows;
    var other = Buffers.allocate(b.dtype(), groups * n * width);
    for (int g = 0; g < groups; g++) {
      for (int i = 0; i < n; i++) {
        int row = order[at[g] + i * step];
        int from = at(g) + (backwards ? i : row) * width;
        int to = at(g) + (backwards ? row : i) * width;
        System.arraycopy(array, from, other, to, width);
      }
    }
    array = other;
  }

  /** Solves {@code T X = B} for one group. */
  void solve(Triangular t, Object a, int at, int group) {
    switch (b.dtype()) {
      case FLOAT32 -> FloatTriangular.solve(t, (float[]) a, at, (float[]) array, at(group));
      case FLOAT64 -> DoubleTriangular.solve(t, (double[]) a, at, (double[]) array, at(group));
      case BOOL, UINT8, INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16 ->
          throw new AssertionError(b.dtype());
    }
  }

  /** A system for a group whose matrix lies like this. */
  Triangular system(boolean upper, boolean unit, int ti, int tj) {
    return new Triangular(n, width, upper, unit, ti, tj, width, 1);
  }

  /** What has become of the right sides, of their shape. */
  Strided result() {
    return new Strided(array, back, b.dtype());
  }

  /** The shape of the right sides. */
  Shape shape() {
    return b.shape();
  }
}

package dev.fluxion.kernel;

import dev.fluxion.DType;

/**
 * The results of an elementwise loop, computed a piece at a time where they are read, instead of in
 * an array of their own: a piece stays in the first cache. Each is rounded to the type first, so
 * nothing tells them from stored ones. Holds memory it works in, and so belongs to one thread.
 *
 * <p>Its elements are counted in row-major order of the inputs' shape.
 */
final class Computed implements Elements {
  private final Loop loop;
  private final DType dtype;
  private final Object[] arrays;
  private final Nest nest;
  private final int[] positions;
  private final int[] steps;
  private Object piece;
  private int room;

  /** Nobody adds rows up, so that there is no point in computing some for that. */
  private boolean declined;

  /**
   * The results of a loop.
   *
   * @param inputs of one shape, which is not empty
   */
  Computed(Loop loop, DType dtype, Strided[] inputs) {
    this.loop = loop;
    this.dtype = dtype;
    this.arrays = new Object[inputs.length];
    var layouts = new Layout[inputs.length + 1];
    for (int v = 0; v < inputs.length; v++) {
      arrays[v] = inputs[v].array();
      layouts[v] = inputs[v].layout();
    }
    layouts[inputs.length] = Layout.of(inputs[0].shape());
    this.nest = Nest.of(layouts);
    this.positions = new int[inputs.length];
    this.steps = new int[inputs.length];
    this.piece = Buffers.allocate(dtype, 0);
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public void read(int at, int step, double[] to, int o, int n) {
    if (dtype == DType.FLOAT64) {
      compute(at, step, to, o, n);
      return;
    }
    compute(at, step, n);
    Copies.toDouble(dtype, piece, 0, 1, to, o, 1, n);
  }

  /** Computes a piece. */
  private void compute(int at, int step, int n) {
    if (room < n) {
      room = n;
      piece = Buffers.allocate(dtype, n);
    }
    compute(at, step, piece, 0, n);
  }

  @Override
  public boolean sums(int at, int step, int count, double[] out) {
    compute(at, step, count * BlockSums.SIZE);
    if (piece instanceof float[] x) {
      BlockSums.sums(x, 0, count, out);
    } else {
      BlockSums.sums((double[]) piece, 0, count, out);
    }
    return true;
  }

  @Override
  public void read(int at, int step, float[] to, int o, int n) {
    compute(at, step, to, o, n);
  }

  private void compute(int at, int step, Object to, int o, int n) {
    int axis = axis(step);
    for (int v = 0; v < steps.length; v++) {
      steps[v] = axis < 0 ? 0 : nest.stride(v, axis);
    }
    for (int done = 0; done < n; ) {
      int m = Math.min(seek(at + done * step, axis), n - done);
      loop.run(arrays, positions, steps, to, o + done, 1, m);
      done += m;
    }
  }

  @Override
  public boolean add(int at, int step, int apart, double[] place, int n) {
    if (declined) {
      return false;
    }
    if (room < BlockSums.ROWS * n) {
      room = BlockSums.ROWS * n;
      piece = Buffers.allocate(dtype, room);
    }
    for (int k = 0; k < BlockSums.ROWS; k++) {
      compute(at + k * apart, step, piece, k * n, n);
    }
    declined = !Providers.add(piece, 0, n, place, n);
    return !declined;
  }

  /** The axis along which neighbours are so far apart; -1 if there is none. */
  private int axis(int step) {
    for (int k = nest.rank() - 1; k >= 0; k--) {
      if (nest.stride(arrays.length, k) == step) {
        return k;
      }
    }
    return -1;
  }

  /** Finds an element in all inputs, and tells how many there are from it to the axis' end. */
  private int seek(int number, int axis) {
    for (int v = 0; v < positions.length; v++) {
      positions[v] = nest.at(v);
    }
    int left = 1;
    int rest = number;
    for (int k = 0; k < nest.rank(); k++) {
      int i = rest / nest.stride(arrays.length, k);
      rest -= i * nest.stride(arrays.length, k);
      left = k == axis ? nest.dim(k) - i : left;
      for (int v = 0; v < positions.length; v++) {
        positions[v] += i * nest.stride(v, k);
      }
    }
    return left;
  }
}

package dev.fluxion;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * An array with axes in the plainest code: no views, no strides, no types. What tensors do is
 * compared with what it does.
 */
record Grid(int[] dims, double[] values) {
  static int count(int[] dims) {
    int n = 1;
    for (int d : dims) {
      n *= d;
    }
    return n;
  }

  /** The element at each index, by a formula. */
  static Grid of(int[] dims, ToDoubleFunction<int[]> element) {
    double[] values = new double[count(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = element.applyAsDouble(index(dims, i));
    }
    return new Grid(dims, values);
  }

  static Grid of(Tensor x) {
    return new Grid(x.shape().toArray(), x.toDoubleArray());
  }

  /** Whole numbers from low up to before high. */
  static Grid random(Random random, int low, int high, int... dims) {
    return of(dims, _ -> random.nextInt(low, high));
  }

  /** The index of the element with this row-major number. */
  static int[] index(int[] dims, int number) {
    int[] index = new int[dims.length];
    for (int k = dims.length - 1; k >= 0; k--) {
      index[k] = number % dims[k];
      number /= dims[k];
    }
    return index;
  }

  /** The row-major number of the element at an index. */
  static int number(int[] dims, int... index) {
    int n = 0;
    for (int k = 0; k < dims.length; k++) {
      n = n * dims[k] + index[k];
    }
    return n;
  }

  double at(int... index) {
    return values[number(dims, index)];
  }

  /** The element that broadcasting shows at an index of as many axes or more. */
  double wide(int... index) {
    int added = index.length - dims.length;
    int[] own = new int[dims.length];
    for (int k = 0; k < own.length; k++) {
      own[k] = dims[k] == 1 ? 0 : index[k + added];
    }
    return at(own);
  }

  int rank() {
    return dims.length;
  }

  Tensor tensor(DType dtype) {
    return Fluxion.from(values).to(dtype).reshape(dims);
  }

  /** The lengths without one axis. */
  static int[] without(int[] dims, int axis) {
    int[] out = new int[dims.length - 1];
    for (int k = 0; k < out.length; k++) {
      out[k] = dims[k < axis ? k : k + 1];
    }
    return out;
  }

  /** The lengths, or an index, with one more at an axis. */
  static int[] with(int[] dims, int axis, int length) {
    int[] out = new int[dims.length + 1];
    for (int k = 0; k < out.length; k++) {
      out[k] = k == axis ? length : dims[k < axis ? k : k - 1];
    }
    return out;
  }

  private static boolean contains(int[] axes, int axis) {
    for (int a : axes) {
      if (a == axis) {
        return true;
      }
    }
    return false;
  }

  /** The lengths once the axes are folded. */
  static int[] folded(int[] dims, int[] axes, boolean keepDims) {
    int[] out = dims;
    for (int k = dims.length - 1; k >= 0; k--) {
      if (contains(axes, k)) {
        out = without(out, k);
        out = keepDims ? with(out, k, 1) : out;
      }
    }
    return out;
  }

  /** The folds over some axes, in row-major order. */
  double[] fold(int[] axes, double start, DoubleBinaryOperator f) {
    int[] kept = folded(dims, axes, true);
    double[] out = new double[count(kept)];
    Arrays.fill(out, start);
    for (int n = 0; n < values.length; n++) {
      int[] at = index(dims, n);
      for (int axis : axes) {
        at[axis] = 0;
      }
      int to = number(kept, at);
      out[to] = f.applyAsDouble(out[to], values[n]);
    }
    return out;
  }

  /** The tensor of a grid, in another memory order every other time. */
  Tensor laid(Random random, DType dtype) {
    if (dims.length < 2 || random.nextBoolean()) {
      return tensor(dtype);
    }
    int last = dims.length - 1;
    int[] turned = dims.clone();
    turned[0] = dims[last];
    turned[last] = dims[0];
    var memory =
        of(
            turned,
            i -> {
              int[] at = i.clone();
              at[0] = i[last];
              at[last] = i[0];
              return at(at);
            });
    return memory.tensor(dtype).transpose(0, -1);
  }

  static int[] randomDims(Random random) {
    int[] dims = new int[random.nextInt(1, 5)];
    for (int k = 0; k < dims.length; k++) {
      dims[k] = random.nextInt(10) == 0 ? random.nextInt(16, 40) : random.nextInt(1, 5);
    }
    return dims;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Grid g
        && Arrays.equals(dims, g.dims)
        && Arrays.equals(values, g.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(dims) + " " + Arrays.toString(values);
  }
}

package dev.fluxion.kernel;

import dev.fluxion.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements of a tensor lie in its array: shape, strides (in elements, 0 for a broadcast
 * axis) and the offset of the first one. Immutable, and shared by all tensors that lie alike.
 */
public final class Layout {
  /** A single number at the start of its array. */
  public static final Layout SCALAR = new Layout(Shape.SCALAR, new int[0], 0);

  private final Shape shape;
  private final int[] strides;
  private final int offset;
  private final boolean contiguous;
  private final int step;

  private Layout(Shape shape, int[] strides, int offset) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.contiguous = isRowMajor(shape, strides);
    this.step = contiguous ? 1 : repeatsOne(shape, strides) ? 0 : -1;
  }

  /** Row-major order from the start of the array. */
  public static Layout of(Shape shape) {
    return shape.rank() == 0 ? SCALAR : new Layout(shape, rowMajor(shape), 0);
  }

  /** Any places: the first element at the offset, neighbours along each axis so far apart. */
  public static Layout of(Shape shape, int[] strides, int offset) {
    return new Layout(shape, strides.clone(), offset);
  }

  /** The lengths of the axes. */
  public Shape shape() {
    return shape;
  }

  /** The number of elements. */
  public int size() {
    return shape.size();
  }

  /** The number of axes. */
  public int rank() {
    return strides.length;
  }

  /** The length of an axis, counted from the front. */
  public int dim(int axis) {
    return shape.dim(axis);
  }

  /** The distance in the array between neighbours along an axis. */
  public int stride(int axis) {
    return strides[axis];
  }

  /** Where the first element lies. */
  public int offset() {
    return offset;
  }

  /** Whether the elements lie one after another in row-major order, from the offset on. */
  public boolean isContiguous() {
    return contiguous;
  }

  /**
   * The stride of one loop over all elements: 1 if contiguous, 0 if all are one, -1 if it takes
   * more.
   */
  public int step() {
    return step;
  }

  /** Row-major order from the start of an array, of the same shape. */
  public Layout plain() {
    return contiguous && offset == 0 ? this : of(shape);
  }

  /** Contiguous from the start of the array. */
  public boolean isPlain() {
    return contiguous && offset == 0;
  }

  /** Whether one place in the array is seen more than once because an axis has stride 0. */
  public boolean repeats() {
    for (int k = 0; k < strides.length; k++) {
      if (strides[k] == 0 && shape.dim(k) > 1 && shape.size() > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the elements fill a stretch of the array from the offset on, each place once, whatever
   * the order of the axes.
   */
  public boolean isDense() {
    if (contiguous) {
      return true;
    }
    // Each axis in turn is the one whose stride is what is filled so far.
    int filled = 1;
    for (int seen = 0; filled < shape.size(); seen++) {
      int next = -1;
      for (int k = 0; k < strides.length && next < 0; k++) {
        next = strides[k] == filled && shape.dim(k) > 1 ? k : -1;
      }
      if (next < 0 || seen > strides.length) {
        return false;
      }
      filled *= shape.dim(next);
    }
    return true;
  }

  /** Whether another layout of this shape has the same strides, so that elements lie alike. */
  public boolean liesLike(Layout other) {
    return Arrays.equals(strides, other.strides);
  }

  /** The same from the start of the array. */
  public Layout fromStart() {
    return offset == 0 ? this : new Layout(shape, strides, 0);
  }

  /** The position in the array of the element with this row-major number. */
  public int position(int number) {
    if (contiguous) {
      return offset + number;
    }
    int at = offset;
    for (int k = strides.length - 1; k >= 0; k--) {
      int n = shape.dim(k);
      at += number % n * strides[k];
      number /= n;
    }
    return at;
  }

  /** A view with the axes in another order: axis {@code k} is the old axis {@code order[k]}. */
  public Layout permute(int[] order) {
    int[] dims = new int[order.length];
    int[] s = new int[order.length];
    for (int k = 0; k < order.length; k++) {
      dims[k] = shape.dim(order[k]);
      s[k] = strides[order[k]];
    }
    return new Layout(Shape.of(dims), s, offset);
  }

  /** A view of a larger shape, aligned at the last axes; added and widened axes have stride 0. */
  public Layout broadcastTo(Shape target) {
    int[] s = new int[target.rank()];
    int shift = target.rank() - strides.length;
    for (int k = 0; k < strides.length; k++) {
      s[k + shift] = shape.dim(k) == 1 && target.dim(k + shift) != 1 ? 0 : strides[k];
    }
    return new Layout(target, s, offset);
  }

  /** A view of {@code length} elements along an axis, from {@code start} on, {@code step} apart. */
  public Layout slice(int axis, int start, int length, int step) {
    int[] dims = shape.toArray();
    int[] s = strides.clone();
    dims[axis] = length;
    s[axis] *= step;
    return new Layout(Shape.of(dims), s, length == 0 ? offset : offset + start * strides[axis]);
  }

  /** A view of one position along an axis, which it loses. */
  public Layout select(int axis, int index) {
    int[] dims = new int[strides.length - 1];
    int[] s = new int[strides.length - 1];
    for (int k = 0; k < dims.length; k++) {
      dims[k] = shape.dim(k < axis ? k : k + 1);
      s[k] = strides[k < axis ? k : k + 1];
    }
    return new Layout(Shape.of(dims), s, offset + index * strides[axis]);
  }

  /** A view with an axis of length 1 put in before this one. */
  public Layout unsqueeze(int axis) {
    int[] dims = new int[strides.length + 1];
    int[] s = new int[strides.length + 1];
    for (int k = 0; k < dims.length; k++) {
      dims[k] = k == axis ? 1 : shape.dim(k < axis ? k : k - 1);
      s[k] = k == axis ? 1 : strides[k < axis ? k : k - 1];
    }
    return new Layout(Shape.of(dims), s, offset);
  }

  /**
   * A view of the same elements, in row-major order, under another shape; null if it takes a copy.
   */
  public @Nullable Layout reshape(Shape target) {
    if (contiguous) {
      return new Layout(target, rowMajor(target), offset);
    }
    // Walk both shapes from the last axis; each run of target axes has to fill one run of source
    // axes that lie as one, or nothing can be said with strides.
    int[] s = new int[target.rank()];
    int t = target.rank() - 1;
    int k = strides.length - 1;
    while (k >= 0) {
      int step = strides[k];
      int run = shape.dim(k--);
      while (k >= 0 && (shape.dim(k) == 1 || strides[k] == run * step)) {
        run *= shape.dim(k--);
      }
      int filled = 1;
      while (t >= 0 && filled < run) {
        s[t] = filled * step;
        filled *= target.dim(t--);
      }
      if (filled != run) {
        return null;
      }
    }
    while (t >= 0) {
      s[t--] = 1;
    }
    return new Layout(target, s, offset);
  }

  private static int[] rowMajor(Shape shape) {
    int[] s = new int[shape.rank()];
    int n = 1;
    for (int k = s.length - 1; k >= 0; k--) {
      s[k] = n;
      n *= Math.max(shape.dim(k), 1);
    }
    return s;
  }

  private static boolean isRowMajor(Shape shape, int[] strides) {
    if (shape.size() == 0) {
      return true;
    }
    int n = 1;
    for (int k = strides.length - 1; k >= 0; k--) {
      int d = shape.dim(k);
      if (d != 1 && strides[k] != n) {
        return false;
      }
      n *= d;
    }
    return true;
  }

  private static boolean repeatsOne(Shape shape, int[] strides) {
    for (int k = 0; k < strides.length; k++) {
      if (strides[k] != 0 && shape.dim(k) != 1) {
        return false;
      }
    }
    return true;
  }
}

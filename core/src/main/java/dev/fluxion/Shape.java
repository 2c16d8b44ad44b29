package dev.fluxion;

import java.util.Arrays;

/**
 * The lengths of a tensor's axes, outermost first; {@code ()} is the shape of a single number
 * (0-d). Immutable.
 *
 * <pre>{@code
 * Shape.of(2, 3).size();      // 6
 * Shape.of(2, 3).dim(-1);     // 3
 * }</pre>
 */
public final class Shape {
  /** The shape of a single number. */
  public static final Shape SCALAR = new Shape(new int[0]);

  /** Sets of axes are bit masks. */
  private static final int MAX_RANK = 31;

  private final int[] dims;
  private final int size;

  private Shape(int[] dims) {
    if (dims.length > MAX_RANK) {
      throw new ShapeException("a tensor has at most " + MAX_RANK + " axes, got " + dims.length);
    }
    long n = 1;
    boolean empty = false;
    for (int d : dims) {
      if (d < 0) {
        throw negative(dims);
      }
      empty |= d == 0;
      n = Math.min(n * Math.max(d, 1), 1L << 40);
    }
    if (!empty && n > Integer.MAX_VALUE) {
      throw tooLarge(dims);
    }
    this.dims = dims;
    this.size = empty ? 0 : (int) n;
  }

  /**
   * A shape with these lengths.
   *
   * @param dims the length of each axis, 0 or more
   * @return the shape
   * @throws ShapeException if a length is negative or the number of elements exceeds 2³¹ - 1
   */
  public static Shape of(int... dims) {
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /**
   * The number of axes.
   *
   * @return 0 for a single number
   */
  public int rank() {
    return dims.length;
  }

  /**
   * The number of elements, the product of the lengths.
   *
   * @return 1 for a single number, 0 if any axis is empty
   */
  public int size() {
    return size;
  }

  /**
   * The length of one axis.
   *
   * @param axis the axis, negative counts from the end
   * @return its length
   * @throws IndexException if there is no such axis
   */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /**
   * The axis as a number from 0, whichever way it was given.
   *
   * @param axis an axis, negative counts from the end
   * @return the axis counted from the front
   * @throws IndexException if there is no such axis
   */
  public int axis(int axis) {
    int k = axis < 0 ? axis + dims.length : axis;
    if (k < 0 || k >= dims.length) {
      throw noSuchAxis(axis);
    }
    return k;
  }

  /**
   * The lengths as an array.
   *
   * @return a copy
   */
  public int[] toArray() {
    return dims.clone();
  }

  /**
   * This shape with one more axis in front.
   *
   * @param length the length of the new axis
   * @return the shape {@code (length, …)}
   */
  public Shape prepended(int length) {
    int[] all = new int[dims.length + 1];
    all[0] = length;
    System.arraycopy(dims, 0, all, 1, dims.length);
    return new Shape(all);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** The lengths in parentheses: {@code (2, 3)}. */
  @Override
  public String toString() {
    var text = Arrays.toString(dims);
    return "(" + text.substring(1, text.length() - 1) + ")";
  }

  private IndexException noSuchAxis(int axis) {
    return new IndexException(rankRule() + ", got axis " + axis + " for a tensor of shape " + this);
  }

  private String rankRule() {
    return dims.length == 0
        ? "a 0-d tensor has no axes"
        : "an axis lies in [" + -dims.length + ", " + (dims.length - 1) + "]";
  }

  private static ShapeException negative(int[] dims) {
    return new ShapeException("lengths of axes are 0 or more, got " + Arrays.toString(dims));
  }

  private static ShapeException tooLarge(int[] dims) {
    return new ShapeException(
        "a tensor holds at most 2147483647 elements, got the shape " + Arrays.toString(dims));
  }
}

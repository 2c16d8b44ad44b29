package dev.fluxion;

import dev.fluxion.op.Permute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What the rearranging methods check, and the shapes they ask for. */
final class Moves {
  private Moves() {}

  /** The shape with the one length that was left open. */
  static Shape fill(Tensor x, int[] dims) {
    int open = -1;
    long known = 1;
    for (int k = 0; k < dims.length; k++) {
      if (dims[k] == -1 && open < 0) {
        open = k;
      } else if (dims[k] < 0) {
        throw badLength(x, dims);
      } else {
        known *= dims[k];
      }
    }
    if (open < 0) {
      return Shape.of(dims);
    }
    if (known == 0 || x.size() % known != 0) {
      throw unequalSize(x, dims);
    }
    int[] full = dims.clone();
    full[open] = (int) (x.size() / known);
    return Shape.of(full);
  }

  static List<Integer> order(Tensor x, int[] order) {
    if (order.length != x.rank()) {
      throw new ShapeException(
          "permute names every axis once, got "
              + order.length
              + " axes for the shape "
              + x.shape());
    }
    Fold.mask(x, order);
    List<Integer> axes = new ArrayList<>();
    for (int axis : order) {
      axes.add(x.shape().axis(axis));
    }
    return List.copyOf(axes);
  }

  static Shape expanded(Tensor x, int[] dims) {
    int added = dims.length - x.rank();
    if (added < 0) {
      throw cannotExpand(x, dims);
    }
    int[] full = dims.clone();
    for (int k = 0; k < dims.length; k++) {
      int old = k < added ? 1 : x.shape().dim(k - added);
      if (dims[k] == -1 && k >= added) {
        full[k] = old;
      } else if (dims[k] < 0 || dims[k] != old && old != 1) {
        throw cannotExpand(x, dims);
      }
    }
    return Shape.of(full);
  }

  /** A view in which one axis stands elsewhere, the others in order. */
  static Tensor moveAxis(Tensor x, int from, int to) {
    int a = x.shape().axis(from);
    int b = x.shape().axis(to);
    List<Integer> order = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    order.add(b, order.remove(a));
    return a == b ? x : Apply.linear(new Permute(List.copyOf(order)), x);
  }

  /** A tensor repeated to a shape; the step is not shown in graphs. */
  static Tensor expandedTo(Tensor x, Shape shape, String call) {
    int added = shape.rank() - x.rank();
    boolean fits = added >= 0;
    for (int k = 0; fits && k < x.rank(); k++) {
      int d = x.shape().dim(k);
      fits = d == 1 || d == shape.dim(k + added);
    }
    if (!fits) {
      throw new ShapeException(
          call + " takes a value that broadcasts to " + shape + ", got the shape " + x.shape());
    }
    return Align.expand(x, shape);
  }

  static int newAxis(Tensor x, int axis) {
    int at = axis < 0 ? axis + x.rank() + 1 : axis;
    if (at < 0 || at > x.rank()) {
      throw new IndexException(
          "a new axis stands in ["
              + (-x.rank() - 1)
              + ", "
              + x.rank()
              + "] of the shape "
              + x.shape()
              + ", got "
              + axis);
    }
    return at;
  }

  static ShapeException unequalSize(Tensor x, int[] dims) {
    return new ShapeException(
        "reshape keeps the number of elements, got the shape "
            + x.shape()
            + " for "
            + Arrays.toString(dims));
  }

  private static ShapeException badLength(Tensor x, int[] dims) {
    return new ShapeException(
        "reshape takes lengths of 0 or more and -1 once, got "
            + Arrays.toString(dims)
            + " for the shape "
            + x.shape());
  }

  private static ShapeException cannotExpand(Tensor x, int[] dims) {
    return new ShapeException(
        "expand repeats axes of length 1 and keeps the others, got the shape "
            + x.shape()
            + " for "
            + Arrays.toString(dims));
  }
}

package dev.fluxion;

import dev.fluxion.op.IndexSelect;
import dev.fluxion.op.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of {@code x[…]} from left to right: numbers, slices and new axes are applied at
 * once, each as a view; tensors of positions are collected with the axis they stand for and applied
 * together at the end, as one selection along the axes they name, made one axis.
 */
final class Picks {
  private final Tensor whole;
  private Tensor x;

  /** The axis of x that the next item stands for, and which one of the whole tensor that was. */
  private int axis;

  private int origin;
  private final List<Integer> axes = new ArrayList<>();
  private final List<Integer> origins = new ArrayList<>();
  private final List<Tensor> positions = new ArrayList<>();

  Picks(Tensor x) {
    this.whole = x;
    this.x = x;
  }

  Tensor get(@Nullable Object... items) {
    var given = new Object[items.length];
    int named = 0;
    int dots = 0;
    for (int k = 0; k < items.length; k++) {
      given[k] = item(items[k]);
      named += width(given[k]);
      dots += given[k] == Index.Mark.ELLIPSIS ? 1 : 0;
    }
    if (named > x.rank()) {
      throw tooMany(x, named);
    }
    if (dots > 1) {
      throw new IndexException("an index has at most one ellipsis(), got " + dots);
    }
    for (var item : given) {
      apply(item, whole.rank() - named);
    }
    return positions.isEmpty() ? (x == whole ? alias(x) : x) : picked();
  }

  private static Tensor alias(Tensor x) {
    return x.reshape(x.shape());
  }

  /** The item as a number, an index or a tensor. */
  private static Object item(@Nullable Object given) {
    return switch (given) {
      case Integer i -> i;
      case Long l when l == l.intValue() -> l.intValue();
      case Index i -> i;
      case int[] p -> Create.from(p);
      case long[] p -> Create.from(p);
      case boolean[] mask -> Create.from(mask);
      case Tensor t when t.dtype() == DType.BOOL && t.rank() > 0 -> t;
      case Tensor t when t.dtype().isInteger() -> t;
      case null, default -> throw badItem(given);
    };
  }

  /** How many axes of the tensor an item stands for. */
  private static int width(Object item) {
    return switch (item) {
      case Index.Mark _ -> 0;
      case Tensor t when t.dtype() == DType.BOOL -> t.rank();
      default -> 1;
    };
  }

  private void apply(Object item, int rest) {
    switch (item) {
      case Integer at -> {
        x = x.select(axis, position(at, x.shape().dim(axis), origin, whole));
        origin++;
      }
      case Index.Slice s -> {
        int n = x.shape().dim(axis);
        boolean all = s.equals(Index.Slice.ALL);
        x = all ? x : Apply.linear(new Slice(axis, s.from(n), s.count(n), s.step()), x);
        axis++;
        origin++;
      }
      case Index.Mark.NEW_AXIS -> x = x.unsqueeze(axis++);
      case Index.Mark.ELLIPSIS -> {
        axis += rest;
        origin += rest;
      }
      case Tensor mask when mask.dtype() == DType.BOOL -> collect(mask);
      case Tensor at -> collectAt(at);
      default -> throw new AssertionError("item() lets no other kind pass, got " + item);
    }
  }

  private void collectAt(Tensor at) {
    positions.add(at);
    axes.add(axis++);
    origins.add(origin++);
  }

  /** A mask stands for the positions where it is true. */
  private void collect(Tensor mask) {
    int rank = mask.rank();
    for (int k = 0; k < rank; k++) {
      if (mask.shape().dim(k) != x.shape().dim(axis + k)) {
        throw new ShapeException(
            "a bool index has the shape of the axes it stands for, got "
                + mask.shape()
                + " at axis "
                + origin
                + " of the shape "
                + whole.shape());
      }
    }
    boolean[] flags = mask.toBooleanArray();
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    var at = new long[rank][count];
    int n = 0;
    for (int i = 0; i < flags.length; i++) {
      if (flags[i]) {
        int rest = i;
        for (int k = rank - 1; k >= 0; k--) {
          at[k][n] = rest % mask.shape().dim(k);
          rest /= mask.shape().dim(k);
        }
        n++;
      }
    }
    for (var along : at) {
      collectAt(Create.wrap(along));
    }
  }

  private Tensor picked() {
    int first = axes.getFirst();
    int count = axes.size();
    if (axes.getLast() - first != count - 1) {
      x = x.permute(axesInFront());
      first = 0;
    }
    int[] dims = x.shape().toArray();
    var common = common();
    var at = numbers(common, Arrays.copyOfRange(dims, first, first + count));
    int one = 1;
    for (int k = first; k < first + count; k++) {
      one *= dims[k];
    }
    var flat = x.reshape(Shape.of(replaced(dims, first, count, one)));
    var y = Apply.indexed(new IndexSelect(first), flat, at.flatten());
    return y.reshape(Shape.of(replaced(dims, first, count, common.toArray())));
  }

  private int[] axesInFront() {
    int[] order = new int[x.rank()];
    int n = 0;
    for (int k : axes) {
      order[n++] = k;
    }
    for (int k = 0; k < order.length; k++) {
      if (!axes.contains(k)) {
        order[n++] = k;
      }
    }
    return order;
  }

  private Shape common() {
    var shape = Shape.SCALAR;
    try {
      for (var at : positions) {
        shape = Align.broadcast(new IndexSelect(0), shape, at.shape());
      }
    } catch (ShapeException e) {
      var shapes = positions.stream().map(at -> at.shape().toString()).toList();
      throw new ShapeException(
          "tensors of positions are broadcast against each other, got the shapes "
              + String.join(" and ", shapes),
          e);
    }
    return shape;
  }

  /**
   * The row-major numbers of the positions within the axes they stand for, which have these
   * lengths.
   */
  private Tensor numbers(Shape common, int[] dims) {
    Tensor numbers = null;
    for (int k = 0; k < dims.length; k++) {
      var at = Align.expand(wrap(positions.get(k), dims[k], origins.get(k), whole), common);
      numbers = numbers == null ? at : numbers.mul(dims[k]).add(at);
    }
    return Objects.requireNonNull(numbers);
  }

  private static int[] replaced(int[] dims, int first, int count, int... by) {
    int[] out = new int[dims.length - count + by.length];
    System.arraycopy(dims, 0, out, 0, first);
    System.arraycopy(by, 0, out, first, by.length);
    System.arraycopy(dims, first + count, out, first + by.length, dims.length - first - count);
    return out;
  }

  static Tensor gather(Tensor x, int axis, Tensor index) {
    if (x.rank() == 0 && index.rank() == 0) {
      Fold.mask(x, axis);
      return x.reshape(1).indexSelect(0, index).reshape();
    }
    int k = x.shape().axis(axis);
    boolean fits = index.rank() == x.rank();
    for (int i = 0; fits && i < x.rank(); i++) {
      fits = i == k || index.shape().dim(i) <= x.shape().dim(i);
    }
    if (!fits) {
      throw new ShapeException(
          "gather needs an index of as many axes, not longer except along axis "
              + k
              + ", got "
              + index.shape()
              + " for the shape "
              + x.shape());
    }
    var at = wrap(index, x.shape().dim(k), k, x);
    var flat = dev.fluxion.op.Positions.of(x.shape(), k, at);
    return Apply.indexed(new IndexSelect(0), x.flatten(), flat).reshape(index.shape());
  }

  /** Positions as non-negative numbers, checked, in row-major order. */
  static Tensor wrap(Tensor index, int n, int axis, Tensor x) {
    if (!index.dtype().isInteger()) {
      throw new DTypeException("positions are whole numbers, got " + index.dtype());
    }
    if (index instanceof Lifted l) {
      return l.level.isOpen() && l instanceof Batched b
          ? new Batched(b.level, wrap(b.all, n, axis, x))
          : wrap(l.outside(), n, axis, x);
    }
    long[] at = index.toLongArray();
    for (int i = 0; i < at.length; i++) {
      if (at[i] < -n || at[i] >= n) {
        throw noPosition(at[i], n, axis, x);
      }
      at[i] += at[i] < 0 ? n : 0;
    }
    return Create.wrap(at).reshape(index.shape());
  }

  static int position(int at, int n, int axis, Tensor x) {
    if (at < -n || at >= n) {
      throw noPosition(at, n, axis, x);
    }
    return at < 0 ? at + n : at;
  }

  private static IndexException noPosition(long at, int n, int axis, Tensor x) {
    return new IndexException(
        n == 0
            ? "axis " + axis + " of the shape " + x.shape() + " has no positions, got " + at
            : "a position along axis "
                + axis
                + " of the shape "
                + x.shape()
                + " lies in ["
                + -n
                + ", "
                + (n - 1)
                + "], got "
                + at);
  }

  static IndexException tooMany(Tensor x, int named) {
    return new IndexException(
        "an index names each axis once at most, got "
            + named
            + " positions for the shape "
            + x.shape());
  }

  static IndexException outside(Tensor x, int axis, int start, int length) {
    return new IndexException(
        "narrow needs positions inside of axis "
            + axis
            + " of the shape "
            + x.shape()
            + ", got start "
            + start
            + " and length "
            + length);
  }

  private static IndexException badItem(@Nullable Object given) {
    var got =
        given instanceof Tensor t
            ? "a tensor of " + t.dtype() + " and shape " + t.shape()
            : given == null ? "null" : given.getClass().getSimpleName() + " " + given;
    return new IndexException(
        "an index is made of int, slice(…), all(), newAxis(), ellipsis(), tensors of whole numbers"
            + " or bool, int[] and boolean[], got "
            + got);
  }
}

package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Convolve;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Strided;
import dev.fluxion.kernel.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One of the three maps of a convolution, {@code y[n, o, p] = Σ w[o, c, k] · x[n, c, p·stride -
 * padding + k·dilation]} over the channels c of the group of o and the taps k of two axes. The sum
 * {@code Σ ct·y} is linear in each of x [(…, N, C, H, W)], w [(…, O, C / groups, kH, kW)] and ct
 * [(…, N, O, oH, oW)]; with one of the three left open it is a map from the other two. The
 * transposes of such a map are the two that leave another one open, so all orders of derivative are
 * convolutions again.
 *
 * <p>Axes in front of the four are of a batch, equal for both operands. Operands are in the order
 * x, w, ct, but for an open x, where ct comes first: a transposed convolution of images by weights.
 *
 * @param h the window along the height
 * @param w the window along the width
 * @param groups into how many groups the channels are split, which do not see each other
 * @param open what is left open
 */
public record Convolution(Window h, Window w, int groups, Open open) implements Bilinear {
  /** What a convolution is taken by. */
  public enum Open {
    /** The result, of images and weights: a convolution. */
    OUTPUT,
    /** The images, of results and weights: a transposed convolution. */
    INPUT,
    /** The weights, of images and results. */
    WEIGHT
  }

  private Convolution opened(Open other) {
    return new Convolution(h, w, groups, other);
  }

  @Override
  public Spec result(Spec a, Spec b) {
    int rank = a.shape().rank();
    int[] dims = a.shape().toArray();
    int at = rank - 4;
    switch (open) {
      case OUTPUT -> dims[at + 1] = b.shape().dim(at);
      case INPUT -> dims[at + 1] = b.shape().dim(at + 1) * groups;
      case WEIGHT -> {
        dims[at] = b.shape().dim(at + 1);
        dims[at + 1] = a.shape().dim(at + 1) / groups;
      }
    }
    dims[at + 2] =
        switch (open) {
          case OUTPUT -> h.output();
          case INPUT -> h.input();
          case WEIGHT -> h.size();
        };
    dims[at + 3] =
        switch (open) {
          case OUTPUT -> w.output();
          case INPUT -> w.input();
          case WEIGHT -> w.size();
        };
    return a.with(Shape.of(dims));
  }

  @Override
  public Strided value(Strided a, Strided b) {
    var dtype = a.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    var shape = result(new Spec(a.shape(), dtype), new Spec(b.shape(), dtype)).shape();
    var out = Strided.zeros(shape, dtype);
    var fronts = Layout.of(front(a.shape()));
    for (int k = 0; k < fronts.size(); k++) {
      one(plain(at(a, k), dtype), plain(at(b, k), dtype), at(out, k), dtype);
    }
    return dtype == a.dtype() ? out : out.copy(a.dtype());
  }

  /** The pair with this number of those along the axes in front. */
  private static Strided at(Strided x, int number) {
    var layout = x.layout();
    int[] dims = front(x.shape()).toArray();
    int rest = number;
    for (int k = dims.length - 1; k >= 0; k--) {
      layout = layout.select(k, rest % dims[k]);
      rest /= dims[k];
    }
    return x.with(layout);
  }

  private static Shape front(Shape x) {
    return Shape.of(Arrays.copyOf(x.toArray(), x.rank() - 4));
  }

  /** In row-major order; what lies so behind an offset, one of a batch, is copied as well. */
  private static Strided plain(Strided x, DType dtype) {
    return x.dtype() == dtype ? x.plain() : x.copy(dtype);
  }

  private void one(Strided a, Strided b, Strided out, DType dtype) {
    var y = out.layout().isPlain() ? out : Strided.zeros(out.shape(), dtype);
    int images = a.shape().dim(0);
    int channels = a.shape().dim(1);
    switch (open) {
      case OUTPUT -> Convolve.output(kind(channels, b.shape().dim(0)), dtype, a, b, y, images);
      case INPUT -> Convolve.input(kind(y.shape().dim(1), channels), dtype, a, b, y, images);
      case WEIGHT -> Convolve.weight(kind(channels, b.shape().dim(1)), dtype, a, b, y, images);
    }
    if (y != out && y.layout().size() > 0) {
      System.arraycopy(y.array(), 0, out.array(), out.layout().offset(), y.layout().size());
    }
  }

  private Convolve.Kind kind(int channels, int outs) {
    return new Convolve.Kind(channels, outs, groups, h, w);
  }

  @Override
  public Tensor left(Tensor ct, Tensor b) {
    return switch (open) {
      case OUTPUT -> Rules.apply(opened(Open.INPUT), ct, b);
      case INPUT -> Rules.apply(opened(Open.OUTPUT), ct, b);
      case WEIGHT -> Rules.apply(opened(Open.INPUT), b, ct);
    };
  }

  @Override
  public Tensor right(Tensor ct, Tensor a) {
    return switch (open) {
      case OUTPUT -> Rules.apply(opened(Open.WEIGHT), a, ct);
      case INPUT -> Rules.apply(opened(Open.WEIGHT), ct, a);
      case WEIGHT -> Rules.apply(opened(Open.OUTPUT), a, ct);
    };
  }

  @Override
  public Bilinear batched() {
    return this;
  }

  /** More images, or more channels of the images. */
  @Override
  public Tensor leftBatched(Tensor a, Tensor b) {
    if (b.rank() > 4) {
      return Rules.apply(this, a, b.expand(b.shape().prepended(a.shape().dim(0))));
    }
    var y = results(a.shape(), b.shape());
    return open == Open.WEIGHT
        ? unmixed(Rules.apply(this, mixed(a, 1, groups), b), 1, 1, y)
        : unmixed(Rules.apply(this, mixed(a, 0, 1), b), 0, 1, y);
  }

  /** More channels of the results, or of the images, so the patches are gathered once. */
  @Override
  public Tensor rightBatched(Tensor a, Tensor b) {
    if (a.rank() > 4) {
      return Rules.apply(this, a.expand(a.shape().prepended(b.shape().dim(0))), b);
    }
    var y = results(a.shape(), b.shape());
    return switch (open) {
      case OUTPUT -> unmixed(Rules.apply(this, a, mixed(b, 0, groups)), 1, groups, y);
      case INPUT -> unmixed(Rules.apply(this, a, mixed(b, 1, 1)), 1, groups, y);
      case WEIGHT -> unmixed(Rules.apply(this, a, mixed(b, 1, groups)), 0, groups, y);
    };
  }

  /** The shape of all results, where one of the operands has the axis of a batch in front. */
  private Shape results(Shape a, Shape b) {
    int n = a.rank() > b.rank() ? a.dim(0) : b.dim(0);
    var left = a.rank() > b.rank() ? tail(a) : a;
    var right = b.rank() > a.rank() ? tail(b) : b;
    return result(new Spec(left, DType.FLOAT32), new Spec(right, DType.FLOAT32))
        .shape()
        .prepended(n);
  }

  private static Shape tail(Shape x) {
    return Shape.of(Arrays.copyOfRange(x.toArray(), 1, x.rank()));
  }

  /** A batch put into another axis, which is of some groups: of each group, one after another. */
  private static Tensor mixed(Tensor x, int axis, int groups) {
    List<Integer> dims = dims(x);
    int n = dims.removeFirst();
    int all = dims.get(axis);
    dims.set(axis, all * n);
    List<Integer> apart = dims(x);
    apart.set(axis + 1, groups);
    apart.add(axis + 2, all / groups);
    return moved(x.reshape(array(apart)), 0, axis + 1).reshape(array(dims));
  }

  /** The batch taken out of an axis again, which gives this shape. */
  private static Tensor unmixed(Tensor y, int axis, int groups, Shape shape) {
    List<Integer> apart = dims(y);
    apart.set(axis, groups);
    apart.add(axis + 1, shape.dim(0));
    apart.add(axis + 2, shape.dim(axis + 1) / groups);
    return moved(y.reshape(array(apart)), axis + 1, 0).reshape(shape.toArray());
  }

  private static Tensor moved(Tensor x, int from, int to) {
    List<Integer> order = new ArrayList<>();
    for (int k = 0; k < x.rank(); k++) {
      order.add(k);
    }
    order.add(to, order.remove(from));
    return x.permute(array(order));
  }

  private static List<Integer> dims(Tensor x) {
    List<Integer> dims = new ArrayList<>();
    for (int d : x.shape().toArray()) {
      dims.add(d);
    }
    return dims;
  }

  private static int[] array(List<Integer> x) {
    return x.stream().mapToInt(Integer::intValue).toArray();
  }

  /** What the laws try. */
  public static List<Example> examples() {
    List<Example> all = new ArrayList<>();
    for (var open : Open.values()) {
      // A row, a window with room around it, one with gaps, two groups, one tap, several strips.
      all.add(
          example(open, 2, 2, 3, 1, new Window(1, 1, 1, 1, 0, 1), new Window(6, 3, 4, 1, 0, 1)));
      all.add(
          example(open, 2, 1, 2, 1, new Window(4, 3, 2, 2, 1, 1), new Window(3, 2, 4, 1, 1, 1)));
      all.add(
          example(open, 1, 2, 2, 1, new Window(5, 2, 3, 1, 0, 2), new Window(4, 2, 2, 2, 0, 1)));
      all.add(
          example(open, 2, 4, 2, 2, new Window(2, 2, 1, 1, 0, 1), new Window(3, 2, 2, 1, 0, 1)));
      all.add(
          example(open, 2, 2, 3, 1, new Window(2, 1, 2, 1, 0, 1), new Window(2, 1, 2, 1, 0, 1)));
      all.add(
          example(open, 2, 2, 2, 2, new Window(2, 1, 2, 1, 0, 1), new Window(1, 1, 1, 1, 0, 1)));
      all.add(
          example(open, 1, 1, 1, 1, new Window(2, 3, 3, 2, 4, 3), new Window(1, 2, 2, 1, 1, 1)));
      all.add(
          example(open, 0, 2, 2, 1, new Window(2, 2, 1, 1, 0, 1), new Window(2, 2, 1, 1, 0, 1)));
      all.add(
          example(open, 1, 0, 2, 1, new Window(2, 2, 1, 1, 0, 1), new Window(2, 2, 1, 1, 0, 1)));
      all.add(
          example(open, 1, 2, 0, 1, new Window(2, 1, 2, 1, 0, 1), new Window(2, 1, 2, 1, 0, 1)));
      all.add(
          example(open, 1, 2, 1, 1, new Window(1, 2, 0, 1, 0, 1), new Window(2, 2, 1, 1, 0, 1)));
    }
    return all;
  }

  private static Example example(
      Open open, int images, int channels, int outs, int groups, Window h, Window w) {
    var x = Operand.of(images, channels, h.input(), w.input());
    var weights = Operand.of(outs, channels / groups, h.size(), w.size());
    var y = Operand.of(images, outs, h.output(), w.output());
    var op = new Convolution(h, w, groups, open);
    return switch (open) {
      case OUTPUT -> Example.of(op, x, weights);
      case INPUT -> Example.of(op, y, weights);
      case WEIGHT -> Example.of(op, x, y);
    };
  }
}

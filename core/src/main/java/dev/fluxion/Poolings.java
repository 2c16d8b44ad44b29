package dev.fluxion;

import dev.fluxion.kernel.Window;
import dev.fluxion.op.AvgPool;
import dev.fluxion.op.MaxPool;

/** What pooling checks, and the windows it asks for. */
final class Poolings {
  private Poolings() {}

  static Tensor avgPool(String call, Tensor x, PoolOptions o, int axes) {
    if (o.dilation().height() > 1 || o.dilation().width() > 1) {
      throw new IllegalArgumentException(
          call + " has a dilation of 1, got " + o.dilation() + "; use conv2d with equal weights");
    }
    var images = images(call, x, axes);
    var h =
        window(
            call,
            x,
            images,
            2,
            o.kernel().height(),
            o.stride().height(),
            o.padding().height(),
            1,
            o.ceilMode());
    var w =
        window(
            call,
            x,
            images,
            1,
            o.kernel().width(),
            o.stride().width(),
            o.padding().width(),
            1,
            o.ceilMode());
    int divisor = o.divisorOverride() > 0 ? o.divisorOverride() : o.countIncludePad() ? 0 : -1;
    var y = Apply.linear(new AvgPool(h, w, divisor, false), images);
    return axes == 2 ? y : y.squeeze(-2);
  }

  static ValuesIndices maxPool(String call, Tensor x, PoolOptions o, int axes) {
    var images = images(call, x, axes);
    var d = o.dilation();
    var h =
        window(
            call,
            x,
            images,
            2,
            o.kernel().height(),
            o.stride().height(),
            o.padding().height(),
            d.height(),
            o.ceilMode());
    var w =
        window(
            call,
            x,
            images,
            1,
            o.kernel().width(),
            o.stride().width(),
            o.padding().width(),
            d.width(),
            o.ceilMode());
    var y = Apply.opaque(new MaxPool(h, w), images);
    return axes == 2
        ? new ValuesIndices(y[0], y[1])
        : new ValuesIndices(y[0].squeeze(-2), y[1].squeeze(-2));
  }

  private static Tensor images(String call, Tensor x, int axes) {
    Fold.floating(x, call);
    if (x.rank() != axes + 2 && x.rank() != axes + 1) {
      throw new ShapeException(
          call
              + " needs "
              + (axes == 2 ? "(N, C, H, W) or (C, H, W)" : "(N, C, L) or (C, L)")
              + ", got "
              + x.shape());
    }
    return axes == 2 ? x : x.unsqueeze(-2);
  }

  private static Window window(
      String call,
      Tensor x,
      Tensor images,
      int fromEnd,
      int size,
      int stride,
      int padding,
      int dilation,
      boolean ceil) {
    int input = images.shape().dim(-fromEnd);
    long free = input + 2L * padding - (long) dilation * (size - 1) - 1;
    long more = ceil ? stride - 1 : 0;
    // A division that rounds down also below 0.
    long output = Math.floorDiv(free + more, stride) + 1;
    if (ceil && (output - 1) * stride >= (long) input + padding) {
      output--;
    }
    var window = new Window(input, size, (int) Math.max(0, output), stride, padding, dilation);
    boolean sees = output > 0;
    for (int place = 0; sees && place < output; place++) {
      sees = window.inside(place) > 0;
    }
    if (!sees) {
      throw new ShapeException(
          call
              + " needs windows that see one element or more, got the shape "
              + x.shape()
              + " for a kernel of "
              + size
              + " with padding "
              + padding
              + " and dilation "
              + dilation);
    }
    return window;
  }
}

package dev.fluxion;

import dev.fluxion.kernel.Window;
import dev.fluxion.op.Convolution;
import org.jspecify.annotations.Nullable;

/** What convolutions check, and the windows they ask for. */
final class Convolutions {
  private Convolutions() {}

  static Tensor conv2d(Tensor x, Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return images("conv2d", x, w, bias, options, 2, Convolutions::forward);
  }

  static Tensor conv1d(Tensor x, Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return images("conv1d", x, w, bias, options, 1, Convolutions::forward);
  }

  static Tensor convTranspose2d(Tensor x, Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return images("convTranspose2d", x, w, bias, options, 2, Convolutions::transposed);
  }

  static Tensor convTranspose1d(Tensor x, Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return images("convTranspose1d", x, w, bias, options, 1, Convolutions::transposed);
  }

  /** A convolution of images [(N, C, H, W)] by weights of four axes. */
  private interface Body {
    Tensor of(String call, Tensor x, Tensor w, @Nullable Tensor bias, ConvOptions options);
  }

  private static Tensor images(
      String call,
      Tensor x,
      Tensor w,
      @Nullable Tensor bias,
      ConvOptions options,
      int axes,
      Body body) {
    checkTypes(call, x, w, bias);
    if (w.rank() != axes + 2 || x.rank() != axes + 2 && x.rank() != axes + 1) {
      throw ranks(call, x, w, axes);
    }
    var all = x.rank() == axes + 1 ? x.unsqueeze(0) : x;
    var y =
        axes == 2
            ? body.of(call, all, w, bias, options)
            : body.of(call, all.unsqueeze(2), w.unsqueeze(2), bias, options.alongWidth())
                .squeeze(2);
    return x.rank() == axes + 1 ? y.squeeze(0) : y;
  }

  private static Tensor forward(
      String call, Tensor x, Tensor w, @Nullable Tensor bias, ConvOptions o) {
    int channels = x.shape().dim(1);
    int outs = w.shape().dim(0);
    if (w.shape().dim(1) * o.groups() != channels || outs % o.groups() != 0) {
      throw channels(call, x, w, o, "(O, C / groups, …), groups a divisor of O,");
    }
    checkBias(call, bias, outs);
    if (o.isSame() && (o.stride().height() > 1 || o.stride().width() > 1)) {
      throw new IllegalArgumentException(
          call + " with the same padding has stride 1, got " + o.stride() + "; use withPadding");
    }
    var s = o.stride();
    var p = o.padding();
    var d = o.dilation();
    var h = window(call, x, w, 2, s.height(), p.height(), d.height(), o.isSame());
    var v = window(call, x, w, 3, s.width(), p.width(), d.width(), o.isSame());
    var op = new Convolution(h, v, o.groups(), Convolution.Open.OUTPUT);
    return biased(Apply.bilinear(op, x, w), bias);
  }

  private static Window window(
      String call,
      Tensor x,
      Tensor w,
      int axis,
      int stride,
      int padding,
      int dilation,
      boolean same) {
    int input = x.shape().dim(axis);
    int size = w.shape().dim(axis);
    long reach = (long) dilation * (size - 1) + 1;
    if (size == 0 || !same && input + 2L * padding < reach) {
      throw tooSmall(call, x, w);
    }
    return same
        ? new Window(input, size, input, 1, (int) ((reach - 1) / 2), dilation)
        : new Window(
            input,
            size,
            (int) ((input + 2L * padding - reach) / stride) + 1,
            stride,
            padding,
            dilation);
  }

  private static Tensor transposed(
      String call, Tensor x, Tensor w, @Nullable Tensor bias, ConvOptions o) {
    int channels = x.shape().dim(1);
    if (w.shape().dim(0) != channels || channels % o.groups() != 0) {
      throw channels(call, x, w, o, "(C, O / groups, …), groups a divisor of C,");
    }
    checkBias(call, bias, w.shape().dim(1) * o.groups());
    if (o.isSame()) {
      throw new IllegalArgumentException(
          call + " has no same padding, which would be none of it; use withPadding");
    }
    var s = o.stride();
    var p = o.padding();
    var d = o.dilation();
    var more = o.outputPadding();
    var h = widened(call, x, w, 2, s.height(), p.height(), d.height(), more.height());
    var v = widened(call, x, w, 3, s.width(), p.width(), d.width(), more.width());
    var op = new Convolution(h, v, o.groups(), Convolution.Open.INPUT);
    return biased(Apply.bilinear(op, x, w), bias);
  }

  private static Window widened(
      String call, Tensor x, Tensor w, int axis, int stride, int padding, int dilation, int more) {
    if (more >= Math.max(stride, dilation)) {
      throw new IllegalArgumentException(
          call
              + " has an output padding less than the stride or the dilation, got "
              + more
              + " for a stride of "
              + stride
              + " and a dilation of "
              + dilation);
    }
    int output = x.shape().dim(axis);
    int size = w.shape().dim(axis);
    long input = (output - 1L) * stride - 2L * padding + (long) dilation * (size - 1) + more + 1;
    if (size == 0 || input < 0) {
      throw tooSmall(call, x, w);
    }
    return new Window(Math.toIntExact(input), size, output, stride, padding, dilation);
  }

  private static Tensor biased(Tensor y, @Nullable Tensor bias) {
    return bias == null ? y : y.add(bias.reshape(1, bias.size(), 1, 1));
  }

  static void checkTypes(String call, Tensor x, Tensor w, @Nullable Tensor bias) {
    boolean fits = x.dtype().isFloating() && x.dtype() == w.dtype();
    if (!fits || bias != null && bias.dtype() != x.dtype()) {
      throw new DTypeException(
          call
              + " needs floating elements of one type, got "
              + x.dtype()
              + " and "
              + w.dtype()
              + (bias == null ? "" : " and " + bias.dtype())
              + "; convert with to(…) first");
    }
  }

  private static void checkBias(String call, @Nullable Tensor bias, int outs) {
    if (bias != null && !bias.shape().equals(Shape.of(outs))) {
      throw new ShapeException(call + " needs a bias of shape (" + outs + "), got " + bias.shape());
    }
  }

  private static ShapeException ranks(String call, Tensor x, Tensor w, int axes) {
    var places = axes == 2 ? "H, W" : "L";
    var taps = axes == 2 ? "kH, kW" : "k";
    return new ShapeException(
        call
            + " needs (N, C, "
            + places
            + ") or (C, "
            + places
            + ") and weights of "
            + (axes + 2)
            + " axes, (…, …, "
            + taps
            + "), got "
            + x.shape()
            + " and "
            + w.shape());
  }

  private static ShapeException channels(
      String call, Tensor x, Tensor w, ConvOptions o, String rule) {
    return new ShapeException(
        call
            + " needs images (N, C, …) and weights "
            + rule
            + " got "
            + x.shape()
            + " and "
            + w.shape()
            + " and groups = "
            + o.groups());
  }

  private static ShapeException tooSmall(String call, Tensor x, Tensor w) {
    return new ShapeException(
        call
            + " needs weights of one element or more that fit into the padded images, got "
            + w.shape()
            + " for "
            + x.shape()
            + "; use withPadding");
  }
}

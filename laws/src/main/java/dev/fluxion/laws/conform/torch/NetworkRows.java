package dev.fluxion.laws.conform.torch;

import dev.fluxion.ConvOptions;
import dev.fluxion.LossOptions;
import dev.fluxion.PoolOptions;
import dev.fluxion.Reduction;
import dev.fluxion.Tensor;
import org.jspecify.annotations.Nullable;

/** Rows of functions that layers and losses of neural networks consist of. */
final class NetworkRows {
  private static final String WINDOW =
      "(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)";
  private static final String TRANSPOSED =
      "(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1)";
  private static final String AVERAGE =
      "(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True";
  private static final String LARGEST =
      "(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False,"
          + " return_indices=False)";

  private NetworkRows() {}

  static void fill(Torch torch) {
    convolutions(torch);
    pools(torch);
    losses(torch);
    torch.row("log_softmax(input, dim)", a -> a.tensor("input").logSoftmax(a.integer("dim")));
    torch.row(
        "layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5)",
        a ->
            a.tensor("input")
                .layerNorm(
                    a.integers("normalized_shape"),
                    optional(a, "weight"),
                    optional(a, "bias"),
                    a.number("eps").doubleValue()));
    torch.row(
        "linear(input, weight, bias=None)",
        a -> a.tensor("input").linear(a.tensor("weight"), optional(a, "bias")));
  }

  private static void convolutions(Torch torch) {
    torch.row(
        "conv1d" + WINDOW,
        a -> a.tensor("input").conv1d(a.tensor("weight"), optional(a, "bias"), convolution(a)));
    torch.row(
        "conv2d" + WINDOW,
        a -> a.tensor("input").conv2d(a.tensor("weight"), optional(a, "bias"), convolution(a)));
    torch.row(
        "conv_transpose1d" + TRANSPOSED,
        a ->
            a.tensor("input")
                .convTranspose1d(a.tensor("weight"), optional(a, "bias"), transposed(a)));
    torch.row(
        "conv_transpose2d" + TRANSPOSED,
        a ->
            a.tensor("input")
                .convTranspose2d(a.tensor("weight"), optional(a, "bias"), transposed(a)));
  }

  private static void pools(Torch torch) {
    torch.row("avg_pool1d" + AVERAGE + ")", a -> a.tensor("input").avgPool1d(average(a)));
    torch.row(
        "avg_pool2d" + AVERAGE + ", divisor_override=None)",
        a ->
            a.tensor("input")
                .avgPool2d(
                    a.isNone("divisor_override")
                        ? average(a)
                        : average(a).withDivisorOverride(a.integer("divisor_override"))));
    torch.row(
        "max_pool1d" + LARGEST,
        a -> {
          var found = a.tensor("input").maxPool1d(largest(a));
          return a.flag("return_indices") ? found : found.values();
        });
    torch.row(
        "max_pool2d" + LARGEST,
        a -> {
          var found = a.tensor("input").maxPool2d(largest(a));
          return a.flag("return_indices") ? found : found.values();
        });
  }

  private static void losses(Torch torch) {
    torch.row(
        "nll_loss(input, target, weight=None, ignore_index=-100, reduction='mean')",
        a -> a.tensor("input").nllLoss(a.tensor("target"), loss(a)));
    torch.row(
        "cross_entropy(input, target, weight=None, ignore_index=-100, reduction='mean',"
            + " label_smoothing=0.0)",
        a ->
            a.tensor("input")
                .crossEntropy(
                    a.tensor("target"),
                    loss(a).withLabelSmoothing(a.number("label_smoothing").doubleValue())));
  }

  private static @Nullable Tensor optional(Arguments a, String parameter) {
    return a.isNone(parameter) ? null : a.tensor(parameter);
  }

  private static ConvOptions convolution(Arguments a) {
    var stride = pair(a, "stride");
    var dilation = pair(a, "dilation");
    var options =
        ConvOptions.DEFAULT
            .withStride(stride[0], stride[1])
            .withDilation(dilation[0], dilation[1])
            .withGroups(a.integer("groups"));
    if ("same".equals(a.get("padding"))) {
      return options.withSamePadding();
    }
    if ("valid".equals(a.get("padding"))) {
      return options;
    }
    var padding = pair(a, "padding");
    return options.withPadding(padding[0], padding[1]);
  }

  private static ConvOptions transposed(Arguments a) {
    var more = pair(a, "output_padding");
    return convolution(a).withOutputPadding(more[0], more[1]);
  }

  private static PoolOptions average(Arguments a) {
    return windows(a).withCountIncludePad(a.flag("count_include_pad"));
  }

  private static PoolOptions largest(Arguments a) {
    var dilation = pair(a, "dilation");
    return windows(a).withDilation(dilation[0], dilation[1]);
  }

  private static PoolOptions windows(Arguments a) {
    var kernel = pair(a, "kernel_size");
    var stride = a.isNone("stride") ? kernel : pair(a, "stride");
    var padding = pair(a, "padding");
    return PoolOptions.of(kernel[0], kernel[1])
        .withStride(stride[0], stride[1])
        .withPadding(padding[0], padding[1])
        .withCeilMode(a.flag("ceil_mode"));
  }

  private static LossOptions loss(Arguments a) {
    var reduction =
        switch (String.valueOf(a.get("reduction"))) {
          case "none" -> Reduction.NONE;
          case "mean" -> Reduction.MEAN;
          case "sum" -> Reduction.SUM;
          default -> throw new NotSupported("reduction " + a.get("reduction"));
        };
    return LossOptions.DEFAULT
        .withWeight(optional(a, "weight"))
        .withIgnoreIndex(a.integer("ignore_index"))
        .withReduction(reduction);
  }

  /** One number for both axes, or one for each. */
  private static int[] pair(Arguments a, String parameter) {
    var numbers = a.integers(parameter);
    return numbers.length == 1 ? new int[] {numbers[0], numbers[0]} : numbers;
  }
}

package dev.fluxion;

import dev.fluxion.op.LogSoftmax;
import org.jspecify.annotations.Nullable;

/**
 * The methods of a tensor that layers of neural networks consist of, as {@code torch.nn.functional}
 * has them.
 *
 * <pre>{@code
 * var x = arange(16.0).reshape(1, 1, 4, 4);
 * var w = ones(1, 1, 2, 2);
 * x.conv2d(w, null, ConvOptions.DEFAULT.withStride(2)).flatten();   // tensor([10., 18., 42., 50.])
 * x.avgPool2d(2).flatten();                   // tensor([ 2.5000,  4.5000, 10.5000, 12.5000])
 * x.maxPool2d(2).flatten();                   // tensor([ 5.,  7., 13., 15.])
 * var logits = tensor(new double[][] {{1, 2}, {3, 1}});
 * logits.logSoftmax(1);                       // tensor([[-1.3133, -0.3133],
 *                                             //         [-0.1269, -2.1269]])
 * logits.crossEntropy(tensor(1, 0));          // tensor(0.2201)
 * logits.layerNorm(2);                        // tensor([[-1.0000,  1.0000],
 *                                             //         [ 1.0000, -1.0000]])
 * logits.linear(tensor(new double[][] {{1, -1}}));   // tensor([[-1.],
 *                                                    //         [ 2.]])
 * }</pre>
 */
public sealed interface TensorNetworks permits Tensor {
  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * {@code y[n, o, p] = Σ w[o, c, k]·x[n, c, p + k]}, a convolution of images by weights [(N, C, H,
   * W) or (C, H, W), (O, C, kH, kW) → (N, O, H - kH + 1, W - kW + 1)].
   *
   * @param w the weights, of this type
   * @return a new tensor
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   */
  default Tensor conv2d(Tensor w) {
    return conv2d(w, null, ConvOptions.DEFAULT);
  }

  /**
   * A convolution as {@link #conv2d(Tensor)}, and a number added to each channel.
   *
   * @param w the weights, of this type
   * @param bias [(O)], of this type; null for none
   * @return a new tensor
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   */
  default Tensor conv2d(Tensor w, @Nullable Tensor bias) {
    return conv2d(w, bias, ConvOptions.DEFAULT);
  }

  /**
   * {@code y[n, o, p] = b[o] + Σ w[o, c, k]·x[n, c, p·stride - padding + k·dilation]}, c over the
   * channels of the group of o [(N, C, H, W) or (C, H, W), (O, C / groups, kH, kW) → (N, O, oH,
   * oW)] with {@code oH = ⌊(H + 2·padding - dilation·(kH - 1) - 1) / stride⌋ + 1}.
   *
   * @param w the weights, of this type
   * @param bias [(O)], of this type; null for none
   * @param options stride, padding, dilation, groups
   * @return a new tensor
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   * @throws IllegalArgumentException if the same padding meets a stride above 1
   */
  default Tensor conv2d(Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return Convolutions.conv2d(self(), w, bias, options);
  }

  /**
   * A convolution along one axis [(N, C, L) or (C, L), (O, C, k) → (N, O, L - k + 1)].
   *
   * @param w the weights, of this type
   * @return a new tensor
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   */
  default Tensor conv1d(Tensor w) {
    return conv1d(w, null, ConvOptions.DEFAULT);
  }

  /**
   * A convolution along one axis, and a number added to each channel [(N, C, L) or (C, L), (O, C /
   * groups, k) → (N, O, oL)], as {@link #conv2d(Tensor, Tensor, ConvOptions)}.
   *
   * @param w the weights, of this type
   * @param bias [(O)], of this type; null for none
   * @param options stride, padding and dilation along the width, groups
   * @return a new tensor
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   * @throws IllegalArgumentException if the same padding meets a stride above 1
   */
  default Tensor conv1d(Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return Convolutions.conv1d(self(), w, bias, options);
  }

  /**
   * {@code y[n, o, p·stride - padding + k·dilation] += w[c, o, k]·x[n, c, p]}, the transpose of a
   * convolution, and a number added to each channel [(N, C, H, W) or (C, H, W), (C, O / groups, kH,
   * kW) → (N, O, oH, oW)] with {@code oH = (H - 1)·stride - 2·padding + dilation·(kH - 1) +
   * outputPadding + 1}.
   *
   * @param w the weights, of this type
   * @param bias [(O)], of this type; null for none
   * @param options stride, padding, dilation, groups, output padding
   * @return a new tensor
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   * @throws IllegalArgumentException if the output padding is not below stride or dilation, or the
   *     padding is the same
   */
  default Tensor convTranspose2d(Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return Convolutions.convTranspose2d(self(), w, bias, options);
  }

  /**
   * The transpose of a convolution along one axis [(N, C, L) or (C, L), (C, O / groups, k) → (N, O,
   * oL)], as {@link #convTranspose2d}.
   *
   * @param w the weights, of this type
   * @param bias [(O)], of this type; null for none
   * @param options stride, padding, dilation and output padding along the width, groups
   * @return a new tensor
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   * @throws IllegalArgumentException if the output padding is not below stride or dilation, or the
   *     padding is the same
   */
  default Tensor convTranspose1d(Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return Convolutions.convTranspose1d(self(), w, bias, options);
  }

  /**
   * {@code Σ x / n} over square windows beside each other [(N, C, H, W) or (C, H, W) → (N, C, ⌊H /
   * kernel⌋, ⌊W / kernel⌋)].
   *
   * @param kernel the size of the windows, 1 or more
   * @return a new tensor
   * @throws ShapeException if the shape does not fit
   * @throws DTypeException if the elements are not floating
   * @throws IllegalArgumentException if the size is below 1
   */
  default Tensor avgPool2d(int kernel) {
    return avgPool2d(PoolOptions.of(kernel));
  }

  /**
   * {@code Σ x / n} over windows [(N, C, H, W) or (C, H, W) → (N, C, oH, oW)] with {@code oH = ⌊(H
   * + 2·padding - kernel) / stride⌋ + 1}, rounded up in ceil mode.
   *
   * @param options the windows, and what n counts
   * @return a new tensor
   * @throws ShapeException if the shape does not fit
   * @throws DTypeException if the elements are not floating
   * @throws IllegalArgumentException if the options have a dilation
   */
  default Tensor avgPool2d(PoolOptions options) {
    return Poolings.avgPool("avgPool2d", self(), options, 2);
  }

  /**
   * {@code Σ x / n} over windows along one axis [(N, C, L) or (C, L) → (N, C, oL)], as {@link
   * #avgPool2d(PoolOptions)}.
   *
   * @param options the windows along the width, and what n counts
   * @return a new tensor
   * @throws ShapeException if the shape does not fit
   * @throws DTypeException if the elements are not floating
   * @throws IllegalArgumentException if the options have a dilation
   */
  default Tensor avgPool1d(PoolOptions options) {
    return Poolings.avgPool("avgPool1d", self(), options.alongWidth(), 1);
  }

  /**
   * The largest x of square windows beside each other [(N, C, H, W) or (C, H, W) → (N, C, ⌊H /
   * kernel⌋, ⌊W / kernel⌋)]; NaN if there is one. The gradient goes to the first of equals.
   *
   * @param kernel the size of the windows, 1 or more
   * @return a new tensor
   * @throws ShapeException if the shape does not fit
   * @throws DTypeException if the elements are not floating
   * @throws IllegalArgumentException if the size is below 1
   */
  default Tensor maxPool2d(int kernel) {
    return maxPool2d(PoolOptions.of(kernel)).values();
  }

  /**
   * The largest x of windows, and where it stands [(N, C, H, W) or (C, H, W) → (N, C, oH, oW)] with
   * {@code oH = ⌊(H + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1}, rounded up in ceil
   * mode; NaN if there is one. The gradient goes to the first of equals.
   *
   * @param options the windows
   * @return the elements and their row-major numbers in the plane (H, W)
   * @throws ShapeException if the shape does not fit, or a window lies beside the image
   * @throws DTypeException if the elements are not floating
   */
  default ValuesIndices maxPool2d(PoolOptions options) {
    return Poolings.maxPool("maxPool2d", self(), options, 2);
  }

  /**
   * The largest x of windows along one axis, and where it stands [(N, C, L) or (C, L) → (N, C,
   * oL)], as {@link #maxPool2d(PoolOptions)}.
   *
   * @param options the windows along the width
   * @return the elements and their positions
   * @throws ShapeException if the shape does not fit, or a window lies beside the axis
   * @throws DTypeException if the elements are not floating
   */
  default ValuesIndices maxPool1d(PoolOptions options) {
    return Poolings.maxPool("maxPool1d", self(), options.alongWidth(), 1);
  }

  /**
   * {@code xᵢ - log Σ exp xⱼ} along an axis, the logarithm of {@link Tensor#softmax(int)} without
   * its underflow. NaN where all x are -infinity, or one is +infinity.
   *
   * @param axis the axis, negative counts from the end
   * @return a new tensor of this shape
   * @throws IndexException if there is no such axis
   */
  default Tensor logSoftmax(int axis) {
    Fold.mask(self(), axis);
    var x = Align.floating(self());
    return x.rank() == 0
        ? Apply.opaque(new LogSoftmax(0), x.reshape(1))[0].reshape()
        : Apply.opaque(new LogSoftmax(x.shape().axis(axis)), x)[0];
  }

  /**
   * {@code -log softmax(x)[target]}, the mean over all samples: {@link #crossEntropy(Tensor,
   * LossOptions)} with {@link LossOptions#DEFAULT}.
   *
   * @param target the classes that were wanted, or probabilities
   * @return a 0-d tensor
   * @throws ShapeException if the shapes do not fit
   * @throws IndexException if there is no such class
   * @throws DTypeException if the elements are not floating, or the target is bool
   */
  default Tensor crossEntropy(Tensor target) {
    return crossEntropy(target, LossOptions.DEFAULT);
  }

  /**
   * {@code -w[t]·log softmax(x)[t]} for wanted classes t of whole numbers, {@code -Σ w[c]·t[c]·log
   * softmax(x)[c]} for probabilities t of classes [(N, C, …) × (N, …) or (N, C, …) → (), or (N, …)
   * without reduction; (C) × () or (C) for one sample]. With a label smoothing s, {@code (1 - s)·t
   * + s / C} stands for the probabilities t. The mean is {@code Σ / Σ w[t]} for classes, NaN if
   * none counts, and that of all samples for probabilities.
   *
   * @param target the classes that were wanted, or floating probabilities
   * @param options weights, a class that is ignored, reduction, label smoothing
   * @return a 0-d tensor, or a loss for each sample
   * @throws ShapeException if the shapes do not fit
   * @throws IndexException if there is no such class
   * @throws DTypeException if the elements are not floating, or the target is bool
   */
  default Tensor crossEntropy(Tensor target, LossOptions options) {
    return Losses.crossEntropy(self(), target, options);
  }

  /**
   * {@code -x[target]}, the mean over all samples: {@link #nllLoss(Tensor, LossOptions)} with
   * {@link LossOptions#DEFAULT}.
   *
   * @param target the classes that were wanted
   * @return a 0-d tensor
   * @throws ShapeException if the shapes do not fit
   * @throws IndexException if there is no such class
   * @throws DTypeException if the elements are not floating, or the target is not of whole numbers
   */
  default Tensor nllLoss(Tensor target) {
    return nllLoss(target, LossOptions.DEFAULT);
  }

  /**
   * {@code -w[t]·x[t]} for wanted classes t, of logarithms of probabilities x [(N, C, …) × (N, …) →
   * (), or (N, …) without reduction; (C) × () for one sample]. The mean is {@code Σ / Σ w[t]}, NaN
   * if none counts.
   *
   * @param target the classes that were wanted
   * @param options weights, a class that is ignored, reduction
   * @return a 0-d tensor, or a loss for each sample
   * @throws ShapeException if the shapes do not fit
   * @throws IndexException if there is no such class
   * @throws DTypeException if the elements are not floating, or the target is not of whole numbers
   * @throws IllegalArgumentException if the options have a label smoothing
   */
  default Tensor nllLoss(Tensor target, LossOptions options) {
    return Losses.nllLoss(self(), target, options);
  }

  /**
   * {@code (x - μ) / √(σ² + 1e-5)} over the last axes, μ the mean and σ² the mean square of the
   * differences from it [(…, shape) → (…, shape)].
   *
   * @param shape the lengths of the last axes, one at least
   * @return a new tensor of this shape
   * @throws ShapeException if the last axes have other lengths
   * @throws DTypeException if the elements are not floating
   */
  default Tensor layerNorm(int... shape) {
    return layerNorm(shape, null, null, 1e-5);
  }

  /**
   * {@code w·(x - μ) / √(σ² + eps) + b} over the last axes, μ the mean and σ² the mean square of
   * the differences from it [(…, shape), (shape), (shape) → (…, shape)]. With eps = 0, NaN where
   * all x are equal.
   *
   * @param shape the lengths of the last axes, one at least
   * @param weight w, of this type; null for 1
   * @param bias b, of this type; null for 0
   * @param eps what is added to σ², 0 or more
   * @return a new tensor of this shape
   * @throws ShapeException if the last axes, the weight or the bias have other lengths
   * @throws DTypeException if the types differ or are not floating
   * @throws IllegalArgumentException if eps is negative
   */
  default Tensor layerNorm(
      int[] shape, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    return Layers.layerNorm(self(), shape, weight, bias, eps);
  }

  /**
   * {@code x·wᵀ} [(…, n), (m, n) → (…, m)].
   *
   * @param w the weights, of this type
   * @return a new tensor
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   */
  default Tensor linear(Tensor w) {
    return linear(w, null);
  }

  /**
   * {@code x·wᵀ + b} [(…, n), (m, n), (m) → (…, m)].
   *
   * @param w the weights, of this type
   * @param bias b, of this type; null for 0
   * @return a new tensor
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   */
  default Tensor linear(Tensor w, @Nullable Tensor bias) {
    return Layers.linear(self(), w, bias);
  }

  /**
   * One step of a long short-term memory: {@link Fluxion#lstmCell}.
   *
   * @param h the output of the step before [(…, m)]
   * @param c the memory after the step before [(…, m)]
   * @param wIh the weights of the input [(4·m, n)]
   * @param wHh the weights of the output before [(4·m, m)]
   * @param bIh added to the gates [(4·m)]; null for 0
   * @param bHh added to them as well [(4·m)]; null for 0
   * @return output and memory
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   */
  default LstmState lstmCell(
      Tensor h, Tensor c, Tensor wIh, Tensor wHh, @Nullable Tensor bIh, @Nullable Tensor bHh) {
    return Layers.lstmCell(self(), h, c, wIh, wHh, bIh, bHh);
  }
}

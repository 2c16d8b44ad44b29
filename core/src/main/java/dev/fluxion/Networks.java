package dev.fluxion;

import org.jspecify.annotations.Nullable;

/**
 * The operations of neural networks as static functions of {@link Fluxion}.
 *
 * <pre>{@code
 * var x = tensor(1.0, 2.0);
 * linear(x, ones(3, 2), null);         // tensor([3., 3., 3.])
 * logSoftmax(x, 0);                    // tensor([-1.3133, -0.3133])
 * var state = lstmCell(x, zeros(1), zeros(1), ones(4, 2), ones(4, 1), null, null);
 * state.c();                           // tensor([0.9479])
 * state.h();                           // tensor([0.7038])
 * }</pre>
 */
abstract sealed class Networks extends MathFunctions permits MatrixFunctions {
  Networks() {}

  /**
   * A convolution of images by weights: {@link Tensor#conv2d(Tensor, Tensor, ConvOptions)}.
   *
   * @param x images [(N, C, H, W) or (C, H, W)]
   * @param w weights [(O, C / groups, kH, kW)]
   * @param bias [(O)]; null for none
   * @param options stride, padding, dilation, groups
   * @return a new tensor
   */
  public static Tensor conv2d(Tensor x, Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return x.conv2d(w, bias, options);
  }

  /**
   * A convolution along one axis: {@link Tensor#conv1d(Tensor, Tensor, ConvOptions)}.
   *
   * @param x signals [(N, C, L) or (C, L)]
   * @param w weights [(O, C / groups, k)]
   * @param bias [(O)]; null for none
   * @param options stride, padding, dilation, groups
   * @return a new tensor
   */
  public static Tensor conv1d(Tensor x, Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return x.conv1d(w, bias, options);
  }

  /**
   * The transpose of a convolution: {@link Tensor#convTranspose2d}.
   *
   * @param x images [(N, C, H, W) or (C, H, W)]
   * @param w weights [(C, O / groups, kH, kW)]
   * @param bias [(O)]; null for none
   * @param options stride, padding, dilation, groups, output padding
   * @return a new tensor
   */
  public static Tensor convTranspose2d(
      Tensor x, Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return x.convTranspose2d(w, bias, options);
  }

  /**
   * The transpose of a convolution along one axis: {@link Tensor#convTranspose1d}.
   *
   * @param x signals [(N, C, L) or (C, L)]
   * @param w weights [(C, O / groups, k)]
   * @param bias [(O)]; null for none
   * @param options stride, padding, dilation, groups, output padding
   * @return a new tensor
   */
  public static Tensor convTranspose1d(
      Tensor x, Tensor w, @Nullable Tensor bias, ConvOptions options) {
    return x.convTranspose1d(w, bias, options);
  }

  /**
   * Averages of windows: {@link Tensor#avgPool2d(PoolOptions)}.
   *
   * @param x images [(N, C, H, W) or (C, H, W)]
   * @param options the windows, and what divides
   * @return a new tensor
   */
  public static Tensor avgPool2d(Tensor x, PoolOptions options) {
    return x.avgPool2d(options);
  }

  /**
   * Averages of windows along one axis: {@link Tensor#avgPool1d(PoolOptions)}.
   *
   * @param x signals [(N, C, L) or (C, L)]
   * @param options the windows, and what divides
   * @return a new tensor
   */
  public static Tensor avgPool1d(Tensor x, PoolOptions options) {
    return x.avgPool1d(options);
  }

  /**
   * The largest elements of windows: {@link Tensor#maxPool2d(PoolOptions)}.
   *
   * @param x images [(N, C, H, W) or (C, H, W)]
   * @param options the windows
   * @return the elements and where they stand
   */
  public static ValuesIndices maxPool2d(Tensor x, PoolOptions options) {
    return x.maxPool2d(options);
  }

  /**
   * The largest elements of windows along one axis: {@link Tensor#maxPool1d(PoolOptions)}.
   *
   * @param x signals [(N, C, L) or (C, L)]
   * @param options the windows
   * @return the elements and where they stand
   */
  public static ValuesIndices maxPool1d(Tensor x, PoolOptions options) {
    return x.maxPool1d(options);
  }

  /**
   * {@code xᵢ - log Σ exp xⱼ} along an axis: {@link Tensor#logSoftmax(int)}.
   *
   * @param x a tensor
   * @param axis the axis, negative counts from the end
   * @return a new tensor
   */
  public static Tensor logSoftmax(Tensor x, int axis) {
    return x.logSoftmax(axis);
  }

  /**
   * The mean of {@code -log softmax(x)[target]}: {@link Tensor#crossEntropy(Tensor)}.
   *
   * @param x a number for each class [(N, C, …) or (C)]
   * @param target the classes that were wanted, or probabilities
   * @return a 0-d tensor
   */
  public static Tensor crossEntropy(Tensor x, Tensor target) {
    return x.crossEntropy(target);
  }

  /**
   * {@code -log softmax(x)[target]}, weighed and folded: {@link Tensor#crossEntropy(Tensor,
   * LossOptions)}.
   *
   * @param x a number for each class [(N, C, …) or (C)]
   * @param target the classes that were wanted, or probabilities
   * @param options weights, a class that is ignored, reduction, label smoothing
   * @return a 0-d tensor, or a loss for each sample
   */
  public static Tensor crossEntropy(Tensor x, Tensor target, LossOptions options) {
    return x.crossEntropy(target, options);
  }

  /**
   * The mean of {@code -x[target]}: {@link Tensor#nllLoss(Tensor)}.
   *
   * @param x logarithms of probabilities [(N, C, …) or (C)]
   * @param target the classes that were wanted
   * @return a 0-d tensor
   */
  public static Tensor nllLoss(Tensor x, Tensor target) {
    return x.nllLoss(target);
  }

  /**
   * {@code -x[target]}, weighed and folded: {@link Tensor#nllLoss(Tensor, LossOptions)}.
   *
   * @param x logarithms of probabilities [(N, C, …) or (C)]
   * @param target the classes that were wanted
   * @param options weights, a class that is ignored, reduction
   * @return a 0-d tensor, or a loss for each sample
   */
  public static Tensor nllLoss(Tensor x, Tensor target, LossOptions options) {
    return x.nllLoss(target, options);
  }

  /**
   * {@code w·(x - μ) / √(σ² + eps) + b} over the last axes: {@link Tensor#layerNorm(int[], Tensor,
   * Tensor, double)}.
   *
   * @param x a tensor [(…, shape)]
   * @param shape the lengths of the last axes
   * @param weight w; null for 1
   * @param bias b; null for 0
   * @param eps what is added to σ²
   * @return a new tensor
   */
  public static Tensor layerNorm(
      Tensor x, int[] shape, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    return x.layerNorm(shape, weight, bias, eps);
  }

  /**
   * {@code x·wᵀ + b}: {@link Tensor#linear(Tensor, Tensor)}.
   *
   * @param x a tensor [(…, n)]
   * @param w the weights [(m, n)]
   * @param bias b [(m)]; null for 0
   * @return a new tensor [(…, m)]
   */
  public static Tensor linear(Tensor x, Tensor w, @Nullable Tensor bias) {
    return x.linear(w, bias);
  }

  /**
   * One step of a long short-term memory, {@code c' = σ(f)·c + σ(i)·tanh(g)}, {@code h' =
   * σ(o)·tanh(c')} with {@code (i, f, g, o) = x·wIhᵀ + bIh + h·wHhᵀ + bHh}, the gates one after
   * another along the last axis, in PyTorch's order. S. Hochreiter, J. Schmidhuber, Long short-term
   * memory, Neural Computation 9 (1997).
   *
   * @param x the input [(…, n)]
   * @param h the output of the step before [(…, m)]
   * @param c the memory after the step before [(…, m)]
   * @param wIh the weights of the input [(4·m, n)]
   * @param wHh the weights of the output before [(4·m, m)]
   * @param bIh added to the gates [(4·m)]; null for 0
   * @param bHh added to them as well, as PyTorch has it [(4·m)]; null for 0
   * @return output and memory
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types differ or are not floating
   */
  public static LstmState lstmCell(
      Tensor x,
      Tensor h,
      Tensor c,
      Tensor wIh,
      Tensor wHh,
      @Nullable Tensor bIh,
      @Nullable Tensor bHh) {
    return x.lstmCell(h, c, wIh, wHh, bIh, bHh);
  }
}

package dev.fluxion;

import org.jspecify.annotations.Nullable;

/**
 * How losses of classes are weighed and folded, as the arguments of {@code
 * torch.nn.functional.cross_entropy} have it.
 *
 * <pre>{@code
 * var options = LossOptions.DEFAULT.withReduction(Reduction.SUM);
 * zeros(2, 4).crossEntropy(tensor(0, 3), options);   // tensor(2.7726)
 * }</pre>
 *
 * @param weight a number for each class, by which its losses are multiplied; null for 1
 * @param ignoreIndex a class whose samples do not count
 * @param reduction what becomes of the losses of single samples
 * @param labelSmoothing how much of the probability of a target is spread over all classes, in [0,
 *     1]
 */
public record LossOptions(
    @Nullable Tensor weight, int ignoreIndex, Reduction reduction, double labelSmoothing) {
  /** No weights, class -100 does not count, the mean, no smoothing. */
  public static final LossOptions DEFAULT = new LossOptions(null, -100, Reduction.MEAN, 0);

  /**
   * Options for losses.
   *
   * @throws IllegalArgumentException if the smoothing is not in [0, 1]
   */
  public LossOptions {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException("a label smoothing lies in [0, 1], got " + labelSmoothing);
    }
  }

  /**
   * The same options with other weights.
   *
   * @param perClass a number for each class, or null for 1
   * @return new options
   */
  public LossOptions withWeight(@Nullable Tensor perClass) {
    return new LossOptions(perClass, ignoreIndex, reduction, labelSmoothing);
  }

  /**
   * The same options with another class that does not count.
   *
   * @param index a class, or a number that is none
   * @return new options
   */
  public LossOptions withIgnoreIndex(int index) {
    return new LossOptions(weight, index, reduction, labelSmoothing);
  }

  /**
   * The same options with another fold.
   *
   * @param fold what becomes of the losses of single samples
   * @return new options
   */
  public LossOptions withReduction(Reduction fold) {
    return new LossOptions(weight, ignoreIndex, fold, labelSmoothing);
  }

  /**
   * The same options with another smoothing.
   *
   * @param smoothing in [0, 1]
   * @return new options
   * @throws IllegalArgumentException if it is not
   */
  public LossOptions withLabelSmoothing(double smoothing) {
    return new LossOptions(weight, ignoreIndex, reduction, smoothing);
  }
}

package dev.fluxion;

import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.tensor;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;

import org.junit.jupiter.api.Test;

class LossesTest {
  private static final LossOptions SINGLE = LossOptions.DEFAULT.withReduction(Reduction.NONE);

  /** Logarithms of 1/8, 1/4, 5/8 and 1/2, 1/4, 1/4. */
  private static Tensor logs() {
    return from(new double[] {0.125, 0.25, 0.625, 0.5, 0.25, 0.25}).log().reshape(2, 3);
  }

  private static Tensor classes(long... at) {
    return from(at);
  }

  @Test
  void lossesAreLogarithmsOfWhatWasWanted() {
    double ln2 = Math.log(2);
    tensor(zeros(2, 3).sub(1).nllLoss(classes(0, 1), SINGLE), DType.FLOAT32, dims(2), 1, 1);
    near(1e-15, logs().nllLoss(classes(0, 1), SINGLE), 3 * ln2, 2 * ln2);
    near(1e-15, logs().nllLoss(classes(0, 1)), 2.5 * ln2);
    near(1e-15, logs().crossEntropy(classes(0, 1)), 2.5 * ln2);
    near(1e-15, logs().add(7).crossEntropy(classes(0, 1), SINGLE), 3 * ln2, 2 * ln2);
    var sum = LossOptions.DEFAULT.withReduction(Reduction.SUM);
    near(1e-15, logs().crossEntropy(classes(0, 1), sum), 5 * ln2);
    near(1e-15, logs().select(0, 1).crossEntropy(from(new long[] {1}).select(0, 0)), 2 * ln2);
  }

  @Test
  void weightsCountInTheMean() {
    double ln2 = Math.log(2);
    var weighed = LossOptions.DEFAULT.withWeight(from(new double[] {1, 3, 5}));
    near(1e-15, logs().crossEntropy(classes(0, 1), weighed), (3 + 3 * 2) * ln2 / 4);
    var some = weighed.withIgnoreIndex(1);
    near(1e-15, logs().crossEntropy(classes(0, 1), some), 3 * ln2);
    near(1e-15, logs().crossEntropy(classes(0, 1), some.withReduction(Reduction.NONE)), 3 * ln2, 0);
  }

  @Test
  void whatIsIgnoredHasNoGradient() {
    var x = logs().requiresGrad(true);
    x.crossEntropy(classes(-100, 1)).backward();
    near(1e-15, Expect.gradOf(x), 0, 0, 0, 0.5, -0.75, 0.25);
    var none = logs().requiresGrad(true);
    var loss = none.crossEntropy(classes(-100, -100));
    values(loss, Double.NaN);
    loss.backward();
    values(Expect.gradOf(none), 0, 0, 0, 0, 0, 0);
  }

  @Test
  void smoothingSpreadsAShareOfTheTarget() {
    double[] row = {Math.log(0.125), Math.log(0.25), Math.log(0.625)};
    double expected = -(0.7 * row[0] + 0.1 * (row[0] + row[1] + row[2]));
    var x = logs().select(0, 0).unsqueeze(0);
    var smooth = LossOptions.DEFAULT.withLabelSmoothing(0.3);
    near(1e-15, x.crossEntropy(classes(0), smooth), expected);
    near(1e-15, x.crossEntropy(from(new double[] {1, 0, 0}).unsqueeze(0), smooth), expected);
  }

  @Test
  void probabilitiesAreTargetsToo() {
    double ln2 = Math.log(2);
    var target = from(new double[] {0.5, 0.5, 0, 0, 1, 0}).reshape(2, 3);
    near(1e-15, logs().crossEntropy(target, SINGLE), 2.5 * ln2, 2 * ln2);
    near(1e-15, logs().crossEntropy(target), 2.25 * ln2);
    var weighed = SINGLE.withWeight(from(new double[] {2, 1, 1}));
    near(1e-15, logs().crossEntropy(target, weighed), 4 * ln2, 2 * ln2);
  }

  @Test
  void placesOfASampleEachHaveATarget() {
    // (N, C, L): the classes stand along the second axis.
    var x = logs().t().unsqueeze(0);
    near(
        1e-15,
        x.crossEntropy(classes(0, 1).unsqueeze(0), SINGLE),
        3 * Math.log(2),
        2 * Math.log(2));
  }

  @Test
  void samplesOfABatchAreMapped() {
    var all =
        vmap((Tensor x) -> x.crossEntropy(classes(0, -100), LossOptions.DEFAULT))
            .apply(Fluxion.stack(java.util.List.of(logs(), logs().mul(2)), 0));
    double second = -2 * Math.log(0.125) + Math.log(1 / 64. + 1 / 16. + 25 / 64.);
    near(1e-14, all, 3 * Math.log(2), second);
  }

  @Test
  void lossesSayWhatDoesNotFit() {
    refused(
        IndexException.class,
        "crossEntropy needs targets in [0, 2], got 3",
        () -> logs().crossEntropy(classes(0, 3)));
    refused(
        IndexException.class,
        "nllLoss needs targets in [0, 2], got -1",
        () -> logs().nllLoss(classes(0, -1)));
    refused(
        ShapeException.class,
        "crossEntropy needs (N, C, …) and targets (N, …), (C) and (), or probabilities (N, C, …), got"
            + " (2, 3) and (3)",
        () -> logs().crossEntropy(classes(0, 1, 2)));
    refused(
        ShapeException.class,
        "nllLoss needs (N, C, …) and targets (N, …), (C) and (), got () and (1)",
        () -> zeros().nllLoss(classes(0)));
    refused(
        ShapeException.class,
        "nllLoss needs weights of shape (3), got (2)",
        () -> logs().nllLoss(classes(0, 1), SINGLE.withWeight(zeros(2))));
    refused(
        DTypeException.class,
        "nllLoss needs targets of whole numbers, got float64",
        () -> logs().nllLoss(logs()));
    refused(
        DTypeException.class,
        "crossEntropy needs targets of whole numbers or probabilities, got bool",
        () -> logs().crossEntropy(classes(0, 1).eq(0)));
    refused(
        IllegalArgumentException.class,
        "nllLoss has no label smoothing, got 0.1; use crossEntropy",
        () -> logs().nllLoss(classes(0, 1), LossOptions.DEFAULT.withLabelSmoothing(0.1)));
  }
}

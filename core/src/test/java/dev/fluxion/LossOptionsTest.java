package dev.fluxion;

import static dev.fluxion.Expect.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LossOptionsTest {
  @Test
  void eachPartIsReplacedAlone() {
    var options = LossOptions.DEFAULT;
    var weight = Fluxion.ones(3);
    assertEquals(new LossOptions(null, -100, Reduction.MEAN, 0), options);
    assertEquals(new LossOptions(weight, -100, Reduction.MEAN, 0), options.withWeight(weight));
    assertEquals(new LossOptions(null, 2, Reduction.MEAN, 0), options.withIgnoreIndex(2));
    assertEquals(
        new LossOptions(null, -100, Reduction.SUM, 0), options.withReduction(Reduction.SUM));
    assertEquals(new LossOptions(null, -100, Reduction.MEAN, 0.5), options.withLabelSmoothing(0.5));
  }

  @Test
  void aSmoothingIsAShare() {
    refused(
        IllegalArgumentException.class,
        "a label smoothing lies in [0, 1], got 1.5",
        () -> LossOptions.DEFAULT.withLabelSmoothing(1.5));
    refused(
        IllegalArgumentException.class,
        "a label smoothing lies in [0, 1], got NaN",
        () -> LossOptions.DEFAULT.withLabelSmoothing(Double.NaN));
  }
}

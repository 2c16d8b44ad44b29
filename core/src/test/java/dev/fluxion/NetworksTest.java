package dev.fluxion;

import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.zeros;

import org.junit.jupiter.api.Test;

class NetworksTest {
  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void gatesComeInTheOrderInForgetCellOut() {
    // One number in, one kept: each gate reads x by its own weight, and h not at all.
    var wIh = from(new double[] {0.5, -1, 2, 0.25}).reshape(4, 1);
    var wHh = from(new double[] {0, 0, 0, 1}).reshape(4, 1);
    var bIh = from(new double[] {0.1, 0.2, 0.3, 0.4});
    var x = from(new double[] {1});
    var h = from(new double[] {2});
    var c = from(new double[] {3});
    double next = sigmoid(-0.8) * 3 + sigmoid(0.6) * Math.tanh(2.3);
    var state = Fluxion.lstmCell(x, h, c, wIh, wHh, bIh, null);
    near(1e-14, state.c(), next);
    near(1e-14, state.h(), sigmoid(0.25 + 2 + 0.4) * Math.tanh(next));
    var twice = Fluxion.lstmCell(x, h, c, wIh, wHh, bIh.mul(0.5), bIh.mul(0.5));
    near(1e-14, twice.c(), next);
  }

  @Test
  void aCellSaysWhatDoesNotFit() {
    refused(
        ShapeException.class,
        "lstmCell needs x (…, n), h and c (…, m) and weights (4·m, n) and (4·m, m), got (2, 3), (2,"
            + " 5) and (2, 5) and (20, 3) and (20, 4)",
        () ->
            Fluxion.lstmCell(
                zeros(2, 3), zeros(2, 5), zeros(2, 5), zeros(20, 3), zeros(20, 4), null, null));
  }

  @Test
  void functionsAreTheMethods() {
    var x = from(new double[] {1, 2, 4, 8}).reshape(1, 1, 2, 2);
    var line = from(new double[] {1, 2, 4}).reshape(1, 1, 3);
    var ones = ones(DType.FLOAT64, 1, 1, 2, 2);
    var two = ones(DType.FLOAT64, 1, 1, 2);
    var options = ConvOptions.DEFAULT;
    values(Fluxion.conv2d(x, ones, null, options), 15);
    values(Fluxion.conv1d(line, two, null, options), 3, 6);
    values(Fluxion.convTranspose1d(line, two, null, options), 1, 3, 6, 4);
    values(Fluxion.convTranspose2d(x, ones, null, options.withPadding(1)), 15);
    values(Fluxion.avgPool2d(x, PoolOptions.of(2)), 3.75);
    values(Fluxion.avgPool1d(line, PoolOptions.of(3)), 7 / 3.);
    values(Fluxion.maxPool2d(x, PoolOptions.of(2)).values(), 8);
    values(Fluxion.maxPool1d(line, PoolOptions.of(3)).values(), 4);
    values(Fluxion.linear(line, two.squeeze(0).expand(1, 2).narrow(1, 0, 1).expand(1, 3), null), 7);
    var even = zeros(DType.FLOAT64, 1, 2);
    var first = from(new long[] {0});
    double ln2 = Math.log(2);
    near(1e-15, Fluxion.logSoftmax(even, 1), -ln2, -ln2);
    near(1e-15, Fluxion.crossEntropy(even, first), ln2);
    near(1e-15, Fluxion.crossEntropy(even, first, LossOptions.DEFAULT), ln2);
    values(Fluxion.nllLoss(even.sub(3), first), 3);
    values(Fluxion.nllLoss(even.sub(3), first, LossOptions.DEFAULT), 3);
    values(
        Fluxion.layerNorm(line, new int[] {3}, null, from(new double[] {1, 2, 3}), 1e300), 1, 2, 3);
  }
}

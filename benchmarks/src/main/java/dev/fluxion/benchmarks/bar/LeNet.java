package dev.fluxion.benchmarks.bar;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A step of LeNet on 64 images of 28 × 28: twice a convolution of 5 × 5, a sigmoid and the mean of
 * 2 × 2, to 6 and 16 channels, the first with a padding of 2; then layers of 400-120-84-10 with
 * sigmoids between, and the cross entropy.
 */
final class LeNet {
  static final int PADDING = 2;

  private static final int BATCH = 64;
  private static final int[] SIZES = {400, 120, 84, 10};
  private static final Convolution FIRST = new Convolution(BATCH, 1, 28, 6, 5, PADDING);
  private static final Convolution SECOND = new Convolution(BATCH, 6, 14, 16, 5, 0);

  private final List<Numbers> leaves;
  private final List<double[]> gradients = new ArrayList<>();

  private LeNet(List<Numbers> leaves) {
    this.leaves = leaves;
  }

  /** The leaves are weights and bias of two convolutions, then of three layers. */
  static Problem problem() {
    var random = new Random(9);
    var leaves = new ArrayList<Numbers>();
    leaves.add(Numbers.normal(random, 0.4, 6, 1, 5, 5));
    leaves.add(Numbers.normal(random, 0.1, 6));
    leaves.add(Numbers.normal(random, 0.2, 16, 6, 5, 5));
    leaves.add(Numbers.normal(random, 0.1, 16));
    for (int l = 1; l < SIZES.length; l++) {
      leaves.add(Numbers.normal(random, 2 / Math.sqrt(SIZES[l - 1]), SIZES[l], SIZES[l - 1]));
      leaves.add(Numbers.normal(random, 0.1, SIZES[l]));
    }
    var images = Numbers.normal(random, 1, BATCH, 1, 28, 28);
    var labels = Numbers.labels(random, 10, BATCH);
    return new Problem(
        leaves,
        List.of(images, labels),
        null,
        0.01,
        () -> new LeNet(leaves).expected(images.doubles(), labels.values()));
  }

  private double[] leaf(int k) {
    return leaves.get(k).doubles();
  }

  private List<Expected> expected(double[] images, float[] labels) {
    var a1 = sigmoid(FIRST.of(images, leaf(0), leaf(1)));
    var p1 = Convolution.pool(a1, FIRST.outSize());
    var a2 = sigmoid(SECOND.of(p1, leaf(2), leaf(3)));
    var p2 = Convolution.pool(a2, SECOND.outSize());
    var a3 = sigmoid(layer(0, p2));
    var a4 = sigmoid(layer(1, a3));
    var loss = Loss.crossEntropy(layer(2, a4), labels);

    var ct = pullSigmoid(pullLayer(2, loss.cotangent(), a4), a4);
    ct = pullSigmoid(pullLayer(1, ct, a3), a3);
    ct = pullLayer(0, ct, p2);
    ct = pullSigmoid(Convolution.pullPool(ct, SECOND.outSize()), a2);
    ct = pullConvolution(SECOND, ct, p1, leaf(2));
    ct = pullSigmoid(Convolution.pullPool(ct, FIRST.outSize()), a1);
    pullConvolution(FIRST, ct, images, leaf(0));
    gradients.addFirst(new double[] {loss.value()});
    return gradients.stream().map(Expected::all).toList();
  }

  private double[] layer(int l, double[] x) {
    return Loops.linear(x, leaf(2 * l + 4), leaf(2 * l + 5), BATCH, SIZES[l], SIZES[l + 1]);
  }

  private double[] pullLayer(int l, double[] ct, double[] x) {
    int in = SIZES[l];
    int out = SIZES[l + 1];
    gradients.addFirst(Loops.sumOfRows(ct, out));
    gradients.addFirst(Loops.times(Loops.transposed(ct, BATCH, out), x, out, BATCH, in));
    return Loops.times(ct, leaf(2 * l + 4), BATCH, out, in);
  }

  private double[] pullConvolution(Convolution c, double[] ct, double[] x, double[] w) {
    var byX = new double[x.length];
    var byW = new double[w.length];
    gradients.addFirst(c.pull(ct, x, w, byX, byW));
    gradients.addFirst(byW);
    return byX;
  }

  private static double[] sigmoid(double[] x) {
    var y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Loops.sigmoid(x[i]);
    }
    return y;
  }

  private static double[] pullSigmoid(double[] ct, double[] y) {
    var pulled = new double[ct.length];
    for (int i = 0; i < ct.length; i++) {
      pulled[i] = ct[i] * y[i] * (1 - y[i]);
    }
    return pulled;
  }
}

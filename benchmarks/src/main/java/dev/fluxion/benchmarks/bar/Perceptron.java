package dev.fluxion.benchmarks.bar;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A step of a perceptron with several layers {@code x·wᵀ + b}. Of a regression: tanh between the
 * layers, and the mean square error. Of a classification: relu, and the cross entropy.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Perceptron(int batch, boolean classifies, int... sizes) {
  /** The leaves are weights [out, in] and bias [out] of each layer. */
  Problem problem() {
    var random = new Random(5);
    int outputs = sizes[sizes.length - 1];
    var leaves = new ArrayList<Numbers>();
    for (int l = 1; l < sizes.length; l++) {
      double deviation = Math.sqrt((classifies ? 2.0 : 1.0) / sizes[l - 1]);
      leaves.add(Numbers.normal(random, deviation, sizes[l], sizes[l - 1]));
      leaves.add(Numbers.normal(random, 0.1, sizes[l]));
    }
    var x = Numbers.normal(random, 1, batch, sizes[0]);
    var targets =
        classifies
            ? Numbers.labels(random, outputs, batch)
            : Numbers.normal(random, 1, batch, outputs);
    return new Problem(leaves, List.of(x, targets), null, 0.01, () -> expected(leaves, x, targets));
  }

  private List<Expected> expected(List<Numbers> leaves, Numbers x, Numbers targets) {
    int depth = sizes.length - 1;
    var inputs = new ArrayList<>(List.of(x.doubles()));
    for (int l = 0; l < depth; l++) {
      var w = leaves.get(2 * l).doubles();
      var b = leaves.get(2 * l + 1).doubles();
      var z = Loops.linear(inputs.get(l), w, b, batch, sizes[l], sizes[l + 1]);
      inputs.add(l == depth - 1 ? z : activated(z));
    }
    var loss =
        classifies
            ? Loss.crossEntropy(inputs.get(depth), targets.values())
            : Loss.squares(inputs.get(depth), targets.values());
    var gradients = new ArrayList<Expected>();
    var ct = loss.cotangent();
    for (int l = depth - 1; l >= 0; l--) {
      int out = sizes[l + 1];
      var byW = Loops.times(Loops.transposed(ct, batch, out), inputs.get(l), out, batch, sizes[l]);
      gradients.addFirst(Expected.all(Loops.sumOfRows(ct, out)));
      gradients.addFirst(Expected.all(byW));
      ct = Loops.times(ct, leaves.get(2 * l).doubles(), batch, out, sizes[l]);
      pullActivation(ct, inputs.get(l));
    }
    gradients.addFirst(Expected.all(loss.value()));
    return gradients;
  }

  private double[] activated(double[] z) {
    var y = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      y[i] = classifies ? Math.max(z[i], 0) : Math.tanh(z[i]);
    }
    return y;
  }

  /** Multiplies by the slope of the activation, from its value. */
  private void pullActivation(double[] ct, double[] y) {
    for (int i = 0; i < ct.length; i++) {
      ct[i] *= classifies ? (y[i] > 0 ? 1 : 0) : 1 - y[i] * y[i];
    }
  }
}

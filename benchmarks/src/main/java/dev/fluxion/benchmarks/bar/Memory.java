package dev.fluxion.benchmarks.bar;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A long short-term memory over 20 steps, with the gradients of its last output in all inputs, the
 * first output and memory, the weights and the bias. The gates come in the order i, f, g, o.
 */
final class Memory {
  static final int HIDDEN = 128;

  private static final int STEPS = 20;
  private static final int BATCH = 32;
  private static final int INPUTS = 128;
  private static final int GATES = 4 * HIDDEN;
  private static final int STATE = BATCH * HIDDEN;

  private final double[] xs;
  private final double[] wIh;
  private final double[] wHh;
  private final double[] b;
  private final double[][] h = new double[STEPS + 1][];
  private final double[][] c = new double[STEPS + 1][];
  private final double[][] gates = new double[STEPS][];

  private Memory(List<Numbers> leaves) {
    xs = leaves.get(0).doubles();
    h[0] = leaves.get(1).doubles();
    c[0] = leaves.get(2).doubles();
    wIh = leaves.get(3).doubles();
    wHh = leaves.get(4).doubles();
    b = leaves.get(5).doubles();
  }

  /** The leaves are x [20, 32, 128], h and c [32, 128], two weights [512, 128] and a bias [512]. */
  static Problem problem() {
    var random = new Random(8);
    double deviation = Math.sqrt(1.0 / HIDDEN);
    var leaves =
        List.of(
            Numbers.normal(random, 1, STEPS, BATCH, INPUTS),
            Numbers.normal(random, 0.5, BATCH, HIDDEN),
            Numbers.normal(random, 0.5, BATCH, HIDDEN),
            Numbers.normal(random, deviation, GATES, INPUTS),
            Numbers.normal(random, deviation, GATES, HIDDEN),
            Numbers.normal(random, 0.1, GATES));
    var ct = Numbers.normal(random, 1, BATCH, HIDDEN);
    return new Problem(leaves, List.of(), ct, 0, () -> new Memory(leaves).expected(ct.doubles()));
  }

  private double[] x(int t) {
    return Arrays.copyOfRange(xs, t * BATCH * INPUTS, (t + 1) * BATCH * INPUTS);
  }

  private List<Expected> expected(double[] ct) {
    for (int t = 0; t < STEPS; t++) {
      forward(t);
    }
    var byX = new double[xs.length];
    var byWih = new double[wIh.length];
    var byWhh = new double[wHh.length];
    var byB = new double[GATES];
    var byH = ct;
    var byC = new double[STATE];
    for (int t = STEPS - 1; t >= 0; t--) {
      var byGates = backward(t, byH, byC);
      var turned = Loops.transposed(byGates, BATCH, GATES);
      add(byWih, 0, Loops.times(turned, x(t), GATES, BATCH, INPUTS));
      add(byWhh, 0, Loops.times(turned, h[t], GATES, BATCH, HIDDEN));
      add(byB, 0, Loops.sumOfRows(byGates, GATES));
      add(byX, t * BATCH * INPUTS, Loops.times(byGates, wIh, BATCH, GATES, INPUTS));
      byH = Loops.times(byGates, wHh, BATCH, GATES, HIDDEN);
    }
    return List.of(
        Expected.all(h[STEPS]),
        Expected.all(byX),
        Expected.all(byH),
        Expected.all(byC),
        Expected.all(byWih),
        Expected.all(byWhh),
        Expected.all(byB));
  }

  private void forward(int t) {
    var z = Loops.linear(x(t), wIh, b, BATCH, INPUTS, GATES);
    add(z, 0, Loops.times(h[t], Loops.transposed(wHh, GATES, HIDDEN), BATCH, HIDDEN, GATES));
    h[t + 1] = new double[STATE];
    c[t + 1] = new double[STATE];
    for (int k = 0; k < z.length; k++) {
      z[k] = k % GATES / HIDDEN == 2 ? Math.tanh(z[k]) : Loops.sigmoid(z[k]);
    }
    for (int s = 0; s < STATE; s++) {
      int at = s / HIDDEN * GATES + s % HIDDEN;
      c[t + 1][s] = z[at + HIDDEN] * c[t][s] + z[at] * z[at + 2 * HIDDEN];
      h[t + 1][s] = z[at + 3 * HIDDEN] * Math.tanh(c[t + 1][s]);
    }
    gates[t] = z;
  }

  /** The cotangent of the sums before the gates; that of the memory is changed in place. */
  private double[] backward(int t, double[] byH, double[] byC) {
    var z = gates[t];
    var byZ = new double[BATCH * GATES];
    for (int s = 0; s < STATE; s++) {
      int at = s / HIDDEN * GATES + s % HIDDEN;
      double i = z[at];
      double f = z[at + HIDDEN];
      double g = z[at + 2 * HIDDEN];
      double o = z[at + 3 * HIDDEN];
      double m = Math.tanh(c[t + 1][s]);
      double pulled = byC[s] + byH[s] * o * (1 - m * m);
      byZ[at] = pulled * g * i * (1 - i);
      byZ[at + HIDDEN] = pulled * c[t][s] * f * (1 - f);
      byZ[at + 2 * HIDDEN] = pulled * i * (1 - g * g);
      byZ[at + 3 * HIDDEN] = byH[s] * m * o * (1 - o);
      byC[s] = pulled * f;
    }
    return byZ;
  }

  private static void add(double[] sum, int at, double[] terms) {
    for (int i = 0; i < terms.length; i++) {
      sum[at + i] += terms[i];
    }
  }
}

package dev.fluxion.benchmarks.bar;

import java.util.List;
import java.util.Random;

/** {@code Σ tanh(x·w + b)·exp(-x·x)} of a million numbers each, with the gradients in x, w, b. */
final class Elementwise {
  private static final int N = 1_000_000;

  private Elementwise() {}

  static Problem problem() {
    var random = new Random(2);
    var x = Numbers.normal(random, 1, N);
    var w = Numbers.normal(random, 1, N);
    var b = Numbers.normal(random, 1, N);
    return new Problem(List.of(x, w, b), List.of(), null, 0, () -> expected(x, w, b));
  }

  private static List<Expected> expected(Numbers xs, Numbers ws, Numbers bs) {
    double sum = 0;
    var byX = new double[N];
    var byW = new double[N];
    var byB = new double[N];
    for (int i = 0; i < N; i++) {
      double x = xs.values()[i];
      double w = ws.values()[i];
      double t = Math.tanh(x * w + bs.values()[i]);
      double e = Math.exp(-x * x);
      sum += t * e;
      double slope = (1 - t * t) * e;
      byX[i] = slope * w - 2 * x * t * e;
      byW[i] = slope * x;
      byB[i] = slope;
    }
    return List.of(Expected.all(sum), Expected.all(byX), Expected.all(byW), Expected.all(byB));
  }
}

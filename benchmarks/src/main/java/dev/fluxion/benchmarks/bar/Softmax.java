package dev.fluxion.benchmarks.bar;

import java.util.List;
import java.util.Random;

/** The softmax of each of 4,096 rows of 1,024, with its gradient at a given cotangent. */
final class Softmax {
  private static final int ROWS = 4096;
  private static final int N = 1024;

  private Softmax() {}

  static Problem problem() {
    var random = new Random(6);
    var x = Numbers.normal(random, 1, ROWS, N);
    var ct = Numbers.normal(random, 1, ROWS, N);
    return new Problem(List.of(x), List.of(), ct, 0, () -> expected(x.values(), ct.values()));
  }

  private static List<Expected> expected(float[] x, float[] ct) {
    var y = new double[ROWS * N];
    var byX = new double[ROWS * N];
    for (int start = 0; start < x.length; start += N) {
      double total = 0;
      for (int i = start; i < start + N; i++) {
        y[i] = Math.exp(x[i]);
        total += y[i];
      }
      double mean = 0;
      for (int i = start; i < start + N; i++) {
        y[i] /= total;
        mean += y[i] * ct[i];
      }
      for (int i = start; i < start + N; i++) {
        byX[i] = y[i] * (ct[i] - mean);
      }
    }
    return List.of(Expected.all(y), Expected.all(byX));
  }
}

package dev.fluxion.benchmarks.bar;

import java.util.List;
import java.util.Random;

/**
 * {@code γ·(x - μ) / √(σ² + ε) + β} of each of 4,096 rows of 1,024, with the gradients in x, γ, β
 * at a given cotangent.
 */
final class LayerNorm {
  static final double EPSILON = 1e-5;

  private static final int ROWS = 4096;
  private static final int N = 1024;

  private LayerNorm() {}

  static Problem problem() {
    var random = new Random(7);
    var x = Numbers.normal(random, 1, ROWS, N);
    var gamma = Numbers.normal(random, 1, N);
    var beta = Numbers.normal(random, 1, N);
    var ct = Numbers.normal(random, 1, ROWS, N);
    return new Problem(
        List.of(x, gamma, beta),
        List.of(),
        ct,
        0,
        () -> expected(x.values(), gamma.values(), beta.values(), ct.values()));
  }

  private static List<Expected> expected(float[] x, float[] gamma, float[] beta, float[] ct) {
    var y = new double[ROWS * N];
    var byX = new double[ROWS * N];
    var byGamma = new double[N];
    var byBeta = new double[N];
    for (int start = 0; start < x.length; start += N) {
      double mean = 0;
      double squares = 0;
      for (int i = 0; i < N; i++) {
        mean += x[start + i] / (double) N;
        squares += (double) x[start + i] * x[start + i] / N;
      }
      double scale = 1 / Math.sqrt(squares - mean * mean + EPSILON);
      double first = 0;
      double second = 0;
      for (int i = 0; i < N; i++) {
        double normed = (x[start + i] - mean) * scale;
        double pulled = (double) ct[start + i] * gamma[i];
        y[start + i] = gamma[i] * normed + beta[i];
        byGamma[i] += ct[start + i] * normed;
        byBeta[i] += ct[start + i];
        first += pulled / N;
        second += pulled * normed / N;
      }
      for (int i = 0; i < N; i++) {
        double normed = (x[start + i] - mean) * scale;
        byX[start + i] = scale * ((double) ct[start + i] * gamma[i] - first - normed * second);
      }
    }
    return List.of(Expected.all(y), Expected.all(byX), Expected.all(byGamma), Expected.all(byBeta));
  }
}

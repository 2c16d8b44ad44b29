package dev.fluxion.benchmarks;

import java.util.Random;

/**
 * A layer of 64 inputs and 64 outputs, {@code y = tanh(W x + b)}, at a fixed point, and its
 * Jacobian worked out by hand: {@code J[i, j] = (1 - y[i]²) W[i, j]}.
 *
 * @param weights W [64, 64], row by row
 * @param bias b [64]
 * @param point x [64]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TanhLayer(float[] weights, float[] bias, float[] point) {
  /** The number of inputs, and of outputs. */
  public static final int N = 64;

  /** {@return the layer, with the same numbers on every call} */
  public static TanhLayer drawn() {
    var random = new Random(11);
    return new TanhLayer(
        normal(random, N * N, 0.125), normal(random, N, 0.1), normal(random, N, 1));
  }

  private static float[] normal(Random random, int n, double deviation) {
    var numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) (deviation * random.nextGaussian());
    }
    return numbers;
  }

  /** {@return the Jacobian [64, 64] at the point, row by row} */
  public double[] jacobian() {
    var jacobian = new double[N * N];
    for (int i = 0; i < N; i++) {
      double sum = bias[i];
      for (int j = 0; j < N; j++) {
        sum += (double) weights[i * N + j] * point[j];
      }
      double slope = 1 - Math.tanh(sum) * Math.tanh(sum);
      for (int j = 0; j < N; j++) {
        jacobian[i * N + j] = slope * weights[i * N + j];
      }
    }
    return jacobian;
  }
}

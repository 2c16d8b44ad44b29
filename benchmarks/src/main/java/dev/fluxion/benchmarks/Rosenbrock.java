package dev.fluxion.benchmarks;

import dev.fluxion.Tensor;

/**
 * Rosenbrock's function of n = 100 numbers, {@code f(x) = Σ 100 (x[i+1] - x[i]²)² + (1 - x[i])²},
 * at a point without symmetries, and its Hessian worked out by hand: it is tridiagonal.
 */
public final class Rosenbrock {
  /** The length of the point. */
  public static final int N = 100;

  private Rosenbrock() {}

  /** {@return the point, the same on every call} */
  public static float[] point() {
    var x = new float[N];
    for (int i = 0; i < N; i++) {
      x[i] = (float) (0.8 + 0.4 * Math.sin(i));
    }
    return x;
  }

  /**
   * The function in Fluxion.
   *
   * @param x the point [n]
   * @return f(x) []
   */
  public static Tensor value(Tensor x) {
    var left = x.narrow(0, 0, N - 1);
    var right = x.narrow(0, 1, N - 1);
    var valley = right.sub(left.square()).square().mul(100);
    return valley.add(left.sub(1).square()).sum();
  }

  /** {@return the Hessian [n, n] at the point, row by row} */
  public static double[] hessian() {
    var x = point();
    var h = new double[N * N];
    for (int i = 0; i < N - 1; i++) {
      double left = x[i];
      double right = x[i + 1];
      h[i * N + i] += 1200 * left * left - 400 * right + 2;
      h[(i + 1) * N + i + 1] += 200;
      h[i * N + i + 1] = -400 * left;
      h[(i + 1) * N + i] = -400 * left;
    }
    return h;
  }
}

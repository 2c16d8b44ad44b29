package dev.fluxion.benchmarks.bar;

/** Products of matrices and sums over rows in plain Java, to compare with. */
final class Loops {
  private Loops() {}

  /** {@code a·b} [(m, k) × (k, n) → (m, n)]. */
  static double[] times(double[] a, double[] b, int m, int k, int n) {
    var c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int l = 0; l < k; l++) {
        addScaled(c, i * n, a[i * k + l], b, l * n, n);
      }
    }
    return c;
  }

  /** Adds {@code s·b[from…]} to {@code c[at…]}, n numbers. */
  private static void addScaled(double[] c, int at, double s, double[] b, int from, int n) {
    for (int j = 0; j < n; j++) {
      c[at + j] += s * b[from + j];
    }
  }

  /** {@code aᵀ} [(m, n) → (n, m)]. */
  static double[] transposed(double[] a, int m, int n) {
    var t = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        t[j * m + i] = a[i * n + j];
      }
    }
    return t;
  }

  /** {@code x·wᵀ + b} [(m, k), (n, k), (n) → (m, n)]. */
  static double[] linear(double[] x, double[] w, double[] b, int m, int k, int n) {
    var y = times(x, transposed(w, n, k), m, k, n);
    for (int i = 0; i < y.length; i++) {
      y[i] += b[i % n];
    }
    return y;
  }

  /** {@code Σ a[i]} over rows [(m, n) → (n)]. */
  static double[] sumOfRows(double[] a, int n) {
    var sum = new double[n];
    for (int i = 0; i < a.length; i++) {
      sum[i % n] += a[i];
    }
    return sum;
  }

  /** {@code Σ a·b}. */
  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** {@code 1 / (1 + exp -x)}. */
  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}

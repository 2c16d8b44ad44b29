package dev.fluxion.benchmarks.bar;

import java.util.List;
import java.util.Random;

/** {@code y = a·b} of square matrices, with {@code ct·bᵀ} and {@code aᵀ·ct}. */
final class Product {
  /** How many numbers of each result are worked out; all would take longer than the timing. */
  private static final int CHECKED = 2000;

  private Product() {}

  static Problem problem(int n) {
    var random = new Random(3);
    var a = Numbers.normal(random, 1, n, n);
    var b = Numbers.normal(random, 1, n, n);
    var ct = Numbers.normal(random, 1, n, n);
    return new Problem(List.of(a, b), List.of(), ct, 0, () -> expected(n, a, b, ct));
  }

  private static List<Expected> expected(int n, Numbers a, Numbers b, Numbers ct) {
    var bT = Loops.transposed(b.doubles(), n, n);
    var aT = Loops.transposed(a.doubles(), n, n);
    var ctT = Loops.transposed(ct.doubles(), n, n);
    return List.of(dots(n, a.doubles(), bT), dots(n, ct.doubles(), b.doubles()), dots(n, aT, ctT));
  }

  /** Scattered numbers of {@code a·bᵀ}: rows of a times rows of b. */
  private static Expected dots(int n, double[] a, double[] b) {
    var random = new Random(4);
    var at = new int[CHECKED];
    var values = new double[CHECKED];
    for (int k = 0; k < CHECKED; k++) {
      int i = random.nextInt(n);
      int j = random.nextInt(n);
      double sum = 0;
      for (int l = 0; l < n; l++) {
        sum += a[i * n + l] * b[j * n + l];
      }
      at[k] = i * n + j;
      values[k] = sum;
    }
    return new Expected(at, values);
  }
}

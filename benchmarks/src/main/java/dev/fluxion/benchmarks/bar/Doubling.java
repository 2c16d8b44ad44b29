package dev.fluxion.benchmarks.bar;

import java.util.List;

/**
 * {@code b = 2·a}, doubled until its norm is 1,000, and 100 times that unless its sum is positive:
 * a multiple of a, so the gradient is f(a) / a.
 */
final class Doubling {
  private Doubling() {}

  static Problem problem() {
    float a = -0.37f;
    return new Problem(
        List.of(new Numbers(new float[] {a}, 1)),
        List.of(),
        new Numbers(new float[] {1}, 1),
        0,
        () -> expected(a));
  }

  private static List<Expected> expected(float a) {
    double b = 2.0 * a;
    while (Math.abs(b) < 1000) {
      b *= 2;
    }
    double c = b > 0 ? b : 100 * b;
    return List.of(Expected.all(c), Expected.all(c / a));
  }
}

package dev.fluxion.benchmarks.bar;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * {@code y ← tanh(sin(w·y + x))} from y = x, 250 times: 1,000 operations, elementwise, whose
 * gradients neither vanish nor grow since x and w come back in each round.
 */
final class Chain {
  private static final int ROUNDS = Workload.CHAIN / 4;

  private Chain() {}

  /** Of numbers of this shape, none for single ones; the leaves are x and w. */
  static Problem problem(int... shape) {
    var random = new Random(1);
    var x = Numbers.normal(random, 0.3, shape);
    var w = Numbers.normal(random, 0.7, shape);
    var ct = shape.length == 0 ? null : Numbers.normal(random, 1, shape);
    return new Problem(List.of(x, w), List.of(), ct, 0, () -> expected(x, w, ct));
  }

  /** Forward mode by hand: the tangents in x and in w go along. */
  private static List<Expected> expected(Numbers x, Numbers w, @Nullable Numbers ct) {
    int n = x.values().length;
    var value = new double[n];
    var byX = new double[n];
    var byW = new double[n];
    for (int i = 0; i < n; i++) {
      double a = x.values()[i];
      double b = w.values()[i];
      double y = a;
      double dx = 1;
      double dw = 0;
      for (int k = 0; k < ROUNDS; k++) {
        double inner = b * y + a;
        double next = Math.tanh(Math.sin(inner));
        double slope = (1 - next * next) * Math.cos(inner);
        dx = slope * (b * dx + 1);
        dw = slope * (b * dw + y);
        y = next;
      }
      double cotangent = ct == null ? 1 : ct.values()[i];
      value[i] = y;
      byX[i] = cotangent * dx;
      byW[i] = cotangent * dw;
    }
    return Arrays.asList(Expected.all(value), Expected.all(byX), Expected.all(byW));
  }
}

package dev.fluxion.laws;

import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives from values alone, by central differences of order 8:
 *
 * <pre>f'(x) ≈ Σₖ cₖ (f(x + k·h) - f(x - k·h)) / h,   c = 4/5, -1/5, 4/105, -1/280</pre>
 *
 * <p>The error of the formula is {@code h⁸ f⁽⁹⁾ / 630}. Where the nearest singularity is R away,
 * the ninth derivative is at most about {@code 9!/R⁹} of the size of f, and {@code 11!/(2·R⁹)} of
 * it if f is itself a derivative. With {@code h = 2⁻⁹} and R = 0.2, the least in any domain, that
 * is 3e-12 of the result. Rounding adds {@code 3·u·|f|/h}, 2e-13 of the size of f in float64, and
 * again {@code |x|} times the sizes of f and f', since a good algorithm gives f at a point that is
 * off by roundoff. Steps are powers of 2 and points lie on a grid, so the points themselves are
 * exact, in float32 too.
 *
 * <p>B. Fornberg, Generation of finite difference formulas on arbitrarily spaced grids, Mathematics
 * of Computation 51 (1988), table 1.
 */
final class Difference {
  /** The error of the formula, relative to the size of the derivative. */
  private static final double TRUNCATION = 5e-12;

  private static final double STEP = Draws.REACH / 4;
  private static final double[] WEIGHTS = {4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280};

  private final List<@Nullable Tensor> sums = new ArrayList<>();
  private final List<Tensor> x;
  private double roundoff = 0x1p-53;
  private double size;

  private Difference(List<Tensor> x) {
    this.x = x;
  }

  /** The differences of each floating result along t. */
  static Difference along(
      Fn<List<Tensor>, ? extends List<? extends @Nullable Tensor>> f,
      List<Tensor> x,
      List<@Nullable Tensor> t) {
    var out = new Difference(x);
    for (int k = 1; k <= WEIGHTS.length; k++) {
      out.add(f.apply(moved(x, t, k * STEP)), WEIGHTS[k - 1] / STEP);
      out.add(f.apply(moved(x, t, -k * STEP)), -WEIGHTS[k - 1] / STEP);
    }
    return out;
  }

  private static List<Tensor> moved(List<Tensor> x, List<@Nullable Tensor> t, double step) {
    List<Tensor> out = new ArrayList<>();
    for (int k = 0; k < x.size(); k++) {
      var tangent = t.get(k);
      out.add(tangent == null ? x.get(k) : x.get(k).add(tangent.mul(step)));
    }
    return out;
  }

  private void add(List<? extends @Nullable Tensor> values, double weight) {
    roundoff = Math.max(roundoff, Near.roundoff(values));
    size = Math.max(size, Near.size(values));
    for (int j = 0; j < values.size(); j++) {
      var value = values.get(j);
      var part =
          value == null || !value.dtype().isFloating() ? null : value.toFloat64().mul(weight);
      if (j == sums.size()) {
        sums.add(part);
      } else {
        var sum = sums.get(j);
        sums.set(j, sum == null || part == null ? null : sum.add(part));
      }
    }
  }

  /** Requires a derivative to be these differences. */
  void require(String what, List<@Nullable Tensor> derivative) {
    double slope = Near.size(sums);
    double rounding = 4 * roundoff / STEP * (size + Near.size(x) * Math.max(slope, size));
    List<@Nullable Tensor> wide = new ArrayList<>();
    for (var one : derivative) {
      wide.add(one == null ? null : one.toFloat64());
    }
    Near.near(what, wide, sums, TRUNCATION * Math.max(slope, size) + rounding);
  }

  /** The law: the jvp is the difference of the value along the tangent. */
  static void check(Subject subject, Point at) {
    along(subject::value, at.x(), at.t()).require("the tangent", subject.jvp(at.x(), at.t()));
  }
}

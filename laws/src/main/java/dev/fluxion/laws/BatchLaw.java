package dev.fluxion.laws;

import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function mapped over a batch is a loop over it, and so are its derivatives: with all operands
 * mapped, and with each one mapped alone while the others are the same for all.
 *
 * <p>Sums may be taken in another order, so floating numbers agree to rounding only.
 */
final class BatchLaw {
  private static final int COUNT = 3;

  private BatchLaw() {}

  static void check(Subject subject, Point at) {
    int n = at.x().size();
    for (int mapped = 1; mapped < 1 << n; mapped++) {
      if (mapped == (1 << n) - 1 || Integer.bitCount(mapped) == 1) {
        new BatchLaw.Run(subject, at, mapped).check();
      }
    }
  }

  /** One choice of operands to map, a set of bits. */
  private record Run(Subject subject, Point at, int mapped) {
    void check() {
      var x = batch(at.x(), mapped);
      int all = (1 << at.ct().size()) - 1;
      compare("the value", subject::value, x, mapped);
      var ct = batch(filled(at.ct()), all);
      compare(
          "the cotangent",
          in -> {
            var out = subject.vjp(in.subList(0, at.x().size()), floating(in, at.x().size()));
            return Derivatives.present(out);
          },
          joined(x, ct),
          mapped | all << at.x().size());
      var t = batch(filled(at.t()), mapped);
      compare(
          "the tangent",
          in -> {
            var out = subject.jvp(in.subList(0, at.x().size()), floating(in, at.x().size()));
            return Derivatives.present(out);
          },
          joined(x, t),
          mapped | mapped << at.x().size());
    }

    private static List<Tensor> joined(List<Tensor> a, List<Tensor> b) {
      List<Tensor> all = new ArrayList<>(a);
      all.addAll(b);
      return all;
    }

    /** Directions, of which whole numbers have none. */
    private static List<@Nullable Tensor> floating(List<Tensor> all, int from) {
      List<@Nullable Tensor> out = new ArrayList<>();
      for (var one : all.subList(from, all.size())) {
        out.add(one.dtype().isFloating() ? one : null);
      }
      return out;
    }

    private static List<Tensor> filled(List<@Nullable Tensor> some) {
      List<Tensor> all = new ArrayList<>();
      for (var one : some) {
        all.add(one == null ? Fluxion.zeros(dev.fluxion.DType.INT64) : one);
      }
      return all;
    }

    /** Each mapped tensor as several different ones: itself, mirrored, scaled. */
    private static List<Tensor> batch(List<Tensor> x, int mapped) {
      List<Tensor> out = new ArrayList<>();
      for (int k = 0; k < x.size(); k++) {
        var one = x.get(k);
        boolean isMapped = (mapped >>> k & 1) == 1;
        out.add(isMapped ? Fluxion.stack(List.of(one, mirrored(one), one), 0) : one);
      }
      return out;
    }

    private static Tensor mirrored(Tensor x) {
      return x.flatten().flip(0).reshape(x.shape());
    }

    private static void compare(
        String what, Fn<List<Tensor>, List<Tensor>> f, List<Tensor> x, int mapped) {
      var axes = new @Nullable Integer[x.size()];
      for (int k = 0; k < axes.length; k++) {
        axes[k] = (mapped >>> k & 1) == 1 ? 0 : null;
      }
      if (f.apply(one(x, mapped, 0)).isEmpty()) {
        return;
      }
      var all = Fluxion.vmap(f).in(axes).apply(x);
      for (int i = 0; i < COUNT; i++) {
        var expected = f.apply(one(x, mapped, i));
        List<Tensor> got = new ArrayList<>();
        for (var y : all) {
          got.add(y.select(0, i));
        }
        double tolerance = 64 * Near.roundoff(expected) * Near.size(expected);
        Near.near(what + " of a batch, number " + i + ",", got, expected, tolerance);
      }
    }

    private static List<Tensor> one(List<Tensor> x, int mapped, int number) {
      List<Tensor> out = new ArrayList<>();
      for (int k = 0; k < x.size(); k++) {
        out.add((mapped >>> k & 1) == 1 ? x.get(k).select(0, number) : x.get(k));
      }
      return out;
    }
  }
}

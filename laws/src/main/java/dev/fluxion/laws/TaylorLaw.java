package dev.fluxion.laws;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Along the line {@code x + s·t}, power series have the derivatives that nested forward mode gives:
 * the first is the jvp, the second the jvp of the jvp. At kinks too, since both read one rule.
 *
 * <p>The tolerance is relative to the largest of the value and both: what the rules compute on the
 * way is of that size.
 */
final class TaylorLaw {
  private static final double TOLERANCE = 1e-12;

  private TaylorLaw() {}

  static void check(Subject subject, Point at) {
    var first = subject.jvp(at.x(), at.t());
    var second =
        Derivatives.forward(x -> Derivatives.filled(subject.jvp(x, at.t())), at.x(), at.t());
    double size = Math.max(Near.size(subject.value(at.x())), Near.size(first));
    size = Math.max(size, Near.size(second));
    double tolerance = TOLERANCE * size * Near.roundoff(first) * 0x1p53;
    var active = Derivatives.present(at.t());
    if (!active.isEmpty()) {
      var jet =
          Fluxion.jet(
              (List<Tensor> lifted) -> subject.value(Derivatives.merge(at.x(), at.t(), lifted)),
              movers(at),
              List.of(active, active.stream().map(Fluxion::zerosLike).toList()));
      Near.near("the first derivative", floating(jet.derivatives().get(0)), first, tolerance);
      Near.near("the second derivative", floating(jet.derivatives().get(1)), second, tolerance);
    }
  }

  /** The operands that have a direction. */
  private static List<Tensor> movers(Point at) {
    List<Tensor> some = new ArrayList<>();
    for (int k = 0; k < at.x().size(); k++) {
      if (at.t().get(k) != null) {
        some.add(at.x().get(k));
      }
    }
    return some;
  }

  private static List<@Nullable Tensor> floating(List<Tensor> all) {
    List<@Nullable Tensor> some = new ArrayList<>();
    for (var one : all) {
      some.add(one.dtype().isFloating() ? one : null);
    }
    return some;
  }
}

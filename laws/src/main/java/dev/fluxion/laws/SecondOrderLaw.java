package dev.fluxion.laws;

import static dev.fluxion.laws.Derivatives.filled;
import static dev.fluxion.laws.Derivatives.forward;
import static dev.fluxion.laws.Derivatives.leaves;
import static dev.fluxion.laws.Derivatives.pull;
import static dev.fluxion.laws.Derivatives.reverse;

import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.PassOption;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of the derivative, in all four ways of putting one mode over another. For a
 * cotangent w and directions t and u let {@code g(x) = J(x)ᵀ·w}. Then
 *
 * <ul>
 *   <li>forward over reverse gives {@code g'(x)·u},
 *   <li>reverse over reverse gives {@code g'(x)ᵀ·u}, the same, since g' is a Hessian,
 *   <li>reverse over forward, the gradient of {@code ⟨w, J(x)·u⟩}, is the same again,
 *   <li>forward over forward gives {@code ∂²f·(u, t)}, whose product with w is {@code ⟨t,
 *       g'(x)·u⟩}.
 * </ul>
 *
 * <p>Forward over reverse and forward over forward are held to differences of the first derivatives
 * besides. Tolerances are relative to the largest of value, first and second derivative: what the
 * rules of a second derivative compute on the way is of that size.
 */
final class SecondOrderLaw {
  private static final double TOLERANCE = 1e-12;

  private final Fn<List<Tensor>, List<Tensor>> f;
  private final Point at;

  private SecondOrderLaw(Subject subject, Point at) {
    this.f = subject::value;
    this.at = at;
  }

  static void check(Subject subject, Point at) {
    new SecondOrderLaw(subject, at).check();
  }

  private void check() {
    var gradient = reverse(f, leaves(at.x()), at.ct());
    var tangent = forward(f, at.x(), at.t());
    var mixed = forwardOverReverse();
    double size = Math.max(Near.size(f.apply(at.x())), Near.size(gradient));
    size = Math.max(size, Math.max(Near.size(tangent), Near.size(mixed)));
    double tolerance = TOLERANCE * size * Near.roundoff(mixed) * 0x1p53;

    Near.near(
        "forward over recorded reverse",
        forwardOverReverse(Fluxion.createGraph()),
        mixed,
        tolerance);
    Near.near("reverse over reverse", reverseOverReverse(), mixed, tolerance);
    Near.near("reverse over forward", reverseOverForward(), mixed, tolerance);
    Difference.along(x -> reverse(f, leaves(x), at.ct()), at.x(), at.u())
        .require("forward over reverse", mixed);

    var twice = forward(x -> filled(forward(f, x, at.t())), at.x(), at.u());
    Difference.along(x -> forward(f, x, at.t()), at.x(), at.u())
        .require("forward over forward", twice);
    double left = dot(at.ct(), twice);
    double right = dot(at.t(), mixed);
    double all = tolerance * (1 + at.x().stream().mapToInt(Tensor::size).sum());
    Near.require(
        Math.abs(left - right) <= all,
        () -> "forward over forward is " + left + ", forward over reverse " + right + ", ± " + all);
  }

  private List<@Nullable Tensor> forwardOverReverse(PassOption... options) {
    return forward(x -> filled(reverse(f, marked(x), at.ct(), options)), at.x(), at.u());
  }

  /** Leaves inside of a forward level: what it handed over, under names of their own. */
  private static List<Tensor> marked(List<Tensor> x) {
    List<Tensor> out = new ArrayList<>();
    for (var one : x) {
      var alias = one.reshape(one.shape());
      out.add(alias.dtype().isFloating() ? alias.requiresGrad(true) : alias);
    }
    return out;
  }

  private List<@Nullable Tensor> reverseOverReverse() {
    var x = leaves(at.x());
    var gradient = reverse(f, x, at.ct(), Fluxion.createGraph());
    return pull(filled(gradient), x, at.u());
  }

  private List<@Nullable Tensor> reverseOverForward() {
    var x = leaves(at.x());
    return pull(filled(forward(f, x, at.u())), x, at.ct());
  }

  private static double dot(List<@Nullable Tensor> a, List<@Nullable Tensor> b) {
    double sum = 0;
    for (int k = 0; k < a.size(); k++) {
      var x = a.get(k);
      var y = b.get(k);
      sum += x == null || y == null ? 0 : x.mul(y).sum().item();
    }
    return sum;
  }
}

package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.customVjp;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.vjp;
import static dev.fluxion.Fluxion.zeros;

import dev.fluxion.Flat;
import dev.fluxion.Residuals;
import dev.fluxion.Tensor;
import java.util.List;

/**
 * The state {@code y(t1)} of {@code y' = f(t, y, p)} as a function of where it starts, of the
 * parameters and of both times.
 *
 * <p>The cotangent {@code λ} of the state obeys {@code λ' = -(∂f/∂y)ᵀ·λ}, and that of the
 * parameters gathers {@code (∂f/∂p)ᵀ·λ}: both come from one integration back from t1, together with
 * the state, which is not stored on the way (Pontryagin 1962; Chen, Rubanova, Bettencourt and
 * Duvenaud 2018, Neural ordinary differential equations). A tangent obeys the variational equation
 * {@code s' = ∂f/∂y·s + ∂f/∂p·dp}. Both integrations are flows themselves, so every order follows.
 *
 * @param y0 the state at t0
 * @param p the parameters
 * @param t0 the first time, a 0-d tensor of the type of the state
 * @param t1 the last time
 */
record Flow<P>(Tensor y0, P p, Tensor t0, Tensor t1) {
  /** A flow with the state where it ends. */
  record Solved<P>(Flow<P> at, Tensor y1) {
    Tensor slope(Dynamics<P> f) {
      return f.apply(at.t1, y1, at.p);
    }
  }

  /** State and parameters, or tangents or cotangents of both. */
  record Pair<P>(Tensor y, P p) {}

  Tensor end(Dynamics<P> f, Tolerances tolerances) {
    var y1 = Found.by(flow -> Integration.run(f, flow, tolerances), this, Flow::y0);
    return follow(f, new Solved<>(this, y1), tolerances);
  }

  private static <P> Tensor follow(Dynamics<P> f, Solved<P> solved, Tolerances tolerances) {
    return customVjp(
            (Solved<P> s) -> new Residuals<>(Closed.over(s.y1, free -> free.slope(f), s), s),
            (s, ct) -> s.at.pulled(f, follow(f, s, tolerances), ct, tolerances))
        .jvp((s, t) -> s.at.pushed(f, follow(f, s, tolerances), t.at, tolerances))
        .apply(solved);
  }

  private Solved<P> pulled(Dynamics<P> f, Tensor y1, Tensor ct, Tolerances tolerances) {
    int n = y0.size();
    var flat = Flat.of(p);
    var nothing = zeros(y0.dtype(), flat.size());
    var last = cat(List.of(y1.flatten(), ct.flatten(), nothing), 0);
    var first = new Flow<>(last, p, t1, t0).end(adjoint(f, y0), tolerances);
    var byY = first.narrow(0, n, n).reshape(y0.shape());
    var byP = flat.with(first.narrow(0, 2 * n, flat.size()));
    var byT0 = byY.mul(f.apply(t0, y0, p)).sum().neg();
    var byT1 = ct.mul(f.apply(t1, y1, p)).sum();
    return new Solved<>(new Flow<>(byY, byP, byT0, byT1), y1.mul(0));
  }

  /** State, its cotangent and that of the parameters, one after another. */
  private static <P> Dynamics<P> adjoint(Dynamics<P> f, Tensor like) {
    var shape = like.shape();
    int n = like.size();
    return (t, all, p) -> {
      var y = all.narrow(0, 0, n).reshape(shape);
      var ct = all.narrow(0, n, n).reshape(shape);
      var at = vjp((Pair<P> x) -> f.apply(t, x.y, x.p), new Pair<>(y, p));
      var cts = at.pullback().apply(ct);
      var byP = Flat.of(cts.p).vector().to(all.dtype());
      return cat(List.of(at.value().flatten(), cts.y.flatten().neg(), byP.neg()), 0);
    };
  }

  private Tensor pushed(Dynamics<P> f, Tensor y1, Flow<P> t, Tolerances tolerances) {
    int n = y0.size();
    var shifted = t.y0.sub(f.apply(t0, y0, p).mul(t.t0));
    var first = cat(List.of(y0.flatten(), shifted.flatten()), 0);
    var last = new Flow<>(first, new Both<>(p, t.p), t0, t1).end(variational(f, y0), tolerances);
    return last.narrow(0, n, n).reshape(y0.shape()).add(f.apply(t1, y1, p).mul(t.t1));
  }

  /** Parameters and their tangent. */
  record Both<P>(P p, P t) {}

  /** State and its tangent, one after the other. */
  private static <P> Dynamics<Both<P>> variational(Dynamics<P> f, Tensor like) {
    var shape = like.shape();
    int n = like.size();
    return (t, all, p) -> {
      var y = all.narrow(0, 0, n).reshape(shape);
      var tangent = all.narrow(0, n, n).reshape(shape);
      var at =
          jvp((Pair<P> x) -> f.apply(t, x.y, x.p), new Pair<>(y, p.p), new Pair<>(tangent, p.t));
      return cat(List.of(at.value().flatten(), at.tangent().flatten()), 0);
    };
  }
}

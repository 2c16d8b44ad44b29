package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.customVjp;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.vjp;

import dev.fluxion.Residuals;
import dev.fluxion.Tensor;

/**
 * The function {@code z(a)} that an equation {@code g(z, a) = 0} defines around a known solution.
 *
 * <p>By the implicit function theorem {@code dz = -(∂g/∂z)⁻¹·∂g/∂a·da}, and transposed {@code ct_a
 * = -(∂g/∂a)ᵀ·(∂g/∂z)⁻ᵀ·ct_z}, whatever solver found the solution. The rules are evaluated at
 * {@code z} as this very function of {@code a}, so that what is followed there is followed in
 * {@code z} too, to any order.
 *
 * @param a the parameters
 * @param z the solution
 */
record ImplicitFunction<P>(P a, Tensor z) {
  Tensor follow(String call, Parametric<P> g) {
    return customVjp(
            (ImplicitFunction<P> at) ->
                new Residuals<>(Closed.over(at.z, free -> g.apply(free.z, free.a), at), at),
            (at, ct) -> {
              var z = at.follow(call, g);
              var w = solve(call, at.matrix(g, z).transpose(0, 1), ct).neg();
              var byA = vjp((P p) -> g.apply(z, p), at.a).pullback().apply(w);
              return new ImplicitFunction<>(byA, at.z.mul(0));
            })
        .jvp((at, t) -> {
          var z = at.follow(call, g);
          var moved = jvp((P p) -> g.apply(z, p), at.a, t.a).tangent();
          return solve(call, at.matrix(g, z), moved).neg();
        })
        .apply(this);
  }

  private Tensor matrix(Parametric<P> g, Tensor at) {
    return Unknown.matrix(u -> g.apply(u, a), at);
  }

  private static Tensor solve(String call, Tensor matrix, Tensor right) {
    var columns = right.reshape(right.size(), 1);
    return new DenseSystem(matrix, columns)
        .solution("the derivative of " + call)
        .reshape(right.shape());
  }
}

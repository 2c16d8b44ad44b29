import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// Forward mode: a tangent travels beside the value, and no graph is kept.

void main() {
  var x = tensor(1.0, 2.0, 3.0);
  var v = tensor(1.0, 0.0, 0.0);

  // How y = x³ moves when x moves along v.
  var y = jvp(p -> p.pow(3), x, v);
  IO.println(y.value());
  IO.println(y.tangent());

  // Along a curve of three coordinates, one run gives its velocity, another inside it the
  // acceleration.
  Fn<Tensor, Tensor> helix = t -> stack(List.of(t.cos(), t.sin(), t.mul(2)), 0);
  Fn<Tensor, Tensor> velocity = t -> jvp(helix, t, onesLike(t)).tangent();
  Fn<Tensor, Tensor> acceleration = t -> jvp(velocity, t, onesLike(t)).tangent();
  IO.println(velocity.apply(tensor(1.0)));
  IO.println(acceleration.apply(tensor(1.0)));

  // Forward over reverse: the product of the Hessian of f and a vector, without the Hessian.
  Fn<Tensor, Tensor> f = p -> p.pow(3).sum();
  Fn<Tensor, Tensor> gradient = p -> grad(f.apply(p.requiresGrad(true)), p);
  IO.println(jvp(gradient, x, v).tangent());
}

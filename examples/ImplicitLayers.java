import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;
import dev.fluxion.implicit.*;

// Values that equations define, and their derivatives by what is in the equations. How the solver
// found them does not matter: nothing of its steps is recorded.

void main() {
  // A root: z² = a.
  Fn<Tensor, Tensor> sqrt = a -> Implicit.root((z, p) -> z.square().sub(p), a, ones());
  var two = tensor(2.0);
  IO.println(sqrt.apply(two) + " " + grad(sqrt).apply(two) + " " + grad(grad(sqrt)).apply(two));

  // A layer that is its own input: z = tanh(w·z + x), the gradient of its sum by w and x.
  record Layer(Tensor w, Tensor x) {}
  var layer =
      new Layer(tensor(new double[][] {{0.2, -0.3}, {0.1, 0.4}}), tensor(new double[] {1, -1}));
  Fn<Layer, Tensor> deep =
      at -> Implicit.fixedPoint((z, p) -> p.w().matmul(z).add(p.x()).tanh(), at, zeros(2));
  IO.println(deep.apply(layer));
  IO.println(grad((Layer p) -> deep.apply(p).sum()).apply(layer).x());

  // How the weights of a ridge regression depend on its penalty.
  var points = tensor(new double[][] {{1, 0}, {1, 1}, {1, 2}});
  var values = tensor(new double[] {1, 3, 5});
  Fn<Tensor, Tensor> ridge =
      penalty ->
          Implicit.argmin(
              (w, p) -> points.matmul(w).sub(values).square().sum().add(w.square().sum().mul(p)),
              penalty,
              zeros(2));
  IO.println(ridge.apply(tensor(0.5)));
  IO.println(jacobian(ridge).apply(tensor(0.5)));

  // Foxes and rabbits: how many there are after a time, by the four rates.
  Fn<Tensor, Tensor> foxesAndRabbits =
      rates ->
          Implicit.odeSolve(
              (t, y, p) -> {
                var rabbits = y.at(0);
                var foxes = y.at(1);
                var met = rabbits.mul(foxes);
                return stack(
                    List.of(
                        rabbits.mul(p.at(0)).sub(met.mul(p.at(1))),
                        met.mul(p.at(2)).sub(foxes.mul(p.at(3)))),
                    0);
              },
              from(new double[] {1, 1}),
              rates,
              0,
              2);
  var rates = from(new double[] {1.5, 1, 1, 3});
  IO.println(foxesAndRabbits.apply(rates).toFloat32());
  IO.println(jacobian(foxesAndRabbits).apply(rates).toFloat32());
}

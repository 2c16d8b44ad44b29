import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// Gradient descent down the banana valley of Rosenbrock, whose floor is at (1, 1). Each step
// makes a new x: grad() returns the gradient as a value, and nothing is written.

void main() {
  setDefaultDType(DType.FLOAT64);
  var x = tensor(-1.2, 1.0);
  for (int step = 0; step < 40_000; step++) {
    var y = rosenbrock(x.requiresGrad(true));
    if (step % 10_000 == 0) {
      IO.println("step " + step + ": f = " + y.item());
    }
    x = x.detach().sub(grad(y, x).mul(1e-3));
  }
  IO.println(x);
}

/** {@code f(a, b) = (1 - a)² + 100(b - a²)²}. */
Tensor rosenbrock(Tensor x) {
  var a = x.at(0);
  var b = x.at(1);
  return sub(1, a).square().add(b.sub(a.square()).square().mul(100));
}

import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

void main() {
  var x = arange(4.0).requiresGrad(true); // [0, 1, 2, 3]; what is computed from it is recorded
  var y = x.dot(x).mul(2);
  IO.println(y);

  y.backward();
  IO.println(x.grad()); // dy/dx = 4x
}

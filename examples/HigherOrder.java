import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// The derivatives of sin, each the gradient of the one before: createGraph() records the pass, so
// that its result can be differentiated again.

void main() {
  var x = linspace(0.5, 2.5, 5).requiresGrad(true);
  var y = x.sin();
  IO.println(y.detach());
  for (int order = 1; order <= 4; order++) {
    y = grad(y.sum(), x, createGraph());
    IO.println(y.detach());
  }
}

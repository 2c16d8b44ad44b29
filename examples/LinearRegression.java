import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// Finds the weights behind y = X·w + b from examples of it, by gradient descent.

void main() {
  manualSeed(1);
  var features = randn(100, 2);
  var labels = features.matmul(tensor(2.0, -3.4)).add(4.2);

  var w = zeros(2);
  var b = zeros();
  for (int epoch = 1; epoch <= 100; epoch++) {
    w.requiresGrad(true);
    b.requiresGrad(true);
    var loss = features.matmul(w).add(b).sub(labels).square().mean();
    if (epoch % 20 == 0) {
      IO.println("epoch " + epoch + ": loss " + loss.detach());
    }
    var g = grad(List.of(loss), List.of(w, b));
    w = w.detach().sub(g.get(0).mul(0.1));
    b = b.detach().sub(g.get(1).mul(0.1));
  }
  IO.println("w = " + w + ", b = " + b);
}

import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// A Hessian of a million elements, of which three in a row can differ from 0. Which ones they are
// is found by running the gradient on tensors that know what they depend on; then three products of
// Hessian and vector give all of them. Newton's method solves its systems with what comes out.

void main() {
  setDefaultDType(DType.FLOAT64);
  var x = full(1.5, 1000);
  var hessian = sparseHessian(this::energy);
  IO.println(hessian.pattern(x.narrow(0, 0, 8)));
  IO.println(hessian.mode(x));

  var gradient = grad(this::energy);
  for (int step = 0; step < 5; step++) {
    x = x.sub(solve(hessian.apply(x), gradient.apply(x)));
    IO.println("step %d: %.6f".formatted(step, energy(x).item()));
  }
  IO.println("at rest: " + (gradient.apply(x).norm().item() < 1e-9));
}

/** A chain of springs, each between two neighbours, in a bowl. */
Tensor energy(Tensor x) {
  int n = x.size();
  var stretched = x.narrow(0, 1, n - 1).sub(x.narrow(0, 0, n - 1)).sub(0.01);
  var bowl = x.square().add(x.pow(4).mul(0.1));
  return stretched.square().sum().mul(10).add(bowl.sum());
}

/** Elimination in a tridiagonal matrix. */
Tensor solve(SparseMatrix a, Tensor b) {
  int n = a.rows();
  var values = a.values().toDoubleArray();
  var starts = a.rowStarts();
  var y = b.toDoubleArray();
  var diagonal = new double[n];
  for (int i = 0; i < n; i++) {
    diagonal[i] = values[i == 0 ? 0 : starts[i] + 1];
    if (i > 0) {
      double factor = values[starts[i]] / diagonal[i - 1];
      diagonal[i] -= factor * values[starts[i] - 1];
      y[i] -= factor * y[i - 1];
    }
  }
  for (int i = n - 1; i >= 0; i--) {
    double right = i == n - 1 ? 0 : values[starts[i + 1] - 1] * y[i + 1];
    y[i] = (y[i] - right) / diagonal[i];
  }
  return from(y);
}

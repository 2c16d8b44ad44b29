import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

/** The parameters of a logistic regression. */
record Weights(Tensor slope, Tensor offset) {}

/** One sample or, mapped, many. */
record Sample(Tensor x, Tensor label) {}

/** The loss of one sample: log(1 + exp(-label · (slope · x + offset))). */
Tensor loss(Weights w, Sample s) {
  return s.label().neg().mul(w.slope().dot(s.x()).add(w.offset())).softplus();
}

void main() {
  manualSeed(1);
  var x = randn(200, 2);
  var score = x.matmul(tensor(2.0, -1.0)).add(0.5).add(randn(200).mul(0.5));
  var label = where(score.gt(0), onesLike(score), -1);
  var samples = new Sample(x, label);
  var w = new Weights(zeros(2), tensor(0.0));

  // The gradients of all samples at once: a function of one, differentiated, mapped.
  var at = w;
  var each = vmap((Sample s) -> grad((Weights p) -> loss(p, s)).apply(at)).apply(samples);
  IO.println("gradients of single samples: " + each.slope().shape());

  // Newton's method on the mean loss, with the Hessian of all weights as one matrix.
  Fn<Weights, Tensor> mean =
      p ->
          vmap((Sample s) -> loss(p, s))
              .apply(samples)
              .mean()
              .add(p.slope().square().sum().mul(0.01));
  for (int step = 0; step < 6; step++) {
    var gradient = valueAndGrad(mean).apply(w);
    var h = hessianBlocks(mean).apply(w).matrix().toDoubleArray();
    var d = solve(h, gradient.grad());
    w = new Weights(w.slope().sub(d.slope()), w.offset().sub(d.offset()));
    IO.println("loss %.6f".formatted(gradient.value().item()));
  }
  var norm = grad(mean).apply(w).slope().norm().item();
  IO.println("at rest: " + (norm < 1e-5));
}

/** The Newton step for three unknowns, by Cramer's rule. */
Weights solve(double[] h, Weights g) {
  double[] b = cat(List.of(g.slope(), g.offset().reshape(1)), 0).toDoubleArray();
  double[] d = new double[3];
  for (int k = 0; k < 3; k++) {
    var m = h.clone();
    for (int i = 0; i < 3; i++) {
      m[3 * i + k] = b[i];
    }
    d[k] = det(m) / det(h);
  }
  return new Weights(tensor(d[0], d[1]), tensor(d[2]));
}

double det(double[] m) {
  return m[0] * (m[4] * m[8] - m[5] * m[7])
      - m[1] * (m[3] * m[8] - m[5] * m[6])
      + m[2] * (m[3] * m[7] - m[4] * m[6]);
}

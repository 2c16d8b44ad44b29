import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// How wrong a numeric derivative is depends on the step: a large one truncates, a small one
// rounds. The derivative it is compared with has no step.

void main() {
  // The logistic map of the lecture, three times over: l ↦ 4l(1 - l).
  Fn<Tensor, Tensor> map = l -> l.mul(4).mul(sub(1, l));
  Fn<Tensor, Tensor> f = x -> map.apply(map.apply(map.apply(x)));

  var table = stepSizes(f, 0.2);
  IO.println("f'(0.2) = " + table.exact());
  IO.println(table);

  // Differences of higher order truncate less, so they bear a larger step, which rounds less.
  var x = scalar(0.2);
  for (int order = 2; order <= 8; order += 2) {
    var numeric = FiniteDifference.central(order).step(1e-3).along(f, x, onesLike(x)).item();
    IO.println("order " + order + ", h = 1e-03: " + Math.abs(numeric - table.exact()));
  }

  // A step into the complex plane takes no difference, so it can be as small as it likes.
  var complex = complexStep(f, x, onesLike(x)).item();
  IO.println("complex step: " + Math.abs(complex - table.exact()));

  // A check of derivatives goes by differences, and so by tolerances.
  IO.println(gradcheck(f, x.requiresGrad(true)));
}

Tensor scalar(double value) {
  return from(new double[] {value}).reshape();
}

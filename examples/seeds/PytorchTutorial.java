import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// "Autograd: Tự động tính vi phân", a PyTorch tutorial in Vietnamese: every cell in its order, with
// what it prints. Its random numbers are fixed here, so that the numbers printed there come out.

void main() {
  // x = torch.ones(2, 2, requires_grad=True)
  var x = ones(2, 2).requiresGrad(true);
  print(x);

  // y = x + 2
  var y = x.add(2);
  print(y);
  print(y.gradFn());

  // z = y * y * 3
  var z = y.mul(y).mul(3);
  var out = z.mean();
  print(z, out);

  // a = torch.randn(2, 2)
  var a = tensor(new double[][] {{0.5, -1.5}, {2.0, 0.25}});
  a = a.mul(3).div(a.sub(1));
  print(a.requiresGrad());
  a.requiresGrad(true);
  print(a.requiresGrad());
  var b = a.mul(a).sum();
  print(b.gradFn());

  // d(out)/dx
  out.backward();
  print(x.grad());

  // x = torch.randn(3, requires_grad=True)
  x = tensor(-498.3744, -1358.6482, 331.9124).div(1024).requiresGrad(true);
  y = x.mul(2);
  while (y.data().norm().item() < 1000) {
    y = y.mul(2);
  }
  print(y);

  // The product of the vector v and the Jacobian of y.
  var v = tensor(0.1, 1.0, 0.0001);
  y.backward(v);
  print(x.grad());

  // with torch.no_grad()
  print(x.requiresGrad());
  print(x.pow(2).requiresGrad());
  try (var _ = noGrad()) {
    print(x.pow(2).requiresGrad());
  }

  // y = x.detach()
  print(x.requiresGrad());
  y = x.detach();
  print(y.requiresGrad());
  print(x.eq(y).all());
}

/** Prints as Python's print does: words with blanks between them, True and False. */
void print(Object... values) {
  var words = new StringJoiner(" ");
  for (var value : values) {
    words.add(value instanceof Boolean b ? b ? "True" : "False" : String.valueOf(value));
  }
  IO.println(words);
}

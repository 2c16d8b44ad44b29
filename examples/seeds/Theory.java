import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// "Automatic differentiation", a page of theory in Vietnamese: its two worked examples and what it
// says of cost, section by section.

void main() {
  setDefaultDType(DType.FLOAT64);

  // 3.2, step 1: x̃ = x + ε, and y is held fixed
  var x = tensor(2.0);
  var y = tensor(3.0);
  var one = onesLike(x);
  dual("x", new Jvp<>(x, one));

  // 3.2, step 2: sin(x̃), x̃y and their sum
  Fn<Tensor, Tensor> f = p -> p.sin().add(p.mul(y));
  dual("sin(x)", jvp(p -> p.sin(), x, one));
  dual("xy", jvp(p -> p.mul(y), x, one));
  dual("f", jvp(f, x, one));
  show("cos(x) + y", x.cos().add(y));

  // 3.3: a level inside a level has its own ε, which gives the second derivative, -sin(x)
  dual("f'", jvp(p -> jvp(f, p, one).tangent(), x, one));
  show("-sin(x)", x.sin().neg());

  // 4.2, step 1: the forward pass
  var x1 = tensor(3.0).requiresGrad(true);
  var x2 = tensor(-2.0).requiresGrad(true);
  var v1 = x1.add(x2).retainGrad();
  var out = v1.mul(x2).retainGrad();
  show("v1", v1);
  show("y", out);

  // 4.2, step 2: the backward pass
  out.backward();
  show("dy/dy", out.grad());
  show("dy/dv1", v1.grad());
  show("dy/dx1", x1.grad());
  show("dy/dx2", x2.grad());
  show("x1 + 2x2", x1.detach().add(x2.detach().mul(2)));

  // 3.3 and 4.3: what n inputs and one output cost, and one input and m outputs
  cost(5, p -> p.mul(p).sum(0, true));
  cost(1, p -> p.mul(arange(7.0)));
}

/**
 * Runs of forward and of reverse mode until the whole Jacobian, of m rows and n columns, is there.
 */
void cost(int n, Fn<Tensor, Tensor> f) {
  var x = linspace(1, 2, n).requiresGrad(true);
  var y = f.apply(x);

  var columns = new ArrayList<Tensor>();
  for (var e : eye(n).unbind(0)) {
    columns.add(jvp(f, x.detach(), e).tangent());
  }
  var rows = new ArrayList<Tensor>();
  for (var e : eye(y.size()).unbind(0)) {
    rows.add(grad(y, x, gradOutputs(e), retainGraph()));
  }
  boolean equal = stack(columns, 1).eq(stack(rows, 0)).all().booleanValue();
  IO.println(
      "n = %d, m = %d: %d forward, %d reverse, equal: %b"
          .formatted(n, y.size(), columns.size(), rows.size(), equal));
}

void dual(String name, Jvp<Tensor> x) {
  IO.println("%s = %s + %sε".formatted(name, x.value(), x.tangent()));
}

void show(String name, Tensor x) {
  IO.println("%s = %s".formatted(name, x));
}

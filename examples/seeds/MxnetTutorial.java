import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// "Automatic Differentiation", an MXNet tutorial in Vietnamese: every cell in its order, with what
// it prints.

void main() {
  // Ví dụ mở đầu
  var x = arange(4.0);
  show(x);
  x.attachGrad();

  // y = 2xᵀx
  Tensor y;
  try (var _ = record()) {
    y = mul(2, dot(x, x));
  }
  y.backward();
  show(y);
  show(x.grad());
  show(mul(4, x));

  // z = 3(x₁³ + x₂³ + x₃³ + x₄³); the gradient is written over
  Tensor z;
  try (var _ = record()) {
    z = dot(mul(3, x).mul(x).mul(x), tensor(1.0, 1.0, 1.0, 1.0));
  }
  z.backward();
  show(z);
  show(x.grad());
  show(mul(9, x).mul(x));

  // Backward đối với non-scalar dependent variable: as if the elements had been summed
  show(mul(3, x).mul(x).mul(x));
  show(dot(mul(3, x).mul(x).mul(x), tensor(1.0, 1.0, 1.0, 1.0)));
  try (var _ = record()) {
    z = mul(3, x).mul(x).mul(x);
  }
  z.backward();
  show(z);
  show(x.grad());

  // Detach, ví dụ 1
  try (var _ = record()) {
    y = mul(3, x).mul(x);
    z = y.mul(x);
  }
  z.backward();
  IO.println(x.grad().asArray());

  // Ví dụ 2
  try (var _ = record()) {
    y = mul(3, x).mul(x);
    z = y.mul(x);
  }
  y.backward();
  IO.println(x.grad().asArray());

  // Ví dụ 3
  Tensor t;
  try (var _ = record()) {
    y = mul(3, x).mul(x);
    t = y.detach();
    z = t.mul(x);
  }
  z.backward();
  show(x.grad());

  // attachGrad on what was computed cuts its history off, as y = y.detach() does
  try (var _ = record()) {
    y = mul(3, x).mul(x);
    y.attachGrad();
    z = y.mul(x);
  }
  z.backward();
  show(x.grad());

  // t has no place in the graph
  try (var _ = record()) {
    y = mul(3, x).mul(x);
    t = y.detach();
    z = t.mul(x);
  }
  IO.println("t.grad = " + (t.grad() == null ? "None" : t.grad()));
  refused("t.backward", t);

  // After a backward pass z has none either
  z.backward();
  refused("z.backward again", z);

  // Head gradient: A = dz/dx
  try (var _ = record()) {
    z = mul(3, x).mul(x).mul(x);
  }
  z.backward();
  var A = x.grad().copy();
  show(A);

  // B = ∂z/∂x and C = ∂z/∂y
  try (var _ = record()) {
    t = mul(3, x).mul(x);
    y = t.detach();
    y.attachGrad();
    z = y.mul(x);
  }
  z.backward();
  var B = x.grad().copy();
  var C = y.grad().copy();
  show(B, C);

  // D = dy/dx
  t.backward();
  var D = x.grad().copy();
  show(D);

  // A = CD + B
  show(A, C.mul(D).add(B));

  // E = CD, with C as the head gradient
  try (var _ = record()) {
    t = mul(3, x).mul(x);
    y = t.detach();
    y.attachGrad();
    z = y.mul(x);
  }
  z.backward();
  check(C.sub(y.grad()).sum().eq(0));
  t.backward(y.grad());
  var E = x.grad().copy();
  IO.println(E.sub(C.mul(D)).sum().eq(0).booleanValue() ? "True" : "False");
}

/** Prints a value as the last line of a notebook's cell, or several, which are a tuple there. */
void show(Tensor... values) {
  if (values.length == 1) {
    IO.println(values[0].asNDArray());
    return;
  }
  var items = new StringJoiner(", ", "(", ")");
  for (var value : values) {
    items.add(value.asNDArray().toString().replace("\n", "\n "));
  }
  IO.println(items);
}

void refused(String call, Tensor y) {
  try {
    y.backward();
    IO.println(call + " is allowed");
  } catch (GraphException e) {
    IO.println(call + ": " + e.getMessage());
  }
}

/** As Python's assert. */
void check(Tensor condition) {
  if (!condition.booleanValue()) {
    throw new AssertionError();
  }
}

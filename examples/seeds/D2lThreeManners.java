import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// "Sự khác biệt tự động", the chapter on automatic differentiation of the Vietnamese "Dive into
// Deep Learning": each cell in its three manners, MXNet's, PyTorch's and TensorFlow's, side by
// side, then the exercises. The chapter prints nothing; what its cells yield is printed here.

void main() {
  simpleExample();
  nonScalars();
  detaching();
  controlFlow();

  secondDerivative();
  backwardTwice();
  vectorsAndMatrices();
  newton();
  sine();
}

/** Một ví dụ đơn giản: y = 2xᵀx. */
void simpleExample() {
  var m = arange(4.0);
  mxnet("x", m);
  var p = arange(4.0);
  torch("x", p);
  var t = arange(4.0);
  tensorflow("x", t);

  // A place for the gradient, or none yet, or none at all
  m.attachGrad();
  mxnet("x.grad", m.grad());
  p.requiresGrad(true);
  torch("x.grad", p.grad());
  t = variable(t);
  tensorflow("x", t);

  Tensor ym;
  try (var _ = record()) {
    ym = mul(2, dot(m, m));
  }
  mxnet("y", ym);
  var yp = mul(2, dot(p, p));
  torch("y", yp);
  Tensor yt;
  var tape = new GradientTape();
  try (tape) {
    yt = mul(2, dot(t, t));
  }
  tensorflow("y", yt);

  ym.backward();
  mxnet("x.grad", m.grad());
  yp.backward();
  torch("x.grad", p.grad());
  var g = tape.gradient(yt, t);
  tensorflow("x_grad", g);

  mxnet("x.grad == 4 * x", m.grad().eq(mul(4, m)));
  torch("x.grad == 4 * x", p.grad().eq(mul(4, p)));
  tensorflow("x_grad == 4 * x", g.eq(mul(4, t)));

  // Another function of x: written over, added unless zeroed, a new value
  try (var _ = record()) {
    ym = m.sum();
  }
  ym.backward();
  mxnet("x.grad", m.grad());
  var before = p.grad().copy();
  p.sum().backward();
  torch("without zero_() x.grad", p.grad());
  p.grad(before);
  p.grad().zero_();
  p.sum().backward();
  torch("with zero_() x.grad", p.grad());
  var another = new GradientTape();
  try (another) {
    yt = t.sum();
  }
  tensorflow("x_grad", another.gradient(yt, t));
}

/** Lùi cho các biến không vô hướng: y = x · x, element by element. */
void nonScalars() {
  var m = arange(4.0).attachGrad();
  Tensor y;
  try (var _ = record()) {
    y = m.mul(m);
  }
  y.backward();
  mxnet("x.grad", m.grad());

  var p = arange(4.0).requiresGrad(true);
  var yp = p.mul(p);
  torch("without a gradient argument", refusal(() -> yp.backward()));
  yp.sum().backward();
  torch("x.grad", p.grad());

  var t = variable(arange(4.0));
  var tape = new GradientTape();
  try (tape) {
    y = t.mul(t);
  }
  tensorflow("x_grad", tape.gradient(y, t));
}

/** Tách tính toán: z = u · x, where u is a constant of the value x · x. */
void detaching() {
  var m = arange(4.0).attachGrad();
  Tensor ym, um, zm;
  try (var _ = record()) {
    ym = m.mul(m);
    um = ym.detach();
    zm = um.mul(m);
  }
  zm.backward();
  mxnet("x.grad == u", m.grad().eq(um));

  var p = arange(4.0).requiresGrad(true);
  var yp = p.mul(p);
  var up = yp.detach();
  var zp = up.mul(p);
  zp.sum().backward();
  torch("x.grad == u", p.grad().eq(up));

  var t = variable(arange(4.0));
  Tensor yt, ut, zt;
  var tape = GradientTape.persistent();
  try (tape) {
    yt = t.mul(t);
    ut = stopGradient(yt);
    zt = ut.mul(t);
  }
  tensorflow("x_grad == u", tape.gradient(zt, t).eq(ut));

  // y still knows how it was computed
  ym.backward();
  mxnet("x.grad == 2 * x", m.grad().eq(mul(2, m)));
  p.grad().zero_();
  yp.sum().backward();
  torch("x.grad == 2 * x", p.grad().eq(mul(2, p)));
  tensorflow("x_grad == 2 * x", tape.gradient(yt, t).eq(mul(2, t)));
}

/** What runs depends on the numbers. */
Tensor f(Tensor a) {
  var b = a.mul(2);
  while (b.norm().item() < 1000) {
    b = b.mul(2);
  }
  return b.sum().item() > 0 ? b : b.mul(100);
}

/** Tính toán Gradient của Python Control Flow, with -0.7 for the random number. */
void controlFlow() {
  var m = tensor(-0.7).attachGrad();
  Tensor d;
  try (var _ = record()) {
    d = f(m);
  }
  d.backward();
  mxnet("a", m);
  mxnet("d", d);
  mxnet("a.grad", m.grad());
  mxnet("a.grad == d / a", m.grad().eq(d.div(m)));

  var p = tensor(-0.7).requiresGrad(true);
  d = f(p);
  d.backward();
  torch("a.grad == d / a", p.grad().eq(d.div(p)));

  var t = variable(tensor(-0.7));
  var tape = new GradientTape();
  try (tape) {
    d = f(t);
  }
  var g = tape.gradient(d, t);
  tensorflow("d_grad", g);
  tensorflow("d_grad == d / a", g.eq(d.div(t)));
}

/**
 * Bài tập 1: why is the second derivative so much dearer? The first differentiates the few
 * operations of f, the second all that the first has run as well, and so on.
 */
void secondDerivative() {
  exercise("1");
  var x = tensor(1.0).requiresGrad(true);
  var y = x.sin().div(x);
  for (int order = 0; order <= 4; order++) {
    say("derivative %d of sin(x) / x: %d nodes", order, nodes(y));
    y = grad(y, x, createGraph());
  }

  // And of n numbers there are n gradients to take, where the first derivative is one
  var v = arange(4.0).requiresGrad(true);
  var first = grad(v.pow(3).sum(), v, createGraph());
  var rows = new ArrayList<Tensor>();
  for (var one : first.unbind(0)) {
    rows.add(grad(one, v, retainGraph()));
  }
  IO.println("of 4 numbers: 1 pass for " + first.detach());
  IO.println(rows.size() + " passes for\n" + stack(rows, 0));
}

/** How many operations and leaves a value was computed by. */
int nodes(Tensor y) {
  var seen = new HashSet<Node>();
  var waiting = new ArrayDeque<Node>(List.of(y.gradFn()));
  while (!waiting.isEmpty()) {
    var node = waiting.pop();
    if (seen.add(node)) {
      node.inputs().stream().filter(Objects::nonNull).forEach(waiting::push);
    }
  }
  return seen.size();
}

/** Bài tập 2: run backward, and at once again. */
void backwardTwice() {
  exercise("2");
  var m = arange(4.0).attachGrad();
  Tensor ym, sum;
  try (var _ = record()) {
    ym = dot(m, m);
    sum = m.sum();
  }
  ym.backward();
  mxnet("backward twice", refusal(() -> ym.backward()));
  sum.backward();
  mxnet("twice through a sum", refusal(() -> sum.backward()));

  var p = arange(4.0).requiresGrad(true);
  var yp = dot(p, p);
  yp.backward(retainGraph());
  yp.backward();
  torch("with retain_graph x.grad", p.grad());
  torch("backward twice", refusal(() -> yp.backward()));
  // A sum saves nothing that could be freed
  p.grad().zero_();
  var saved = p.sum();
  saved.backward();
  saved.backward();
  torch("twice through a sum x.grad", p.grad());

  var t = variable(arange(4.0));
  Tensor yt;
  var tape = new GradientTape();
  try (tape) {
    yt = dot(t, t);
  }
  tensorflow("x_grad", tape.gradient(yt, t));
  tensorflow("gradient twice", refusal(() -> tape.gradient(yt, t)));
}

/**
 * Bài tập 3: a vector or a matrix a. The loop looks at the norm of all elements, so f(a) = k · a
 * with one k for all, and the Jacobian is k · I: the sum of its rows, which backward gives, is k
 * everywhere, and so is f(a) / a.
 */
void vectorsAndMatrices() {
  exercise("3");
  var m = tensor(0.5, -1.0, 2.0).attachGrad();
  Tensor d;
  try (var _ = record()) {
    d = f(m);
  }
  d.backward();
  mxnet("d", d);
  mxnet("a.grad", m.grad());

  var p = tensor(new double[][] {{1, -2}, {3, -4}}).requiresGrad(true);
  d = f(p);
  d.backward(onesLike(d));
  IO.println("torch d / a =\n" + d.div(p).detach());
  torch("a.grad == d / a", p.grad().eq(d.div(p)).all());

  var t = variable(tensor(0.5, -1.0, 2.0));
  var tape = new GradientTape();
  try (tape) {
    d = f(t);
  }
  IO.println("tensorflow jacobian =\n" + tape.jacobian(d, t));
}

/**
 * Bài tập 4: another loop that depends on its input. Newton's iteration for √a stops when it is
 * close; the derivative of what ran is that of the root, 1 / (2√a), to the same closeness.
 */
void newton() {
  exercise("4");
  try (var _ = defaultDType(DType.FLOAT64)) {
    for (double number : new double[] {0.25, 2, 100}) {
      var a = tensor(number).requiresGrad(true);
      var root = a;
      int steps = 0;
      while (Math.abs(root.square().sub(a).item()) > 1e-9 * number) {
        root = root.add(a.div(root)).div(2);
        steps++;
      }
      double slope = grad(root, a).item();
      say("root of %.2f: %d steps to %.6f, slope %.6f", number, steps, root.item(), slope);
    }
  }
}

/** Bài tập 5: sin x and its derivative, without the knowledge that it is cos x. */
void sine() {
  exercise("5");
  var x = linspace(0, 6, 13).requiresGrad(true);
  var y = x.sin();
  var slope = grad(y.sum(), x);
  say("%5s %8s %8s", "x", "f(x)", "df/dx");
  for (int k = 0; k < x.size(); k++) {
    say("%5.1f %8.4f %8.4f", x.at(k).item(), y.at(k).item(), slope.at(k).item());
  }
}

void exercise(String number) {
  IO.println("Bài tập " + number);
}

void mxnet(String name, Object value) {
  print("mxnet", name, value);
}

void torch(String name, Object value) {
  print("torch", name, value);
}

void tensorflow(String name, Object value) {
  print("tensorflow", name, value);
}

/** With the name in front; null is Python's None. */
void print(String manner, String name, Object value) {
  IO.println("%s %s = %s".formatted(manner, name, value == null ? "None" : value.toString()));
}

void say(String format, Object... values) {
  IO.println(String.format(Locale.ROOT, format, values));
}

/** What is said where something is not allowed. */
String refusal(Runnable call) {
  try {
    call.run();
    return "allowed";
  } catch (GraphException e) {
    return e.getMessage();
  }
}

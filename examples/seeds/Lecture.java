import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// "自动微分", a lecture in Chinese: the derivatives that its slides work out, in their order, then
// every cell with what it prints.

void main() {
  try (var _ = defaultDType(DType.FLOAT64)) {
    threeWaysToDifferentiate();
    graphOfE();
    graphOfLog();
    chainOfJacobians();
  }

  // In [18]
  var x = arange(4.0);
  say("向量x为%s", x);

  // In [19]
  IO.println(x.requiresGrad(true));
  say("x的梯度为%s", x.grad() == null ? "None" : x.grad());

  // In [20]
  var y = mul(2, dot(x, x));
  say("y的值为%s", y);

  // In [21]
  y.backward();
  say("x的梯度为%s", x.grad());

  // In [22]
  IO.println(x.grad().zero_());

  // In [23]
  y = x.sum();
  say("y的值为%s", y);

  // In [24]
  y.backward();
  say("x的梯度为%s", x.grad());

  // In [27]
  IO.println(x.grad().zero_());

  // In [51]
  y = x.mul(x);
  say("y的值为%s", y);

  // In [31]
  y.backward(ones(y.size()));
  say("关于x的偏导数为%s", x.grad());

  // In [52]; the pass above has freed the graph of y, which the notebook had computed anew by then
  y = x.mul(x);
  IO.println(x.grad().zero_());
  y.sum().backward();
  IO.println(x.grad());

  // In [39]
  IO.println(x.grad().zero_());
  y = x.mul(x);
  say("y的值为%s", y);

  // In [40]
  var u = y.detach();
  say("u的值为%s", u);

  // In [41]
  var z = u.mul(x);
  z.sum().backward();
  say("z关于x的偏导为%s", x.grad());

  // In [42]
  IO.println(x.grad().eq(u));

  // In [43]
  IO.println(x.grad().zero_());
  y.sum().backward();
  say("y关于x的偏导为%s", x.grad());
  IO.println(x.grad().eq(mul(2, x)));

  // In [48], with the number that torch.randn(size=()) gave there
  var a = tensor(-0.06573323160409927).requiresGrad(true);
  say("a为%s", a);
  var d = f(a);
  say("d为%s", d);
  d.backward();
  say("d关于a的偏导为%s", a.grad());

  // In [49]
  IO.println(a.grad().eq(d.div(a)));
}

// In [44]
Tensor f(Tensor a) {
  var b = a.mul(2);
  while (b.norm().item() < 1000) {
    b = b.mul(2);
  }
  return b.sum().item() > 0 ? b : b.mul(100);
}

/** 符号计算, 数值计算, 自动微分: expression swell, the choice of h, and exact values. */
void threeWaysToDifferentiate() {
  // The logistic map l ← 4l(1 - l). Symbolic: the product rule, applied to text, which swells.
  // Automatic: the same loop, applied to numbers.
  var l = "x";
  var dl = "1";
  var x = tensor(0.25).requiresGrad(true);
  var y = x;
  for (int n = 1; n <= 6; n++) {
    say("dl%d/dx: %d characters, = %s", n, dl.length(), grad(y, x, retainGraph()));
    dl = "(4*%s*(1-%s)-4*%s*%s)".formatted(dl, l, l, dl);
    l = "4*%s*(1-%s)".formatted(l, l);
    y = y.mul(4).mul(sub(1, y));
  }

  // Numeric: (f(x + h) - f(x)) / h of f(x) = x³ at 1
  for (var h : List.of("1e-1", "1e-2", "1e-4")) {
    double step = Double.parseDouble(h);
    say("h = %s: %.8f", h, (Math.pow(1 + step, 3) - 1) / step);
  }
  var one = tensor(1.0).requiresGrad(true);
  say("exact = %s", grad(one.pow(3), one));
}

/** 计算图: e = (a + b)(b + 1) at a = 2, b = 1. */
void graphOfE() {
  var a = tensor(2.0).requiresGrad(true);
  var b = tensor(1.0).requiresGrad(true);
  var c = a.add(b);
  var d = b.add(1);
  var e = c.mul(d);
  say("c = %s, d = %s, e = %s", c, d, e);

  // 在边上显示导数
  var toE = grad(List.of(e), List.of(c, d), retainGraph());
  say("de/dc = %s, de/dd = %s", toE.get(0), toE.get(1));
  say("dc/da = %s, dc/db = %s, dd/db = %s", grad(c, a), grad(c, b), grad(d, b));

  // 用正向模式计算每个节点关于b的导数: one run, all nodes
  Fn<Tensor, Tensor> nodes =
      p -> stack(List.of(a, p, a.add(p), p.add(1), a.add(p).mul(p.add(1))), 0);
  say("d(a, b, c, d, e)/db = %s", jvp(nodes, b, onesLike(b)).tangent().detach());

  // 用反向模式计算e关于每个节点的导数: one pass, all nodes
  var adjoints = grad(List.of(e), List.of(a, b, c, d, e));
  say("de/d(a, b, c, d, e) = %s", stack(adjoints, 0));
  say("de/da = %s, de/db = %s", adjoints.get(0), adjoints.get(1));
}

/** The graph of f = log(x·y), and the graph that its gradient is. */
void graphOfLog() {
  var x = tensor(0.5).requiresGrad(true);
  var y = tensor(0.75).requiresGrad(true);
  var f = log(mul(x, y));
  say("f = %s", f);
  walk(f.gradFn(), "  ");

  var dx = grad(f, x, createGraph());
  say("df/dx = %s", dx);
  walk(dx.gradFn(), "  ");
  say("df/dy = %s", grad(f, y));
}

void walk(Node node, String indent) {
  IO.println(indent + (node == null ? "constant" : node.name()));
  if (node != null) {
    node.inputs().forEach(input -> walk(input, indent + "  "));
  }
}

/** 向量微分: the Jacobian of g(f(x)) is the product of the Jacobians of g and f. */
void chainOfJacobians() {
  Fn<Tensor, Tensor> f = x -> cat(List.of(x.square(), x.mul(3)), 0);
  Fn<Tensor, Tensor> g = y -> stack(List.of(y.prod(), y.sum()), 0);
  var x = tensor(new double[] {2});
  IO.println(jacobian(g, f.apply(x)));
  IO.println(jacobian(f, x));
  IO.println(jacobian(g, f.apply(x)).matmul(jacobian(f, x)));
  IO.println(jacobian(p -> g.apply(f.apply(p)), x));
}

/** Row i is the product of the unit vector eᵢ and the Jacobian. */
Tensor jacobian(Fn<Tensor, Tensor> f, Tensor at) {
  var x = at.detach().requiresGrad(true);
  var y = f.apply(x);
  var rows = new ArrayList<Tensor>();
  for (var e : eye(y.size()).unbind(0)) {
    rows.add(grad(y, x, gradOutputs(e), retainGraph()));
  }
  return stack(rows, 0);
}

void say(String format, Object... values) {
  IO.println(String.format(Locale.ROOT, format, values));
}

package dev.fluxion;

import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.hvp;
import static dev.fluxion.Fluxion.jacfwd;
import static dev.fluxion.Fluxion.jacobian;
import static dev.fluxion.Fluxion.jacrev;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.linearize;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.vhp;
import static dev.fluxion.Fluxion.vjp;
import static dev.fluxion.Fluxion.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Functions of functions of random programs, nested in many orders, against plain loops, finite
 * differences and each other. Each nesting takes another way through levels and graphs to the same
 * numbers, so what one of them drops or takes twice shows as a difference.
 */
class RandomTransformsTest {
  private static final long SEED = 53;
  private static final int COUNT = 3;
  private static final Shape MATRIX = Shape.of(3, 4);

  /** What is drawn for a run: a program, and for each of a batch arguments and directions. */
  private record Draw(
      RandomProgram program,
      List<Tensor> x,
      List<Tensor> y,
      List<Tensor> u,
      List<Tensor> v,
      String message) {
    static Draw of(long seed) {
      var random = new Random(seed);
      var program = RandomProgram.mappable(random);
      List<List<Tensor>> all = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        all.add(loop(_ -> RandomProgram.matrix(random)));
      }
      var message = "seed " + seed + " " + program;
      return new Draw(program, all.get(0), all.get(1), all.get(2), all.get(3), message);
    }

    /** A number. */
    Tensor f(Tensor x, Tensor y) {
      return program.run(x, y).getLast();
    }

    Fn<Tensor, Tensor> f(int i) {
      return x -> f(x, y.get(i));
    }

    /** A matrix, of moderate numbers. */
    Tensor g(Tensor x, Tensor y) {
      var all = program.run(x, y);
      return all.get(all.size() - 2).tanh().add(x.mul(y));
    }

    Fn<Tensor, Tensor> g(int i) {
      return x -> g(x, y.get(i));
    }

    void same(Tensor want, Tensor got, String what) {
      double size = 1;
      for (double w : want.toDoubleArray()) {
        size = Math.max(size, Math.abs(w));
      }
      var said = what + ", " + message;
      assertEquals(want.shape(), got.shape(), said);
      assertArrayEquals(want.toDoubleArray(), got.toDoubleArray(), 1e-9 * size, said);
    }

    /** Equal to central differences of f along a direction. */
    void slope(Fn<Tensor, Tensor> f, Tensor x, Tensor t, Tensor got, String what) {
      double h = 1e-6;
      var above = f.apply(x.add(t.mul(h)));
      var difference = above.sub(f.apply(x.sub(t.mul(h)))).div(2 * h);
      double size = Math.max(1, Math.max(got.abs().max().item(), above.abs().max().item()));
      double error = difference.sub(got).abs().max().item();
      assertEquals(true, error < 1e-5 * size, () -> what + " is off by " + error + ", " + message);
    }
  }

  private static List<Tensor> loop(IntFunction<Tensor> one) {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      all.add(one.apply(i));
    }
    return all;
  }

  private static Tensor each(IntFunction<Tensor> one) {
    return stack(loop(one), 0);
  }

  private static Tensor dot(Tensor a, Tensor b) {
    return a.mul(b).sum();
  }

  /** {@code J·v} of a Jacobian of matrices. */
  private static Tensor times(Tensor jacobian, Tensor v) {
    return jacobian.reshape(12, 12).matmul(v.reshape(12, 1)).reshape(MATRIX);
  }

  @Test
  void aMapIsALoopAndSoAreItsGradients() {
    for (int run = 0; run < 150; run++) {
      var d = Draw.of(SEED + run);
      var random = new Random(run);
      Integer inX = random.nextInt(-3, 3);
      @Nullable Integer inY = random.nextInt(4) == 0 ? null : random.nextInt(-3, 3);
      int out = random.nextInt(-3, 3);
      IntFunction<Tensor> y = i -> d.y.get(inY == null ? 0 : i);
      var both = List.of(stack(d.x, inX), inY == null ? d.y.getFirst() : stack(d.y, inY));
      Fn<List<Tensor>, Tensor> f = p -> d.f(p.get(0), p.get(1));
      Fn<List<Tensor>, Tensor> g = p -> d.g(p.get(0), p.get(1));
      d.same(each(i -> d.f(d.x.get(i), y.apply(i))), vmap(f).in(inX, inY).apply(both), "f");
      var values = loop(i -> d.g(d.x.get(i), y.apply(i)));
      d.same(stack(values, out), vmap(g).in(inX, inY).out(out).apply(both), "g");
      var grads = vmap(grad(f)).in(inX, inY).apply(both);
      Fn<List<Tensor>, Tensor> sum = p -> vmap(f).in(inX, inY).apply(p).sum();
      var whole = grad(sum).apply(both);
      for (int k = 0; k < 2; k++) {
        int number = k;
        var want = loop(i -> grad(f).apply(List.of(d.x.get(i), y.apply(i))).get(number));
        d.same(stack(want, 0), grads.get(k), "gradient of each " + k);
        var axis = k == 0 ? inX : inY;
        var total = axis == null ? stack(want, 0).sum(0) : stack(want, axis);
        d.same(total, whole.get(k), "gradient of the sum " + k);
      }
    }
  }

  @Test
  void jacobiansByAllWays() {
    for (int run = 0; run < 100; run++) {
      var d = Draw.of(SEED * 2 + run);
      var x = d.x.getFirst();
      var g = d.g(0);
      var rows = jacrev(g).apply(x);
      d.same(rows, jacfwd(g).apply(x), "jacfwd");
      d.same(rows, jacobian(g).apply(x), "jacobian");
      var t = d.u.getFirst();
      var ct = d.v.getFirst();
      d.same(times(rows, t), jvp(g, x, t).tangent(), "jvp");
      d.same(times(rows, t), linearize(g, x).pushforward().apply(t), "linearize");
      var transposed = rows.reshape(12, 12).t();
      d.same(times(transposed, ct), vjp(g, x).pullback().apply(ct), "vjp");
      d.slope(g, x, t, times(rows, t), "the Jacobian");
      var unit = Fluxion.zeros(DType.FLOAT64, 3, 4).set_(1, 1, 2);
      d.same(rows.at(1, 2), vjp(g, x).pullback().apply(unit), "a row");
      Fn<Tensor, Tensor> composed = p -> d.g(1).apply(g.apply(p));
      var outer = jacrev(d.g(1)).apply(g.apply(x)).reshape(12, 12);
      var chain = outer.matmul(rows.reshape(12, 12)).reshape(3, 4, 3, 4);
      d.same(chain, jacfwd(composed).apply(x), "composition, forward");
      d.same(chain, jacrev(composed).apply(x), "composition, reverse");
    }
  }

  @Test
  void hessiansByAllWays() {
    for (int run = 0; run < 60; run++) {
      var d = Draw.of(SEED * 3 + run);
      var x = d.x.getFirst();
      var v = d.v.getFirst();
      var f = d.f(0);
      var h = hessian(f).apply(x);
      d.same(h, jacrev(grad(f)).apply(x), "jacrev of grad");
      d.same(h, jacfwd(jacfwd(f)).apply(x), "jacfwd of jacfwd");
      d.same(h, jacfwd(jacrev(f)).apply(x), "jacfwd of jacrev");
      d.same(h, jacrev(jacfwd(f)).apply(x), "jacrev of jacfwd");
      d.same(h, jacrev(jacrev(f)).apply(x), "jacrev of jacrev");
      d.same(h, h.reshape(12, 12).t().reshape(3, 4, 3, 4), "the transpose");
      var product = times(h, v);
      d.same(product, hvp(f, x, v), "hvp");
      d.same(product, vhp(f, x, v), "vhp");
      d.same(product, grad((Tensor p) -> dot(grad(f).apply(p), v)).apply(x), "grad of grad·v");
      d.same(product, grad((Tensor p) -> jvp(f, p, v).tangent()).apply(x), "grad of jvp");
      d.same(product, linearize(grad(f), x).pushforward().apply(v), "linearize of grad");
      d.slope(grad(f), x, v, product, "the Hessian");
    }
  }

  @Test
  void thirdDerivativesByAllWays() {
    for (int run = 0; run < 60; run++) {
      var d = Draw.of(SEED * 4 + run);
      var x = d.x.getFirst();
      var u = d.u.getFirst();
      var v = d.v.getFirst();
      var f = d.f(0);
      var third = grad((Tensor p) -> dot(hvp(f, p, v), u)).apply(x);
      d.same(third, grad((Tensor p) -> dot(vhp(f, p, u), v)).apply(x), "grad of vhp");
      d.same(third, jvp((Tensor p) -> hvp(f, p, v), x, u).tangent(), "jvp of hvp");
      d.same(third, jvp((Tensor p) -> vhp(f, p, v), x, u).tangent(), "jvp of vhp");
      d.same(third, vjp((Tensor p) -> hvp(f, p, v), x).pullback().apply(u), "vjp of hvp");
      d.same(third, hvp((Tensor p) -> jvp(f, p, v).tangent(), x, u), "hvp of jvp");
      d.same(third, vhp((Tensor p) -> dot(grad(f).apply(p), v), x, u), "vhp of grad·v");
      Fn<Tensor, Tensor> linear = p -> linearize(grad(f), p).pushforward().apply(v);
      d.same(third, jvp(linear, x, u).tangent(), "jvp of linearize");
      d.same(third, vjp(linear, x).pullback().apply(u), "vjp of linearize");
      d.slope(p -> hvp(f, p, v), x, u, third, "the third derivative");
    }
  }

  @Test
  void mapsInsideAndOutsideOfDerivatives() {
    for (int run = 0; run < 60; run++) {
      var d = Draw.of(SEED * 5 + run);
      var x = stack(d.x, 0);
      var v = stack(d.v, 0);
      var f = d.f(0);
      var products = each(i -> hvp(f, d.x.get(i), d.v.get(i)));
      d.same(products, jvp(vmap(grad(f)), x, v).tangent(), "jvp of vmap of grad");
      d.same(products, vjp(vmap(grad(f)), x).pullback().apply(v), "vjp of vmap of grad");
      var linear = linearize(vmap(grad(f)), x).pushforward();
      d.same(products, linear.apply(v), "linearize of vmap of grad");
      Fn<List<Tensor>, Tensor> product = p -> hvp(f, p.get(0), p.get(1));
      d.same(products, vmap(product).apply(List.of(x, v)), "vmap of hvp");
      Fn<List<Tensor>, Tensor> turned = p -> vhp(f, p.get(0), p.get(1));
      d.same(products, vmap(turned).apply(List.of(x, v)), "vmap of vhp");
      var g = d.g(0);
      var jacobians = each(i -> jacrev(g).apply(d.x.get(i)));
      d.same(jacobians, vmap(jacrev(g)).apply(x), "vmap of jacrev");
      d.same(jacobians, vmap(jacfwd(g)).apply(x), "vmap of jacfwd");
      d.same(each(i -> hessian(f).apply(d.x.get(i))), vmap(hessian(f)).apply(x), "vmap of hessian");
      // Over y too, which is the same for the inner map and differs for the outer one, and back.
      Fn<List<Tensor>, Tensor> both = p -> d.f(p.get(0), p.get(1));
      Fn<List<Tensor>, Tensor> rows = vmap(both).in(0, null);
      var table = each(j -> each(i -> d.f(d.x.get(i), d.y.get(j))));
      var ys = stack(d.y, 0);
      d.same(table, vmap(rows).in(null, 0).apply(List.of(x, ys)), "vmap of vmap");
      Fn<Tensor, Tensor> summed = p -> vmap((Tensor c) -> d.f(c, p)).apply(x).sum();
      var sums =
          each(j -> grad((Tensor p) -> each(i -> d.f(d.x.get(i), p)).sum()).apply(d.y.get(j)));
      d.same(sums, vmap(grad(summed)).apply(ys), "vmap of grad of vmap");
      var slopes = each(i -> dot(hvp(f, d.x.get(i), d.u.getFirst()), d.v.get(i)));
      Fn<Tensor, Tensor> inner = p -> jvp(f, p, d.u.getFirst()).tangent();
      d.same(slopes, jvp(vmap(inner), x, v).tangent(), "jvp of vmap of jvp");
    }
  }
}

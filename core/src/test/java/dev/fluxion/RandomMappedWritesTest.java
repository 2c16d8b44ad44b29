package dev.fluxion;

import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hvp;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.vjp;
import static dev.fluxion.Fluxion.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The random programs with writes and views of {@link RandomWritesTest}, mapped: as many plain runs
 * of them give the same values, gradients and tangents, or are refused as the mapped run is.
 */
class RandomMappedWritesTest {
  private static final long SEED = 67;
  private static final int COUNT = 3;

  private record Draw(
      List<RandomWritesTest.Step> steps,
      List<Tensor> a,
      List<Tensor> b,
      List<Tensor> t,
      String message) {
    static Draw of(long seed) {
      var random = new Random(seed);
      var steps = RandomWritesTest.program(random);
      IntFunction<Tensor> one = _ -> from(random.doubles(9, -1, 1).toArray()).reshape(3, 3);
      return new Draw(steps, loop(one), loop(one), loop(one), "seed " + seed + " " + steps);
    }

    Tensor f(Tensor a, Tensor b) {
      return RandomWritesTest.loss(RandomWritesTest.run(steps, a, b));
    }

    Fn<List<Tensor>, Tensor> f() {
      return p -> f(p.get(0), p.get(1));
    }

    List<Tensor> pair(int i) {
      return List.of(a.get(i), b.get(i));
    }

    List<Tensor> pairs() {
      return List.of(stack(a, 0), stack(b, 0));
    }

    /**
     * Whether there was something to compare. A mapped run may know what a plain one has forgotten:
     * a result of a write lies in the memory of its target there, and in its own here.
     */
    boolean same(Supplier<Tensor> plain, Supplier<Tensor> mapped, String what) {
      var want = orRefused(plain);
      var got = orRefused(mapped);
      var said = what + ", " + message;
      if (want == null || got == null) {
        assertEquals(null, want, said + " is refused when mapped only");
        return false;
      }
      double size = 1;
      for (double w : want.toDoubleArray()) {
        size = Math.max(size, Math.abs(w));
      }
      assertEquals(want.shape(), got.shape(), said);
      assertArrayEquals(want.toDoubleArray(), got.toDoubleArray(), 1e-9 * size, said);
      return true;
    }
  }

  /** What plain runs refuse is right too: equal to central differences. */
  @Test
  void gradientsByDifferences() {
    double h = 1e-6;
    for (int run = 0; run < 200; run++) {
      var d = Draw.of(SEED * 9 + run);
      var got = orRefused(() -> vmap(grad(d.f())).apply(d.pairs()).getFirst());
      for (int i = 0; got != null && i < COUNT; i++) {
        var t = d.t.get(i);
        double above = d.f(d.a.get(i).add(t.mul(h)), d.b.get(i)).item();
        double below = d.f(d.a.get(i).sub(t.mul(h)), d.b.get(i)).item();
        double slope = got.at(i).mul(t).sum().item();
        double margin = 1e-5 * Math.max(1, Math.max(Math.abs(slope), Math.abs(above)));
        assertEquals((above - below) / (2 * h), slope, margin, d.message);
      }
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

  private static @Nullable Tensor orRefused(Supplier<Tensor> run) {
    try {
      return run.get();
    } catch (GraphException e) {
      if (!RandomWritesTest.isMeant(e)) {
        throw e;
      }
      return null;
    }
  }

  private static Tensor joined(List<Tensor> two) {
    return stack(two, -3);
  }

  @Test
  void valuesAndGradients() {
    int compared = 0;
    for (int run = 0; run < 400; run++) {
      var d = Draw.of(SEED + run);
      var f = d.f();
      d.same(() -> each(i -> f.apply(d.pair(i))), () -> vmap(f).apply(d.pairs()), "f");
      Supplier<Tensor> grads = () -> each(i -> joined(grad(f).apply(d.pair(i))));
      compared += d.same(grads, () -> joined(vmap(grad(f)).apply(d.pairs())), "gradients") ? 1 : 0;
      Fn<List<Tensor>, Tensor> sum = p -> vmap(f).apply(p).sum();
      d.same(grads, () -> joined(grad(sum).apply(d.pairs())), "gradients of the sum");
      Supplier<Tensor> pulled =
          () ->
              joined(
                  vjp(vmap(f), d.pairs()).pullback().apply(Fluxion.from(new double[] {1, 1, 1})));
      d.same(grads, pulled, "pullback");
    }
    int enough = compared;
    assertEquals(true, enough > 200, () -> "compared " + enough);
  }

  @Test
  void tangents() {
    for (int run = 0; run < 400; run++) {
      var d = Draw.of(SEED * 3 + run);
      var f = d.f();
      IntFunction<Tensor> one = i -> jvp(f, d.pair(i), List.of(d.t.get(i), d.t.get(0))).tangent();
      Supplier<Tensor> want = () -> each(one);
      var t = stack(d.t, 0);
      var same = stack(List.of(d.t.get(0), d.t.get(0), d.t.get(0)), 0);
      d.same(want, () -> jvp(vmap(f), d.pairs(), List.of(t, same)).tangent(), "jvp of vmap");
      Fn<List<Tensor>, Tensor> inner =
          p -> jvp(f, List.of(p.get(0), p.get(1)), List.of(p.get(2), d.t.get(0))).tangent();
      var all = List.of(stack(d.a, 0), stack(d.b, 0), t);
      d.same(want, () -> vmap(inner).apply(all), "vmap of jvp");
    }
  }

  @Test
  void secondDerivatives() {
    int compared = 0;
    for (int run = 0; run < 300; run++) {
      var d = Draw.of(SEED * 5 + run);
      var f = d.f();
      Supplier<Tensor> want =
          () -> each(i -> joined(hvp(f, d.pair(i), List.of(d.t.get(i), d.t.get(i)))));
      var t = stack(d.t, 0);
      Fn<List<Tensor>, List<Tensor>> product =
          p -> hvp(f, p.subList(0, 2), List.of(p.get(2), p.get(2)));
      var all = List.of(stack(d.a, 0), stack(d.b, 0), t);
      compared += d.same(want, () -> joined(vmap(product).apply(all)), "vmap of hvp") ? 1 : 0;
      Supplier<Tensor> outside =
          () -> joined(jvp(vmap(grad(f)), d.pairs(), List.of(t, t)).tangent());
      d.same(want, outside, "jvp of vmap of grad");
    }
    int enough = compared;
    assertEquals(true, enough > 100, () -> "compared " + enough);
  }

  /** The second argument is the same for all, so what is written to it must be too. */
  @Test
  void oneArgumentIsMapped() {
    int compared = 0;
    for (int run = 0; run < 400; run++) {
      var d = Draw.of(SEED * 7 + run);
      var b = d.b.getFirst();
      Fn<Tensor, Tensor> f = a -> d.f(a, b);
      Supplier<Tensor> want = () -> each(i -> grad(f).apply(d.a.get(i)));
      try {
        var got = vmap(grad(f)).apply(stack(d.a, 0));
        d.same(want, () -> got, "gradients");
        compared++;
      } catch (GraphException e) {
        var message = String.valueOf(e.getMessage());
        boolean meant =
            RandomWritesTest.isMeant(e)
                || message.startsWith("a value that differs along the axis");
        assertEquals(true, meant, message);
      }
    }
    int enough = compared;
    assertEquals(true, enough > 100, () -> "compared " + enough);
  }
}

package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.retainGraph;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random programs, differentiated in every way there is. The ways share the rules, which the laws
 * check, but not how sums of cotangents are kept, overwritten, recorded and mixed with tangents; a
 * cotangent that is overwritten too early shows as a difference.
 */
class RandomGraphTest {
  private static final long SEED = 29;
  private static final int LEAVES = RandomProgram.LEAVES;

  private static double dot(Tensor a, Tensor b) {
    double[] x = a.toDoubleArray();
    double[] y = b.toDoubleArray();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static void near(double want, double got, String message) {
    assertEquals(want, got, 1e-8 * Math.max(1, Math.abs(want)), message);
  }

  private static void same(double[] want, Tensor got, String message) {
    double size = 1;
    for (double w : want) {
      size = Math.max(size, Math.abs(w));
    }
    assertArrayEquals(want, got.toDoubleArray(), 1e-10 * size, message);
  }

  @Test
  void allWaysToAGradientAgree() {
    for (int run = 0; run < 400; run++) {
      var random = new Random(SEED + run);
      var steps = RandomProgram.of(random);
      var message = "seed " + (SEED + run) + " " + steps;
      var x = RandomProgram.matrix(random).requiresGrad(true);
      var y = RandomProgram.matrix(random).requiresGrad(true);
      var all = steps.run(x, y);
      List<double[]> values = new ArrayList<>();
      for (var t : all) {
        values.add(t.toDoubleArray());
      }
      var z = all.getLast();
      var recorded = grad(List.of(z), List.of(x, y), createGraph(), Fluxion.allowUnused());
      double[] dx = array(recorded.get(0));
      double[] dy = array(recorded.get(1));
      for (var t : all.subList(LEAVES, all.size())) {
        if (random.nextInt(3) == 0 && t.requiresGrad()) {
          t.retainGrad();
        }
      }
      z.backward(retainGraph());
      same(dx, gradOf(x), message);
      z.backward();
      for (int i = 0; i < 12; i++) {
        dx[i] *= 2;
        dy[i] *= 2;
      }
      same(dx, gradOf(x), message);
      if (recorded.get(1) != null) {
        same(dy, gradOf(y), message);
      }
      for (int k = 0; k < values.size(); k++) {
        assertArrayEquals(values.get(k), all.get(k).toDoubleArray(), message);
      }
    }
  }

  private static double[] array(@org.jspecify.annotations.Nullable Tensor x) {
    return x == null ? new double[12] : x.toDoubleArray();
  }

  @Test
  void gradientsOfResultsAreThoseThatAreRetained() {
    for (int run = 0; run < 200; run++) {
      var random = new Random(SEED - run);
      var steps = RandomProgram.of(random);
      var message = "seed " + (SEED - run) + " " + steps;
      var all =
          steps.run(
              RandomProgram.matrix(random).requiresGrad(true),
              RandomProgram.matrix(random).requiresGrad(true));
      var z = all.getLast();
      List<Tensor> some = new ArrayList<>();
      for (var t : all) {
        if (random.nextBoolean() && t.requiresGrad()) {
          some.add(t);
        }
      }
      var captured = grad(List.of(z), some, retainGraph(), Fluxion.allowUnused());
      some.forEach(Tensor::retainGrad);
      z.backward();
      for (int k = 0; k < some.size(); k++) {
        var g = captured.get(k);
        if (g != null) {
          same(g.toDoubleArray(), gradOf(some.get(k)), message + " tensor " + k);
        } else {
          assertEquals(null, some.get(k).grad(), message + " tensor " + k);
        }
      }
    }
  }

  @Test
  void forwardModeAgreesWithReverseModeAndDifferences() {
    for (int run = 0; run < 200; run++) {
      var random = new Random(SEED * 1000 + run);
      var steps = RandomProgram.of(random);
      var message = "seed " + (SEED * 1000 + run) + " " + steps;
      var x = RandomProgram.matrix(random);
      var y = RandomProgram.matrix(random);
      var t = RandomProgram.matrix(random);
      Fn<Tensor, Tensor> f = p -> steps.run(p, y).getLast();
      var forward = jvp(f, x, t);
      var leaf = x.detach().requiresGrad(true);
      var z = f.apply(leaf);
      near(z.item(), forward.value().item(), message);
      near(dot(grad(z, leaf), t), forward.tangent().item(), message);
      double h = 1e-6;
      double above = f.apply(x.add(t.mul(h))).item();
      double below = f.apply(x.sub(t.mul(h))).item();
      double slope = forward.tangent().item();
      double error = Math.abs((above - below) / (2 * h) - slope);
      assertEquals(
          true, error < 1e-5 * Math.max(1, Math.abs(slope)), () -> message + " error " + error);
    }
  }

  @Test
  void secondDerivativesOfAllMixes() {
    for (int run = 0; run < 150; run++) {
      var random = new Random(SEED * 2000 + run);
      var steps = RandomProgram.of(random);
      var message = "seed " + (SEED * 2000 + run) + " " + steps;
      var x = RandomProgram.matrix(random);
      var y = RandomProgram.matrix(random);
      var v = RandomProgram.matrix(random);
      Fn<Tensor, Tensor> f = p -> steps.run(p, y).getLast();
      Fn<Tensor, Tensor> df = p -> grad(f.apply(p.requiresGrad(true)), p, createGraph());
      var leaf = x.detach().requiresGrad(true);
      var g = grad(f.apply(leaf), leaf, createGraph());
      double[] reverse = grad(g.mul(v).sum().add(leaf.sum().mul(0)), leaf).toDoubleArray();
      same(reverse, jvp(df, x.detach(), v).tangent(), message + " forward over reverse");
      var again = x.detach().requiresGrad(true);
      var slope = jvp(f, again, v).tangent();
      same(reverse, grad(slope.add(again.sum().mul(0)), again), message + " reverse over forward");
      double forward = jvp(p -> jvp(f, p, v).tangent(), x, v).tangent().item();
      near(dot(from(reverse).reshape(3, 4), v), forward, message + " forward over forward");
    }
  }

  @Test
  void aWriteToAnyTensorIsNoticedOrHarmless() {
    int noticed = 0;
    int harmless = 0;
    for (int run = 0; run < 400; run++) {
      var random = new Random(SEED * 3000 + run);
      var steps = RandomProgram.of(random);
      var message = "seed " + (SEED * 3000 + run) + " " + steps;
      var x = RandomProgram.matrix(random).requiresGrad(true);
      var all = steps.run(x, RandomProgram.matrix(random));
      var z = all.getLast();
      double[] before = grad(z, x, retainGraph()).toDoubleArray();
      var target = all.get(random.nextInt(all.size())).detach();
      if (target.rank() > 0 && random.nextBoolean()) {
        target = target.select(0, 0);
      }
      double[] old = target.toDoubleArray();
      if (target.isContiguous()) {
        target.zero_();
      }
      try {
        assertArrayEquals(before, grad(z, x).toDoubleArray(), message + " " + old.length);
        harmless++;
      } catch (GraphException e) {
        noticed++;
      }
    }
    int both = Math.min(noticed, harmless);
    assertEquals(true, both > 50, () -> "one-sided draws: " + both);
  }

  @Test
  void everyOperationKeepsTheShape() {
    for (var op : RandomProgram.OPS) {
      Expect.shape(op.apply(ones(FLOAT64, 3, 4), ones(FLOAT64, 3, 4)), 3, 4);
    }
  }
}

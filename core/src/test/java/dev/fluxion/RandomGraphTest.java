package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Random programs, differentiated in every way there is. The ways share the rules, which the laws
 * check, but not how sums of cotangents are kept, overwritten, recorded and mixed with tangents; a
 * cotangent that is overwritten too early shows as a difference.
 */
class RandomGraphTest {
  private static final long SEED = 29;
  private static final int LEAVES = 2;

  /** Maps of 3 × 4 tensors to one, smooth but for kinks that random numbers miss. */
  private static final List<BinaryOperator<Tensor>> OPS =
      List.of(
          Tensor::add,
          Tensor::sub,
          Tensor::mul,
          (x, y) -> x.add(y).add(x),
          (x, y) -> x.div(y.square().add(1)),
          (x, _) -> x.neg(),
          (x, _) -> x.tanh(),
          (x, _) -> x.sigmoid(),
          (x, _) -> x.sin(),
          (x, _) -> x.tanh().exp(),
          (x, _) -> x.square().mul(0.3),
          (x, _) -> x.relu(),
          (x, _) -> x.abs(),
          (x, _) -> x.softplus(),
          (x, _) -> x.atan().cos(),
          (x, _) -> x.square().add(0.5).log(),
          (x, _) -> x.square().add(0.5).sqrt(),
          (x, _) -> x.square().add(0.5).rsqrt(),
          (x, y) -> x.square().add(0.5).pow(y.tanh()),
          Tensor::maximum,
          Tensor::minimum,
          (x, y) -> x.add(3).hypot(y),
          (x, y) -> where(x.gt(y), x.mul(2), y),
          (x, y) -> x.clamp(y.sub(1), y.add(1)),
          (x, _) -> x.clamp(-0.5, 0.7),
          (x, _) -> x.softmax(0),
          (x, _) -> x.softmax(1),
          (x, y) -> x.mul(y.sum()).mul(0.1),
          (x, y) -> x.sub(y.mean(1, true)),
          (x, y) -> x.add(y.sum(0)).mul(0.3),
          (x, _) -> x.logSumExp(1, true).expand(3, 4),
          (x, _) -> x.cumsum(1).mul(0.4),
          (x, _) -> x.max(1, true).values().expand(3, 4),
          (x, y) -> x.sub(y.amin(dims(0), true)),
          (x, y) -> x.mul(y.norm()).mul(0.2),
          (x, y) -> x.mul(y.prod(0, true).tanh()),
          (x, _) -> x.t().copy().t(),
          (x, _) -> x.reshape(4, 3).t(),
          (x, _) -> x.reshape(2, 6).flip(1).reshape(3, 4),
          (x, _) -> x.permute(1, 0).transpose(0, 1).unsqueeze(1).squeeze(),
          (x, y) -> cat(List.of(x, y), 0).narrow(0, 2, 3),
          (x, y) -> cat(List.of(x.narrow(1, 1, 3), y.narrow(1, 0, 1)), 1),
          (x, y) -> stack(List.of(x.at(0), y.at(1), x.at(2)), 0),
          (x, _) -> stack(x.unbind(1).reversed(), 1),
          (x, y) -> x.unbind(0).get(1).add(y),
          (x, _) -> x.get(new int[] {2, 0, 0}),
          (x, y) -> x.get(Fluxion.all(), new int[] {3, 3, 1, 0}).mul(y),
          (x, _) -> x.get(x.detach().gt(0)).sum().add(x),
          (x, y) -> x.matmul(y.t()).matmul(y).tanh(),
          (x, y) -> x.at(1).outer(y.at(2)).narrow(0, 0, 3).tanh(),
          (x, y) -> x.mul(x.at(0).dot(y.at(1))).tanh(),
          (x, y) -> x.toFloat64().mul(y).copy());

  private record Step(int op, int left, int right) {}

  private static List<Step> program(Random random) {
    List<Step> steps = new ArrayList<>();
    int n = random.nextInt(3, 14);
    for (int k = 0; k < n; k++) {
      int known = LEAVES + k;
      // The latest is used most, so programs are deep; others again, so they branch.
      int left = random.nextInt(3) > 0 ? known - 1 : random.nextInt(known);
      steps.add(new Step(random.nextInt(OPS.size()), left, random.nextInt(known)));
    }
    return steps;
  }

  /** All tensors of a run: leaves, results of steps, and the sum of the last few. */
  private static List<Tensor> run(List<Step> steps, Tensor... leaves) {
    List<Tensor> all = new ArrayList<>(List.of(leaves));
    for (var s : steps) {
      all.add(OPS.get(s.op).apply(all.get(s.left), all.get(s.right)));
    }
    var last = all.getLast().tanh().add(all.get(all.size() - 2)).add(all.get(0));
    all.add(last.mul(last).mul(0.5).sum());
    return all;
  }

  private static Tensor random(Random random) {
    double[] values = random.doubles(12, -1.5, 1.5).toArray();
    return from(values).reshape(3, 4);
  }

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
      var steps = program(random);
      var message = "seed " + (SEED + run) + " " + steps;
      var x = random(random).requiresGrad(true);
      var y = random(random).requiresGrad(true);
      var all = run(steps, x, y);
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
      var steps = program(random);
      var message = "seed " + (SEED - run) + " " + steps;
      var all = run(steps, random(random).requiresGrad(true), random(random).requiresGrad(true));
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
      var steps = program(random);
      var message = "seed " + (SEED * 1000 + run) + " " + steps;
      var x = random(random);
      var y = random(random);
      var t = random(random);
      Fn<Tensor, Tensor> f = p -> run(steps, p, y).getLast();
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
      var steps = program(random);
      var message = "seed " + (SEED * 2000 + run) + " " + steps;
      var x = random(random);
      var y = random(random);
      var v = random(random);
      Fn<Tensor, Tensor> f = p -> run(steps, p, y).getLast();
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
      var steps = program(random);
      var message = "seed " + (SEED * 3000 + run) + " " + steps;
      var x = random(random).requiresGrad(true);
      var all = run(steps, x, random(random));
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
    for (var op : OPS) {
      Expect.shape(op.apply(ones(FLOAT64, 3, 4), ones(FLOAT64, 3, 4)), 3, 4);
    }
  }
}

package dev.fluxion;

import static dev.fluxion.Expect.dims;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.where;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;

/**
 * A program of random operations on 3 × 4 tensors, from two of them to a number.
 *
 * @param steps which operation is applied to which of the tensors so far
 */
record RandomProgram(List<Step> steps) {
  static final int LEAVES = 2;

  /** Maps of 3 × 4 tensors to one, smooth but for kinks that random numbers miss. */
  static final List<BinaryOperator<Tensor>> OPS =
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
          (x, y) -> x.get(y.argmax(0, false)).narrow(0, 1, 3),
          (x, y) -> x.get(Fluxion.all(), y.argmax(1, false)).sum(1, true).tanh().add(y),
          (x, y) -> x.get(y.argmax(0, false), new int[] {0, 1, 2, 3}).add(y),
          (x, y) -> x.at(1).get(y.argmax(1, true)).mul(y),
          (x, y) -> x.gather(1, y.argmin(1, true)).add(y),
          (x, y) -> x.gather(0, y.argmax(0, true)).mul(y),
          (x, y) -> x.indexSelect(0, y.argmin(0, false)).narrow(0, 0, 3),
          (x, y) -> x.gt(y).toFloat64().mul(x).add(y),
          (x, y) -> x.matmul(y.t()).matmul(y).tanh(),
          (x, y) -> x.at(1).outer(y.at(2)).narrow(0, 0, 3).tanh(),
          (x, y) -> x.mul(x.at(0).dot(y.at(1))).tanh(),
          (x, y) -> x.toFloat64().mul(y).copy(),
          (x, _) -> x.get(x.detach().gt(0)).sum().add(x));

  record Step(int op, int left, int right) {}

  static RandomProgram of(Random random) {
    return of(random, OPS.size());
  }

  /** One that can be mapped: without the last operation, as a mask has no length inside of vmap. */
  static RandomProgram mappable(Random random) {
    return of(random, OPS.size() - 1);
  }

  private static RandomProgram of(Random random, int ops) {
    List<Step> steps = new ArrayList<>();
    int n = random.nextInt(3, 14);
    for (int k = 0; k < n; k++) {
      int known = LEAVES + k;
      // The latest is used most, so programs are deep; others again, so they branch.
      int left = random.nextInt(3) > 0 ? known - 1 : random.nextInt(known);
      steps.add(new Step(random.nextInt(ops), left, random.nextInt(known)));
    }
    return new RandomProgram(steps);
  }

  /** All tensors of a run: leaves, results of steps, and the sum of the last few. */
  List<Tensor> run(Tensor... leaves) {
    List<Tensor> all = new ArrayList<>(List.of(leaves));
    for (var s : steps) {
      all.add(OPS.get(s.op).apply(all.get(s.left), all.get(s.right)));
    }
    var last = all.getLast().tanh().add(all.get(all.size() - 2)).add(all.get(0));
    all.add(last.mul(last).mul(0.5).sum());
    return all;
  }

  static Tensor matrix(Random random) {
    double[] values = random.doubles(12, -1.5, 1.5).toArray();
    return from(values).reshape(3, 4);
  }
}

package dev.fluxion.laws;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways a reverse pass can go give the same bits: as one kernel, where nothing is recorded; as
 * tensor operations, under createGraph; and in the memory of a cotangent that the pass itself made.
 * A tensor that is two operands at once gets the sum.
 */
final class ReadingsLaw {
  private ReadingsLaw() {}

  static void check(Subject subject, Point at) {
    var x = Derivatives.leaves(at.x());
    var y = subject.value(x);
    var plain = Derivatives.pull(y, x, at.ct(), Fluxion.retainGraph());
    Near.same(
        "the pass with createGraph", Derivatives.pull(y, x, at.ct(), Fluxion.createGraph()), plain);
    Near.same("the pass over cotangents of its own", scaled(subject, at, x), plain);
    for (int k = 0; k < x.size(); k++) {
      if (x.get(k).requiresGrad()) {
        List<Tensor> alone = new ArrayList<>(at.x());
        alone.set(k, x.get(k));
        Near.same(
            "the pass to one operand over cotangents of its own",
            Collections.singletonList(scaled(subject, at, alone).get(k)),
            Collections.singletonList(plain.get(k)));
      }
    }
    checkShared(subject, at);
  }

  /** The cotangents come from a product, so that the pass makes them and may overwrite them. */
  private static List<@Nullable Tensor> scaled(Subject subject, Point at, List<Tensor> x) {
    var results = subject.value(x);
    List<Tensor> y = new ArrayList<>();
    List<@Nullable Tensor> seeds = new ArrayList<>();
    for (int j = 0; j < at.ct().size(); j++) {
      var result = results.get(j);
      var ct = at.ct().get(j);
      y.add(ct == null ? result : result.mul(ct));
      seeds.add(ct == null ? null : Fluxion.onesLike(ct));
    }
    return Derivatives.pull(y, x, seeds);
  }

  private static void checkShared(Subject subject, Point at) {
    var first = at.x().getFirst();
    boolean alike =
        at.x().size() > 1
            && first.dtype().isFloating()
            && at.x().stream()
                .allMatch(o -> o.dtype() == first.dtype() && o.shape().equals(first.shape()));
    if (!alike) {
      return;
    }
    int n = at.x().size();
    var apart =
        Derivatives.reverse(
            subject::value, Derivatives.leaves(Collections.nCopies(n, first)), at.ct());
    var sum = Derivatives.present(apart).stream().reduce(Tensor::add).orElseThrow();
    var x = first.detach().requiresGrad(true);
    var y = subject.value(Collections.nCopies(n, x));
    var gradient = Derivatives.pull(y, List.of(x), at.ct());
    double tolerance = n == 2 ? 0 : 4 * Near.roundoff(apart) * Near.size(apart);
    Near.near("the gradient of a tensor in all places", gradient, List.of(sum), tolerance);
  }
}

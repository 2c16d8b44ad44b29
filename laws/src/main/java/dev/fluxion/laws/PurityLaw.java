package dev.fluxion.laws;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computing a derivative writes to nothing that the caller has, and what comes out belongs to the
 * caller: gradients share memory neither with what went in nor with each other. A second pass
 * through a retained graph gives the same bits.
 */
final class PurityLaw {
  private PurityLaw() {}

  static void check(Subject subject, Point at) {
    var before = copies(at);
    var jvp = subject.jvp(at.x(), at.t());
    Near.same("after jvp, its input", copies(at), before);

    var x = Derivatives.leaves(at.x());
    var y = subject.value(x);
    var first = Derivatives.pull(y, x, at.ct(), Fluxion.retainGraph());
    var kept = copies(first);
    var second = Derivatives.pull(y, x, at.ct(), Fluxion.retainGraph());
    Near.same("a second pass", second, kept);
    var last = Derivatives.pull(y, x, at.ct());
    Near.same("a pass that frees", last, kept);
    Near.same("a gradient after the passes that followed", first, kept);
    Near.same("after vjp, its input", copies(at), before);
    Near.same("a tangent after all passes", jvp, subject.jvp(at.x(), at.t()));

    for (int k = 0; k < last.size(); k++) {
      var gradient = last.get(k);
      if (gradient != null) {
        gradient.zero_();
        kept.set(k, Fluxion.zerosLike(gradient));
        Near.same("with a gradient overwritten, another one", last, kept);
        Near.same("with a gradient overwritten, the input", copies(at), before);
      }
    }
  }

  private static List<@Nullable Tensor> copies(Point at) {
    List<@Nullable Tensor> all = new ArrayList<>(at.x());
    all.addAll(at.t());
    all.addAll(at.ct());
    return copies(all);
  }

  private static List<@Nullable Tensor> copies(List<@Nullable Tensor> x) {
    List<@Nullable Tensor> out = new ArrayList<>();
    for (var one : x) {
      out.add(one == null ? null : one.copy());
    }
    return out;
  }
}

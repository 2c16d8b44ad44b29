package dev.fluxion.laws;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.PassOption;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Both modes over lists in which what is not floating has no derivative. */
final class Derivatives {
  private Derivatives() {}

  /** Fresh leaves of the same values, in the same places of memory. */
  static List<Tensor> leaves(List<Tensor> x) {
    List<Tensor> leaves = new ArrayList<>();
    for (var one : x) {
      leaves.add(one.dtype().isFloating() ? one.detach().requiresGrad(true) : one);
    }
    return leaves;
  }

  /** {@code J(x)·t} for each floating result, a null tangent being an exact zero. */
  static List<@Nullable Tensor> forward(
      Fn<List<Tensor>, List<Tensor>> f, List<Tensor> x, List<@Nullable Tensor> t) {
    List<Tensor> active = new ArrayList<>();
    List<Tensor> tangents = new ArrayList<>();
    for (int k = 0; k < x.size(); k++) {
      var tangent = t.get(k);
      if (tangent != null) {
        active.add(x.get(k));
        tangents.add(tangent);
      }
    }
    List<@Nullable Tensor> results = new ArrayList<>();
    int n = f.apply(x).size();
    for (int j = 0; j < n; j++) {
      int result = j;
      var y =
          Fluxion.jvp(duals -> f.apply(merge(x, t, duals)).get(result), active, tangents).tangent();
      results.add(y.dtype().isFloating() ? y : null);
    }
    return results;
  }

  /** The operands with others in the places of those that have a tangent. */
  static List<Tensor> merge(List<Tensor> x, List<@Nullable Tensor> t, List<Tensor> duals) {
    List<Tensor> all = new ArrayList<>(x);
    int n = 0;
    for (int k = 0; k < all.size(); k++) {
      if (t.get(k) != null) {
        all.set(k, duals.get(n++));
      }
    }
    return all;
  }

  /** {@code J(x)ᵀ·ct} for each of x that requires a gradient. */
  static List<@Nullable Tensor> reverse(
      Fn<List<Tensor>, List<Tensor>> f,
      List<Tensor> x,
      List<@Nullable Tensor> ct,
      PassOption... options) {
    return pull(f.apply(x), x, ct, options);
  }

  /** The cotangents of recorded results, pulled back to each of x that requires a gradient. */
  static List<@Nullable Tensor> pull(
      List<Tensor> y, List<Tensor> x, List<@Nullable Tensor> ct, PassOption... options) {
    List<Tensor> roots = new ArrayList<>();
    List<@Nullable Tensor> seeds = new ArrayList<>();
    for (int j = 0; j < y.size(); j++) {
      if (y.get(j).requiresGrad() && ct.get(j) != null) {
        roots.add(y.get(j));
        seeds.add(ct.get(j));
      }
    }
    var targets = x.stream().filter(Tensor::requiresGrad).toList();
    var all = new ArrayList<PassOption>(List.of(options));
    all.add(Fluxion.allowUnused());
    all.add(Fluxion.gradOutputs(seeds.toArray(Tensor[]::new)));
    List<@Nullable Tensor> found =
        roots.isEmpty()
            ? Collections.nCopies(targets.size(), null)
            : Fluxion.grad(roots, targets, all.toArray(PassOption[]::new));
    List<@Nullable Tensor> results = new ArrayList<>();
    int n = 0;
    for (var one : x) {
      var gradient = one.requiresGrad() ? found.get(n++) : null;
      results.add(gradient != null ? gradient : one.requiresGrad() ? Fluxion.zerosLike(one) : null);
    }
    return results;
  }

  /** The list without its nulls. */
  static List<Tensor> present(List<@Nullable Tensor> some) {
    return some.stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }

  /** The list with whole numbers for nulls: neither has derivatives. */
  static List<Tensor> filled(List<@Nullable Tensor> some) {
    List<Tensor> all = new ArrayList<>();
    for (var one : some) {
      all.add(one == null ? Fluxion.zeros(DType.INT64) : one);
    }
    return all;
  }
}

package dev.fluxion.laws;

import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function with the library's own derivatives. */
record Derived(String name, Fn<List<Tensor>, List<Tensor>> f) implements Subject {
  @Override
  public List<Tensor> value(List<Tensor> x) {
    return f.apply(x);
  }

  @Override
  public List<@Nullable Tensor> jvp(List<Tensor> x, List<@Nullable Tensor> t) {
    return Derivatives.forward(f, x, t);
  }

  @Override
  public List<@Nullable Tensor> vjp(List<Tensor> x, List<@Nullable Tensor> ct) {
    return Derivatives.reverse(f, Derivatives.leaves(x), ct);
  }
}

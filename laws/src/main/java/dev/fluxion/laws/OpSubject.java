package dev.fluxion.laws;

import dev.fluxion.Apply;
import dev.fluxion.Tensor;
import dev.fluxion.op.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A primitive with the derivatives that follow from its record. */
record OpSubject(Op op) implements Subject {
  @Override
  public String name() {
    return op.toString();
  }

  @Override
  public List<Tensor> value(List<Tensor> x) {
    return List.of(Apply.op(op, x.toArray(Tensor[]::new)));
  }

  @Override
  public List<@Nullable Tensor> jvp(List<Tensor> x, List<@Nullable Tensor> t) {
    return Derivatives.forward(this::value, x, t);
  }

  @Override
  public List<@Nullable Tensor> vjp(List<Tensor> x, List<@Nullable Tensor> ct) {
    return Derivatives.reverse(this::value, Derivatives.leaves(x), ct);
  }
}

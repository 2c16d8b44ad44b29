package dev.fluxion.laws;

import dev.fluxion.Apply;
import dev.fluxion.Tensor;
import dev.fluxion.op.Op;
import dev.fluxion.op.Opaque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A primitive with the derivatives that follow from its record. */
record OpSubject(Op op) implements Subject {
  @Override
  public String name() {
    return op.toString();
  }

  /** The results but those that are for rules alone. */
  @Override
  public List<Tensor> value(List<Tensor> x) {
    var all = all(x);
    return all.subList(0, followed(op, all.size()));
  }

  /** All results. */
  List<Tensor> all(List<Tensor> x) {
    return List.of(Apply.op(op, x.toArray(Tensor[]::new)));
  }

  /** How many results of a primitive there are without those that are for rules alone. */
  static int followed(Op op, int results) {
    int n = results;
    while (op instanceof Opaque o && n > 0 && o.isConstant(n - 1)) {
      n--;
    }
    return n;
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

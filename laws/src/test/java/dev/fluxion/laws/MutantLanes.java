package dev.fluxion.laws;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.DoubleLanes;
import dev.fluxion.lanes.Fn;
import dev.fluxion.lanes.Lanes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a statement as numbers, one call of which is made otherwise; and lists how it could be. */
final class MutantLanes implements Lanes<Double> {
  private final int at;
  private final @Nullable Change change;
  private int calls;

  /** For each call that was read, what it could be changed to. */
  final List<List<Change>> changes = new ArrayList<>();

  /** Changes the call with this number. */
  MutantLanes(int at, Change change) {
    this.at = at;
    this.change = change;
  }

  /** Changes nothing. */
  MutantLanes() {
    this.at = -1;
    this.change = null;
  }

  private double made(List<Change> possible, double plain, double... operands) {
    if (change == null) {
      changes.add(possible);
    }
    return calls++ == at && change != null ? change.result(operands) : plain;
  }

  @Override
  public Double constant(double value) {
    return made(change == null ? Change.ofConstant(value) : List.of(), value);
  }

  @Override
  public Double unary(Fn f, Double x) {
    double plain = DoubleLanes.LANES.unary(f, x);
    return made(change == null ? Change.ofUnary(f) : List.of(), plain, x);
  }

  @Override
  public Double binary(Fn f, Double a, Double b) {
    double plain = DoubleLanes.LANES.binary(f, a, b);
    return made(change == null ? Change.ofBinary(f) : List.of(), plain, a, b);
  }

  @Override
  public Double select(Cmp cmp, Double a, Double b, Double then, Double otherwise) {
    double plain = DoubleLanes.LANES.select(cmp, a, b, then, otherwise);
    return made(change == null ? Change.ofSelect(cmp) : List.of(), plain, a, b, then, otherwise);
  }
}

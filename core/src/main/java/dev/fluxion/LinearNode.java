package dev.fluxion;

import dev.fluxion.op.Linear;
import dev.fluxion.op.Spec;
import org.jspecify.annotations.Nullable;

/** The node of a linear operation: nothing is saved but what its operand was like. */
final class LinearNode extends Interior {
  private final Linear op;
  private final Node edge;
  private final Spec x;

  LinearNode(Linear op, Node edge, Tensor x) {
    this(op, edge, x, 0);
  }

  /** One that is followed in more manners than its operand. */
  LinearNode(Linear op, Node edge, Tensor x, int others) {
    super(edge.depth + 1, edge.level, edge.manners | others);
    this.op = op;
    this.edge = edge;
    this.x = new Spec(x.shape(), x.dtype());
  }

  Linear op() {
    return op;
  }

  @Override
  public String name() {
    return op.nodeName();
  }

  @Override
  int count() {
    return 1;
  }

  @Override
  @Nullable Node edge(int k) {
    return edge;
  }

  @Override
  boolean saves() {
    return false;
  }

  @Override
  void keepSaved() {}

  @Override
  void pull(ReversePass pass, Tensor ct, boolean owned) {
    var result = op.transpose(ct, x);
    pass.file(edge, result, result == ct ? owned : pass.isNew(result));
  }
}

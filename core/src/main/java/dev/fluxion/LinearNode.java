package dev.fluxion;

import dev.fluxion.op.Linear;
import dev.fluxion.op.Select;
import dev.fluxion.op.Slice;
import dev.fluxion.op.Spec;
import java.util.Objects;

/** The node of a linear operation: nothing is saved but what its operand was like. */
final class LinearNode extends Interior {
  private final Linear op;
  private final Spec x;

  LinearNode(Linear op, Node edge, Tensor x) {
    this(op, edge, x, 0);
  }

  /** One that is followed in more manners than its operand. */
  LinearNode(Linear op, Node edge, Tensor x, int others) {
    super(edge.depth + 1, edge.level, edge.manners | others, edge, null);
    this.op = op;
    this.x = new Spec(x.shape(), x.dtype());
  }

  Linear op() {
    return op;
  }

  /** The node of the operand. */
  Node edge() {
    return Objects.requireNonNull(first);
  }

  /** What the operand was like. */
  Spec operand() {
    return x;
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
  boolean saves() {
    return false;
  }

  @Override
  void keepSaved() {}

  @Override
  void pull(ReversePass pass, Tensor ct, boolean owned) {
    var edge = edge();
    if ((op instanceof Slice || op instanceof Select) && pass.addsPart(edge, ct, op)) {
      return;
    }
    var result = op.transpose(ct, x);
    if (result == ct) {
      pass.file(edge, ct, owned);
    } else if (owned && result instanceof Dense y && ct instanceof Dense d && shows(pass, y, d)) {
      pass.file(edge, d.handOver(y.layout), true);
    } else {
      pass.file(edge, result, pass.isNew(result));
    }
  }

  /** Whether a result is all of a cotangent in another shape or order, and nothing else has it. */
  private static boolean shows(ReversePass pass, Dense y, Dense ct) {
    return !pass.recording
        && y.base == ct
        && !ct.isKept()
        && y.layout.size() == ct.layout.size()
        && y.layout.isDense();
  }
}

package dev.fluxion;

import dev.fluxion.op.Indexed;
import dev.fluxion.op.Spec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The node of an operation that is linear in its first operand: the positions are saved. */
final class IndexedNode extends Interior {
  private final Indexed op;
  private final Spec x;
  private @Nullable Tensor index;
  private final int version;

  IndexedNode(Indexed op, Node edge, Tensor x, Tensor index) {
    super(edge.depth + 1, edge.level, edge.manners, edge, null);
    this.op = op;
    this.x = new Spec(x.shape(), x.dtype());
    this.index = index;
    this.version = version(index);
  }

  @Override
  public String name() {
    return op.nodeName();
  }

  @Override
  int count() {
    return 2;
  }

  @Override
  boolean saves() {
    return true;
  }

  @Override
  void keepSaved() {
    keep(index);
  }

  @Override
  void pull(ReversePass pass, Tensor ct, boolean owned) {
    var result = op.transpose(ct, unpack(index, version, null, pass), x);
    pass.file(Objects.requireNonNull(first), result, pass.isNew(result));
    if (!pass.retain) {
      index = null;
    }
  }
}

package dev.fluxion;

import dev.fluxion.op.Bilinear;
import org.jspecify.annotations.Nullable;

/** The node of a bilinear operation: each operand is saved where the other one is recording. */
final class BilinearNode extends Interior {
  private final Bilinear op;
  private final @Nullable Node left;
  private final @Nullable Node right;
  private @Nullable Object a;
  private @Nullable Object b;
  private final int aVersion;
  private final int bVersion;

  BilinearNode(Bilinear op, @Nullable Node left, @Nullable Node right, Tensor a, Tensor b) {
    super(depth(left, right), level(left, right), manners(left, right));
    this.op = op;
    this.left = left;
    this.right = right;
    this.a = right == null ? null : save(a);
    this.b = left == null ? null : save(b);
    this.aVersion = version(this.a);
    this.bVersion = version(this.b);
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
  @Nullable Node edge(int k) {
    return k == 0 ? left : right;
  }

  @Override
  boolean saves() {
    return true;
  }

  @Override
  void keepSaved() {
    keep(a, b);
  }

  @Override
  void pull(ReversePass pass, Tensor ct, boolean owned) {
    if (left != null && pass.wants(left)) {
      var result = op.left(ct, unpack(b, bVersion, right, pass));
      pass.file(left, result, pass.isNew(result));
    }
    if (right != null && pass.wants(right)) {
      var result = op.right(ct, unpack(a, aVersion, left, pass));
      pass.file(right, result, pass.isNew(result));
    }
    if (!pass.retain) {
      a = null;
      b = null;
    }
  }
}

package dev.fluxion;

import dev.fluxion.kernel.MatMul;
import dev.fluxion.op.Bilinear;
import dev.fluxion.op.Matmul;
import org.jspecify.annotations.Nullable;

/** The node of a bilinear operation: each operand is saved where the other one is recording. */
final class BilinearNode extends Interior {
  private final Bilinear op;
  private @Nullable Object a;
  private @Nullable Object b;
  private final int aVersion;
  private final int bVersion;
  private final boolean leftInColumns;
  private final boolean rightInColumns;

  BilinearNode(Bilinear op, @Nullable Node left, @Nullable Node right, Tensor a, Tensor b) {
    super(depth(left, right), level(left, right), manners(left, right), left, right);
    this.op = op;
    this.a = right == null ? null : save(a);
    this.b = left == null ? null : save(b);
    this.aVersion = version(this.a);
    this.bVersion = version(this.b);
    this.leftInColumns = op instanceof Matmul && isInColumns(a);
    this.rightInColumns = op instanceof Matmul && isInColumns(b);
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
    keep(a, b);
  }

  @Override
  void pull(ReversePass pass, Tensor ct, boolean owned) {
    var left = first;
    var right = second;
    if (left != null && pass.wants(left)) {
      var other = unpack(b, bVersion, right, pass);
      if (!(op instanceof Matmul)) {
        file(pass, left, op.left(ct, other));
      } else if (leftInColumns) {
        product(pass, left, other, turned(ct), true);
      } else {
        product(pass, left, ct, turned(other), false);
      }
    }
    if (right != null && pass.wants(right)) {
      var other = unpack(a, aVersion, left, pass);
      if (!(op instanceof Matmul)) {
        file(pass, right, op.right(ct, other));
      } else if (rightInColumns) {
        product(pass, right, turned(ct), other, true);
      } else {
        product(pass, right, turned(other), ct, false);
      }
    }
    if (!pass.retain) {
      a = null;
      b = null;
    }
  }

  private static void file(ReversePass pass, Node edge, Tensor result) {
    pass.file(edge, result, pass.isNew(result));
  }

  /**
   * Files {@code x y} or, in columns, its transpose: a cotangent lies as the operand does, so that
   * what follows goes along both. Where a sum of others has arrived, the product is added in place.
   */
  private static void product(ReversePass pass, Node edge, Tensor x, Tensor y, boolean inColumns) {
    var sum = pass.sum(edge);
    if (sum != null && adds(inColumns ? (Dense) turned(sum) : sum, x, y)) {
      return;
    }
    var product = x.matmul(y);
    if (!inColumns) {
      file(pass, edge, product);
    } else if (pass.isNew(product) && product instanceof Dense d) {
      pass.file(edge, d.handOver(((Dense) turned(d)).layout), true);
    } else {
      pass.file(edge, turned(product), false);
    }
  }

  private static boolean adds(Dense sum, Tensor x, Tensor y) {
    return sum.rank() == 2
        && x instanceof Dense a
        && y instanceof Dense b
        && MatMul.add(
            sum.dtype(), a.array(), a.layout, b.array(), b.layout, sum.array(), sum.layout);
  }

  private static Tensor turned(Tensor x) {
    return x.transpose(-1, -2);
  }

  /** Whether a matrix lies in columns that follow each other. */
  private static boolean isInColumns(Tensor x) {
    if (!(x instanceof Dense d) || d.rank() < 2) {
      return false;
    }
    int last = d.rank() - 1;
    return d.layout.stride(last - 1) == 1 && d.layout.stride(last) >= d.layout.dim(last - 1);
  }
}

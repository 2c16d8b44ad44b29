package dev.fluxion.op;

import dev.fluxion.Apply;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import org.jspecify.annotations.Nullable;

/** Short words that rules share. */
final class Rules {
  private Rules() {}

  static Tensor apply(Linear op, Tensor x) {
    return Apply.linear(op, x);
  }

  static Tensor apply(Indexed op, Tensor x, Tensor index) {
    return Apply.indexed(op, x, index);
  }

  static Tensor apply(Bilinear op, Tensor a, Tensor b) {
    return Apply.op(op, a, b)[0];
  }

  static Tensor apply(Opaque op, Tensor... x) {
    return Apply.op(op, x)[0];
  }

  /** The sum over a set of axes, bit k for axis k, which go away. */
  static Tensor sumOver(Tensor x, int axes) {
    return axes == 0 ? x : Apply.linear(new Sum(axes, false), x);
  }

  /** The sum of two tangents or cotangents; null is an exact zero. */
  static @Nullable Tensor sum(@Nullable Tensor a, @Nullable Tensor b) {
    return a == null ? b : b == null ? a : a.add(b);
  }

  static Tensor zeros(Spec like) {
    return Fluxion.zeros(like.dtype(), like.shape().toArray());
  }

  static Tensor zerosLike(Tensor x) {
    return Fluxion.zeros(x.dtype(), x.shape().toArray());
  }

  static Tensor onesLike(Tensor x) {
    return Fluxion.ones(x.dtype(), x.shape().toArray());
  }

  static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int k = 0; k < order.length; k++) {
      inverse[order[k]] = k;
    }
    return inverse;
  }
}

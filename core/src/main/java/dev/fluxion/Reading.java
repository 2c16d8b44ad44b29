package dev.fluxion;

import org.jspecify.annotations.Nullable;

/** Numbers out of tensors. */
final class Reading {
  private Reading() {}

  static Dense one(Tensor x, String call) {
    if (x.size() != 1) {
      throw new ShapeException(call + " needs a tensor of one element, got the shape " + x.shape());
    }
    return numbers(x, call);
  }

  /** A new array of the elements as a type. */
  static Object array(Tensor x, DType dtype, String call) {
    return numbers(x, call).strided().copy(dtype).array();
  }

  /** The numbers of a tensor that is not one of a batch. */
  static Dense numbers(Tensor x, String call) {
    var batch = batch(x);
    if (batch != null) {
      throw new GraphException(
          call
              + " inside of vmap has no answer, since the tensor stands for "
              + batch.count()
              + " at once; choose with where(…) in place of a branch, or read outside of vmap");
    }
    return x.values();
  }

  /** The batch that a tensor is one of; null if there is none. */
  static @Nullable Batched batch(Tensor x) {
    var at = x;
    while (at instanceof Lifted l && !(at instanceof Batched)) {
      at = l.value();
    }
    return at instanceof Batched b ? b : null;
  }

  /** The one number as Python prints it. */
  static String bare(Dense x) {
    return switch (x.dtype()) {
      case BOOL -> x.doubleAt(0) != 0 ? "True" : "False";
      case UINT8, INT8, INT16, INT32, INT64 -> Long.toString(x.longAt(0));
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> PythonNumber.repr(x.doubleAt(0));
    };
  }
}

package dev.fluxion;

/** Numbers out of tensors. */
final class Reading {
  private Reading() {}

  static Dense one(Tensor x, String call) {
    if (x.size() != 1) {
      throw new ShapeException(call + " needs a tensor of one element, got the shape " + x.shape());
    }
    return x.values();
  }

  /** A new array of the elements as a type. */
  static Object array(Tensor x, DType dtype) {
    return x.values().strided().copy(dtype).array();
  }

  /** The one number as Python prints it. */
  static String bare(Dense x) {
    return switch (x.dtype()) {
      case BOOL -> x.doubleAt(0) != 0 ? "True" : "False";
      case UINT8, INT32, INT64 -> Long.toString(x.longAt(0));
      case FLOAT32, FLOAT64 -> PythonNumber.repr(x.doubleAt(0));
    };
  }
}

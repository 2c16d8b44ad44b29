package dev.fluxion;

/** Bounds that no element passes, beside which a one-sided clamp is a clamp. */
final class Limits {
  private Limits() {}

  static Tensor highest(Tensor x, Number other) {
    return limit(Align.number(x, other).dtype(), true);
  }

  static Tensor lowest(Tensor x, Number other) {
    return limit(Align.number(x, other).dtype(), false);
  }

  private static Tensor limit(DType dtype, boolean high) {
    var one = Create.empty(dtype, Shape.SCALAR);
    switch (dtype) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> {
        double infinity = high ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        dev.fluxion.kernel.Buffers.set(dtype, one.array(), 0, infinity);
      }
      case INT64 -> ((long[]) one.array())[0] = high ? Long.MAX_VALUE : Long.MIN_VALUE;
      case INT32 -> ((int[]) one.array())[0] = high ? Integer.MAX_VALUE : Integer.MIN_VALUE;
      case INT16 -> ((short[]) one.array())[0] = high ? Short.MAX_VALUE : Short.MIN_VALUE;
      case INT8 -> ((byte[]) one.array())[0] = high ? Byte.MAX_VALUE : Byte.MIN_VALUE;
      case UINT8 -> ((byte[]) one.array())[0] = (byte) (high ? 255 : 0);
      case BOOL -> ((byte[]) one.array())[0] = (byte) (high ? 1 : 0);
    }
    return one;
  }
}

package dev.fluxion.kernel;

import dev.fluxion.DType;

/**
 * Numbers of 16 bits: float16 and bfloat16, both kept as {@code short}. They are read exactly, as
 * floats, and written by rounding a float to the nearest, ties to the one whose last bit is 0; a
 * double is rounded to float first.
 *
 * <p>A float16 has a sign, 5 bits of exponent and 10 of fraction (IEEE 754-2008, binary16). A
 * bfloat16 is the upper half of a float: to cut off the lower one after adding just under half a
 * unit of the upper, or just half a unit where that is odd, rounds to the nearest even, and carries
 * into the exponent where it must, up to infinity.
 */
public final class Halves {
  private Halves() {}

  /** Whether elements of a type are of this kind. */
  public static boolean holds(DType dtype) {
    return dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
  }

  /** The value of a bfloat16. */
  static float bfloat16ToFloat(short half) {
    return Float.intBitsToFloat(half << 16);
  }

  /** The bfloat16 that is nearest; NaN stays NaN, with its sign. */
  static short floatToBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    // Rounded like a number, a NaN could carry over into an infinity.
    int rounded = Float.isNaN(value) ? bits | 0x400000 : bits + 0x7fff + (bits >>> 16 & 1);
    return (short) (rounded >>> 16);
  }

  static float toFloat(DType dtype, short half) {
    return dtype == DType.FLOAT16 ? Float.float16ToFloat(half) : bfloat16ToFloat(half);
  }

  static short of(DType dtype, float value) {
    return dtype == DType.FLOAT16 ? Float.floatToFloat16(value) : floatToBfloat16(value);
  }

  /** {@code dst[d + i·ds] = src[s + i·ss]}, exactly. */
  static void toFloat(DType from, short[] src, int s, int ss, float[] dst, int d, int ds, int n) {
    if (ss == 1 && ds == 1) {
      // C2 vectorises a loop only where it sees a step of 1.
      if (from == DType.FLOAT16) {
        for (int i = 0; i < n; i++) {
          dst[d + i] = Float.float16ToFloat(src[s + i]);
        }
      } else {
        for (int i = 0; i < n; i++) {
          dst[d + i] = bfloat16ToFloat(src[s + i]);
        }
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      dst[d + i * ds] = toFloat(from, src[s + i * ss]);
    }
  }

  /** {@code dst[d + i·ds] = src[s + i·ss]}, exactly. */
  static void toDouble(DType from, short[] src, int s, int ss, double[] dst, int d, int ds, int n) {
    if (from == DType.FLOAT16) {
      for (int i = 0; i < n; i++) {
        dst[d + i * ds] = Float.float16ToFloat(src[s + i * ss]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        dst[d + i * ds] = bfloat16ToFloat(src[s + i * ss]);
      }
    }
  }

  /** {@code dst[d + i·ds] = src[s + i·ss]}, of another type, by way of float. */
  static void from(
      DType from, Object src, int s, int ss, DType to, short[] dst, int d, int ds, int n) {
    switch (src) {
      case float[] x when ss == 1 && ds == 1 -> narrow(x, s, to, dst, d, n);
      case float[] x -> {
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = of(to, x[s + i * ss]);
        }
      }
      case double[] x -> {
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = of(to, (float) x[s + i * ss]);
        }
      }
      case short[] x when holds(from) -> {
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = of(to, toFloat(from, x[s + i * ss]));
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = of(to, Buffers.asLong(from, src, s + i * ss));
        }
      }
    }
  }

  private static void narrow(float[] x, int s, DType to, short[] dst, int d, int n) {
    if (to == DType.FLOAT16) {
      for (int i = 0; i < n; i++) {
        dst[d + i] = Float.floatToFloat16(x[s + i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        dst[d + i] = floatToBfloat16(x[s + i]);
      }
    }
  }
}

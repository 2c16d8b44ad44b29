package dev.fluxion.kernel;

import dev.fluxion.DType;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * The arrays that hold elements: {@code byte[]} for bool (0 or 1), uint8 (unsigned) and int8,
 * {@code short[]} for int16 and the halves, {@code int[]}, {@code long[]}, {@code float[]} and
 * {@code double[]}. One element at a time: the slow path of every kernel.
 *
 * <p>Conversions are those of PyTorch: a number becomes a whole one by cutting off the fraction,
 * then wraps around to the width of the type; bool is whether it differs from 0, so NaN is true. A
 * half is rounded from a float.
 */
public final class Buffers {
  private Buffers() {}

  /** A new array for {@code n} elements, all 0. */
  public static Object allocate(DType dtype, int n) {
    return switch (dtype) {
      case BOOL, UINT8, INT8 -> new byte[n];
      case INT16, FLOAT16, BFLOAT16 -> new short[n];
      case INT32 -> new int[n];
      case INT64 -> new long[n];
      case FLOAT32 -> FreeLists.zeroFloats(n);
      case FLOAT64 -> FreeLists.zeroDoubles(n);
    };
  }

  /** An array for {@code n} elements that its user fills: anything may be in it. */
  public static Object unfilled(DType dtype, int n) {
    return dtype == DType.FLOAT32
        ? FreeLists.floats(n)
        : dtype == DType.FLOAT64 ? FreeLists.doubles(n) : allocate(dtype, n);
  }

  /** The number of elements an array has room for. */
  public static int length(Object array) {
    return Array.getLength(array);
  }

  /** The element as a double; an int64 beyond 2⁵³ is rounded. */
  public static double asDouble(DType dtype, Object array, int at) {
    return switch (dtype) {
      case BOOL, UINT8 -> ((byte[]) array)[at] & 0xff;
      case INT8 -> ((byte[]) array)[at];
      case INT16 -> ((short[]) array)[at];
      case INT32 -> ((int[]) array)[at];
      case INT64 -> ((long[]) array)[at];
      case FLOAT16, BFLOAT16 -> Halves.toFloat(dtype, ((short[]) array)[at]);
      case FLOAT32 -> ((float[]) array)[at];
      case FLOAT64 -> ((double[]) array)[at];
    };
  }

  /**
   * The element as a long, its fraction cut off; NaN is 0, what is too large is the nearest long.
   */
  public static long asLong(DType dtype, Object array, int at) {
    return switch (dtype) {
      case BOOL, UINT8 -> ((byte[]) array)[at] & 0xff;
      case INT8 -> ((byte[]) array)[at];
      case INT16 -> ((short[]) array)[at];
      case INT32 -> ((int[]) array)[at];
      case INT64 -> ((long[]) array)[at];
      case FLOAT16, BFLOAT16 -> (long) Halves.toFloat(dtype, ((short[]) array)[at]);
      case FLOAT32 -> (long) ((float[]) array)[at];
      case FLOAT64 -> (long) ((double[]) array)[at];
    };
  }

  /** Stores a number, converted to the type of the elements. */
  public static void set(DType dtype, Object array, int at, double value) {
    switch (dtype) {
      case BOOL -> ((byte[]) array)[at] = (byte) (value != 0 ? 1 : 0);
      case UINT8, INT8 -> ((byte[]) array)[at] = (byte) (long) value;
      case INT16 -> ((short[]) array)[at] = (short) (long) value;
      case INT32 -> ((int[]) array)[at] = (int) (long) value;
      case INT64 -> ((long[]) array)[at] = (long) value;
      case FLOAT16, BFLOAT16 -> ((short[]) array)[at] = Halves.of(dtype, (float) value);
      case FLOAT32 -> ((float[]) array)[at] = (float) value;
      case FLOAT64 -> ((double[]) array)[at] = value;
    }
  }

  /** Stores a whole number, converted to the type of the elements; once rounded, unless a half. */
  public static void set(DType dtype, Object array, int at, long value) {
    switch (dtype) {
      case BOOL -> ((byte[]) array)[at] = (byte) (value != 0 ? 1 : 0);
      case UINT8, INT8 -> ((byte[]) array)[at] = (byte) value;
      case INT16 -> ((short[]) array)[at] = (short) value;
      case INT32 -> ((int[]) array)[at] = (int) value;
      case INT64 -> ((long[]) array)[at] = value;
      case FLOAT16, BFLOAT16 -> ((short[]) array)[at] = Halves.of(dtype, value);
      case FLOAT32 -> ((float[]) array)[at] = value;
      case FLOAT64 -> ((double[]) array)[at] = value;
    }
  }

  /**
   * Stores one number, converted to the type of the elements, at {@code from} up to before {@code
   * to}.
   */
  public static void fill(DType dtype, Object array, int from, int to, double value) {
    if (from == to) {
      return;
    }
    set(dtype, array, from, value);
    switch (dtype) {
      case BOOL, UINT8, INT8 -> Arrays.fill((byte[]) array, from, to, ((byte[]) array)[from]);
      case INT16, FLOAT16, BFLOAT16 ->
          Arrays.fill((short[]) array, from, to, ((short[]) array)[from]);
      case INT32 -> Arrays.fill((int[]) array, from, to, ((int[]) array)[from]);
      case INT64 -> Arrays.fill((long[]) array, from, to, ((long[]) array)[from]);
      case FLOAT32 -> Arrays.fill((float[]) array, from, to, ((float[]) array)[from]);
      case FLOAT64 -> Arrays.fill((double[]) array, from, to, ((double[]) array)[from]);
    }
  }
}

package dev.fluxion.kernel;

import dev.fluxion.DType;

/**
 * Elements of another type that lie side by side, here and there. C2 vectorises loops only where it
 * sees a step of 1, so these are apart from those of {@link Copies}, which know any. Each is a
 * method: a switch of loops that saw one type so far is compiled for that.
 */
final class Conversions {
  private Conversions() {}

  /** {@code y[d + i] = x[s + i]}, rounded once. */
  static void toFloat(DType from, Object x, int s, float[] y, int d, int n) {
    switch (from) {
      case BOOL, UINT8 -> unsigned((byte[]) x, s, y, d, n);
      case INT8 -> copy((byte[]) x, s, y, d, n);
      case INT16 -> copy((short[]) x, s, y, d, n);
      case INT32 -> copy((int[]) x, s, y, d, n);
      case INT64 -> copy((long[]) x, s, y, d, n);
      case FLOAT16, BFLOAT16 -> Halves.toFloat(from, (short[]) x, s, 1, y, d, 1, n);
      case FLOAT32 -> System.arraycopy(x, s, y, d, n);
      case FLOAT64 -> copy((double[]) x, s, y, d, n);
    }
  }

  /** {@code y[d + i] = x[s + i]}, exact but for int64 beyond 2⁵³. */
  static void toDouble(DType from, Object x, int s, double[] y, int d, int n) {
    switch (from) {
      case BOOL, UINT8 -> unsigned((byte[]) x, s, y, d, n);
      case INT8 -> copy((byte[]) x, s, y, d, n);
      case INT16 -> copy((short[]) x, s, y, d, n);
      case INT32 -> copy((int[]) x, s, y, d, n);
      case INT64 -> copy((long[]) x, s, y, d, n);
      case FLOAT16, BFLOAT16 -> Halves.toDouble(from, (short[]) x, s, 1, y, d, 1, n);
      case FLOAT32 -> copy((float[]) x, s, y, d, n);
      case FLOAT64 -> System.arraycopy(x, s, y, d, n);
    }
  }

  /** {@code y[d + i] = x[s + i]}, fractions cut off as {@link Buffers} says. */
  static void toLong(DType from, Object x, int s, long[] y, int d, int n) {
    switch (from) {
      case BOOL, UINT8 -> unsigned((byte[]) x, s, y, d, n);
      case INT8 -> copy((byte[]) x, s, y, d, n);
      case INT16 -> copy((short[]) x, s, y, d, n);
      case INT32 -> copy((int[]) x, s, y, d, n);
      case INT64 -> System.arraycopy(x, s, y, d, n);
      case FLOAT16, BFLOAT16 -> halves(from, (short[]) x, s, y, d, n);
      case FLOAT32 -> copy((float[]) x, s, y, d, n);
      case FLOAT64 -> copy((double[]) x, s, y, d, n);
    }
  }

  private static void unsigned(byte[] x, int s, float[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i] & 0xff;
    }
  }

  private static void copy(byte[] x, int s, float[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void copy(short[] x, int s, float[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void copy(int[] x, int s, float[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void copy(long[] x, int s, float[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void copy(double[] x, int s, float[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = (float) x[s + i];
    }
  }

  private static void unsigned(byte[] x, int s, double[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i] & 0xff;
    }
  }

  private static void copy(byte[] x, int s, double[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void copy(short[] x, int s, double[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void copy(int[] x, int s, double[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void copy(long[] x, int s, double[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void copy(float[] x, int s, double[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void unsigned(byte[] x, int s, long[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i] & 0xff;
    }
  }

  private static void copy(byte[] x, int s, long[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void copy(short[] x, int s, long[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void copy(int[] x, int s, long[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = x[s + i];
    }
  }

  private static void copy(float[] x, int s, long[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = (long) x[s + i];
    }
  }

  private static void copy(double[] x, int s, long[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = (long) x[s + i];
    }
  }

  private static void halves(DType from, short[] x, int s, long[] y, int d, int n) {
    for (int i = 0; i < n; i++) {
      y[d + i] = (long) Halves.toFloat(from, x[s + i]);
    }
  }
}

package dev.fluxion.kernel;

import dev.fluxion.DType;

/** {@code yᵢ = Σ xⱼ} over the j up to i, along one axis. */
public final class Scan {
  private Scan() {}

  /**
   * {@code out[…, i, …] = Σ x[…, j, …]} over j ≤ i, or over j ≥ i if {@code reverse} [(…, n, …) →
   * (…, n, …)], added up in that order; float32 and halves in double, rounded once for each result.
   * Whole numbers wrap around.
   *
   * @param axis the axis, counted from the front
   * @param reverse whether the sums start at the end
   * @param out where the results go in row-major order, an array of the type of x
   */
  public static void cumsum(
      DType dtype, Object x, Layout xl, int axis, boolean reverse, Object out) {
    if (xl.size() == 0) {
      return;
    }
    var ol = Layout.of(xl.shape());
    int n = xl.dim(axis);
    if (reverse) {
      xl = xl.slice(axis, n - 1, n, -1);
      ol = ol.slice(axis, n - 1, n, -1);
    }
    int xs = xl.stride(axis);
    int os = ol.stride(axis);
    var nest = Nest.of(xl.select(axis, 0), ol.select(axis, 0));
    do {
      for (int i = 0; i < nest.inner(); i++) {
        line(
            dtype, x, nest.at(0) + i * nest.step(0), xs, out, nest.at(1) + i * nest.step(1), os, n);
      }
    } while (nest.next());
  }

  private static void line(
      DType dtype, Object x, int at, int xs, Object out, int o, int os, int n) {
    switch (dtype) {
      case FLOAT32 -> line((float[]) x, at, xs, (float[]) out, o, os, n);
      case FLOAT64 -> line((double[]) x, at, xs, (double[]) out, o, os, n);
      case INT64 -> line((long[]) x, at, xs, (long[]) out, o, os, n);
      case FLOAT16, BFLOAT16 -> {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += Buffers.asDouble(dtype, x, at + i * xs);
          Buffers.set(dtype, out, o + i * os, sum);
        }
      }
      case BOOL, UINT8, INT8, INT16, INT32 -> {
        long sum = 0;
        for (int i = 0; i < n; i++) {
          sum += Buffers.asLong(dtype, x, at + i * xs);
          Buffers.set(dtype, out, o + i * os, sum);
        }
      }
    }
  }

  private static void line(float[] x, int at, int xs, float[] out, int o, int os, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[at + i * xs];
      out[o + i * os] = (float) sum;
    }
  }

  private static void line(double[] x, int at, int xs, double[] out, int o, int os, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[at + i * xs];
      out[o + i * os] = sum;
    }
  }

  private static void line(long[] x, int at, int xs, long[] out, int o, int os, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[at + i * xs];
      out[o + i * os] = sum;
    }
  }
}

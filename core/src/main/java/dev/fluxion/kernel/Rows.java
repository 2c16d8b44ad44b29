package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.Shape;

/** Reads and adds up slices along an axis, picked by number. */
public final class Rows {
  /** Below this length it is cheaper to go along the numbers than along the slices. */
  private static final int SHORT = 8;

  private Rows() {}

  /**
   * {@code out[…, i, …] = x[…, index[i], …]} [(…, n, …), (k) → (…, k, …)].
   *
   * @param axis the axis, counted from the front
   * @param index numbers from 0 to before n, already checked
   * @param out where the results go in row-major order, an array of the type of x
   */
  public static void select(DType dtype, Object x, Layout xl, int axis, long[] index, Object out) {
    int[] dims = xl.shape().toArray();
    dims[axis] = index.length;
    var ol = Layout.of(Shape.of(dims));
    if (ol.size() == 0) {
      return;
    }
    int xs = xl.stride(axis);
    int os = ol.stride(axis);
    var nest = Nest.of(xl.select(axis, 0), ol.select(axis, 0));
    int n = nest.inner();
    do {
      int at = nest.at(0);
      int o = nest.at(1);
      if (n < SHORT || Math.abs(os) < Math.abs(nest.step(1))) {
        for (int j = 0; j < n; j++) {
          pick(dtype, x, at + j * nest.step(0), xs, index, out, o + j * nest.step(1), os);
        }
        continue;
      }
      for (int i = 0; i < index.length; i++) {
        int from = at + (int) index[i] * xs;
        Copies.move(x, from, nest.step(0), out, o + i * os, nest.step(1), n);
      }
    } while (nest.next());
  }

  /**
   * {@code out[…, index[i], …] += ct[…, i, …]} for all i in order, so numbers that occur twice add
   * up [(…, k, …), (k), (…, n, …)]; the transpose of {@link #select}. Whole numbers wrap around,
   * bool says whether any is true, halves are added up in float32 and rounded once. Out is
   * modified.
   *
   * @param axis the axis, counted from the front
   * @param index numbers from 0 to before n, already checked
   * @param out an array of the type of ct, which must not be the same
   */
  public static void add(
      DType dtype, Object ct, Layout cl, int axis, long[] index, Object out, Layout ol) {
    if (cl.size() == 0) {
      return;
    }
    if (Halves.holds(dtype)) {
      var sums = new Strided(out, ol, dtype).copy(DType.FLOAT32);
      var wide = new Strided(ct, cl, dtype).copy(DType.FLOAT32);
      add(DType.FLOAT32, wide.array(), wide.layout(), axis, index, sums.array(), sums.layout());
      Copies.copy(DType.FLOAT32, sums.array(), sums.layout(), dtype, out, ol);
      return;
    }
    int cs = cl.stride(axis);
    int os = ol.stride(axis);
    var nest = Nest.of(cl.select(axis, 0), ol.select(axis, 0));
    int n = nest.inner();
    do {
      int at = nest.at(0);
      int o = nest.at(1);
      if (n < SHORT || Math.abs(os) < Math.abs(nest.step(1))) {
        for (int j = 0; j < n; j++) {
          drop(dtype, ct, at + j * nest.step(0), cs, index, out, o + j * nest.step(1), os);
        }
        continue;
      }
      for (int i = 0; i < index.length; i++) {
        int to = o + (int) index[i] * os;
        addLine(dtype, ct, at + i * cs, nest.step(0), out, to, nest.step(1), n);
      }
    } while (nest.next());
  }

  /** {@code out[o + i·os] = x[at + index[i]·xs]}. */
  private static void pick(
      DType dtype, Object x, int at, int xs, long[] index, Object out, int o, int os) {
    switch (dtype) {
      case FLOAT32 -> {
        float[] from = (float[]) x;
        float[] to = (float[]) out;
        for (int i = 0; i < index.length; i++) {
          to[o + i * os] = from[at + (int) index[i] * xs];
        }
      }
      case FLOAT64 -> {
        double[] from = (double[]) x;
        double[] to = (double[]) out;
        for (int i = 0; i < index.length; i++) {
          to[o + i * os] = from[at + (int) index[i] * xs];
        }
      }
      case FLOAT16, BFLOAT16 -> {
        short[] from = (short[]) x;
        short[] to = (short[]) out;
        for (int i = 0; i < index.length; i++) {
          to[o + i * os] = from[at + (int) index[i] * xs];
        }
      }
      case BOOL, UINT8, INT8, INT16, INT32, INT64 -> {
        for (int i = 0; i < index.length; i++) {
          long value = Buffers.asLong(dtype, x, at + (int) index[i] * xs);
          Buffers.set(dtype, out, o + i * os, value);
        }
      }
    }
  }

  /** {@code out[o + index[i]·os] += ct[at + i·cs]}. */
  private static void drop(
      DType dtype, Object ct, int at, int cs, long[] index, Object out, int o, int os) {
    switch (dtype) {
      case FLOAT32 -> {
        float[] from = (float[]) ct;
        float[] to = (float[]) out;
        for (int i = 0; i < index.length; i++) {
          to[o + (int) index[i] * os] += from[at + i * cs];
        }
      }
      case FLOAT64 -> {
        double[] from = (double[]) ct;
        double[] to = (double[]) out;
        for (int i = 0; i < index.length; i++) {
          to[o + (int) index[i] * os] += from[at + i * cs];
        }
      }
      case BOOL, UINT8, INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16 -> {
        for (int i = 0; i < index.length; i++) {
          addLine(dtype, ct, at + i * cs, 0, out, o + (int) index[i] * os, 0, 1);
        }
      }
    }
  }

  /** {@code out[o + j·os] += ct[at + j·cs]} for {@code n} elements. */
  static void addLine(DType dtype, Object ct, int at, int cs, Object out, int o, int os, int n) {
    switch (dtype) {
      case FLOAT32 -> {
        float[] from = (float[]) ct;
        float[] to = (float[]) out;
        for (int j = 0; j < n; j++) {
          to[o + j * os] += from[at + j * cs];
        }
      }
      case FLOAT64 -> {
        double[] from = (double[]) ct;
        double[] to = (double[]) out;
        for (int j = 0; j < n; j++) {
          to[o + j * os] += from[at + j * cs];
        }
      }
      // Halves come as float32.
      case BOOL, UINT8, INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16 -> {
        for (int j = 0; j < n; j++) {
          long sum =
              Buffers.asLong(dtype, out, o + j * os) + Buffers.asLong(dtype, ct, at + j * cs);
          Buffers.set(dtype, out, o + j * os, sum);
        }
      }
    }
  }
}

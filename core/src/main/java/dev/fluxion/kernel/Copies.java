package dev.fluxion.kernel;

import dev.fluxion.DType;
import java.util.Arrays;

/**
 * {@code dst = src}, between layouts and types. Source and destination share no memory, unless both
 * are contiguous and of one type.
 */
public final class Copies {
  /** As many elements of a line as its neighbours' cache lines can wait for; see {@link #copy}. */
  private static final int STRIP = 32;

  private Copies() {}

  /**
   * {@code dst[i] = src[i]} for all indices [(…), (…)], converted as {@link Buffers} says; an int64
   * becomes a float32 in one rounding.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  public static void copy(DType from, Object src, Layout sl, DType to, Object dst, Layout dl) {
    if (!sl.shape().equals(dl.shape())) {
      throw unequal(sl, dl);
    }
    int n = sl.size();
    if (n == 0) {
      return;
    }
    if (from == to && sl.isContiguous() && dl.isContiguous()) {
      System.arraycopy(src, sl.offset(), dst, dl.offset(), n);
      return;
    }
    int line = crossed(sl, dl);
    if (line < 0) {
      walk(from, src, sl, to, dst, dl);
      return;
    }
    // Lines of the destination cut across the rows of the source: each element of a line is in
    // another cache line of the source, and the next line wants them again. In strips they are
    // still there.
    int length = sl.dim(line);
    for (int start = 0; start < length; start += STRIP) {
      int strip = Math.min(STRIP, length - start);
      walk(from, src, sl.slice(line, start, strip, 1), to, dst, dl.slice(line, start, strip, 1));
    }
  }

  /** The axis along which dst is contiguous and src is not but is along another; -1 if none. */
  private static int crossed(Layout sl, Layout dl) {
    int line = -1;
    boolean other = false;
    for (int k = 0; k < sl.rank(); k++) {
      if (sl.dim(k) > STRIP && dl.stride(k) == 1 && Math.abs(sl.stride(k)) > 1) {
        line = k;
      }
      other |= sl.dim(k) > 1 && Math.abs(sl.stride(k)) == 1;
    }
    return other ? line : -1;
  }

  private static void walk(DType from, Object src, Layout sl, DType to, Object dst, Layout dl) {
    var nest = Nest.of(sl, dl);
    int n = nest.inner();
    int ss = nest.step(0);
    int ds = nest.step(1);
    do {
      if (from == to) {
        move(src, nest.at(0), ss, dst, nest.at(1), ds, n);
      } else {
        convert(from, src, nest.at(0), ss, to, dst, nest.at(1), ds, n);
      }
    } while (nest.next());
  }

  /** {@code dst[d + i·ds] = src[s + i·ss]} for {@code n} elements of arrays of one type. */
  static void move(Object src, int s, int ss, Object dst, int d, int ds, int n) {
    if (ss == 1 && ds == 1) {
      System.arraycopy(src, s, dst, d, n);
      return;
    }
    if (src instanceof float[] x) {
      move(x, s, ss, (float[]) dst, d, ds, n);
    } else if (src instanceof double[] x) {
      move(x, s, ss, (double[]) dst, d, ds, n);
    } else if (src instanceof long[] x) {
      move(x, s, ss, (long[]) dst, d, ds, n);
    } else if (src instanceof int[] x) {
      move(x, s, ss, (int[]) dst, d, ds, n);
    } else if (src instanceof short[] x) {
      move(x, s, ss, (short[]) dst, d, ds, n);
    } else {
      move((byte[]) src, s, ss, (byte[]) dst, d, ds, n);
    }
  }

  /**
   * Moves some pieces of {@code n} elements each.
   *
   * @param piece the distance in src between pieces, {@code apart} that in dst
   */
  static void pieces(
      Object src, int s, int ss, int piece, Object dst, int d, int apart, int n, int count) {
    if (ss == 1 && src instanceof float[] x) {
      pieces(x, s, piece, (float[]) dst, d, apart, n, count);
      return;
    }
    for (int k = 0; k < count; k++) {
      move(src, s + k * piece, ss, dst, d + k * apart, 1, n);
    }
  }

  /** The same with the type known, without which a short copy takes longer to begin than to do. */
  private static void pieces(
      float[] src, int s, int piece, float[] dst, int d, int apart, int n, int count) {
    for (int k = 0; k < count; k++) {
      System.arraycopy(src, s + k * piece, dst, d + k * apart, n);
    }
  }

  private static void move(float[] src, int s, int ss, float[] dst, int d, int ds, int n) {
    if (ss == 0 && ds == 1) {
      Arrays.fill(dst, d, d + n, src[s]);
      return;
    }
    for (int i = 0; i < n; i++) {
      dst[d + i * ds] = src[s + i * ss];
    }
  }

  private static void move(double[] src, int s, int ss, double[] dst, int d, int ds, int n) {
    if (ss == 0 && ds == 1) {
      Arrays.fill(dst, d, d + n, src[s]);
      return;
    }
    for (int i = 0; i < n; i++) {
      dst[d + i * ds] = src[s + i * ss];
    }
  }

  private static void move(long[] src, int s, int ss, long[] dst, int d, int ds, int n) {
    for (int i = 0; i < n; i++) {
      dst[d + i * ds] = src[s + i * ss];
    }
  }

  private static void move(int[] src, int s, int ss, int[] dst, int d, int ds, int n) {
    for (int i = 0; i < n; i++) {
      dst[d + i * ds] = src[s + i * ss];
    }
  }

  private static void move(short[] src, int s, int ss, short[] dst, int d, int ds, int n) {
    for (int i = 0; i < n; i++) {
      dst[d + i * ds] = src[s + i * ss];
    }
  }

  private static void move(byte[] src, int s, int ss, byte[] dst, int d, int ds, int n) {
    for (int i = 0; i < n; i++) {
      dst[d + i * ds] = src[s + i * ss];
    }
  }

  static void convert(
      DType from, Object src, int s, int ss, DType to, Object dst, int d, int ds, int n) {
    if (to == DType.FLOAT32) {
      toFloat(from, src, s, ss, (float[]) dst, d, ds, n);
    } else if (to == DType.FLOAT64) {
      toDouble(from, src, s, ss, (double[]) dst, d, ds, n);
    } else if (to == DType.INT64 && ss == 1 && ds == 1) {
      Conversions.toLong(from, src, s, (long[]) dst, d, n);
    } else if (Halves.holds(to)) {
      Halves.from(from, src, s, ss, to, (short[]) dst, d, ds, n);
    } else if (from.isFloating() && to == DType.BOOL) {
      // A fraction is true, so it is not cut off first.
      for (int i = 0; i < n; i++) {
        Buffers.set(to, dst, d + i * ds, Buffers.asDouble(from, src, s + i * ss));
      }
    } else {
      for (int i = 0; i < n; i++) {
        Buffers.set(to, dst, d + i * ds, Buffers.asLong(from, src, s + i * ss));
      }
    }
  }

  /** {@code dst[d + i·ds] = src[s + i·ss]}, rounded once. */
  static void toFloat(DType from, Object src, int s, int ss, float[] dst, int d, int ds, int n) {
    if (ss == 1 && ds == 1) {
      Conversions.toFloat(from, src, s, dst, d, n);
      return;
    }
    switch (from) {
      case BOOL, UINT8 -> {
        byte[] x = (byte[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = x[s + i * ss] & 0xff;
        }
      }
      case INT8 -> {
        byte[] x = (byte[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = x[s + i * ss];
        }
      }
      case INT16 -> {
        short[] x = (short[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = x[s + i * ss];
        }
      }
      case INT32 -> {
        int[] x = (int[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = x[s + i * ss];
        }
      }
      case INT64 -> {
        long[] x = (long[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = x[s + i * ss];
        }
      }
      case FLOAT16, BFLOAT16 -> Halves.toFloat(from, (short[]) src, s, ss, dst, d, ds, n);
      case FLOAT32 -> move(src, s, ss, dst, d, ds, n);
      case FLOAT64 -> {
        double[] x = (double[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = (float) x[s + i * ss];
        }
      }
    }
  }

  /** {@code dst[d + i·ds] = src[s + i·ss]}, exact but for int64 beyond 2⁵³. */
  static void toDouble(DType from, Object src, int s, int ss, double[] dst, int d, int ds, int n) {
    if (ss == 1 && ds == 1) {
      Conversions.toDouble(from, src, s, dst, d, n);
      return;
    }
    switch (from) {
      case BOOL, UINT8 -> {
        byte[] x = (byte[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = x[s + i * ss] & 0xff;
        }
      }
      case INT8 -> {
        byte[] x = (byte[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = x[s + i * ss];
        }
      }
      case INT16 -> {
        short[] x = (short[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = x[s + i * ss];
        }
      }
      case INT32 -> {
        int[] x = (int[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = x[s + i * ss];
        }
      }
      case INT64 -> {
        long[] x = (long[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = x[s + i * ss];
        }
      }
      case FLOAT16, BFLOAT16 -> Halves.toDouble(from, (short[]) src, s, ss, dst, d, ds, n);
      case FLOAT32 -> {
        float[] x = (float[]) src;
        for (int i = 0; i < n; i++) {
          dst[d + i * ds] = x[s + i * ss];
        }
      }
      case FLOAT64 -> move(src, s, ss, dst, d, ds, n);
    }
  }

  private static IllegalArgumentException unequal(Layout sl, Layout dl) {
    return new IllegalArgumentException(
        "a copy needs equal shapes, got " + sl.shape() + " into " + dl.shape());
  }
}

package dev.fluxion.kernel;

import java.util.Arrays;

/**
 * {@link Pools} of float32 whose windows lie side by side and within the planes, the usual ones: a
 * plane at a time, in loops that are not cut into taps. Results are the same bits.
 */
final class TiledPools {
  private TiledPools() {}

  /** Whether these windows are such. */
  static boolean suit(Window h, Window w) {
    return isTiled(h) && isTiled(w);
  }

  private static boolean isTiled(Window w) {
    return w.stride() == w.size()
        && w.padding() == 0
        && w.dilation() == 1
        && (long) w.output() * w.size() <= w.input();
  }

  /**
   * What all sums are multiplied by, if that is the same as a division by their divisors; else 0.
   */
  static double factor(double[] divisors) {
    double first = divisors.length == 0 ? 1 : divisors[0];
    for (double d : divisors) {
      if (d != first) {
        return 0;
      }
    }
    boolean isPowerOfTwo = Math.scalb(1.0, Math.getExponent(first)) == first;
    return isPowerOfTwo ? 1 / first : 0;
  }

  /** {@link Pools#sum}. */
  static void sum(float[] x, Window h, Window w, double[] divisors, float[] y, int first, int end) {
    double factor = factor(divisors);
    int width = w.output();
    boolean pairs = h.size() == 2 && w.size() == 2 && factor != 0;
    for (int p = first; p < end; p++) {
      for (int r = 0; r < h.output(); r++) {
        int from = (p * h.input() + r * h.size()) * w.input();
        int to = (p * h.output() + r) * width;
        if (pairs) {
          pairs(x, from, w.input(), factor, y, to, width);
        } else {
          row(x, from, h, w, divisors, r * width, y, to);
        }
      }
    }
  }

  private static void pairs(
      float[] x, int from, int down, double factor, float[] y, int to, int n) {
    int below = from + down;
    for (int c = 0; c < n; c++) {
      double s = 0.0 + x[from + 2 * c];
      s += x[from + 2 * c + 1];
      s += x[below + 2 * c];
      s += x[below + 2 * c + 1];
      y[to + c] = (float) (s * factor);
    }
  }

  private static void row(
      float[] x, int from, Window h, Window w, double[] divisors, int d, float[] y, int to) {
    int size = w.size();
    for (int c = 0; c < w.output(); c++) {
      double s = 0;
      for (int i = 0; i < h.size(); i++) {
        int at = from + i * w.input() + c * size;
        for (int j = at; j < at + size; j++) {
          s += x[j];
        }
      }
      y[to + c] = (float) (s / divisors[d + c]);
    }
  }

  /** {@link Pools#spread}. */
  static void spread(
      float[] y, Window h, Window w, double[] divisors, float[] x, int first, int end) {
    double factor = factor(divisors);
    int width = w.output();
    boolean pairs = h.size() == 2 && w.size() == 2 && factor != 0;
    int size = h.input() * w.input();
    boolean all = h.output() * h.size() == h.input() && width * w.size() == w.input();
    for (int p = first; p < end; p++) {
      if (!all) {
        Arrays.fill(x, p * size, p * size + size, 0);
      }
      for (int r = 0; r < h.output(); r++) {
        int from = (p * h.output() + r) * width;
        int to = (p * h.input() + r * h.size()) * w.input();
        if (pairs) {
          spreadPairs(y, from, factor, x, to, w.input(), width);
        } else {
          spreadRow(y, from, h, w, divisors, r * width, x, to);
        }
      }
    }
  }

  private static void spreadPairs(
      float[] y, int from, double factor, float[] x, int to, int down, int n) {
    int below = to + down;
    for (int c = 0; c < n; c++) {
      float v = (float) (y[from + c] * factor);
      x[to + 2 * c] = v;
      x[to + 2 * c + 1] = v;
      x[below + 2 * c] = v;
      x[below + 2 * c + 1] = v;
    }
  }

  private static void spreadRow(
      float[] y, int from, Window h, Window w, double[] divisors, int d, float[] x, int to) {
    int size = w.size();
    for (int c = 0; c < w.output(); c++) {
      float v = (float) (y[from + c] / divisors[d + c]);
      for (int i = 0; i < h.size(); i++) {
        int at = to + i * w.input() + c * size;
        for (int j = at; j < at + size; j++) {
          x[j] = v;
        }
      }
    }
  }

  /**
   * {@link Pools#max}. Which element is the largest is as good as random, so that a jump on it is
   * mispredicted every other time, at the price of ten elements: the bits of an element and its
   * number are made one whole number, and the largest of these is found without a jump.
   */
  static void max(float[] x, Window h, Window w, float[] y, long[] places, int first, int end) {
    boolean pairs = h.size() == 2 && w.size() == 2;
    for (int p = first; p < end; p++) {
      int plane = p * h.input() * w.input();
      int to = p * h.output() * w.output();
      for (int r = 0; r < h.output(); r++) {
        int row = r * h.size() * w.input();
        for (int c = 0; c < w.output(); c++, to++) {
          int from = row + c * w.size();
          int at =
              pairs
                  ? largest(x, plane, from, w.input())
                  : largest(x, plane, from, h.size(), w.size(), w.input());
          y[to] = x[plane + at];
          places[to] = at;
        }
      }
    }
  }

  /** The number in the plane of the largest element of a window that begins at a place of it. */
  private static int largest(float[] x, int plane, int from, int rows, int columns, int down) {
    long most = Long.MIN_VALUE;
    for (int i = 0; i < rows; i++) {
      for (int at = from + i * down, last = at + columns; at < last; at++) {
        most = Math.max(most, ranked(x[plane + at], at));
      }
    }
    return (int) (most >> 32) == NAN ? lastNaN(x, plane, from, rows, columns, down) : ~(int) most;
  }

  /** Of two rows of two elements, where loops take longer than what they do. */
  private static int largest(float[] x, int plane, int from, int down) {
    int below = from + down;
    long top = Math.max(ranked(x[plane + from], from), ranked(x[plane + from + 1], from + 1));
    long other = Math.max(ranked(x[plane + below], below), ranked(x[plane + below + 1], below + 1));
    long most = Math.max(top, other);
    return (int) (most >> 32) == NAN ? lastNaN(x, plane, from, 2, 2, down) : ~(int) most;
  }

  private static final int NAN = Float.floatToIntBits(Float.NaN);

  /**
   * Larger for a larger x, and for equals for the first of them. The bits of a float are in its
   * order, backwards for those below zero; to add 0 makes -0 equal to it.
   */
  private static long ranked(float x, int at) {
    int bits = Float.floatToIntBits(x + 0.0f);
    int order = bits ^ (bits >> 31 & Integer.MAX_VALUE);
    return (long) order << 32 | ~at & 0xffffffffL;
  }

  private static int lastNaN(float[] x, int plane, int from, int rows, int columns, int down) {
    int found = from;
    for (int i = 0; i < rows; i++) {
      for (int at = from + i * down, last = at + columns; at < last; at++) {
        found = Float.isNaN(x[plane + at]) ? at : found;
      }
    }
    return found;
  }
}

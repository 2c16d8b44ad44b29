package dev.fluxion.kernel;

import dev.fluxion.DType;
import java.util.Arrays;

/**
 * Folds of what a window sees at each of its places, plane by plane [(n, H, W) → (n, oH, oW)]. All
 * arrays are in row-major order. Planes do not know of each other, so threads may share them.
 */
public final class Pools {
  private Pools() {}

  /** How many planes are worth a thread of their own. */
  public static int grain(Window h, Window w) {
    long taps = (long) h.output() * w.output() * h.size() * w.size();
    return (int) (100_000 / Math.max(1, taps)) + 1;
  }

  /**
   * {@code y = Σ x / divisor} under the window, added up in double.
   *
   * @param divisors a number for each place
   * @param first the first plane
   * @param end the one after the last
   */
  public static void sum(
      DType dtype, Object x, Window h, Window w, double[] divisors, Object y, int first, int end) {
    if (x instanceof float[] from && y instanceof float[] to && TiledPools.suit(h, w)) {
      TiledPools.sum(from, h, w, divisors, to, first, end);
      return;
    }
    int width = w.output();
    double[] line = new double[w.input()];
    double[] sums = new double[width];
    for (int p = first; p < end; p++) {
      for (int r = 0; r < h.output(); r++) {
        Arrays.fill(sums, 0);
        for (int i = 0; i < h.size(); i++) {
          int at = h.at(r, i);
          if (at >= 0 && at < h.input()) {
            int row = (p * h.input() + at) * w.input();
            if (x instanceof float[] single) {
              add(single, row, w, sums);
            } else {
              Copies.toDouble(dtype, x, row, 1, line, 0, 1, w.input());
              add(line, w, sums);
            }
          }
        }
        for (int c = 0; c < width; c++) {
          sums[c] /= divisors[r * width + c];
        }
        Copies.convert(DType.FLOAT64, sums, 0, 1, dtype, y, (p * h.output() + r) * width, 1, width);
      }
    }
  }

  private static void add(float[] x, int row, Window w, double[] sums) {
    int stride = w.stride();
    for (int j = 0; j < w.size(); j++) {
      int end = w.end(j);
      int at = row + w.at(0, j);
      for (int c = w.first(j); c < end; c++) {
        sums[c] += x[at + c * stride];
      }
    }
  }

  private static void add(double[] line, Window w, double[] sums) {
    for (int j = 0; j < w.size(); j++) {
      int end = w.end(j);
      int at = w.at(0, j);
      int stride = w.stride();
      if (stride == 1) {
        for (int c = w.first(j); c < end; c++) {
          sums[c] += line[at + c];
        }
      } else {
        for (int c = w.first(j); c < end; c++) {
          sums[c] += line[at + c * stride];
        }
      }
    }
  }

  /**
   * {@code x = Σ y / divisor} over all places whose window sees x; the transpose of {@link #sum}.
   */
  public static void spread(
      DType dtype, Object y, Window h, Window w, double[] divisors, Object x, int first, int end) {
    if (y instanceof float[] from && x instanceof float[] to && TiledPools.suit(h, w)) {
      TiledPools.spread(from, h, w, divisors, to, first, end);
      return;
    }
    int width = w.output();
    int size = h.input() * w.input();
    double[] line = new double[width];
    if (x instanceof float[] single && isApart(h) && isApart(w)) {
      for (int p = first; p < end; p++) {
        Arrays.fill(single, p * size, p * size + size, 0);
        for (int r = 0; r < h.output(); r++) {
          Copies.toDouble(dtype, y, (p * h.output() + r) * width, 1, line, 0, 1, width);
          for (int c = 0; c < width; c++) {
            line[c] /= divisors[r * width + c];
          }
          for (int i = 0; i < h.size(); i++) {
            int at = h.at(r, i);
            if (at >= 0 && at < h.input()) {
              put(line, w, single, p * size + at * w.input());
            }
          }
        }
      }
      return;
    }
    double[] plane = new double[size];
    for (int p = first; p < end; p++) {
      Arrays.fill(plane, 0);
      for (int r = 0; r < h.output(); r++) {
        Copies.toDouble(dtype, y, (p * h.output() + r) * width, 1, line, 0, 1, width);
        for (int c = 0; c < width; c++) {
          line[c] /= divisors[r * width + c];
        }
        for (int i = 0; i < h.size(); i++) {
          int at = h.at(r, i);
          if (at >= 0 && at < h.input()) {
            drop(line, w, plane, at * w.input());
          }
        }
      }
      Copies.convert(DType.FLOAT64, plane, 0, 1, dtype, x, p * size, 1, size);
    }
  }

  /** Whether no element is seen from two places. */
  private static boolean isApart(Window w) {
    return w.stride() >= (w.size() - 1) * w.dilation() + 1;
  }

  private static void put(double[] line, Window w, float[] x, int row) {
    int stride = w.stride();
    for (int j = 0; j < w.size(); j++) {
      int end = w.end(j);
      int at = row + w.at(0, j);
      for (int c = w.first(j); c < end; c++) {
        x[at + c * stride] = (float) line[c];
      }
    }
  }

  private static void drop(double[] line, Window w, double[] plane, int row) {
    for (int j = 0; j < w.size(); j++) {
      int end = w.end(j);
      int at = row + w.at(0, j);
      int stride = w.stride();
      for (int c = w.first(j); c < end; c++) {
        plane[at + c * stride] += line[c];
      }
    }
  }

  /**
   * The largest x under the window and its place in the plane, row by row; the first of equals, the
   * last NaN if there is one, as in PyTorch.
   */
  public static void max(
      DType dtype, Object x, Window h, Window w, Object y, long[] places, int first, int end) {
    if (x instanceof float[] from && y instanceof float[] to && TiledPools.suit(h, w)) {
      TiledPools.max(from, h, w, to, places, first, end);
      return;
    }
    int width = w.output();
    double[] line = new double[w.input()];
    double[] best = new double[width];
    int[] at = new int[width];
    for (int p = first; p < end; p++) {
      for (int r = 0; r < h.output(); r++) {
        Arrays.fill(at, -1);
        for (int i = 0; i < h.size(); i++) {
          int row = h.at(r, i);
          if (row >= 0 && row < h.input()) {
            Copies.toDouble(
                dtype, x, (p * h.input() + row) * line.length, 1, line, 0, 1, line.length);
            raise(line, row * line.length, w, best, at);
          }
        }
        int o = (p * h.output() + r) * width;
        for (int c = 0; c < width; c++) {
          places[o + c] = at[c];
        }
        Copies.convert(DType.FLOAT64, best, 0, 1, dtype, y, o, 1, width);
      }
    }
  }

  /** Puts what is larger in a line of a plane in the place of what was the largest so far. */
  private static void raise(double[] line, int row, Window w, double[] best, int[] at) {
    for (int j = 0; j < w.size(); j++) {
      int end = w.end(j);
      int first = w.at(0, j);
      int stride = w.stride();
      for (int c = w.first(j); c < end; c++) {
        int column = first + c * stride;
        double v = line[column];
        if (v > best[c] || at[c] < 0 || Double.isNaN(v)) {
          best[c] = v;
          at[c] = row + column;
        }
      }
    }
  }
}

package dev.fluxion.kernel;

import dev.fluxion.DType;

/**
 * Folds of what a window sees at each of its places, plane by plane [(n, H, W) → (n, oH, oW)]. All
 * arrays are in row-major order. Planes do not know of each other, so they may be given to
 * different threads.
 */
public final class Pools {
  private Pools() {}

  /**
   * {@code y = Σ x / divisor} under the window, added up in double.
   *
   * @param divisors a number for each place
   * @param first the first plane
   * @param end the one after the last
   */
  public static void sum(
      DType dtype, Object x, Window h, Window w, double[] divisors, Object y, int first, int end) {
    int width = w.output();
    double[] line = new double[w.input()];
    double[] sums = new double[width];
    for (int p = first; p < end; p++) {
      for (int r = 0; r < h.output(); r++) {
        java.util.Arrays.fill(sums, 0);
        for (int i = 0; i < h.size(); i++) {
          int at = h.at(r, i);
          if (at >= 0 && at < h.input()) {
            Copies.toDouble(dtype, x, (p * h.input() + at) * w.input(), 1, line, 0, 1, w.input());
            add(line, w, sums);
          }
        }
        for (int c = 0; c < width; c++) {
          sums[c] /= divisors[r * width + c];
        }
        Copies.convert(DType.FLOAT64, sums, 0, 1, dtype, y, (p * h.output() + r) * width, 1, width);
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
    int width = w.output();
    int size = h.input() * w.input();
    double[] line = new double[width];
    double[] plane = new double[size];
    for (int p = first; p < end; p++) {
      java.util.Arrays.fill(plane, 0);
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
    double[] plane = new double[h.input() * w.input()];
    int o = first * h.output() * w.output();
    for (int p = first; p < end; p++) {
      Copies.toDouble(dtype, x, p * plane.length, 1, plane, 0, 1, plane.length);
      for (int r = 0; r < h.output(); r++) {
        for (int c = 0; c < w.output(); c++, o++) {
          int at = largest(plane, h, w, r, c);
          places[o] = at;
          Buffers.set(dtype, y, o, plane[at]);
        }
      }
    }
  }

  private static int largest(double[] plane, Window h, Window w, int r, int c) {
    int best = -1;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < h.size(); i++) {
      int row = h.at(r, i);
      if (row < 0 || row >= h.input()) {
        continue;
      }
      for (int j = 0; j < w.size(); j++) {
        int column = w.at(c, j);
        if (column >= 0 && column < w.input()) {
          int at = row * w.input() + column;
          if (best < 0 || plane[at] > max || Double.isNaN(plane[at])) {
            best = at;
            max = plane[at];
          }
        }
      }
    }
    return best;
  }
}

package dev.fluxion.kernel;

import dev.fluxion.DType;

/**
 * The elements that a window sees at each of its places, as the columns of a matrix with a row for
 * each tap of each channel, and the way back, which adds them up (K. Chellapilla, S. Puri, P.
 * Simard, High Performance Convolutional Neural Networks for Document Processing, 2006). Some rows
 * of places at a time, so that the matrix stays in the cache.
 */
final class Patches {
  /**
   * What the matrix may hold, in elements: half a megabyte of float32, within a core's own cache.
   */
  private static final int ROOM = 1 << 17;

  private final DType dtype;
  private final int channels;
  private final Window h;
  private final Window w;

  Patches(DType dtype, int channels, Window h, Window w) {
    this.dtype = dtype;
    this.channels = channels;
    this.h = h;
    this.w = w;
  }

  /** The number of rows of the matrix. */
  int taps() {
    return channels * h.size() * w.size();
  }

  /** How many rows of places to take at a time. */
  int rowsAtOnce() {
    long row = Math.max(1, (long) taps() * w.output());
    return (int) Math.max(1, Math.min(h.output(), ROOM / row));
  }

  /** Whether the matrix is the image itself. */
  boolean areTheImage() {
    return h.isIdentity() && w.isIdentity();
  }

  /**
   * Fills the matrix for some rows of places from the channels of an image that begin at a place.
   */
  void gather(Object image, int at, int row, int rows, Object matrix) {
    int o = 0;
    for (int c = 0; c < channels; c++, at += h.input() * w.input()) {
      for (int i = 0; i < h.size(); i++) {
        for (int j = 0; j < w.size(); j++, o += rows * w.output()) {
          gather(image, at, row, rows, i, j, matrix, o);
        }
      }
    }
  }

  private void gather(Object image, int at, int row, int rows, int i, int j, Object matrix, int o) {
    if (image instanceof float[] x && matrix instanceof float[] m && w.stride() == 1) {
      gather(x, at, row, rows, i, j, m, o);
      return;
    }
    int first = w.first(j);
    int n = w.end(j) - first;
    int from = at + w.at(first, j);
    int width = w.output();
    for (int r = row; r < row + rows; r++, o += width) {
      int y = h.at(r, i);
      if (y < 0 || y >= h.input() || n == 0) {
        Buffers.fill(dtype, matrix, o, o + width, 0);
        continue;
      }
      Buffers.fill(dtype, matrix, o, o + first, 0);
      Copies.move(image, from + y * w.input(), w.stride(), matrix, o + first, 1, n);
      Buffers.fill(dtype, matrix, o + first + n, o + width, 0);
    }
  }

  /** The same of floats where places are neighbours: a row of places is a piece of a row. */
  private void gather(float[] x, int at, int row, int rows, int i, int j, float[] m, int o) {
    int first = w.first(j);
    int end = w.end(j);
    int n = end - first;
    int width = w.output();
    int from = at + w.at(first, j);
    for (int r = row; r < row + rows; r++, o += width) {
      int y = h.at(r, i);
      if (y < 0 || y >= h.input() || n == 0) {
        zeros(m, o, o + width);
        continue;
      }
      zeros(m, o, o + first);
      System.arraycopy(x, from + y * w.input(), m, o + first, n);
      zeros(m, o + end, o + width);
    }
  }

  /** Mostly one or two. */
  private static void zeros(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = 0;
    }
  }

  /** Adds the matrix for some rows of places to the channels of an image; the transpose. */
  void scatter(Object matrix, int row, int rows, Object image, int at) {
    int o = 0;
    for (int c = 0; c < channels; c++, at += h.input() * w.input()) {
      for (int i = 0; i < h.size(); i++) {
        for (int j = 0; j < w.size(); j++, o += rows * w.output()) {
          scatter(matrix, o, row, rows, i, j, image, at);
        }
      }
    }
  }

  private void scatter(
      Object matrix, int o, int row, int rows, int i, int j, Object image, int at) {
    if (image instanceof float[] x && matrix instanceof float[] m && w.stride() == 1) {
      scatter(m, o, row, rows, i, j, x, at);
      return;
    }
    int first = w.first(j);
    int n = w.end(j) - first;
    int to = at + w.at(first, j);
    for (int r = row; r < row + rows; r++, o += w.output()) {
      int y = h.at(r, i);
      if (y >= 0 && y < h.input() && n > 0) {
        Rows.addLine(dtype, matrix, o + first, 1, image, to + y * w.input(), w.stride(), n);
      }
    }
  }

  private void scatter(float[] m, int o, int row, int rows, int i, int j, float[] x, int at) {
    int first = w.first(j);
    int end = w.end(j);
    int to = at + w.at(0, j);
    for (int r = row; r < row + rows; r++, o += w.output()) {
      int y = h.at(r, i);
      if (y >= 0 && y < h.input()) {
        int place = to + y * w.input();
        for (int c = first; c < end; c++) {
          x[place + c] += m[o + c];
        }
      }
    }
  }
}

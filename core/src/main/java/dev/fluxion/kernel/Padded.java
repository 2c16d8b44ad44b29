package dev.fluxion.kernel;

import java.util.Arrays;

/**
 * Images with their padding around them, in which all that a tap of the windows sees lies in a row:
 * at place (r, c) it is the element {@code shift + r · width + c}. The window's last places in a
 * row end before the row of the array does, and what a tap sees there belongs to no place.
 *
 * <p>With a stride of s, each plane is split into planes of every s-th row and column, so that
 * places next to each other see elements next to each other again; those that no tap sees are left
 * out.
 */
final class Padded {
  private final int channels;
  private final Window h;
  private final Window w;
  private final int[] down;
  private final int[] across;
  private final int height;
  private final int width;
  private final int plane;

  Padded(int channels, Window h, Window w) {
    this.channels = channels;
    this.h = h;
    this.w = w;
    this.down = phases(h);
    this.across = phases(w);
    this.height = length(h);
    this.width = length(w);
    this.plane = count(down) * count(across) * height * width;
  }

  /** How many elements a channel has, which may be more than an array holds. */
  static long plane(Window h, Window w) {
    return (long) count(phases(h)) * count(phases(w)) * length(h) * length(w);
  }

  /** From the first place to the last, those between that belong to no place included. */
  static long places(Window h, Window w) {
    long n = (h.output() - 1L) * length(w) + w.output();
    return (n + Correlation.UNIT - 1) / Correlation.UNIT * Correlation.UNIT;
  }

  int places() {
    return (int) places(h, w);
  }

  /** The distance between rows of places. */
  int width() {
    return width;
  }

  /** The distance between channels. */
  int plane() {
    return plane;
  }

  /** The distance between images. */
  int image() {
    return channels * plane;
  }

  /** The length of an array for some images, with room for what belongs to no place. */
  int room(int images) {
    int last = shift(h.size() - 1, w.size() - 1);
    for (int i = 0; i < h.size(); i++) {
      for (int j = 0; j < w.size(); j++) {
        last = Math.max(last, shift(i, j));
      }
    }
    return (images * channels - 1) * plane + Math.max(plane, last + places());
  }

  /** Where what each tap sees at the first place begins, for some channels. */
  int[] shifts(int channels) {
    int[] all = new int[channels * h.size() * w.size()];
    int at = 0;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < h.size(); i++) {
        for (int j = 0; j < w.size(); j++) {
          all[at++] = c * plane + shift(i, j);
        }
      }
    }
    return all;
  }

  private int shift(int i, int j) {
    int y = i * h.dilation();
    int x = j * w.dilation();
    int phase = down[y % h.stride()] * count(across) + across[x % w.stride()];
    return (phase * height + y / h.stride()) * width + x / w.stride();
  }

  /** How many of every s-th elements the window passes over. */
  private static int length(Window w) {
    return w.output() + (w.size() - 1) * w.dilation() / w.stride();
  }

  /**
   * For each remainder of a division by the stride its number among those that taps have, or -1.
   */
  private static int[] phases(Window w) {
    int[] all = new int[w.stride()];
    Arrays.fill(all, -1);
    int n = 0;
    for (int tap = 0; tap < w.size(); tap++) {
      int phase = tap * w.dilation() % w.stride();
      if (all[phase] < 0) {
        all[phase] = n++;
      }
    }
    return all;
  }

  private static int count(int[] phases) {
    int n = 0;
    for (int phase : phases) {
      n += phase < 0 ? 0 : 1;
    }
    return n;
  }

  /** Whether there is nothing around the images, and nothing of them is left out. */
  private static boolean isWhole(Window w) {
    return w.stride() == 1 && w.padding() == 0 && length(w) == w.input();
  }

  /**
   * Copies some images to where the padding around them holds zeros.
   *
   * @param at where in x the first one begins
   */
  void fill(Object x, int at, int images, Object out) {
    int size = h.input() * w.input();
    int planes = images * channels;
    if (isWhole(h) && isWhole(w)) {
      System.arraycopy(x, at, out, 0, planes * size);
      return;
    }
    for (int a = 0; a < down.length; a++) {
      for (int b = 0; b < across.length; b++) {
        if (down[a] >= 0 && across[b] >= 0) {
          int to = (down[a] * count(across) + across[b]) * height * width;
          fill(x, at, a, b, planes, out, to);
        }
      }
    }
  }

  /** The part of all planes that one phase sees. */
  private void fill(Object x, int at, int a, int b, int planes, Object out, int to) {
    int top = first(h, a);
    int rows = end(h, a) - top;
    int left = first(w, b);
    int columns = end(w, b) - left;
    if (rows <= 0 || columns <= 0) {
      return;
    }
    int from =
        (top * h.stride() + a - h.padding()) * w.input() + left * w.stride() + b - w.padding();
    int size = h.input() * w.input();
    for (int p = 0; p < planes; p++) {
      Copies.pieces(
          x,
          at + p * size + from,
          w.stride(),
          h.stride() * w.input(),
          out,
          to + p * plane + top * width + left,
          width,
          columns,
          rows);
    }
  }

  /** The first of every s-th elements that is one of the axis. */
  private static int first(Window w, int phase) {
    return Math.max(0, Math.ceilDiv(w.padding() - phase, w.stride()));
  }

  /** The one after the last. */
  private static int end(Window w, int phase) {
    return Math.min(length(w), Math.ceilDiv(w.input() + w.padding() - phase, w.stride()));
  }
}

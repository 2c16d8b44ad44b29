package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.Shape;

/**
 * The three maps that a convolution consists of, for images x [(N, C, H, W)], weights w [(O, C /
 * groups, kH, kW)] and results y [(N, O, oH, oW)]. Each is a product of matrices per image and
 * group: the channels of the result, the taps of the window ({@link Patches}) and its places stand
 * for the three sizes. All arrays are in row-major order.
 *
 * <p>Images do not know of each other, so they may be given to different threads, each with a
 * Convolve of its own; but for {@link #weight}, where they are added up in order.
 */
public final class Convolve {
  private final DType dtype;
  private final int groups;
  private final int outs;
  private final int places;
  private final int image;
  private final int step;
  private final Window h;
  private final Window w;
  private final Patches patches;
  private final int taps;
  private final Object matrix;
  private final Object part;

  /**
   * The work for one kind of convolution.
   *
   * @param dtype FLOAT32 or FLOAT64
   * @param channels the channels of the images
   * @param outs the channels of the results
   * @param groups into how many groups of equal size both are split
   * @param h the window along the height
   * @param w the window along the width
   */
  public Convolve(DType dtype, int channels, int outs, int groups, Window h, Window w) {
    this.dtype = dtype;
    this.groups = groups;
    this.outs = outs / groups;
    this.h = h;
    this.w = w;
    this.places = h.output() * w.output();
    this.image = channels / groups * h.input() * w.input();
    this.patches = new Patches(dtype, channels / groups, h, w);
    this.taps = patches.taps();
    this.step = patches.areTheImage() ? h.output() : patches.rowsAtOnce();
    int columns = step * w.output();
    this.matrix = Buffers.allocate(dtype, patches.areTheImage() ? 0 : taps * columns);
    this.part = Buffers.allocate(dtype, this.outs * Math.max(columns, taps));
  }

  /** {@code y = Σ w·x} under the window, for images from {@code first} to before {@code end}. */
  public void output(Object x, Object weights, Object y, int first, int end) {
    if (taps == 0) {
      Buffers.fill(dtype, y, first * groups * outs * places, end * groups * outs * places, 0);
      return;
    }
    for (int k = first * groups; k < end * groups; k++) {
      var left = matrix(k % groups * outs * taps, outs, taps, taps, 1);
      for (int row = 0; row < h.output(); row += step) {
        int rows = Math.min(step, h.output() - row);
        int n = rows * w.output();
        var seen = seen(x, k * image, row, rows);
        MatMul.multiply(dtype, weights, left, seen, taps(x, seen, k, n), part);
        int o = k * outs * places + row * w.output();
        for (int c = 0; c < outs; c++) {
          System.arraycopy(part, c * n, y, o + c * places, n);
        }
      }
    }
  }

  /**
   * {@code x = Σ w·y} over all places whose window sees x, which holds zeros; the transpose by x.
   */
  public void input(Object y, Object weights, Object x, int first, int end) {
    if (taps == 0 || outs == 0) {
      return;
    }
    Object all = patches.areTheImage() ? Buffers.allocate(dtype, taps * places) : matrix;
    for (int k = first * groups; k < end * groups; k++) {
      var left = matrix(k % groups * outs * taps, taps, outs, 1, taps);
      for (int row = 0; row < h.output(); row += step) {
        int rows = Math.min(step, h.output() - row);
        var right = columns(k, row, rows);
        MatMul.multiply(dtype, weights, left, y, right, all);
        if (patches.areTheImage()) {
          System.arraycopy(all, 0, x, k * image, taps * places);
        } else {
          patches.scatter(all, row, rows, x, k * image);
        }
      }
    }
  }

  /** {@code w = Σ y·x} over all images and places, w holds zeros; the transpose by the weights. */
  public void weight(Object x, Object y, Object weights, int images) {
    int size = outs * taps;
    for (int k = 0; k < images * groups; k++) {
      for (int row = 0; row < h.output(); row += step) {
        int rows = Math.min(step, h.output() - row);
        var seen = seen(x, k * image, row, rows);
        var right = taps(x, seen, k, rows * w.output());
        MatMul.multiply(dtype, y, columns(k, row, rows), seen, right.permute(TURNED), part);
        Rows.addLine(dtype, part, 0, 1, weights, k % groups * size, 1, size);
      }
    }
  }

  private static final int[] TURNED = {1, 0};

  /** The array in which the window's elements lie: the image itself or a matrix of copies. */
  private Object seen(Object x, int at, int row, int rows) {
    if (patches.areTheImage()) {
      return x;
    }
    patches.gather(x, at, row, rows, matrix);
    return matrix;
  }

  /** Where they lie, a row for each tap. */
  private Layout taps(Object x, Object seen, int k, int n) {
    return matrix(seen == x ? k * image : 0, taps, n, n, 1);
  }

  /** Some rows of places of the results of one image and group, a row for each channel. */
  private Layout columns(int k, int row, int rows) {
    int at = k * outs * places + row * w.output();
    return matrix(at, outs, rows * w.output(), places, 1);
  }

  private static Layout matrix(int at, int rows, int columns, int down, int right) {
    return Layout.of(Shape.of(rows, columns), new int[] {down, right}, at);
  }
}

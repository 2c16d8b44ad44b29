package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.Shape;

/**
 * The three maps that a convolution consists of, for images x [(N, C, H, W)], weights w [(O, C /
 * groups, kH, kW)] and results y [(N, O, oH, oW)]. Each is a product of matrices per image and
 * group: the channels of the result, the taps of the window ({@link Patches}) and its places stand
 * for the three sizes. Where it is faster and a provider has the loops for it, it goes without the
 * matrices, by {@link Direct}. All arrays are in row-major order.
 *
 * <p>Images do not know of each other, so threads share them, each with a Convolve of its own.
 * Where they are added up, {@link #weight}, the order is fixed: a few sums, which meet in order.
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
   * One kind of convolution.
   *
   * @param channels the channels of the images
   * @param outs the channels of the results
   * @param groups into how many groups of equal size both are split
   * @param h the window along the height
   * @param w the window along the width
   */
  public record Kind(int channels, int outs, int groups, Window h, Window w) {
    /** How many images are worth a thread of their own. */
    int grain() {
      long work = (long) outs * (channels / groups) * h.size() * w.size();
      long image = Math.max(1, work * h.output() * w.output());
      return (int) Math.min(1 << 20, Convolve.GRAIN / image + 1);
    }
  }

  /** Multiplications that are worth a thread of their own. */
  private static final long GRAIN = 2_000_000;

  /** Into how many sums those over images are split, whatever the number of threads. */
  private static final int SUMS = 4;

  /** {@code y = Σ w·x} under the window. */
  public static void output(Kind kind, DType dtype, Strided x, Strided w, Strided y, int images) {
    if (Direct.output(kind, dtype, x.array(), w.array(), y.array(), images)) {
      return;
    }
    Threads.split(
        images,
        kind.grain(),
        (from, to) -> {
          var work = new Convolve(dtype, kind);
          work.output(x.array(), w.array(), y.array(), from, to);
          work.giveUp();
        });
  }

  /** {@code x = Σ w·y} over all places whose window sees x, which holds zeros. */
  public static void input(Kind kind, DType dtype, Strided y, Strided w, Strided x, int images) {
    if (Direct.input(kind, dtype, y.array(), w.array(), x.array(), images)) {
      return;
    }
    Threads.split(
        images,
        kind.grain(),
        (from, to) -> {
          var work = new Convolve(dtype, kind);
          work.input(y.array(), w.array(), x.array(), from, to);
          work.giveUp();
        });
  }

  /** {@code w = Σ y·x} over all images and places, w holds zeros. */
  public static void weight(Kind kind, DType dtype, Strided x, Strided y, Strided w, int images) {
    int size = w.layout().size();
    int each = Math.max((images - 1) / SUMS + 1, kind.grain());
    int sums = images == 0 ? 0 : (images - 1) / each + 1;
    var parts = new Object[sums];
    var direct = Direct.weight(kind, dtype, Math.min(images, each));
    Threads.split(
        sums,
        1,
        (from, to) -> {
          for (int k = from; k < to; k++) {
            parts[k] = k == 0 ? w.array() : Buffers.allocate(dtype, size);
            int end = Math.min(images, k * each + each);
            if (direct != null) {
              if (direct.weight(x.array(), y.array(), parts[k], k * each, end)) {
                continue;
              }
              Buffers.fill(dtype, parts[k], 0, size, 0);
            }
            var work = new Convolve(dtype, kind);
            work.weight(x.array(), y.array(), parts[k], k * each, end);
            work.giveUp();
          }
        });
    for (int k = 1; k < sums; k++) {
      Rows.addLine(dtype, parts[k], 0, 1, w.array(), 0, 1, size);
      FreeLists.give(parts[k]);
    }
  }

  /**
   * The work for one kind of convolution.
   *
   * @param dtype FLOAT32 or FLOAT64
   */
  private Convolve(DType dtype, Kind kind) {
    int outs = kind.outs;
    int channels = kind.channels;
    int groups = kind.groups;
    var h = kind.h;
    var w = kind.w;
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
    this.matrix = Buffers.unfilled(dtype, patches.areTheImage() ? 0 : taps * columns);
    this.part = Buffers.unfilled(dtype, this.outs * Math.max(columns, taps));
  }

  private void giveUp() {
    FreeLists.give(part);
    FreeLists.give(matrix);
  }

  /** The result for images from {@code first} to before {@code end}. */
  private void output(Object x, Object weights, Object y, int first, int end) {
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

  /** The transpose by the images, for those from {@code first} to before {@code end}. */
  private void input(Object y, Object weights, Object x, int first, int end) {
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

  /**
   * The transpose by the weights, added up over images from {@code first} to before {@code end}.
   */
  private void weight(Object x, Object y, Object weights, int first, int end) {
    int size = outs * taps;
    for (int k = first * groups; k < end * groups; k++) {
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

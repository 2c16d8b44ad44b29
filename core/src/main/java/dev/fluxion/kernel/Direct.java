package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.kernel.Convolve.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A convolution without a matrix of what the windows see: {@link Padded} images lie so that a
 * {@link Correlator} reads it from them. A matrix of {@link Patches} has each element once for each
 * tap, and to write it takes as long as to multiply it by some twenty channels of results.
 *
 * <p>At the end of each row of places there are sums that belong to none; they are made along with
 * the rest, and dropped. How many they are has the most to do with which way is the faster: the
 * smaller the image beside its window, the more.
 *
 * <p>Some images at a time, so that all stays in a core's own cache. Sums are over the taps of one
 * place, or over so many images as the kind of convolution says; so no bit depends on the number of
 * threads.
 */
final class Direct {
  /** What images and results may take at a time, in elements: a megabyte of floats. */
  private static final int ROOM = 1 << 18;

  /** What a weight costs for some images at a time, in ns: to be copied, turned, or summed up. */
  private static final double COPIED = 1;

  private static final double TURNED = 2;
  private static final double SUMMED = 5;

  /** Every tap of a window that moves by more has a part of the images for itself. */
  private static final int MOST_STRIDE = 8;

  /** So many elements fit an array, and with those of some images more. */
  private static final int MOST = 1 << 28;

  private final DType dtype;
  private final Kind kind;
  private final Correlator correlator;
  private final Padded padded;
  private final int[] shifts;
  private final int places;
  private final int rows;

  Direct(DType dtype, Kind kind, Correlator correlator) {
    this.dtype = dtype;
    this.kind = kind;
    this.correlator = correlator;
    this.padded = new Padded(kind.channels(), kind.h(), kind.w());
    this.shifts = padded.shifts(kind.channels() / kind.groups());
    this.places = padded.places();
    this.rows = kind.outs() / kind.groups();
  }

  /** {@link Convolve#output}; false and nothing done if it is not faster, or there is no way. */
  static boolean output(Kind kind, DType dtype, Object x, Object w, Object y, int images) {
    var direct = of(kind, dtype, images, COPIED, matrices(kind, images));
    if (direct == null) {
      return false;
    }
    direct.output(x, w, y, images);
    return true;
  }

  /**
   * {@link Convolve#input}: as if the results were images, by weights that are turned around. Only
   * where places are next to each other, and where zeros around the results stay zeros.
   */
  static boolean input(Kind kind, DType dtype, Object y, Object w, Object x, int images) {
    if (kind.h().stride() != 1 || kind.w().stride() != 1) {
      return false;
    }
    var direct = of(transposed(kind), dtype, images, TURNED, matrices(kind, images));
    if (direct == null || !areFinite(w, (int) weights(kind))) {
      return false;
    }
    Object turned = turned(kind, dtype, w);
    direct.output(y, turned, x, images);
    FreeLists.give(turned);
    return true;
  }

  /** For {@link #weight}, so many images to a sum; null if it is not faster, or there is no way. */
  static @Nullable Direct weight(Kind kind, DType dtype, int images) {
    return of(kind, dtype, images, SUMMED, matrices(kind, images));
  }

  private static @Nullable Direct of(
      Kind kind, DType dtype, int images, double perWeight, double matrices) {
    var h = kind.h();
    var w = kind.w();
    long work = weights(kind) * images * h.output() * w.output();
    if (work == 0
        || h.size() * w.size() == 1
        || Math.max(h.stride(), w.stride()) > MOST_STRIDE
        || each(kind) > MOST
        || time(kind, images, perWeight) >= matrices) {
      return null;
    }
    var correlator = Providers.correlator(dtype, work);
    return correlator == null ? null : new Direct(dtype, kind, correlator);
  }

  private static long weights(Kind kind) {
    return (long) kind.outs()
        * (kind.channels() / kind.groups())
        * kind.h().size()
        * kind.w().size();
  }

  /**
   * The nanoseconds that it takes for floats, measured with AVX-512: 50 multiplications are done in
   * one, in at least six rows and at all places, also those that belong to none, such as are many
   * where images are small. Doubles take twice as long, but so they do in matrices.
   */
  private static double time(Kind kind, int images, double perWeight) {
    double outs = (double) kind.outs() / kind.groups();
    double places = (double) images * Padded.places(kind.h(), kind.w());
    double calls = Math.ceilDiv(images, imagesAtOnce(kind, images));
    return weights(kind) * (places * Math.max(6 / outs, 1) / 50 + calls * perWeight);
  }

  /**
   * What products of matrices would take: 36 multiplications in one, half of one for an element of
   * the matrix of patches, which is used once for each result, and 1000 to begin with an image.
   */
  private static double matrices(Kind kind, int images) {
    double outs = (double) kind.outs() / kind.groups();
    double places = (double) images * kind.h().output() * kind.w().output();
    return weights(kind) * places * (1 / 36.0 + 0.5 / outs) + 1000.0 * images * kind.groups();
  }

  static Kind transposed(Kind kind) {
    return new Kind(
        kind.outs(), kind.channels(), kind.groups(), transposed(kind.h()), transposed(kind.w()));
  }

  /** Slides over the results, from where only its last tap sees the first of them. */
  private static Window transposed(Window w) {
    int padding = (w.size() - 1) * w.dilation() - w.padding();
    return new Window(w.output(), w.size(), w.input(), 1, padding, w.dilation());
  }

  /** What one image and its results take, which may be more than an array holds. */
  private static long each(Kind kind) {
    return Padded.plane(kind.h(), kind.w()) * kind.channels()
        + Padded.places(kind.h(), kind.w()) * kind.outs();
  }

  private static int imagesAtOnce(Kind kind, int images) {
    return (int) Math.min(images, Math.max(1, ROOM / each(kind)));
  }

  private Correlation correlation(int images) {
    return new Correlation(rows, shifts, places, images, padded.image(), kind.outs() * places);
  }

  /** {@code y = Σ w·x} for all images. */
  void output(Object x, Object w, Object y, int images) {
    Threads.split(images, kind.grain(), (first, end) -> output(x, w, y, first, end));
  }

  /** {@code y = Σ w·x} for images from {@code first} to before {@code end}. */
  private void output(Object x, Object w, Object y, int first, int end) {
    int most = imagesAtOnce(kind, end - first);
    Object seen = Buffers.allocate(dtype, padded.room(most));
    Object sums = Buffers.unfilled(dtype, most * kind.outs() * places);
    for (int n = first; n < end; n += most) {
      int images = Math.min(most, end - n);
      padded.fill(x, n * image(), images, seen);
      var c = correlation(images);
      for (int g = 0; g < kind.groups(); g++) {
        int wt = g * rows * shifts.length;
        correlator.output(c, w, wt, seen, channels(g), sums, g * rows * places);
      }
      strip(sums, y, n, images);
    }
    FreeLists.give(sums);
    FreeLists.give(seen);
  }

  /**
   * {@code w = Σ y·x} over images from {@code first} to before {@code end}; w holds zeros.
   *
   * @return whether it is right; if not, there are infinities or NaN, which may have met zeros
   *     where there is no place
   */
  boolean weight(Object x, Object y, Object w, int first, int end) {
    int most = imagesAtOnce(kind, end - first);
    int size = rows * shifts.length;
    Object seen = Buffers.allocate(dtype, padded.room(most));
    // Zeros where there is no place.
    Object results = Buffers.allocate(dtype, most * kind.outs() * places);
    Object part = Buffers.unfilled(dtype, size);
    for (int n = first; n < end; n += most) {
      int images = Math.min(most, end - n);
      padded.fill(x, n * image(), images, seen);
      spread(y, results, n, images);
      var c = correlation(images);
      for (int g = 0; g < kind.groups(); g++) {
        correlator.weight(c, seen, channels(g), results, g * rows * places, part, 0);
        Rows.addLine(dtype, part, 0, 1, w, g * size, 1, size);
      }
    }
    FreeLists.give(part);
    FreeLists.give(results);
    FreeLists.give(seen);
    return areFinite(w, kind.groups() * size);
  }

  private int image() {
    return kind.channels() * kind.h().input() * kind.w().input();
  }

  /** Where the channels of a group begin. */
  private int channels(int g) {
    return g * (kind.channels() / kind.groups()) * padded.plane();
  }

  /** Writes the sums, but for those that belong to no place, to the results. */
  private void strip(Object sums, Object y, int n, int images) {
    int height = kind.h().output();
    int width = kind.w().output();
    int to = n * kind.outs() * height * width;
    for (int o = 0; o < images * kind.outs(); o++) {
      Copies.pieces(
          sums, o * places, 1, padded.width(), y, to + o * height * width, width, width, height);
    }
  }

  private void spread(Object y, Object results, int n, int images) {
    int height = kind.h().output();
    int width = kind.w().output();
    int from = n * kind.outs() * height * width;
    for (int o = 0; o < images * kind.outs(); o++) {
      Copies.pieces(
          y,
          from + o * height * width,
          1,
          width,
          results,
          o * places,
          padded.width(),
          width,
          height);
    }
  }

  /** The weights as the transpose by the images reads them: rows turned into taps, backwards. */
  static Object turned(Kind kind, DType dtype, Object w) {
    int outs = kind.outs() / kind.groups();
    int channels = kind.channels() / kind.groups();
    int size = kind.h().size() * kind.w().size();
    Object all = Buffers.unfilled(dtype, kind.groups() * outs * channels * size);
    for (int g = 0; g < kind.groups(); g++) {
      for (int o = 0; o < outs; o++) {
        for (int c = 0; c < channels; c++) {
          int from = ((g * outs + o) * channels + c) * size;
          int to = ((g * channels + c) * outs + o) * size;
          Copies.move(w, from + size - 1, -1, all, to, 1, size);
        }
      }
    }
    return all;
  }

  /** Whether there is neither an infinity nor NaN among the first elements. */
  private static boolean areFinite(Object x, int n) {
    if (x instanceof float[] single) {
      for (int i = 0; i < n; i++) {
        if (!Float.isFinite(single[i])) {
          return false;
        }
      }
    } else if (x instanceof double[] wide) {
      for (int i = 0; i < n; i++) {
        if (!Double.isFinite(wide[i])) {
          return false;
        }
      }
    }
    return true;
  }
}

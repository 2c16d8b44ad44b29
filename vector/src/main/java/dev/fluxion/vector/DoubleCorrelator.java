package dev.fluxion.vector;

import dev.fluxion.kernel.Correlation;
import dev.fluxion.kernel.Correlator;
import dev.fluxion.kernel.FreeLists;

/**
 * The sums of a convolution of float64 by the Vector API. {@link FloatCorrelator} is the same for
 * float32.
 *
 * <p>Rows are cut into those of a tile, images and places run inside: a panel of the weights of
 * these rows is copied in the order in which the tile reads it, and stays in the nearest cache.
 */
final class DoubleCorrelator implements Correlator {
  private static final int LENGTH = DoubleSlide.LANES.length();

  /** Whether all places are in vectors, as they are in those of up to 512 bits. */
  static boolean suits() {
    return Correlation.UNIT % LENGTH == 0;
  }

  @Override
  public void output(Correlation c, Object w, int wt, Object x, int xt, Object y, int yt) {
    output(c, (double[]) w, wt, (double[]) x, xt, (double[]) y, yt);
  }

  private static void output(
      Correlation c, double[] w, int wt, double[] x, int xt, double[] y, int yt) {
    int rows = DoubleSlide.rows(c.rows(), c.places());
    int taps = c.taps();
    double[] panel = FreeLists.doubles(rows * taps);
    double[] tile = new double[rows * DoubleSlide.columns(rows)];
    for (int i = 0; i < c.rows(); i += rows) {
      int some = Math.min(rows, c.rows() - i);
      pack(w, wt + i * taps, taps, some, panel, rows);
      for (int n = 0; n < c.images(); n++) {
        int from = xt + n * c.xStep();
        int to = yt + n * c.yStep() + i * c.places();
        if (some == rows) {
          line(c, rows, panel, x, from, y, to);
        } else {
          line(c, rows, some, panel, x, from, y, to, tile);
        }
      }
    }
    FreeLists.give(panel);
  }

  /** Some rows of weights as columns, with zeros for those that there are not. */
  private static void pack(double[] w, int at, int taps, int some, double[] panel, int rows) {
    for (int i = 0; i < rows; i++) {
      int from = at + i * taps;
      for (int k = 0; k < taps; k++) {
        panel[k * rows + i] = i < some ? w[from + k] : 0;
      }
    }
  }

  /** All places of an image, for the rows of a tile. */
  private static void line(
      Correlation c, int rows, double[] panel, double[] x, int from, double[] y, int to) {
    int columns = DoubleSlide.columns(rows);
    int p = 0;
    for (; p <= c.places() - columns; p += columns) {
      DoubleSlide.multiply(rows, true, panel, c.shifts(), x, from + p, y, to + p, c.places());
    }
    for (; p < c.places(); p += LENGTH) {
      DoubleSlide.multiply(rows, false, panel, c.shifts(), x, from + p, y, to + p, c.places());
    }
  }

  /** The same for fewer rows. */
  private static void line(
      Correlation c,
      int rows,
      int some,
      double[] panel,
      double[] x,
      int from,
      double[] y,
      int to,
      double[] tile) {
    int columns = DoubleSlide.columns(rows);
    for (int p = 0; p < c.places(); ) {
      boolean whole = p <= c.places() - columns;
      int width = whole ? columns : LENGTH;
      DoubleSlide.multiply(rows, whole, panel, c.shifts(), x, from + p, tile, 0, columns);
      for (int i = 0; i < some; i++) {
        System.arraycopy(tile, i * columns, y, to + p + i * c.places(), width);
      }
      p += width;
    }
  }

  @Override
  public void weight(Correlation c, Object x, int xt, Object y, int yt, Object w, int wt) {
    weight(c, (double[]) x, xt, (double[]) y, yt, (double[]) w, wt);
  }

  private static void weight(
      Correlation c, double[] x, int xt, double[] y, int yt, double[] w, int wt) {
    int rows = DoubleMatch.rows(c.rows(), c.taps());
    int taps = DoubleMatch.taps(rows);
    double[] tile = new double[rows * taps * LENGTH];
    int[] r = new int[rows];
    int[] s = new int[taps];
    for (int i = 0; i < c.rows(); i += rows) {
      // What a tile has too much of is its last row or tap again.
      for (int k = 0; k < rows; k++) {
        r[k] = yt + Math.min(i + k, c.rows() - 1) * c.places();
      }
      for (int j = 0; j < c.taps(); j += taps) {
        for (int k = 0; k < taps; k++) {
          s[k] = xt + c.shifts()[Math.min(j + k, c.taps() - 1)];
        }
        DoubleMatch.multiply(rows, s, c.places(), c.images(), x, c.xStep(), y, r, c.yStep(), tile);
        for (int k = i; k < Math.min(i + rows, c.rows()); k++) {
          for (int l = j; l < Math.min(j + taps, c.taps()); l++) {
            w[wt + k * c.taps() + l] = sum(tile, ((k - i) * taps + l - j) * LENGTH);
          }
        }
      }
    }
  }

  /** Over the lanes of a vector, which the Vector API does in an order that it leaves open. */
  private static double sum(double[] x, int at) {
    double even = 0;
    double odd = 0;
    for (int l = 0; l < LENGTH; l += 2) {
      even += x[at + l];
      odd += x[at + l + 1];
    }
    return even + odd;
  }
}

package dev.fluxion.kernel;

/**
 * Sums of blocks of 128 elements side by side, in double: the elements are dealt out to 8 places,
 * each of which adds up its own one after another; then the 8 are summed pairwise. A provider may
 * do it with vectors, to the same bits.
 */
public final class BlockSums {
  /** The elements of a block. */
  public static final int SIZE = 128;

  /** How many rows a provider adds to those of a place at once. */
  public static final int ROWS = 4;

  private BlockSums() {}

  /** The sums of {@code count} blocks that begin at {@code at}. */
  static void sums(float[] x, int at, int count, double[] out) {
    if (Providers.sums(x, at, count, out)) {
      return;
    }
    for (int k = 0; k < count; k++) {
      out[k] = sum(x, at + k * SIZE, at + (k + 1) * SIZE);
    }
  }

  /** The sum of a block, or of what there is of one. */
  static double sum(float[] x, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
      e += x[i + 4];
      f += x[i + 5];
      g += x[i + 6];
      h += x[i + 7];
    }
    int left = to - i;
    a += left > 0 ? x[i] : 0;
    b += left > 1 ? x[i + 1] : 0;
    c += left > 2 ? x[i + 2] : 0;
    d += left > 3 ? x[i + 3] : 0;
    e += left > 4 ? x[i + 4] : 0;
    f += left > 5 ? x[i + 5] : 0;
    g += left > 6 ? x[i + 6] : 0;
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /** The sums of {@code count} blocks that begin at {@code at}. */
  static void sums(double[] x, int at, int count, double[] out) {
    if (Providers.sums(x, at, count, out)) {
      return;
    }
    for (int k = 0; k < count; k++) {
      out[k] = sum(x, at + k * SIZE, at + (k + 1) * SIZE);
    }
  }

  /** The sum of a block, or of what there is of one. */
  static double sum(double[] x, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
      e += x[i + 4];
      f += x[i + 5];
      g += x[i + 6];
      h += x[i + 7];
    }
    int left = to - i;
    a += left > 0 ? x[i] : 0;
    b += left > 1 ? x[i + 1] : 0;
    c += left > 2 ? x[i + 2] : 0;
    d += left > 3 ? x[i + 3] : 0;
    e += left > 4 ? x[i + 4] : 0;
    f += left > 5 ? x[i + 5] : 0;
    g += left > 6 ? x[i + 6] : 0;
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }
}

package dev.fluxion.vector;

import dev.fluxion.kernel.Correlation;

/** Small convolutions that call all kernels of {@link DoubleCorrelator}, for {@link WarmUp}. */
final class DoubleCorrelations implements Runnable {
  /** Vectors of which neither two nor three make up all. */
  private static final int PLACES = 13 * Correlation.UNIT;

  private static final int IMAGES = 2;

  /** So that tiles have all of their widths, and too few rows. */
  private static final Correlation[] SUMS = {of(16), of(6), of(3)};

  /** The multiplications of a round. */
  static final long WORK = 2 * (SUMS[0].work() + SUMS[1].work() + SUMS[2].work());

  private final DoubleCorrelator correlator = new DoubleCorrelator();
  private final double[] x = new double[1 << 14];
  private final double[] y = new double[1 << 14];
  private final double[] w = new double[1 << 10];

  private static Correlation of(int rows) {
    int[] shifts = new int[50];
    for (int k = 0; k < shifts.length; k++) {
      shifts[k] = k / 25 * 500 + k % 25 / 5 * 20 + k % 5;
    }
    return new Correlation(rows, shifts, PLACES, IMAGES, 1000, rows * PLACES);
  }

  @Override
  public void run() {
    for (var c : SUMS) {
      correlator.output(c, w, 0, x, 0, y, 0);
      correlator.weight(c, x, 0, y, 0, w, 0);
    }
  }
}

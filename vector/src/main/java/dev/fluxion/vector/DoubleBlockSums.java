package dev.fluxion.vector;

import static dev.fluxion.vector.FloatSums.WIDE;

import dev.fluxion.kernel.BlockSums;
import jdk.incubator.vector.DoubleVector;

/**
 * Sums of blocks of float64, as {@link BlockSums} has them: the 8 places of a block are lanes, of
 * one vector or several. {@link FloatBlockSums} is the same for float32.
 */
final class DoubleBlockSums {
  private static final int SIZE = BlockSums.SIZE;

  private DoubleBlockSums() {}

  /** Two blocks at a time, which hides half of how long an addition takes. */
  static void sums(double[] x, int at, int count, double[] out) {
    double[] places = new double[16];
    int k = 0;
    for (; k + 2 <= count; k += 2) {
      pair(x, at + k * SIZE, at + (k + 1) * SIZE, places);
      out[k] = total(places, 0);
      out[k + 1] = total(places, 8);
    }
    if (k < count) {
      pair(x, at + k * SIZE, at + k * SIZE, places);
      out[k] = total(places, 0);
    }
  }

  /** The places of two blocks. */
  private static void pair(double[] x, int at, int bt, double[] places) {
    for (int lane = 0; lane < 8; lane += WIDE.length()) {
      var a = DoubleVector.zero(WIDE);
      var b = a;
      for (int i = lane; i < SIZE; i += 8) {
        a = a.add(DoubleVector.fromArray(WIDE, x, at + i));
        b = b.add(DoubleVector.fromArray(WIDE, x, bt + i));
      }
      a.intoArray(places, lane);
      b.intoArray(places, 8 + lane);
    }
  }

  private static double total(double[] p, int o) {
    return ((p[o] + p[o + 1]) + (p[o + 2] + p[o + 3]))
        + ((p[o + 4] + p[o + 5]) + (p[o + 6] + p[o + 7]));
  }

  /** Adds four rows to a place, one after another. */
  static void add(double[] x, int at, int apart, double[] place, int n) {
    int j = 0;
    for (; j + WIDE.length() <= n; j += WIDE.length()) {
      var sum = DoubleVector.fromArray(WIDE, place, j);
      sum = sum.add(DoubleVector.fromArray(WIDE, x, at + j));
      sum = sum.add(DoubleVector.fromArray(WIDE, x, at + apart + j));
      sum = sum.add(DoubleVector.fromArray(WIDE, x, at + 2 * apart + j));
      sum = sum.add(DoubleVector.fromArray(WIDE, x, at + 3 * apart + j));
      sum.intoArray(place, j);
    }
    for (; j < n; j++) {
      double sum = place[j];
      for (int k = 0; k < BlockSums.ROWS; k++) {
        sum += x[at + k * apart + j];
      }
      place[j] = sum;
    }
  }
}

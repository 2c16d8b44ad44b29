package dev.fluxion.vector;

import static dev.fluxion.vector.FloatSums.HALF;
import static dev.fluxion.vector.FloatSums.WIDE;
import static jdk.incubator.vector.VectorOperators.F2D;

import dev.fluxion.kernel.BlockSums;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/**
 * Sums of blocks of float32, as {@link BlockSums} has them: the 8 places of a block are lanes, of
 * one vector or several. {@link DoubleBlockSums} is the same for float64.
 */
final class FloatBlockSums {
  private static final int SIZE = BlockSums.SIZE;

  private FloatBlockSums() {}

  /** Two blocks at a time, which hides half of how long an addition takes. */
  static void sums(float[] x, int at, int count, double[] out) {
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
  private static void pair(float[] x, int at, int bt, double[] places) {
    for (int lane = 0; lane < 8; lane += WIDE.length()) {
      var a = DoubleVector.zero(WIDE);
      var b = a;
      for (int i = lane; i < SIZE; i += 8) {
        a = a.add(FloatVector.fromArray(HALF, x, at + i).convertShape(F2D, WIDE, 0));
        b = b.add(FloatVector.fromArray(HALF, x, bt + i).convertShape(F2D, WIDE, 0));
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
  static void add(float[] x, int at, int apart, double[] place, int n) {
    int j = 0;
    for (; j + WIDE.length() <= n; j += WIDE.length()) {
      var sum = DoubleVector.fromArray(WIDE, place, j);
      sum = sum.add(FloatVector.fromArray(HALF, x, at + j).convertShape(F2D, WIDE, 0));
      sum = sum.add(FloatVector.fromArray(HALF, x, at + apart + j).convertShape(F2D, WIDE, 0));
      sum = sum.add(FloatVector.fromArray(HALF, x, at + 2 * apart + j).convertShape(F2D, WIDE, 0));
      sum = sum.add(FloatVector.fromArray(HALF, x, at + 3 * apart + j).convertShape(F2D, WIDE, 0));
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

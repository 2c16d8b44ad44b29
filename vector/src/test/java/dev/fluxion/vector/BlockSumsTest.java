package dev.fluxion.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.kernel.BlockSums;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockSumsTest {
  private static final int[] COUNTS = {0, 1, 2, 3, 8, 9};

  /** The documented tree, element by element. */
  private static double tree(double[] x, int from) {
    double[] places = new double[8];
    for (int i = 0; i < BlockSums.SIZE; i++) {
      places[i % 8] += x[from + i];
    }
    double left = (places[0] + places[1]) + (places[2] + places[3]);
    double right = (places[4] + places[5]) + (places[6] + places[7]);
    return left + right;
  }

  private static double[] numbers(Random random, int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) (random.nextGaussian() * Math.exp(8 * random.nextGaussian()));
    }
    if (n > 300) {
      x[20] = Double.POSITIVE_INFINITY;
      x[n - 20] = Double.NaN;
    }
    return x;
  }

  @Test
  void everyBlockFollowsTheTree() {
    var random = new Random(1);
    for (int count : COUNTS) {
      for (int at : new int[] {0, 3}) {
        double[] x = numbers(random, at + count * BlockSums.SIZE);
        float[] floats = new float[x.length];
        double[] want = new double[count];
        for (int i = 0; i < x.length; i++) {
          floats[i] = (float) x[i];
        }
        for (int k = 0; k < count; k++) {
          want[k] = tree(x, at + k * BlockSums.SIZE);
        }
        double[] out = new double[count];
        DoubleBlockSums.sums(x, at, count, out);
        assertArrayEquals(want, out, "doubles");
        FloatBlockSums.sums(floats, at, count, out);
        assertArrayEquals(want, out, "floats");
      }
    }
  }

  @Test
  void rowsAreAddedOneAfterAnother() {
    var random = new Random(2);
    for (int n : new int[] {0, 1, 7, 8, 9, 40, 41}) {
      int apart = n + 5;
      double[] x = numbers(random, 2 + BlockSums.ROWS * apart);
      float[] floats = new float[x.length];
      double[] want = numbers(random, n + 1);
      double[] doubles = want.clone();
      double[] sums = want.clone();
      for (int i = 0; i < x.length; i++) {
        floats[i] = (float) x[i];
      }
      for (int k = 0; k < BlockSums.ROWS; k++) {
        for (int j = 0; j < n; j++) {
          want[j] += x[2 + k * apart + j];
        }
      }
      DoubleBlockSums.add(x, 2, apart, doubles, n);
      assertArrayEquals(want, doubles, "doubles");
      FloatBlockSums.add(floats, 2, apart, sums, n);
      assertArrayEquals(want, sums, "floats");
    }
  }
}

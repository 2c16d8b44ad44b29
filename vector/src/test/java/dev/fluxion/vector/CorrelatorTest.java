package dev.fluxion.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.fluxion.DType;
import dev.fluxion.kernel.Correlation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both correlators, held to loops over whole numbers, where there is one right answer. */
class CorrelatorTest {
  private static final int[] ROWS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16, 18};
  private static final int[] TAPS = {1, 2, 3, 4, 5, 6, 7, 9, 25};
  private static final int[] PLACES = {16, 32, 48, 64, 80, 112};

  /** With room in front of everything, and between images, where nothing is to be written. */
  private static Correlation correlation(int rows, int taps, int places, Random random) {
    int[] shifts = new int[taps];
    for (int k = 0; k < taps; k++) {
      shifts[k] = random.nextInt(60);
    }
    return new Correlation(
        rows, shifts, places, random.nextInt(1, 4), 60 + places, rows * places + 5);
  }

  private static double[] wholes(Random random, int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextInt(-4, 5);
    }
    return x;
  }

  private static float[] floats(double[] x) {
    float[] out = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = (float) x[i];
    }
    return out;
  }

  @Test
  void sumsAreThoseOfTheirTerms() {
    var random = new Random(21);
    for (int rows : ROWS) {
      for (int taps : TAPS) {
        for (int places : PLACES) {
          var c = correlation(rows, taps, places, random);
          output(c, random);
          weight(c, random);
        }
      }
    }
  }

  private static void output(Correlation c, Random random) {
    double[] w = wholes(random, 3 + c.rows() * c.taps());
    double[] x = wholes(random, 2 + c.images() * c.xStep());
    double[] y = new double[1 + c.images() * c.yStep()];
    Arrays.fill(y, Double.NaN);
    double[] got = y.clone();
    float[] single = floats(y);
    for (int n = 0; n < c.images(); n++) {
      for (int i = 0; i < c.rows(); i++) {
        for (int p = 0; p < c.places(); p++) {
          double sum = 0;
          for (int k = 0; k < c.taps(); k++) {
            sum += w[3 + i * c.taps() + k] * x[2 + n * c.xStep() + c.shifts()[k] + p];
          }
          y[1 + n * c.yStep() + i * c.places() + p] = sum;
        }
      }
    }
    new DoubleCorrelator().output(c, w, 3, x, 2, got, 1);
    assertArrayEquals(y, got, c::toString);
    new FloatCorrelator().output(c, floats(w), 3, floats(x), 2, single, 1);
    assertArrayEquals(floats(y), single, c::toString);
  }

  private static void weight(Correlation c, Random random) {
    double[] x = wholes(random, 2 + c.images() * c.xStep());
    double[] y = wholes(random, 1 + c.images() * c.yStep());
    double[] w = new double[3 + c.rows() * c.taps() + 2];
    Arrays.fill(w, Double.NaN);
    double[] got = w.clone();
    float[] single = floats(w);
    for (int i = 0; i < c.rows(); i++) {
      for (int k = 0; k < c.taps(); k++) {
        double sum = 0;
        for (int n = 0; n < c.images(); n++) {
          for (int p = 0; p < c.places(); p++) {
            sum +=
                y[1 + n * c.yStep() + i * c.places() + p]
                    * x[2 + n * c.xStep() + c.shifts()[k] + p];
          }
        }
        w[3 + i * c.taps() + k] = sum;
      }
    }
    new DoubleCorrelator().weight(c, x, 2, y, 1, got, 3);
    assertArrayEquals(w, got, c::toString);
    new FloatCorrelator().weight(c, floats(x), 2, floats(y), 1, single, 3);
    assertArrayEquals(floats(w), single, c::toString);
  }

  @Test
  void aSumDoesNotDependOnWhereItStands() {
    // Rows are all the same, and so is what all places of a tap see.
    var random = new Random(22);
    int taps = 9;
    double[] row = new double[taps];
    for (int k = 0; k < taps; k++) {
      row[k] = random.nextGaussian();
    }
    for (int rows : ROWS) {
      int[] shifts = new int[taps];
      double[] w = new double[rows * taps];
      double[] x = new double[taps * 112];
      for (int k = 0; k < taps; k++) {
        shifts[k] = k * 112;
        Arrays.fill(x, k * 112, k * 112 + 112, random.nextGaussian());
        for (int i = 0; i < rows; i++) {
          w[i * taps + k] = row[k];
        }
      }
      var c = new Correlation(rows, shifts, 112, 1, 0, 0);
      double[] y = new double[rows * 112];
      new DoubleCorrelator().output(c, w, 0, x, 0, y, 0);
      float[] single = new float[y.length];
      new FloatCorrelator().output(c, floats(w), 0, floats(x), 0, single, 0);
      for (int i = 0; i < y.length; i++) {
        assertEquals(y[0], y[i]);
        assertEquals(single[0], single[i]);
      }
    }
  }

  @Test
  void thereIsNoneUntilTheKernelsAreCompiled() {
    var kernels = new VectorKernels();
    assertNull(kernels.correlator(DType.FLOAT32, 1));
    assertNull(kernels.correlator(DType.FLOAT64, 1));
    kernels.await();
    assertNotNull(kernels.correlator(DType.FLOAT32, 1));
    assertNotNull(kernels.correlator(DType.FLOAT64, 1));
  }
}

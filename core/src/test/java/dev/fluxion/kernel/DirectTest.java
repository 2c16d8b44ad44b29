package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.kernel.ConvolveTest.Case;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DirectTest {
  /** The sums as the interface states them, in either type. */
  private static final Correlator PLAIN =
      new Correlator() {
        @Override
        public void output(Correlation c, Object w, int wt, Object x, int xt, Object y, int yt) {
          for (int n = 0; n < c.images(); n++) {
            for (int i = 0; i < c.rows(); i++) {
              for (int p = 0; p < c.places(); p++) {
                double sum = 0;
                for (int k = 0; k < c.taps(); k++) {
                  sum += get(w, wt + i * c.taps() + k) * get(x, xt + x(c, n, k, p));
                }
                set(y, yt + y(c, n, i, p), sum);
              }
            }
          }
        }

        @Override
        public void weight(Correlation c, Object x, int xt, Object y, int yt, Object w, int wt) {
          for (int i = 0; i < c.rows(); i++) {
            for (int k = 0; k < c.taps(); k++) {
              double sum = 0;
              for (int n = 0; n < c.images(); n++) {
                for (int p = 0; p < c.places(); p++) {
                  sum += get(y, yt + y(c, n, i, p)) * get(x, xt + x(c, n, k, p));
                }
              }
              set(w, wt + i * c.taps() + k, sum);
            }
          }
        }

        private static int x(Correlation c, int n, int k, int p) {
          return n * c.xStep() + c.shifts()[k] + p;
        }

        private static int y(Correlation c, int n, int i, int p) {
          return n * c.yStep() + i * c.places() + p;
        }
      };

  private static double get(Object array, int at) {
    return array instanceof float[] x ? x[at] : ((double[]) array)[at];
  }

  private static void set(Object array, int at, double value) {
    if (array instanceof float[] x) {
      x[at] = (float) value;
    } else {
      ((double[]) array)[at] = value;
    }
  }

  private static Direct direct(Case c, DType dtype) {
    return new Direct(dtype, c.kind(), PLAIN);
  }

  private static Direct transposed(Case c, DType dtype) {
    return new Direct(dtype, Direct.transposed(c.kind()), PLAIN);
  }

  /** Any window over an axis, with as many places as its padding behind gives, which is any too. */
  private static Window window(Random random) {
    int input = random.nextInt(1, 8);
    int size = random.nextInt(1, 5);
    int stride = random.nextInt(1, 4);
    int padding = random.nextInt(0, 6);
    return new Window(input, size, random.nextInt(1, 9), stride, padding, random.nextInt(1, 4));
  }

  private static Case random(Random random) {
    int groups = random.nextInt(1, 4);
    return new Case(
        random.nextInt(1, 4),
        groups * random.nextInt(1, 3),
        groups * random.nextInt(1, 3),
        groups,
        window(random),
        window(random));
  }

  @Test
  void allThreeMapsAreTheSumsOfTheirTerms() {
    var random = new Random(11);
    for (int round = 0; round < 400; round++) {
      var c = random(random);
      double[] x = c.x();
      double[] weights = c.weights();
      double[] y = c.y();
      ConvolveTest.fill(random, x);
      ConvolveTest.fill(random, weights);
      ConvolveTest.fill(random, y);
      double[] output = c.y();
      double[] input = c.x();
      double[] weight = c.weights();
      c.each((i, k, o) -> {
        output[o] += x[i] * weights[k];
        input[i] += y[o] * weights[k];
        weight[k] += y[o] * x[i];
      });
      double[] got = c.y();
      direct(c, DType.FLOAT64).output(x, weights, got, c.images());
      assertArrayEquals(output, got, c::toString);
      got = c.weights();
      assertTrue(direct(c, DType.FLOAT64).weight(x, y, got, 0, c.images()));
      assertArrayEquals(weight, got, c::toString);
      if (c.h().stride() == 1 && c.w().stride() == 1) {
        got = c.x();
        Object turned = Direct.turned(c.kind(), DType.FLOAT64, weights);
        transposed(c, DType.FLOAT64).output(y, turned, got, c.images());
        assertArrayEquals(input, got, c::toString);
      }
      singles(c, x, weights, y, output, weight);
    }
  }

  private static void singles(
      Case c, double[] x, double[] weights, double[] y, double[] output, double[] weight) {
    float[] seen = ConvolveTest.single(x);
    float[] single = new float[output.length];
    direct(c, DType.FLOAT32).output(seen, ConvolveTest.single(weights), single, c.images());
    assertArrayEquals(ConvolveTest.single(output), single, c::toString);
    single = new float[weight.length];
    direct(c, DType.FLOAT32).weight(seen, ConvolveTest.single(y), single, 0, c.images());
    assertArrayEquals(ConvolveTest.single(weight), single, c::toString);
  }

  @Test
  void moreImagesThanThereIsRoomForAtATimeAreDoneOneAfterAnother() {
    var side = new Window(30, 3, 30, 1, 1, 1);
    var c = new Case(120, 2, 1, 1, side, side);
    var random = new Random(12);
    double[] x = c.x();
    double[] weights = c.weights();
    double[] y = c.y();
    ConvolveTest.fill(random, x);
    ConvolveTest.fill(random, weights);
    ConvolveTest.fill(random, y);
    double[] output = c.y();
    double[] weight = c.weights();
    c.each((i, k, o) -> {
      output[o] += x[i] * weights[k];
      weight[k] += y[o] * x[i];
    });
    double[] got = c.y();
    direct(c, DType.FLOAT64).output(x, weights, got, c.images());
    assertArrayEquals(output, got);
    got = c.weights();
    assertTrue(direct(c, DType.FLOAT64).weight(x, y, got, 0, c.images()));
    assertArrayEquals(weight, got);
  }

  @Test
  void whatIsNoNumberGoesWhereMatricesTakeIt() {
    // Without a provider, Convolve takes matrices.
    double[] special = {Double.NaN, 1 / 0.0, -1 / 0.0};
    var random = new Random(13);
    for (int round = 0; round < 400; round++) {
      var c = random(random);
      double[] x = c.x();
      double[] weights = c.weights();
      double[] y = c.y();
      ConvolveTest.fill(random, x);
      ConvolveTest.fill(random, weights);
      ConvolveTest.fill(random, y);
      var array = new double[][] {x, weights, y}[round % 3];
      array[random.nextInt(array.length)] = special[round / 3 % 3];
      double[] expected = c.y();
      Convolve.output(c.kind(), DType.FLOAT64, line(x), line(weights), line(expected), c.images());
      double[] got = c.y();
      direct(c, DType.FLOAT64).output(x, weights, got, c.images());
      assertArrayEquals(expected, got, c::toString);
      if (array != weights && c.h().stride() == 1 && c.w().stride() == 1) {
        expected = c.x();
        Convolve.input(c.kind(), DType.FLOAT64, line(y), line(weights), line(expected), c.images());
        got = c.x();
        Object turned = Direct.turned(c.kind(), DType.FLOAT64, weights);
        transposed(c, DType.FLOAT64).output(y, turned, got, c.images());
        assertArrayEquals(expected, got, c::toString);
      }
      expected = c.weights();
      Convolve.weight(c.kind(), DType.FLOAT64, line(x), line(y), line(expected), c.images());
      got = c.weights();
      if (direct(c, DType.FLOAT64).weight(x, y, got, 0, c.images())) {
        assertArrayEquals(expected, got, c::toString);
      }
    }
  }

  @Test
  void infinitiesThatMayHaveMetPaddingOfTheResultsAreReported() {
    // The tap on the left sees columns 0 and 1, and where there is no place 2.
    var w = new Window(3, 2, 2, 1, 0, 1);
    var h = new Window(2, 1, 2, 1, 0, 1);
    var c = new Case(1, 1, 1, 1, h, w);
    double[] x = {1, 2, 1 / 0.0, 3, 4, 5};
    double[] y = {1, 1, 1, 1};
    double[] got = c.weights();
    assertFalse(direct(c, DType.FLOAT64).weight(x, y, got, 0, 1));
    got = c.weights();
    Convolve.weight(c.kind(), DType.FLOAT64, line(x), line(y), line(got), 1);
    assertArrayEquals(new double[] {10, 1 / 0.0}, got);
  }

  private static Strided line(double[] array) {
    return new Strided(array, Layout.of(Shape.of(array.length)), DType.FLOAT64);
  }
}

package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.kernel.Reduce.Kind;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DoubleFoldTest {
  private static final int[] SIZES = {
    1, 2, 7, 8, 9, 15, 16, 127, 128, 129, 136, 255, 256, 300, 1000, 1023, 1024, 1025, 1160, 2048,
    3000, 5000
  };

  /** The documented tree, by halves. */
  private static double tree(double[] x, int from, int to) {
    int blocks = (to - from + 127) / 128;
    if (blocks > 1) {
      int middle = from + 128 * Integer.highestOneBit(blocks - 1);
      return tree(x, from, middle) + tree(x, middle, to);
    }
    double[] places = new double[8];
    for (int i = from; i < to; i++) {
      places[(i - from) % 8] += x[i];
    }
    double left = (places[0] + places[1]) + (places[2] + places[3]);
    double right = (places[4] + places[5]) + (places[6] + places[7]);
    return left + right;
  }

  private static double[] numbers(Random random, int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextGaussian() * Math.exp(10 * random.nextGaussian());
    }
    return x;
  }

  @Test
  void aSumFollowsTheDocumentedTree() {
    var random = new Random(1);
    for (int n : SIZES) {
      double[] x = numbers(random, n + 5);
      double expected = tree(x, 0, n);
      assertEquals(expected, DoubleFold.fold(Kind.SUM, x, n), "n = " + n);
      double[] out = new double[1];
      Reduce.reduce(Kind.SUM, DType.FLOAT64, x, Layout.of(Shape.of(n)), 0, out);
      assertEquals(expected, out[0], "n = " + n);
    }
  }

  @Test
  void floatsAreAddedUpInDouble() {
    var random = new Random(4);
    for (int n : SIZES) {
      double[] x = numbers(random, n);
      float[] floats = new float[n + 2];
      for (int i = 0; i < n; i++) {
        floats[i + 2] = (float) x[i];
        x[i] = floats[i + 2];
      }
      float[] out = new float[1];
      Reduce.reduce(
          Kind.SUM, DType.FLOAT32, floats, Layout.of(Shape.of(n), new int[] {1}, 2), 0, out);
      assertEquals((float) tree(x, 0, n), out[0], "n = " + n);
    }
  }

  @Test
  void howElementsLieChangesNoBit() {
    var random = new Random(2);
    for (int n : SIZES) {
      for (int w : new int[] {1, 15, 16, 33, 520}) {
        if (n * w > 300_000) {
          continue;
        }
        double[] x = numbers(random, n * w);
        for (var kind : Kind.values()) {
          double[] out = new double[w];
          var columns = Layout.of(Shape.of(n, w)).permute(new int[] {1, 0});
          Reduce.reduce(kind, DType.FLOAT64, x, columns, 1, out);
          for (int j = 0; j < w; j++) {
            double[] column = new double[n];
            for (int i = 0; i < n; i++) {
              column[i] = x[i * w + j];
            }
            double expected =
                kind == Kind.SUM ? tree(column, 0, n) : DoubleFold.fold(kind, column, n);
            assertEquals(expected, out[j], kind + ", n = " + n + ", w = " + w);
          }
        }
      }
    }
  }

  @Test
  void foldedAxesInSeveralLinesAreOneSequence() {
    var random = new Random(3);
    double[] x = numbers(random, 2 * 30 * 20 * 11);
    // (a, b, c, d) → keeps c, folds (a, b, d): lines of 11 with gaps between them.
    var layout = Layout.of(Shape.of(2, 30, 20, 11)).permute(new int[] {2, 0, 1, 3});
    double[] out = new double[20];
    Reduce.reduce(Kind.SUM, DType.FLOAT64, x, layout, 1, out);
    for (int c = 0; c < 20; c++) {
      double[] line = new double[2 * 30 * 11];
      for (int i = 0; i < line.length; i++) {
        line[i] = x[(i / 11 * 20 + c) * 11 + i % 11];
      }
      assertEquals(tree(line, 0, line.length), out[c]);
    }
  }

  @Test
  void oneObjectFoldsManyResultsWithoutATraceOfTheLast() {
    double[] x = new double[3 * 40];
    Arrays.fill(x, 0, 40, 1e300);
    Arrays.fill(x, 40, 80, 1);
    x[80] = Double.NaN;
    double[] out = new double[3];
    for (var kind : Kind.values()) {
      Reduce.reduce(kind, DType.FLOAT64, x, Layout.of(Shape.of(3, 40)), 1, out);
      assertEquals(kind == Kind.SUM ? 40 : 1, out[1], kind.toString());
      assertEquals(Double.NaN, out[2], kind.toString());
    }
  }
}

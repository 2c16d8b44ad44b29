package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.kernel.Reduce.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArgFoldTest {
  private static long[] arg(Kind kind, Strided x, int kept) {
    int n = 1;
    for (int k = 0; k < kept; k++) {
      n *= x.layout().dim(k);
    }
    long[] out = new long[n];
    Reduce.arg(kind, x.dtype(), x.array(), x.layout(), kept, out);
    return out;
  }

  private static int place(Kind kind, double[] x, int from, int n) {
    for (int i = 0; i < n; i++) {
      if (Double.isNaN(x[from + i])) {
        return i;
      }
    }
    int best = 0;
    for (int i = 1; i < n; i++) {
      double v = x[from + i];
      double b = x[from + best];
      best = (kind == Kind.MAX ? v > b : v < b) ? i : best;
    }
    return best;
  }

  @Test
  void findsTheFirstPlaceInEveryLayoutAndType() {
    var random = new Random(1);
    int[][] shapes = {{}, {1}, {9}, {1500}, {3, 4}, {20, 30}, {2, 3, 4}, {3, 2, 600}};
    for (var dtype : Naive.TYPES) {
      for (int[] dims : shapes) {
        for (var layout : Naive.layouts(random, dims)) {
          var x = Naive.random(random, dtype, layout);
          for (int kept = 0; kept <= dims.length; kept++) {
            for (var kind : new Kind[] {Kind.MAX, Kind.MIN}) {
              double[] all = Naive.reals(x);
              long[] places = arg(kind, x, kept);
              int n = all.length / places.length;
              for (int i = 0; i < places.length; i++) {
                assertEquals(place(kind, all, i * n, n), places[i], kind + " " + dtype);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void longsBeyondTheReachOfDoublesDiffer() {
    long big = 1L << 60;
    var x = new Strided(new long[] {big, big + 1, big}, Layout.of(Shape.of(3)), DType.INT64);
    assertArrayEquals(new long[] {1}, arg(Kind.MAX, x, 0));
    assertArrayEquals(new long[] {0}, arg(Kind.MIN, x, 0));
  }

  @Test
  void theFirstNanWinsWhereverItIs() {
    var random = new Random(2);
    for (int n : new int[] {1, 5, 1024, 1025, 3000}) {
      for (int round = 0; round < 5; round++) {
        double[] x = (double[]) Naive.random(random, DType.FLOAT64, n);
        int first = random.nextInt(n);
        for (int i = first; i < n; i += 1 + random.nextInt(50)) {
          x[i] = Double.NaN;
        }
        var line = new Strided(x, Layout.of(Shape.of(n)), DType.FLOAT64);
        assertArrayEquals(new long[] {first}, arg(Kind.MAX, line, 0));
        assertArrayEquals(new long[] {first}, arg(Kind.MIN, line, 0));
      }
    }
  }

  @Test
  void equalsAndInfinitiesGiveTheFirst() {
    double inf = 1 / 0.0;
    double[][] rows = {{1, 1, 1}, {0.0, -0.0, 0.0}, {inf, inf, 1}, {-inf, -inf, -inf}};
    for (double[] row : rows) {
      var x = new Strided(row, Layout.of(Shape.of(3)), DType.FLOAT64);
      assertArrayEquals(new long[] {0}, arg(Kind.MAX, x, 0));
    }
  }

  @Test
  void refusesOtherKindsAndNothing() {
    var x = Strided.zeros(Shape.of(2, 0), DType.FLOAT32);
    var sum = assertThrows(IllegalArgumentException.class, () -> arg(Kind.SUM, x, 1));
    assertEquals("only MAX and MIN have a place, got SUM", sum.getMessage());
    var none = assertThrows(IllegalArgumentException.class, () -> arg(Kind.MIN, x, 1));
    assertEquals("MIN needs at least one element to fold, got the shape (2, 0)", none.getMessage());
    assertEquals(0, arg(Kind.MIN, Strided.zeros(Shape.of(0, 2), DType.FLOAT32), 1).length);
  }
}

package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private static final int[][] SHAPES = {
    {}, {1}, {7}, {0}, {3, 4}, {0, 3}, {2, 1, 5}, {3, 33}, {40, 50}, {2, 35, 34}
  };

  /** A place of its own for every element. */
  private static Layout target(Random random, int[] dims) {
    Layout layout;
    do {
      layout = Naive.layout(random, dims);
    } while (layout.repeats());
    return layout;
  }

  @Test
  void copiesBetweenAllLayoutsAndNowhereElse() {
    var random = new Random(1);
    for (var dtype : Naive.TYPES) {
      for (int[] dims : SHAPES) {
        for (var sl : Naive.layouts(random, dims)) {
          var dl = target(random, dims);
          var src = Naive.random(random, dtype, sl);
          var dst = Naive.random(random, dtype, dl);
          double[] expected = new double[Naive.room(dl)];
          for (int i = 0; i < expected.length; i++) {
            expected[i] = Naive.real(dst.array(), i);
          }
          int[] from = Naive.positions(sl);
          int[] to = Naive.positions(dl);
          for (int i = 0; i < from.length; i++) {
            expected[to[i]] = Naive.real(src.array(), from[i]);
          }
          Copies.copy(dtype, src.array(), sl, dtype, dst.array(), dl);
          for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], Naive.real(dst.array(), i), dtype.toString());
          }
        }
      }
    }
  }

  @Test
  void convertsBetweenAllTypesInAllLayouts() {
    var random = new Random(2);
    for (var from : Naive.TYPES) {
      for (var to : Naive.TYPES) {
        for (var sl : Naive.layouts(random, 3, 37)) {
          var src = Naive.random(random, from, sl);
          special(from, src.array());
          var dl = target(random, new int[] {3, 37});
          var dst = Naive.random(random, to, dl);
          Copies.copy(from, src.array(), sl, to, dst.array(), dl);
          int[] s = Naive.positions(sl);
          int[] d = Naive.positions(dl);
          for (int i = 0; i < s.length; i++) {
            check(from, src.array(), s[i], to, dst.array(), d[i]);
          }
        }
      }
    }
  }

  /** Overwrites the first elements by numbers that are hard to convert. */
  private static void special(DType dtype, Object array) {
    double[] reals = {
      Double.NaN, 1 / 0.0, -1 / 0.0, -0.0, 0.3, -1.9, 255.9, 256, -1, 3e9, -3e9, 1e19, 1e300
    };
    long[] wholes = {
      0, 1, 255, 256, -1, 1L << 31, (1L << 53) + 1, (1L << 60) + (1L << 36) + 1, Long.MIN_VALUE
    };
    int n = Math.min(Buffers.length(array), dtype.isFloating() ? reals.length : wholes.length);
    for (int i = 0; i < n; i++) {
      switch (dtype) {
        case BOOL -> ((byte[]) array)[i] = (byte) (wholes[i] & 1);
        case UINT8 -> ((byte[]) array)[i] = (byte) wholes[i];
        case INT32 -> ((int[]) array)[i] = (int) wholes[i];
        case INT64 -> ((long[]) array)[i] = wholes[i];
        case FLOAT32 -> ((float[]) array)[i] = (float) reals[i];
        case FLOAT64 -> ((double[]) array)[i] = reals[i];
      }
    }
  }

  private static void check(DType from, Object src, int s, DType to, Object dst, int d) {
    var what = from + " to " + to + ": " + Naive.real(src, s);
    if (to == DType.FLOAT64) {
      assertEquals(Naive.real(src, s), Naive.real(dst, d), what);
    } else if (to == DType.FLOAT32) {
      float expected = from.isFloating() ? (float) Naive.real(src, s) : Naive.whole(src, s);
      assertEquals(expected, (float) Naive.real(dst, d), what);
    } else if (to == DType.BOOL) {
      assertEquals(Naive.real(src, s) == 0 ? 0 : 1, Naive.whole(dst, d), what);
    } else {
      long cut = from.isFloating() ? (long) Naive.real(src, s) : Naive.whole(src, s);
      assertEquals(Naive.wrap(to, cut), Naive.whole(dst, d), what);
    }
  }

  @Test
  void contiguousPartsOfOneArrayMayOverlap() {
    float[] x = {1, 2, 3, 4, 5};
    var all = Layout.of(Shape.of(5));
    var front = all.slice(0, 0, 4, 1);
    var back = all.slice(0, 1, 4, 1);
    Copies.copy(DType.FLOAT32, x, front, DType.FLOAT32, x, back);
    assertArrayEquals(new float[] {1, 1, 2, 3, 4}, x);
    Copies.copy(DType.FLOAT32, x, back, DType.FLOAT32, x, front);
    assertArrayEquals(new float[] {1, 2, 3, 4, 4}, x);
  }

  @Test
  void refusesUnequalShapes() {
    var x = new float[6];
    var a = Layout.of(Shape.of(2, 3));
    var b = Layout.of(Shape.of(3, 2));
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Copies.copy(DType.FLOAT32, x, a, DType.FLOAT32, x, b));
    assertEquals("a copy needs equal shapes, got (2, 3) into (3, 2)", e.getMessage());
  }
}

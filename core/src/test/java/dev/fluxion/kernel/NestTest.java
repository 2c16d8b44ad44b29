package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NestTest {
  private static final int[][] SHAPES = {
    {}, {1}, {5}, {3, 4}, {1, 4}, {4, 1}, {2, 3, 4}, {2, 1, 3}, {1, 1, 1}, {2, 3, 2, 2}
  };

  private static int[] visited(Nest nest, int v, int size) {
    int[] at = new int[size];
    int n = 0;
    do {
      for (int i = 0; i < nest.inner(); i++) {
        at[n++] = nest.at(v) + i * nest.step(v);
      }
    } while (nest.next());
    assertEquals(size, n);
    return at;
  }

  @Test
  void visitsAllLayoutsTogetherInRowMajorOrder() {
    var random = new Random(1);
    for (int[] dims : SHAPES) {
      for (var x : Naive.layouts(random, dims)) {
        for (var y : Naive.layouts(random, dims)) {
          for (int v = 0; v < 2; v++) {
            var expected = Naive.positions(v == 0 ? x : y);
            assertArrayEquals(expected, visited(Nest.of(x, y), v, x.size()));
          }
        }
      }
    }
  }

  @Test
  void whatLiesAsOneIsOneLoop() {
    var x = Layout.of(Shape.of(3, 1, 4));
    assertEquals(12, Nest.of(x, x).inner());
    var rows = Layout.of(Shape.of(3, 1, 5)).slice(2, 0, 4, 1);
    assertEquals(4, Nest.of(x, rows).inner());
    var zero = Layout.SCALAR.broadcastTo(x.shape());
    assertEquals(12, Nest.of(x, zero).inner());
    var backwards = x.slice(0, 2, 3, -1).slice(2, 3, 4, -1);
    assertEquals(12, Nest.of(backwards).inner());
    assertEquals(-1, Nest.of(backwards).step(0));
  }

  @Test
  void aSingleElementIsALoopOfOne() {
    var nest = Nest.of(Layout.SCALAR, Layout.of(Shape.of(3)).select(0, 2));
    assertEquals(1, nest.inner());
    assertEquals(0, nest.at(0));
    assertEquals(2, nest.at(1));
    assertFalse(nest.next());
  }
}

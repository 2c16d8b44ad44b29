package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Colourings of rows: that they are ones, and how many colours known patterns take. */
class ColoringTest {
  private static final long SEED = 1974;

  /** Every two rows that share a column, looked at one by one. */
  private static int count(Sparsity p) {
    var coloring = Coloring.ofRows(p);
    for (int i = 0; i < p.rows(); i++) {
      boolean isEmpty = p.start(i) == p.start(i + 1);
      assertEquals(isEmpty, coloring.colors()[i] == -1);
      assertTrue(coloring.colors()[i] < coloring.count());
      for (int other = 0; other < i; other++) {
        for (int j = 0; j < p.columns(); j++) {
          if (p.find(i, j) >= 0 && p.find(other, j) >= 0) {
            assertNotEquals(coloring.colors()[i], coloring.colors()[other]);
          }
        }
      }
    }
    return coloring.count();
  }

  @Test
  void aDiagonalTakesOne() {
    assertEquals(1, count(Patterns.banded(20, 0)));
  }

  @Test
  void aBandTakesItsWidth() {
    assertEquals(3, count(Patterns.banded(20, 1)));
    assertEquals(5, count(Patterns.banded(20, 2)));
    assertEquals(2, count(Patterns.of(20, 21, (i, j) -> j - i == 0 || j - i == 1)));
  }

  /** Smallest-last is optimal where the graph is chordal, as it is for any order of a band. */
  @Test
  void aBandTakesItsWidthInAnyOrder() {
    var random = new Random(SEED);
    for (int trial = 0; trial < 20; trial++) {
      assertEquals(3, count(Patterns.shuffled(Patterns.banded(60, 1), random)));
      assertEquals(7, count(Patterns.shuffled(Patterns.banded(60, 3), random)));
    }
  }

  @Test
  void anArrowTakesAsManyAsItHasRows() {
    assertEquals(12, count(Patterns.arrow(12)));
  }

  @Test
  void blocksTakeTheSizeOfOne() {
    assertEquals(4, count(Patterns.of(20, 20, (i, j) -> i / 4 == j / 4)));
  }

  @Test
  void nothingTakesNone() {
    assertEquals(0, count(Patterns.of(5, 3, (_, _) -> false)));
    assertEquals(0, count(Patterns.of(0, 3, (_, _) -> true)));
    assertEquals(0, count(Patterns.of(3, 0, (_, _) -> true)));
  }

  @Test
  void randomOnesAreColoured() {
    var random = new Random(SEED);
    for (int trial = 0; trial < 50; trial++) {
      var p = Patterns.random(1 + random.nextInt(20), 1 + random.nextInt(20), 0.15, random);
      int fullest = 0;
      var t = p.transposed();
      for (int j = 0; j < t.rows(); j++) {
        fullest = Math.max(fullest, t.start(j + 1) - t.start(j));
      }
      int n = count(p);
      assertTrue(n >= fullest && n <= p.rows());
    }
  }
}

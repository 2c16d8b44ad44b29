package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Star colourings: that they are ones, by all paths, and how many colours known patterns take. */
class StarColoringTest {
  private static final long SEED = 1984;

  /** Every edge and every path of four vertices, looked at one by one. */
  private static int count(Sparsity p) {
    int n = p.rows();
    var coloring = StarColoring.of(p);
    int[] c = coloring.colors();
    for (int b = 0; b < n; b++) {
      assertEquals(p.start(b) == p.start(b + 1), c[b] == -1);
      assertTrue(c[b] < coloring.count());
      for (int d = 0; d < n; d++) {
        if (b != d && p.find(b, d) >= 0) {
          assertNotEquals(c[b], c[d]);
          checkPaths(p, c, b, d);
        }
      }
    }
    return coloring.count();
  }

  /** All a - b - d - e. */
  private static void checkPaths(Sparsity p, int[] c, int b, int d) {
    for (int a = 0; a < c.length; a++) {
      for (int e = 0; e < c.length; e++) {
        boolean isPath = a != b && a != d && e != b && e != d && a != e;
        if (isPath && p.find(a, b) >= 0 && p.find(d, e) >= 0) {
          assertFalse(c[a] == c[d] && c[b] == c[e], a + " - " + b + " - " + d + " - " + e);
        }
      }
    }
  }

  @Test
  void aDiagonalTakesOne() {
    assertEquals(1, count(Patterns.banded(9, 0)));
  }

  @Test
  void aTridiagonalMatrixTakesThree() {
    assertEquals(2, count(Patterns.banded(3, 1)));
    assertEquals(3, count(Patterns.banded(4, 1)));
    assertEquals(3, count(Patterns.banded(40, 1)));
  }

  @Test
  void anArrowTakesTwo() {
    assertEquals(2, count(Patterns.arrow(20)));
    assertEquals(2, count(Patterns.shuffled(Patterns.arrow(20), new Random(SEED))));
  }

  @Test
  void aFullMatrixTakesAll() {
    assertEquals(7, count(Patterns.of(7, 7, (_, _) -> true)));
  }

  @Test
  void nothingTakesNone() {
    assertEquals(0, count(Patterns.of(4, 4, (_, _) -> false)));
    assertEquals(0, count(Patterns.of(0, 0, (_, _) -> true)));
  }

  @Test
  void shuffledBandsAreColoured() {
    var random = new Random(SEED);
    for (int trial = 0; trial < 20; trial++) {
      assertTrue(count(Patterns.shuffled(Patterns.banded(30, 1), random)) <= 5);
      assertTrue(count(Patterns.shuffled(Patterns.banded(30, 2), random)) <= 9);
    }
  }

  @Test
  void randomOnesAreColoured() {
    var random = new Random(SEED);
    for (int trial = 0; trial < 60; trial++) {
      int n = 1 + random.nextInt(18);
      var half = Patterns.random(n, n, 0.02 + 0.2 * random.nextDouble(), random);
      assertTrue(count(half.union(half.transposed())) <= n);
    }
  }
}

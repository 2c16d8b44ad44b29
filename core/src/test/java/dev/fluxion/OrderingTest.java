package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The smallest-last order, against its definition. */
class OrderingTest {
  private static final long SEED = 1983;

  @Test
  void theLeavesOfAStarComeLast() {
    int[] order = Ordering.smallestLast(new int[][] {{1, 2, 3}, {0}, {0}, {0}});
    // Two leaves last; then the hub has one neighbour left, as that has.
    assertEquals(Set.of(0, 1, 2, 3), set(order));
    assertTrue(order[3] != 0 && order[2] != 0);
  }

  @Test
  void nothingHasAnOrder() {
    assertArrayEquals(new int[0], Ordering.smallestLast(new int[0][]));
    assertArrayEquals(new int[] {0, 1, 2}, Ordering.natural(3));
  }

  @Test
  void eachVertexHasTheFewestNeighboursAmongThoseBefore() {
    var random = new Random(SEED);
    for (int trial = 0; trial < 30; trial++) {
      int n = 1 + random.nextInt(25);
      var half = Patterns.random(n, n, 0.1, random);
      var p = half.union(half.transposed());
      var neighbours =
          IntStream.range(0, n)
              .mapToObj(
                  i -> IntStream.range(0, n).filter(j -> j != i && p.find(i, j) >= 0).toArray())
              .toArray(int[][]::new);
      int[] order = Ordering.smallestLast(neighbours);
      var left = set(order);
      assertEquals(n, left.size());
      for (int k = n - 1; k >= 0; k--) {
        long least = left.stream().mapToLong(v -> degree(neighbours[v], left)).min().orElse(0);
        assertEquals(least, degree(neighbours[order[k]], left));
        left.remove(order[k]);
      }
    }
  }

  private static long degree(int[] neighbours, Set<Integer> among) {
    return Arrays.stream(neighbours).filter(among::contains).count();
  }

  private static Set<Integer> set(int[] all) {
    var set = new HashSet<Integer>();
    Arrays.stream(all).forEach(set::add);
    return set;
  }
}

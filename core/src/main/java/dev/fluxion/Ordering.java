package dev.fluxion;

import java.util.Arrays;

/**
 * The smallest-last order of a graph: the vertex with the fewest neighbours goes to the end, then
 * of what is left the vertex with the fewest, and so on (D. W. Matula, L. L. Beck, "Smallest-last
 * ordering and clustering and graph coloring algorithms", J. ACM 30, 1983).
 *
 * <p>Each vertex then has few neighbours before it, at most the degeneracy d of the graph, so that
 * a greedy colouring in this order takes at most d + 1 colours. A chordal graph has a clique of so
 * many, which makes that the least number there is; of this kind are the graphs of banded matrices
 * in whatever order their rows and columns stand.
 */
final class Ordering {
  private Ordering() {}

  /** The vertices 0 up to n in their own order. */
  static int[] natural(int n) {
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /** The smallest-last order; linear in the number of edges. */
  static int[] smallestLast(int[][] neighbours) {
    int n = neighbours.length;
    int[] degree = new int[n];
    int most = 0;
    for (int v = 0; v < n; v++) {
      degree[v] = neighbours[v].length;
      most = Math.max(most, degree[v]);
    }
    // Vertices of equal degree are a list linked both ways; -1 ends it.
    int[] first = new int[most + 1];
    int[] next = new int[n];
    int[] previous = new int[n];
    Arrays.fill(first, -1);
    for (int v = n - 1; v >= 0; v--) {
      insert(v, degree[v], first, next, previous);
    }
    int[] order = new int[n];
    boolean[] isPlaced = new boolean[n];
    int smallest = 0;
    for (int place = n - 1; place >= 0; place--) {
      while (first[smallest] < 0) {
        smallest++;
      }
      int v = first[smallest];
      remove(v, smallest, first, next, previous);
      isPlaced[v] = true;
      order[place] = v;
      for (int w : neighbours[v]) {
        if (!isPlaced[w]) {
          remove(w, degree[w], first, next, previous);
          insert(w, --degree[w], first, next, previous);
        }
      }
      smallest = Math.max(0, smallest - 1);
    }
    return order;
  }

  private static void insert(int v, int degree, int[] first, int[] next, int[] previous) {
    next[v] = first[degree];
    previous[v] = -1;
    if (next[v] >= 0) {
      previous[next[v]] = v;
    }
    first[degree] = v;
  }

  private static void remove(int v, int degree, int[] first, int[] next, int[] previous) {
    if (previous[v] < 0) {
      first[degree] = next[v];
    } else {
      next[previous[v]] = next[v];
    }
    if (next[v] >= 0) {
      previous[next[v]] = previous[v];
    }
  }
}

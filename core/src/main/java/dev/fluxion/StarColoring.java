package dev.fluxion;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Columns of a symmetric matrix in groups from whose sums every entry can be read off.
 *
 * <p>The graph has a vertex for each column and an edge for each pair of entries off the diagonal.
 * A star colouring gives neighbours different colours, and no path of four vertices has only two
 * (T. F. Coleman, J. J. Moré, "Estimation of sparse Hessian matrices and graph coloring problems",
 * Math. Program. 28, 1984; A. H. Gebremedhin, F. Manne, A. Pothen, "What color is your Jacobian?
 * Graph coloring for computing derivatives", SIAM Review 47, 2005, sections 4.2 and 5.2). Let
 * {@code B[i, c]} be the sum of the columns of colour c at row i. Then
 *
 * <ul>
 *   <li>{@code H[i, i] = B[i, c(i)]}, as no neighbour of i has its colour;
 *   <li>{@code H[i, j] = B[i, c(j)]} if j is the only neighbour of i with its colour;
 *   <li>otherwise i is the only neighbour of j with the colour of i, and {@code H[i, j] = B[j,
 *       c(i)]}: another k beside j, and another l beside i, would make k - i - j - l a path of two
 *       colours.
 * </ul>
 *
 * <p>An arrow takes 2 colours in this way and a tridiagonal matrix 3, however large, where columns
 * that share no row would take n and 3.
 *
 * <p>The greedy step colours v with the first colour that makes no such path. It keeps three sets
 * of colours for each vertex w, which make it a union of sets for each neighbour: {@code seen},
 * those of its neighbours; {@code again}, those that two of its neighbours have; and {@code
 * hooked}, those of neighbours x that have a second neighbour of the colour of w, which no further
 * neighbour v of w may take, as v - w - x - y would be such a path. If v lies within the path, u -
 * v - w - x, two of its neighbours have one colour, and v may take none that is seen by either.
 */
final class StarColoring {
  private final int[][] neighbours;
  private final int[] colors;
  private final BitSet[] seen;
  private final BitSet[] again;
  private final BitSet[] hooked;
  private int count;

  private StarColoring(int[][] neighbours) {
    int n = neighbours.length;
    this.neighbours = neighbours;
    colors = new int[n];
    Arrays.fill(colors, -1);
    seen = sets(n);
    again = sets(n);
    hooked = sets(n);
  }

  private static BitSet[] sets(int n) {
    return IntStream.range(0, n).mapToObj(_ -> new BitSet(0)).toArray(BitSet[]::new);
  }

  /** A star colouring of a pattern that is symmetric; columns without entries have none, -1. */
  static Coloring of(Sparsity pattern) {
    int n = pattern.rows();
    var neighbours = new int[n][];
    for (int i = 0; i < n; i++) {
      int row = i;
      neighbours[i] =
          IntStream.range(pattern.start(i), pattern.start(i + 1))
              .map(pattern::column)
              .filter(j -> j != row)
              .toArray();
    }
    var natural = new StarColoring(neighbours).color(pattern, Ordering.natural(n));
    var order = Ordering.smallestLast(neighbours);
    var other = new StarColoring(neighbours).color(pattern, order);
    return other.count() < natural.count() ? other : natural;
  }

  private Coloring color(Sparsity pattern, int[] order) {
    for (int v : order) {
      if (pattern.start(v) < pattern.start(v + 1)) {
        give(v, forbidden(v).nextClearBit(0));
      }
    }
    return new Coloring(count, colors);
  }

  private BitSet forbidden(int v) {
    var forbidden = (BitSet) seen[v].clone();
    for (int w : neighbours[v]) {
      if (colors[w] >= 0) {
        forbidden.or(hooked[w]);
        if (again[v].get(colors[w])) {
          forbidden.or(seen[w]);
        }
      }
    }
    return forbidden;
  }

  private void give(int v, int color) {
    colors[v] = color;
    count = Math.max(count, color + 1);
    for (int w : neighbours[v]) {
      if (colors[w] >= 0 && again[v].get(colors[w])) {
        hooked[w].set(color);
      }
      if (!seen[w].get(color)) {
        seen[w].set(color);
      } else if (!again[w].get(color)) {
        again[w].set(color);
        hookAround(w, color);
      } else if (colors[w] >= 0) {
        hooked[v].set(colors[w]);
      }
    }
  }

  /** Notes that w has two neighbours of this colour, with each of its neighbours that has it. */
  private void hookAround(int w, int color) {
    if (colors[w] < 0) {
      return;
    }
    for (int u : neighbours[w]) {
      if (colors[u] == color) {
        hooked[u].set(colors[w]);
      }
    }
  }
}

package dev.fluxion;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows in groups, so that no two of a group have an entry in the same column.
 *
 * <p>The sum of the rows of such a group shows the entries of each of them, so one sweep in reverse
 * mode gives them all; for the transposed pattern it is columns, and forward mode (A. R. Curtis, M.
 * J. D. Powell, J. K. Reid, "On the estimation of sparse Jacobian matrices", J. Inst. Math. Appl.
 * 13, 1974). To group is to colour a graph whose vertices are rows, neighbours if they share a
 * column; the fewest colours are hard to find, but greedy colourings in a good order come close (T.
 * F. Coleman, J. J. Moré, "Estimation of sparse Jacobian matrices and graph coloring problems",
 * SIAM J. Numer. Anal. 20, 1983).
 *
 * <p>Rows that share a column all differ, so the fullest column is a bound from below. If the rows
 * in their own order do not reach it, the {@linkplain Ordering smallest-last} order is tried too,
 * unless the graph is so dense that listing its edges would cost more than it may save. The greedy
 * step needs no edges: each column has the set of colours its rows have taken, and a row takes the
 * first colour that is in none of the sets of its columns.
 *
 * @param count the number of colours
 * @param colors the colour of each row, -1 for a row without entries
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not modified once it is made
record Coloring(int count, int[] colors) {
  /** How many pairs of entries of one column may be looked at to list the edges. */
  private static final long MOST_PAIRS = 1L << 24;

  /** A colouring of the rows of a pattern. */
  static Coloring ofRows(Sparsity pattern) {
    var byColumn = pattern.transposed();
    int bound = 0;
    long pairs = 0;
    for (int j = 0; j < byColumn.rows(); j++) {
      int entries = byColumn.start(j + 1) - byColumn.start(j);
      bound = Math.max(bound, entries);
      pairs += (long) entries * entries;
    }
    var natural = greedy(pattern, Ordering.natural(pattern.rows()));
    if (natural.count == bound || pairs > MOST_PAIRS) {
      return natural;
    }
    var other = greedy(pattern, Ordering.smallestLast(neighbours(pattern, byColumn)));
    return other.count < natural.count ? other : natural;
  }

  private static Coloring greedy(Sparsity pattern, int[] order) {
    int[] colors = new int[pattern.rows()];
    Arrays.fill(colors, -1);
    var taken = new @Nullable BitSet[pattern.columns()];
    var forbidden = new BitSet();
    int count = 0;
    for (int i : order) {
      if (pattern.start(i) == pattern.start(i + 1)) {
        continue;
      }
      forbidden.clear();
      for (int k = pattern.start(i); k < pattern.start(i + 1); k++) {
        var those = taken[pattern.column(k)];
        if (those != null) {
          forbidden.or(those);
        }
      }
      int color = forbidden.nextClearBit(0);
      colors[i] = color;
      count = Math.max(count, color + 1);
      for (int k = pattern.start(i); k < pattern.start(i + 1); k++) {
        int j = pattern.column(k);
        var those = taken[j];
        if (those == null) {
          taken[j] = those = new BitSet();
        }
        those.set(color);
      }
    }
    return new Coloring(count, colors);
  }

  /** For each row the others that share a column with it. */
  private static int[][] neighbours(Sparsity pattern, Sparsity byColumn) {
    var all = new int[pattern.rows()][];
    int[] seenFor = new int[pattern.rows()];
    int[] found = new int[pattern.rows()];
    Arrays.fill(seenFor, -1);
    for (int i = 0; i < all.length; i++) {
      int n = 0;
      seenFor[i] = i;
      for (int k = pattern.start(i); k < pattern.start(i + 1); k++) {
        int j = pattern.column(k);
        for (int other = byColumn.start(j); other < byColumn.start(j + 1); other++) {
          int row = byColumn.column(other);
          if (seenFor[row] != i) {
            seenFor[row] = i;
            found[n++] = row;
          }
        }
      }
      all[i] = Arrays.copyOf(found, n);
    }
    return all;
  }
}

package dev.fluxion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Sparsity patterns that tests know all about. */
final class Patterns {
  /** Where the entries are. */
  interface Entries {
    boolean has(int row, int column);
  }

  private Patterns() {}

  static Sparsity of(int rows, int columns, Entries entries) {
    var byRow = new int[rows][];
    for (int i = 0; i < rows; i++) {
      int row = i;
      byRow[i] = IntStream.range(0, columns).filter(j -> entries.has(row, j)).toArray();
    }
    return Sparsity.ofRows(columns, byRow);
  }

  /** Square, of a half bandwidth: 1 for tridiagonal. */
  static Sparsity banded(int n, int half) {
    return of(n, n, (i, j) -> Math.abs(i - j) <= half);
  }

  /** A full first row, a full first column and the diagonal. */
  static Sparsity arrow(int n) {
    return of(n, n, (i, j) -> i == 0 || j == 0 || i == j);
  }

  static Sparsity random(int rows, int columns, double density, Random random) {
    return of(rows, columns, (_, _) -> random.nextDouble() < density);
  }

  /** Rows and columns in the same random order. */
  static Sparsity shuffled(Sparsity p, Random random) {
    int[] place = permutation(p.rows(), random);
    return of(p.rows(), p.rows(), (i, j) -> p.find(place[i], place[j]) >= 0);
  }

  static int[] permutation(int n, Random random) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, n).boxed().toList());
    Collections.shuffle(all, random);
    return all.stream().mapToInt(Integer::intValue).toArray();
  }
}

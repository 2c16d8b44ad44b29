package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Patterns: what is one, what is read from it. */
class SparsityTest {
  private static final Sparsity A =
      new Sparsity(3, 4, new int[] {0, 2, 2, 4}, new int[] {0, 3, 1, 3});

  @Test
  void isReadRowByRow() {
    assertEquals(4, A.nnz());
    assertArrayEquals(new int[] {0, 2, 2, 4}, A.rowStarts());
    assertArrayEquals(new int[] {0, 3, 1, 3}, A.columnIndices());
    assertEquals("3 × 4 with 4 entries\n×··×\n····\n·×·×", A.toString());
    assertEquals("1 × 1 with 1 entry\n×", Sparsity.ofRows(1, new int[][] {{0}}).toString());
  }

  @Test
  void aLargeOneIsNotDrawn() {
    var large = new Sparsity(65, 2, new int[66], new int[0]);
    assertEquals("65 × 2 with 0 entries", large.toString());
  }

  @Test
  void copiesItsArrays() {
    var starts = new int[] {0, 1};
    var columns = new int[] {1};
    var pattern = new Sparsity(1, 2, starts, columns);
    starts[1] = 7;
    columns[0] = 7;
    pattern.rowStarts()[1] = 7;
    pattern.columnIndices()[0] = 7;
    assertEquals("1 × 2 with 1 entry\n·×", pattern.toString());
  }

  @Test
  void equalsByContent() {
    var same = new Sparsity(3, 4, A.rowStarts(), A.columnIndices());
    assertEquals(A, same);
    assertEquals(A.hashCode(), same.hashCode());
    assertNotEquals(A, A.transposed());
    assertNotEquals(A, new Sparsity(3, 4, new int[] {0, 1, 2, 4}, new int[] {0, 3, 1, 3}));
    assertNotEquals(A, new Sparsity(3, 5, A.rowStarts(), A.columnIndices()));
  }

  @Test
  void transposes() {
    assertEquals("4 × 3 with 4 entries\n×··\n··×\n···\n×·×", A.transposed().toString());
    assertEquals(A, A.transposed().transposed());
  }

  @Test
  void unites() {
    var b = Sparsity.ofRows(4, new int[][] {{1, 3}, {}, {0}});
    assertEquals("3 × 4 with 6 entries\n××·×\n····\n××·×", A.union(b).toString());
  }

  @Test
  void mayBeEmpty() {
    var none = new Sparsity(0, 0, new int[] {0}, new int[0]);
    assertEquals("0 × 0 with 0 entries", none.toString());
    assertEquals(none, none.transposed());
  }

  @Test
  void refusesStartsThatAreNone() {
    var message =
        "a pattern of 2 × 2 with 1 entries needs one start for each row, ascending from 0, and the"
            + " number of entries at the end, got ";
    for (int[] starts : new int[][] {{0, 1}, {1, 1, 1}, {0, 2, 1}, {0, 1, 2}, {0, 0, 0}}) {
      var e = assertThrows(ShapeException.class, () -> new Sparsity(2, 2, starts, new int[] {0}));
      assertEquals(message + java.util.Arrays.toString(starts), e.getMessage());
    }
  }

  @Test
  void refusesColumnsOutOfOrder() {
    var starts = new int[] {0, 0, 2};
    var e = assertThrows(IndexException.class, () -> new Sparsity(2, 3, starts, new int[] {1, 1}));
    assertEquals(
        "the columns of a row ascend and lie in [0, 3), got 1 after 1 in row 1", e.getMessage());
    e = assertThrows(IndexException.class, () -> new Sparsity(2, 3, starts, new int[] {-1, 1}));
    assertEquals(
        "the columns of a row ascend and lie in [0, 3), got -1 first in row 1", e.getMessage());
    e = assertThrows(IndexException.class, () -> new Sparsity(2, 3, starts, new int[] {1, 3}));
    assertEquals(
        "the columns of a row ascend and lie in [0, 3), got 3 after 1 in row 1", e.getMessage());
  }
}

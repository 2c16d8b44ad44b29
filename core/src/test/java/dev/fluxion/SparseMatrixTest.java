package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.shape;
import static dev.fluxion.Expect.tensor;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Matrices in compressed sparse rows, against the same ones written out. */
class SparseMatrixTest {
  private static final Sparsity PATTERN =
      new Sparsity(3, 4, new int[] {0, 2, 2, 4}, new int[] {0, 3, 1, 3});
  private static final SparseMatrix A = new SparseMatrix(PATTERN, from(new double[] {1, 2, 3, 4}));

  @Test
  void isReadRowByRow() {
    assertEquals(3, A.rows());
    assertEquals(4, A.columns());
    assertEquals(4, A.nnz());
    assertArrayEquals(new int[] {0, 2, 2, 4}, A.rowStarts());
    assertArrayEquals(new int[] {0, 3, 1, 3}, A.columnIndices());
  }

  @Test
  void toDensePutsZerosBetween() {
    tensor(A.toDense(), FLOAT64, dims(3, 4), 1, 0, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4);
    var none = new SparseMatrix(new Sparsity(0, 3, new int[] {0}, new int[0]), zeros(FLOAT32, 0));
    tensor(none.toDense(), FLOAT32, dims(0, 3));
  }

  @Test
  void getReadsOneElement() {
    tensor(A.get(0, 3), FLOAT64, dims(), 2);
    tensor(A.get(2, 1), FLOAT64, dims(), 3);
    tensor(A.get(1, 1), FLOAT64, dims(), 0);
    tensor(A.get(2, 2), FLOAT64, dims(), 0);
  }

  @Test
  void getRefusesWhatIsOutside() {
    for (int[] at : new int[][] {{3, 0}, {-1, 0}, {0, 4}, {0, -1}}) {
      var e = assertThrows(IndexException.class, () -> A.get(at[0], at[1]));
      assertEquals(
          "an element of a matrix of 3 × 4 lies in a row and a column of it, counted from 0, got ("
              + at[0]
              + ", "
              + at[1]
              + ")",
          e.getMessage());
    }
  }

  @Test
  void multipliesVectorsAndMatrices() {
    tensor(A.multiply(from(new double[] {1, 10, 100, 1000})), FLOAT64, dims(3), 2001, 0, 4030);
    var b = from(new double[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}});
    tensor(A.multiply(b), FLOAT64, dims(3, 2), 15, 18, 0, 0, 37, 44);
    tensor(A.multiply(zeros(FLOAT64, 4, 0)), FLOAT64, dims(3, 0));
    tensor(A.multiply(ones(FLOAT32, 4)), FLOAT64, dims(3), 3, 0, 7);
  }

  @Test
  void refusesFactorsOfAnotherShape() {
    var e = assertThrows(ShapeException.class, () -> A.multiply(ones(3)));
    assertEquals(
        "a sparse matrix of 3 × 4 is multiplied by a tensor of shape (4) or (4, k), got (3)",
        e.getMessage());
    assertThrows(ShapeException.class, () -> A.multiply(ones()));
    assertThrows(ShapeException.class, () -> A.multiply(ones(4, 2, 2)));
    var two = new SparseMatrix(PATTERN, ones(2, 4));
    e = assertThrows(ShapeException.class, () -> two.multiply(ones(4, 2)));
    assertEquals(
        "a sparse matrix of 3 × 4 is multiplied by a tensor of shape (4) or (4, k), got (4, 2) for"
            + " values of shape (2, 4)",
        e.getMessage());
  }

  @Test
  void refusesValuesThatAreNotOneForEachEntry() {
    var e = assertThrows(ShapeException.class, () -> new SparseMatrix(PATTERN, ones(3)));
    assertEquals(
        "a sparse matrix has one value for each of its entries along the last axis, 4, got the"
            + " shape (3)",
        e.getMessage());
    assertThrows(ShapeException.class, () -> new SparseMatrix(PATTERN, ones()));
  }

  @Test
  void severalOfOnePatternHaveAxesInFront() {
    var two = new SparseMatrix(PATTERN, from(new double[][] {{1, 2, 3, 4}, {10, 20, 30, 40}}));
    tensor(two.get(2, 3), FLOAT64, dims(2), 4, 40);
    tensor(two.get(1, 0), FLOAT64, dims(2), 0, 0);
    tensor(two.multiply(ones(FLOAT64, 4)), FLOAT64, dims(2, 3), 3, 0, 7, 30, 0, 70);
    shape(two.toDense(), 2, 3, 4);
    values(two.toDense().select(0, 1), 10, 0, 0, 20, 0, 0, 0, 0, 0, 30, 0, 40);
  }

  @Test
  void isATreeOfItsValues() {
    Fn<Tensor, SparseMatrix> f = x -> new SparseMatrix(PATTERN, x.square());
    var x = from(new double[] {1, 2, 3, 4});
    values(jvp(f, x, ones(FLOAT64, 4)).tangent().values(), 2, 4, 6, 8);
    shape(vmap(f).apply(ones(2, 4)).toDense(), 2, 3, 4);
  }

  @Test
  void valuesAreFollowed() {
    Fn<Tensor, Tensor> f =
        x -> {
          var a = new SparseMatrix(PATTERN, x);
          var y = a.multiply(from(new double[] {1, 10, 100, 1000}));
          return y.sum().add(a.toDense().square().sum()).add(a.get(0, 3));
        };
    // The factor of each column, twice the value, and 1 for the second.
    values(grad(f).apply(from(new double[] {1, 2, 3, 4})), 3, 1005, 16, 1008);
  }

  @Test
  void printsTheFirstEntries() {
    assertEquals("3 × 4 with 4 entries: [0: 1.0, 3: 2.0], [], [1: 3.0, 3: 4.0]", A.toString());
    var one = new SparseMatrix(Sparsity.ofRows(1, new int[][] {{0}}), from(new float[] {0.1f}));
    assertEquals("1 × 1 with 1 entry: [0: 0.1]", one.toString());
    var rows = new int[12][11];
    for (int i = 0; i < 12; i++) {
      rows[i] = Ordering.natural(i == 0 ? 11 : 0);
    }
    var large = new SparseMatrix(Sparsity.ofRows(11, rows), ones(11));
    assertEquals(
        "12 × 11 with 11 entries: [0: 1.0, 1: 1.0, 2: 1.0, 3: 1.0, 4: 1.0, 5: 1.0, 6: 1.0, 7: 1.0,"
            + " 8: 1.0, 9: 1.0, …], [], [], [], [], [], [], [], [], [], …",
        large.toString());
    var two = new SparseMatrix(PATTERN, ones(2, 4));
    assertEquals("3 × 4 with 4 entries, values of shape (2, 4)", two.toString());
    var texts = new java.util.ArrayList<String>();
    var _ =
        vmap(
                (Tensor x) -> {
                  texts.add(new SparseMatrix(PATTERN, x).toString());
                  return x;
                })
            .apply(ones(2, 4));
    assertEquals("3 × 4 with 4 entries, values of shape (4)", texts.getFirst());
  }
}

package dev.fluxion.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.kernel.BlockSums;
import dev.fluxion.kernel.Gemm;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorKernelsTest {
  private static final Gemm SMALL = new Gemm(2, 2, 2, 2, 1, 2, 1, 2, 1);
  private static final Gemm SQUARE = new Gemm(32, 32, 32, 32, 1, 32, 1, 32, 1);

  @Test
  void productsAreLeftToOthersUntilTheKernelsAreCompiled() {
    var kernels = new VectorKernels();
    assertEquals("vector", kernels.name());
    assertNull(kernels.refusal());
    float[] x = new float[1024];
    float[] out = new float[1024];
    Arrays.fill(x, 1);
    assertFalse(kernels.multiply(SQUARE, x, 0, x, 0, out, 0));
    assertArrayEquals(new float[1024], out);
    kernels.await();
    assertTrue(kernels.multiply(SQUARE, x, 0, x, 0, out, 0));
    assertEquals(32, out[1023]);
    assertFalse(kernels.multiply(SMALL, x, 0, x, 0, out, 0));
  }

  @Test
  void rowsAreLeftToOthersUntilTheKernelsAreCompiledAndIfTheyAreTiny() {
    var kernels = new VectorKernels();
    assertNull(kernels.rows(DType.FLOAT32, 1000, 10));
    assertNull(kernels.rows(DType.FLOAT64, 1000, 10));
    kernels.await();
    int floats = FloatTile.LANES.length();
    int doubles = DoubleTile.LANES.length();
    assertInstanceOf(FloatRowKernels.class, kernels.rows(DType.FLOAT32, floats, 10));
    assertInstanceOf(DoubleRowKernels.class, kernels.rows(DType.FLOAT64, Math.max(4, doubles), 10));
    if (floats > 4) {
      assertInstanceOf(FloatShortRows.class, kernels.rows(DType.FLOAT32, floats - 1, 10));
    }
    if (doubles > 4) {
      assertInstanceOf(DoubleShortRows.class, kernels.rows(DType.FLOAT64, doubles - 1, 10));
    }
    assertNull(kernels.rows(DType.FLOAT32, 3, 10));
    assertNull(kernels.rows(DType.FLOAT64, 3, 10));
  }

  @Test
  void sumsOfBlocksAreLeftToOthersUntilTheKernelsAreCompiled() {
    var kernels = new VectorKernels();
    float[] x = new float[BlockSums.SIZE];
    double[] out = new double[1];
    Arrays.fill(x, 1);
    assertFalse(kernels.sums(x, 0, 1, out));
    assertFalse(kernels.add(x, 0, 1, out, 1));
    assertArrayEquals(new double[1], out);
    kernels.await();
    assertTrue(kernels.sums(x, 0, 1, out));
    assertEquals(BlockSums.SIZE, out[0]);
    assertTrue(kernels.add(x, 0, 1, out, 1));
    assertEquals(BlockSums.SIZE + BlockSums.ROWS, out[0]);
  }

  @Test
  void aSumDoesNotDependOnWhereItStands() {
    // Rows of a are all the same, and columns of b: so is all of the result, whatever tile, edge
    // or block an element is in.
    var random = new Random(1);
    for (int k : new int[] {5, 255, 256, 257, 700}) {
      float[] row = new float[k];
      double[] wide = new double[k];
      for (int p = 0; p < k; p++) {
        row[p] = (float) random.nextGaussian();
        wide[p] = random.nextGaussian();
      }
      for (int m : new int[] {3, 8, 63, 131}) {
        for (int n : new int[] {3, 32, 65, 600}) {
          var g = new Gemm(m, k, n, 0, 1, 1, 0, n, 1);
          float[] out = new float[m * n];
          assertTrue(FloatGemm.multiply(g, row, 0, row, 0, out, 0));
          double[] doubles = new double[m * n];
          assertTrue(DoubleGemm.multiply(g, wide, 0, wide, 0, doubles, 0));
          for (int i = 0; i < m * n; i++) {
            assertEquals(out[0], out[i], g::toString);
            assertEquals(doubles[0], doubles[i], g::toString);
          }
        }
      }
    }
  }
}

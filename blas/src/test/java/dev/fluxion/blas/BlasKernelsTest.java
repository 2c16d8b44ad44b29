package dev.fluxion.blas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.kernel.Gemm;
import org.junit.jupiter.api.Test;

class BlasKernelsTest {
  private final BlasKernels kernels = new BlasKernels();

  @Test
  void theBundledLibraryWorksHere() {
    assertEquals("blas", kernels.name());
    assertNull(kernels.refusal());
    float[] out = new float[4];
    float[] x = {1, 2, 3, 4};
    assertTrue(kernels.multiply(new Gemm(2, 2, 2, 2, 1, 2, 1, 2, 1), x, 0, x, 0, out, 0));
    assertArrayEquals(new float[] {7, 10, 15, 22}, out);
  }

  @Test
  void aResultThatLiesInNeitherRowsNorColumnsIsLeftToOthers() {
    double[] x = {1, 2, 3, 4};
    double[] out = new double[8];
    assertFalse(kernels.multiply(new Gemm(2, 2, 2, 2, 1, 2, 1, 4, 2), x, 0, x, 0, out, 0));
    assertFalse(kernels.multiply(new Gemm(2, 2, 2, 2, 1, 2, 1, -2, 1), x, 0, x, 0, out, 2));
    assertArrayEquals(new double[8], out);
  }
}

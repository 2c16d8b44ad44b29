package dev.fluxion.vector;

import dev.fluxion.kernel.Gemm;
import java.util.Arrays;

/** Small products that call all kernels of floats, for {@link WarmUp}. */
final class FloatRehearsal implements Runnable {
  /** As b lies, a row or a tile is worked on in another way; and there are edges. */
  private static final Gemm[] PRODUCTS = {
    new Gemm(16, 64, 64, 64, 1, 64, 1, 64, 1),
    new Gemm(64, 16, 64, 1, 64, 64, 1, 64, 1),
    new Gemm(16, 64, 64, 64, 1, 1, 64, 64, 1),
    new Gemm(65, 20, 35, 20, 1, 35, 1, 35, 1),
    new Gemm(16, 300, 35, 300, 1, 35, 1, 35, 1),
    new Gemm(64, 64, 8, 64, 1, 8, 1, 8, 1),
    new Gemm(1, 64, 256, 64, 1, 256, 1, 256, 1),
    new Gemm(1, 256, 64, 256, 1, 1, 256, 64, 1)
  };

  /** The multiplications of a round. */
  static final long WORK = Arrays.stream(PRODUCTS).mapToLong(Gemm::work).sum();

  private final float[] x = new float[1 << 14];
  private final float[] out = new float[1 << 14];

  @Override
  public void run() {
    for (var g : PRODUCTS) {
      FloatGemm.multiply(g, x, 0, x, 0, out, 0);
    }
  }
}

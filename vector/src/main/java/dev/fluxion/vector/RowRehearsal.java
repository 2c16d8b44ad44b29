package dev.fluxion.vector;

import dev.fluxion.kernel.RowKernels;
import java.util.Arrays;
import java.util.function.IntFunction;

/** Short rows that call all kernels of rows, for {@link WarmUp}. */
final class RowRehearsal implements Runnable {
  /** What a kernel that is fast may take for an element of a row, in multiplications. */
  private static final int WEIGHT = 8;

  private static final int MOST = 700;

  /** One vector, some that are full, and others. */
  private static final int[] LENGTHS = {
    FloatTile.LANES.length(), 2 * FloatTile.LANES.length() + 3, 256, MOST
  };

  /** The weight of a round: nine kernels for each length. */
  static final long WORK = 9L * WEIGHT * Arrays.stream(LENGTHS).sum();

  private final IntFunction<RowKernels> kernels;
  private final Object x;
  private final Object out;
  private final double[] sums = new double[2 * MOST + 2];

  private RowRehearsal(IntFunction<RowKernels> kernels, Object x, Object out) {
    this.kernels = kernels;
    this.x = x;
    this.out = out;
  }

  /** Of {@link FloatRowKernels}. */
  static RowRehearsal ofFloats() {
    return new RowRehearsal(FloatRowKernels::new, new float[MOST], new float[MOST]);
  }

  /** Of {@link DoubleRowKernels}. */
  static RowRehearsal ofDoubles() {
    return new RowRehearsal(DoubleRowKernels::new, new double[MOST], new double[MOST]);
  }

  @Override
  public void run() {
    for (int n : LENGTHS) {
      var k = kernels.apply(n);
      k.softmax(x, 0, out, 0);
      k.softmaxPull(x, 0, x, 0, out, 0);
      k.logSoftmax(x, 0, out, 0);
      k.logSoftmaxPull(x, 0, x, 0, out, 0);
      sums[0] = k.logSumExp(x, 0, out);
      k.standardize(x, 0, 1, out, 0);
      k.standardizePull(x, 0, x, 0, 1, out, 0);
      k.affine(x, 0, 1, x, 0, x, 0, out, 0);
      k.affinePull(x, 0, 1, x, 0, x, 0, out, 0, sums);
    }
  }
}

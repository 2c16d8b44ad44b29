package dev.fluxion.vector;

import dev.fluxion.kernel.BlockSums;

/** Sums of a few blocks, for {@link WarmUp}. */
final class BlockRehearsal {
  private static final int COUNT = 9;

  /** The elements of a round, which count as much as multiplications. */
  static final long WORK = (long) COUNT * BlockSums.SIZE;

  private BlockRehearsal() {}

  static Runnable ofFloats() {
    var x = new float[COUNT * BlockSums.SIZE];
    var out = new double[COUNT];
    return () -> FloatBlockSums.sums(x, 0, COUNT, out);
  }

  static Runnable ofDoubles() {
    var x = new double[COUNT * BlockSums.SIZE];
    var out = new double[COUNT];
    return () -> DoubleBlockSums.sums(x, 0, COUNT, out);
  }
}

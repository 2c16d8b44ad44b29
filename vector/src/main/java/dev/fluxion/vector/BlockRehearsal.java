package dev.fluxion.vector;

import dev.fluxion.kernel.BlockSums;

/** Sums of a few blocks, for {@link WarmUp}. */
final class BlockRehearsal {
  private static final int COUNT = 9;

  /** The elements of a row: some are left over. */
  private static final int ROW = 2 * BlockSums.SIZE + 3;

  /** The elements of a round, which count as much as multiplications. */
  static final long WORK = (long) COUNT * BlockSums.SIZE + (long) BlockSums.ROWS * ROW;

  private BlockRehearsal() {}

  static Runnable ofFloats() {
    var x = new float[COUNT * BlockSums.SIZE];
    var out = new double[COUNT];
    var place = new double[ROW];
    return () -> {
      FloatBlockSums.sums(x, 0, COUNT, out);
      FloatBlockSums.add(x, 0, ROW, place, ROW);
    };
  }

  static Runnable ofDoubles() {
    var x = new double[COUNT * BlockSums.SIZE];
    var out = new double[COUNT];
    var place = new double[ROW];
    return () -> {
      DoubleBlockSums.sums(x, 0, COUNT, out);
      DoubleBlockSums.add(x, 0, ROW, place, ROW);
    };
  }
}

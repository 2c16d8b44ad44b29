package dev.fluxion.kernel;

import dev.fluxion.DType;

/** Where a fold takes its elements from: an array, or a formula of several. */
interface Elements {
  /** The type of the elements: FLOAT32, FLOAT64 or a half. */
  DType dtype();

  /**
   * Copies {@code n} elements to {@code to[o…]}.
   *
   * @param at where the first lies, as the layout counts that the fold walks
   * @param step how far apart they lie
   */
  void read(int at, int step, double[] to, int o, int n);

  /** The same of float32, as they are. */
  void read(int at, int step, float[] to, int o, int n);

  /**
   * The sums of {@code count} whole blocks, as {@link BlockSums} has them.
   *
   * @return false, and nothing done, where elements have to be read first
   */
  boolean sums(int at, int step, int count, double[] out);

  /**
   * Adds rows of n elements to those of a place, {@link BlockSums#ROWS} of them one after another.
   *
   * @param at where the first row begins
   * @param step how far apart the elements of a row lie
   * @param apart how far apart rows begin
   * @return false, and nothing done, where this is not faster than to read them first
   */
  boolean add(int at, int step, int apart, double[] place, int n);

  /** Those of an array. */
  record Stored(DType dtype, Object array) implements Elements {
    @Override
    public void read(int at, int step, double[] to, int o, int n) {
      Copies.toDouble(dtype, array, at, step, to, o, 1, n);
    }

    @Override
    public void read(int at, int step, float[] to, int o, int n) {
      Copies.move(array, at, step, to, o, 1, n);
    }

    @Override
    public boolean sums(int at, int step, int count, double[] out) {
      if (step != 1) {
        return false;
      }
      if (array instanceof float[] x) {
        BlockSums.sums(x, at, count, out);
      } else if (array instanceof double[] x) {
        BlockSums.sums(x, at, count, out);
      } else {
        return false;
      }
      return true;
    }

    @Override
    public boolean add(int at, int step, int apart, double[] place, int n) {
      return step == 1 && Providers.add(array, at, apart, place, n);
    }
  }
}

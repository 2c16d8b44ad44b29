package dev.fluxion.blas;

import dev.fluxion.kernel.Gemm;

/**
 * How a product is cut into calls: into blocks of the result, {@code down} by {@code across}, and
 * the sums of each into {@code deep} terms at a time. It depends on the sizes alone, so no result
 * depends on the number of threads.
 *
 * <p>There are two reasons to cut. While a call runs on arrays of the heap no collection of garbage
 * can begin, on any thread; so a call takes a millisecond or two. And blocks of the result are what
 * threads share out among them. A product of 1024 takes 6 % longer in such calls than in one, one
 * of 256 takes 3 % longer in two.
 */
record Tiles(int down, int deep, int across) {
  private static final int DOWN = 512;
  private static final int ACROSS = 512;

  /** Borders lie where the loops of BLAS libraries have theirs. */
  private static final int UNIT = 32;

  /**
   * The tiles of a product.
   *
   * @param deep how many terms keep a call of 512 by 512 short
   * @param split how many multiplications are worth two calls
   */
  static Tiles of(Gemm g, int deep, long split) {
    int down = part(g.m(), DOWN);
    int across = part(g.n(), ACROSS);
    if (down == g.m() && across == g.n() && g.work() >= split) {
      if (g.n() >= g.m()) {
        across = part(g.n(), half(g.n()));
      } else {
        down = part(g.m(), half(g.m()));
      }
    }
    // A thin block can be deeper.
    long depth = Math.max(deep, (long) deep * DOWN * ACROSS / ((long) down * across));
    return new Tiles(down, part(g.k(), (int) Math.min(g.k(), depth)), across);
  }

  private static int half(int n) {
    return Math.max(1, n - n / 2);
  }

  /** The length of equal parts of {@code n} that are not longer than {@code most}, but for UNIT. */
  private static int part(int n, int most) {
    if (n <= most) {
      return n;
    }
    int parts = (n - 1) / most + 1;
    int length = (n - 1) / parts + 1;
    return Math.min(n, (length + UNIT - 1) / UNIT * UNIT);
  }

  /** The number of blocks of the result. */
  int blocks(Gemm g) {
    return rows(g) * ((g.n() - 1) / across + 1);
  }

  private int rows(Gemm g) {
    return (g.m() - 1) / down + 1;
  }

  /** The first row of a block. */
  int row(Gemm g, int block) {
    return block % rows(g) * down;
  }

  /** The first column of a block. */
  int column(Gemm g, int block) {
    return block / rows(g) * across;
  }
}

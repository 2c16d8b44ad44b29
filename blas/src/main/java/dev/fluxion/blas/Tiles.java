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
 *
 * <p>Sums are cut at multiples of 256 terms, as the kernels of the Vector API do. A library that
 * adds them up in order, each product and sum rounded once, then has the same bits as those.
 */
record Tiles(int down, int deep, int across) {
  private static final int DOWN = 512;
  private static final int DEEP = 256;

  /** Borders lie where the loops of BLAS libraries have theirs. */
  private static final int UNIT = 32;

  private static final int THIN = 32;

  /**
   * The tiles of a product.
   *
   * @param widest how many columns keep a call of 512 rows and 256 terms short
   * @param split how many multiplications are worth two calls
   */
  static Tiles of(Gemm g, int widest, long split) {
    int down = part(g.m(), DOWN);
    int across = part(g.n(), widest);
    if (down == g.m() && across == g.n() && g.work() >= split) {
      if (g.n() >= g.m()) {
        across = part(g.n(), half(g.n()));
      } else {
        down = part(g.m(), half(g.m()));
      }
    }
    // A thin block can be deeper: it is left to the library by all others.
    boolean thin = down < THIN || across < THIN;
    long depth = thin ? (long) DEEP * DOWN * widest / ((long) down * across) : DEEP;
    return new Tiles(down, (int) Math.min(g.k(), depth), across);
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

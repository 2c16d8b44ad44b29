package dev.fluxion.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.kernel.Gemm;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TilesTest {
  private static final int WIDEST = 512;
  private static final long SPLIT = 1 << 23;

  private static Tiles tiles(int m, int k, int n) {
    return Tiles.of(gemm(m, k, n), WIDEST, SPLIT);
  }

  private static Gemm gemm(int m, int k, int n) {
    return new Gemm(m, k, n, k, 1, n, 1, n, 1);
  }

  @Test
  void aSmallProductIsOneCall() {
    assertEquals(new Tiles(100, 100, 100), tiles(100, 100, 100));
    assertEquals(1, tiles(1, 5000, 300).blocks(gemm(1, 5000, 300)));
  }

  @Test
  void aLargerOneIsTwoForTwoThreads() {
    assertEquals(new Tiles(256, 256, 128), tiles(256, 256, 256));
    assertEquals(new Tiles(160, 256, 200), tiles(300, 300, 200));
  }

  @Test
  void aLargeOneIsCutAllThreeWays() {
    assertEquals(new Tiles(512, 256, 512), tiles(1024, 1024, 1024));
    assertEquals(4, tiles(1024, 1024, 1024).blocks(gemm(1024, 1024, 1024)));
  }

  @Test
  void blocksCoverTheResultOnceAndNoCallIsLong() {
    var random = new Random(1);
    for (int round = 0; round < 300; round++) {
      int m = 1 + random.nextInt(round % 3 == 0 ? 40 : 1500);
      int k = 1 + random.nextInt(round % 5 == 0 ? 5000 : 900);
      int n = 1 + random.nextInt(round % 7 == 0 ? 40 : 1500);
      var g = gemm(m, k, n);
      var tiles = tiles(m, k, n);
      long covered = 0;
      for (int block = 0; block < tiles.blocks(g); block++) {
        int i = tiles.row(g, block);
        int j = tiles.column(g, block);
        assertTrue(i < m && j < n, g.toString());
        covered += (long) Math.min(tiles.down(), m - i) * Math.min(tiles.across(), n - j);
      }
      assertEquals((long) m * n, covered, g.toString());
      long call = (long) tiles.down() * tiles.deep() * tiles.across();
      // One part in eight for borders at multiples of 32.
      assertTrue(call <= 512L * WIDEST * 256 * 9 / 8, () -> g + " " + tiles);
    }
  }
}

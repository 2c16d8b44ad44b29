package dev.fluxion.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  /**
   * a, b, and a to the b: plain ones, the special cases of ISO C 9899:2018, F.10.4.4, and roots,
   * which differ from it for -0 and -∞ as {@code Math.sqrt} does.
   */
  private static final double[][] POWERS = {
    {2, 10, 1024},
    {2, 0.5, 1.4142135623730951},
    {4, -0.5, 0.5},
    {-4, 0.5, NAN},
    {-0.0, 0.5, -0.0},
    {-0.0, -0.5, -INF},
    {-INF, 0.5, NAN},
    {-INF, -0.5, NAN},
    {INF, -0.5, 0.0},
    {0.0, -0.5, INF},
    {NAN, 0.5, NAN},
    {-2, 3, -8},
    {-2, -2, 0.25},
    {10, 2, 100},
    {-0.0, 1, -0.0},
    {-0.0, 2, 0.0},
    {NAN, 1, NAN},
    {NAN, 2, NAN},
    {-INF, 2, INF},
    {-INF, 1, -INF},
    {0.0, -3, INF},
    {-0.0, -3, -INF},
    {-0.0, -2, INF},
    {-0.0, -0.25, INF},
    {0.0, -INF, INF},
    {-0.0, 3, -0.0},
    {-0.0, 4, 0.0},
    {0.0, 0.5, 0.0},
    {-1, INF, 1},
    {-1, -INF, 1},
    {1, NAN, 1},
    {1, INF, 1},
    {1, -INF, 1},
    {1, 0.3, 1},
    {NAN, 0.0, 1},
    {NAN, -0.0, 1},
    {INF, 0.0, 1},
    {0.0, 0.0, 1},
    {-7, -0.0, 1},
    {-8, 1.0 / 3, NAN},
    {-0.5, 0.25, NAN},
    {-INF, 0.25, INF},
    {NAN, 3, NAN},
    {3, NAN, NAN},
    {-1, NAN, NAN},
    {NAN, INF, NAN},
    {0.5, -INF, INF},
    {-0.5, -INF, INF},
    {2, -INF, 0.0},
    {-2, -INF, 0.0},
    {0.5, INF, 0.0},
    {-0.5, INF, 0.0},
    {2, INF, INF},
    {-2, INF, INF},
    {-INF, -3, -0.0},
    {-INF, -2, 0.0},
    {-INF, 3, -INF},
    {-INF, 4, INF},
    {INF, -1, 0.0},
    {INF, 0.5, INF},
    {2, 1024, INF},
    {-2, 1025, -INF},
    {2, -1074, Double.MIN_VALUE}
  };

  @Test
  void powIsThatOfC() {
    for (double[] row : POWERS) {
      assertEquals(row[2], Arithmetic.pow(row[0], row[1]), row[0] + " to the " + row[1]);
    }
  }

  @Test
  void powOfDoublesIsAccurate() {
    var random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      double a = random.nextDouble() * 20;
      int b = random.nextInt(40);
      double exact = new BigDecimal(a).pow(b, MathContext.DECIMAL128).doubleValue();
      assertEquals(exact, Arithmetic.pow(a, (double) b), Math.ulp(exact), a + " to the " + b);
    }
  }

  @Test
  void powOfLongsWrapsAroundAndRoundsQuotientsToZero() {
    long[] numbers = {0, 1, -1, 2, -2, 3, -3, 10, 63, 64, 255, 1L << 32, Long.MAX_VALUE};
    var two64 = BigInteger.ONE.shiftLeft(64);
    for (long a : numbers) {
      for (long b : numbers) {
        if (b >= 0) {
          long exact = BigInteger.valueOf(a).modPow(BigInteger.valueOf(b), two64).longValue();
          assertEquals(exact, Arithmetic.pow(a, b), a + " to the " + b);
        }
      }
    }
    assertEquals(1, Arithmetic.pow(0L, 0L));
    assertEquals(0, Arithmetic.pow(0L, -1L));
    assertEquals(0, Arithmetic.pow(2L, -1L));
    assertEquals(0, Arithmetic.pow(-2L, -1L));
    assertEquals(1, Arithmetic.pow(1L, Long.MIN_VALUE));
    assertEquals(1, Arithmetic.pow(-1L, -2L));
    assertEquals(-1, Arithmetic.pow(-1L, -3L));
    assertEquals(1, Arithmetic.pow(-1L, Long.MIN_VALUE));
    assertEquals(0, Arithmetic.pow(Long.MIN_VALUE, 2L));
  }

  @Test
  void hypotNeitherOverflowsNorVanishes() {
    assertEquals(5, Arithmetic.hypot(3.0, -4.0));
    assertEquals(5e300, Arithmetic.hypot(3e300, 4e300), Math.ulp(5e300));
    assertEquals(5 * 0x1p-1060, Arithmetic.hypot(3 * 0x1p-1060, 4 * 0x1p-1060));
    assertEquals(INF, Arithmetic.hypot(1.5e308, 1.5e308));
    assertEquals(5, Arithmetic.hypot(-3f, 4f));
    assertEquals(5e30f, Arithmetic.hypot(3e30f, 4e30f), Math.ulp(5e30f));
    assertEquals(5 * 0x1p-140f, Arithmetic.hypot(3 * 0x1p-140f, 4 * 0x1p-140f));
    assertEquals(Float.POSITIVE_INFINITY, Arithmetic.hypot(3e38f, 3e38f));
    assertEquals(0.0f, Arithmetic.hypot(-0.0f, -0.0f));
  }

  @Test
  void hypotIsInfiniteBesideAnInfinityAndNanBesideNaN() {
    for (double other : new double[] {0, -1, INF, -INF, NAN}) {
      for (double inf : new double[] {INF, -INF}) {
        assertEquals(INF, Arithmetic.hypot(inf, other));
        assertEquals(INF, Arithmetic.hypot(other, inf));
        assertEquals(Float.POSITIVE_INFINITY, Arithmetic.hypot((float) inf, (float) other));
        assertEquals(Float.POSITIVE_INFINITY, Arithmetic.hypot((float) other, (float) inf));
      }
    }
    for (double other : new double[] {0, 1, NAN}) {
      assertEquals(NAN, Arithmetic.hypot(NAN, other));
      assertEquals(NAN, Arithmetic.hypot(other, NAN));
      assertEquals(Float.NaN, Arithmetic.hypot(Float.NaN, (float) other));
      assertEquals(Float.NaN, Arithmetic.hypot((float) other, Float.NaN));
    }
  }

  @Test
  void hypotOfFloatsIsRoundedWell() {
    var random = new Random(2);
    for (int i = 0; i < 5000; i++) {
      float a = (float) (random.nextGaussian() * Math.exp(20 * random.nextGaussian()));
      float b = (float) (random.nextGaussian() * Math.exp(20 * random.nextGaussian()));
      var squares = new BigDecimal(a).pow(2).add(new BigDecimal(b).pow(2));
      double exact = squares.sqrt(MathContext.DECIMAL128).doubleValue();
      double bound = 0.500001 * Math.ulp((float) exact);
      assertEquals(exact, Arithmetic.hypot(a, b), bound, a + ", " + b);
    }
  }

  @Test
  void sigmoidRunsFromZeroToOne() {
    assertEquals(0.5, Arithmetic.sigmoid(0));
    assertEquals(0.7310585786300049, Arithmetic.sigmoid(1), 2e-16);
    assertEquals(0.2689414213699951, Arithmetic.sigmoid(-1), 1e-16);
    assertEquals(1, Arithmetic.sigmoid(40));
    // For x far below 0 it is e^x but for a factor of 1 - e^x; e^-700 = 9.859676543759770e-305.
    assertEquals(9.85967654375977e-305, Arithmetic.sigmoid(-700), 1e-317);
    assertEquals(4.47628622567513e-309, Arithmetic.sigmoid(-710), 0x1p-1073);
    assertEquals(0, Arithmetic.sigmoid(-746));
    assertEquals(0.0, Arithmetic.sigmoid(-INF));
    assertEquals(1, Arithmetic.sigmoid(INF));
    assertEquals(NAN, Arithmetic.sigmoid(NAN));
  }
}

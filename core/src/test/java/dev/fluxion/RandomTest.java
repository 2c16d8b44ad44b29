package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.Fluxion.manualSeed;
import static dev.fluxion.Fluxion.rand;
import static dev.fluxion.Fluxion.randint;
import static dev.fluxion.Fluxion.randn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Random numbers by their moments, under a fixed seed, six standard errors wide. */
class RandomTest {
  private static final int N = 200_000;

  @BeforeEach
  void seed() {
    manualSeed(20250101);
  }

  private static double moment(double[] x, int power) {
    double sum = 0;
    for (double v : x) {
      sum += Math.pow(v, power);
    }
    return sum / x.length;
  }

  @Test
  void shapesAndTypes() {
    Expect.shape(rand(2, 3), 2, 3);
    Expect.shape(randn());
    Expect.shape(randint(0, 5, 0, 2), 0, 2);
    assertEquals(FLOAT32, rand(1).dtype());
    assertEquals(FLOAT32, randn(1).dtype());
    assertEquals(INT64, randint(0, 5, 1).dtype());
    try (var _ = Fluxion.defaultDType(FLOAT64)) {
      assertEquals(FLOAT64, rand(1).dtype());
      assertEquals(FLOAT64, randn(1).dtype());
    }
    assertFalse(rand(1).requiresGrad());
  }

  @Test
  void uniformNumbers() {
    for (var dtype : DType.values()) {
      if (!dtype.isFloating()) {
        continue;
      }
      try (var _ = Fluxion.defaultDType(dtype)) {
        double[] x = rand(N).toDoubleArray();
        for (double v : x) {
          assertTrue(v >= 0 && v < 1);
        }
        assertEquals(0.5, moment(x, 1), 6 * Math.sqrt(1.0 / 12 / N));
        assertEquals(1.0 / 3, moment(x, 2), 6 * Math.sqrt(4.0 / 45 / N));
        assertEquals(1.0 / 4, moment(x, 3), 6 * Math.sqrt(9.0 / 112 / N));
      }
    }
  }

  @Test
  void normalNumbers() {
    double[] x = randn(N).toDoubleArray();
    assertEquals(0, moment(x, 1), 6 * Math.sqrt(1.0 / N));
    assertEquals(1, moment(x, 2), 6 * Math.sqrt(2.0 / N));
    assertEquals(0, moment(x, 3), 6 * Math.sqrt(15.0 / N));
    assertEquals(3, moment(x, 4), 6 * Math.sqrt(96.0 / N));
  }

  @Test
  void wholeNumbersAreEquallyLikely() {
    int[] count = new int[7];
    for (long v : randint(-3, 4, N).toLongArray()) {
      count[(int) v + 3]++;
    }
    double expected = N / 7.0;
    for (int c : count) {
      assertEquals(expected, c, 6 * Math.sqrt(expected * 6 / 7));
    }
    for (long v : randint(5, 6, 100).toLongArray()) {
      assertEquals(5, v);
    }
    var wide = randint(Long.MIN_VALUE, Long.MAX_VALUE, 100).toLongArray();
    assertTrue(
        Arrays.stream(wide).anyMatch(v -> v > 0) && Arrays.stream(wide).anyMatch(v -> v < 0));
  }

  @Test
  void oneSeedGivesTheSameNumbers() {
    double[] a = rand(10).toDoubleArray();
    double[] b = randn(10).toDoubleArray();
    long[] c = randint(0, 1000, 10).toLongArray();
    double[] more = rand(10).toDoubleArray();
    assertFalse(Arrays.equals(a, more));
    manualSeed(20250101);
    assertArrayEquals(a, rand(10).toDoubleArray());
    assertArrayEquals(b, randn(10).toDoubleArray());
    assertArrayEquals(c, randint(0, 1000, 10).toLongArray());
    manualSeed(20250102);
    assertFalse(Arrays.equals(a, rand(10).toDoubleArray()));
    manualSeed(-1);
    double[] negative = rand(3).toDoubleArray();
    manualSeed(-1);
    assertArrayEquals(negative, rand(3).toDoubleArray());
  }

  @Test
  void aRefusedCallDrawsNothing() {
    Expect.refused(
        IllegalArgumentException.class,
        "randint needs low < high, got 1 and 0",
        () -> randint(1, 0, 5));
    double[] a = rand(5).toDoubleArray();
    manualSeed(20250101);
    assertArrayEquals(a, rand(5).toDoubleArray());
  }
}

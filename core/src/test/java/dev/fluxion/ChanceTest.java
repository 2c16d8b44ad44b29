package dev.fluxion;

import static dev.fluxion.Fluxion.manualSeed;
import static dev.fluxion.Fluxion.rand;
import static dev.fluxion.Fluxion.randint;
import static dev.fluxion.Fluxion.randn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Stretches of the stream that are drawn again. {@link RandomTest} has what is drawn; here is that
 * the stream is uniform, too.
 */
class ChanceTest {
  private static double[] mixed() {
    var a = rand(3).toDoubleArray();
    var b = randn(2).toDoubleArray();
    var c = randint(0, 1000, 2).toDoubleArray();
    return java.util.stream.DoubleStream.concat(
            java.util.stream.DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)),
            Arrays.stream(c))
        .toArray();
  }

  @Test
  void aStretchIsDrawnAgainAsOftenAsIsAsked() {
    manualSeed(1);
    var draws = new Chance.Draws();
    assertTrue(draws.isEmpty());
    var first = draws.around(ChanceTest::mixed);
    assertFalse(draws.isEmpty());
    for (int k = 0; k < 3; k++) {
      assertArrayEquals(first, draws.again().around(ChanceTest::mixed));
      assertFalse(Arrays.equals(first, mixed()));
    }
  }

  @Test
  void drawingAgainDoesNotMoveTheStream() {
    manualSeed(1);
    var draws = new Chance.Draws();
    draws.around(ChanceTest::mixed);
    var next = mixed();
    manualSeed(1);
    draws = new Chance.Draws();
    draws.around(ChanceTest::mixed);
    draws.again().around(ChanceTest::mixed);
    assertArrayEquals(next, mixed());
  }

  @Test
  void otherThreadsDrawInBetween() {
    var draws = new Chance.Draws();
    Supplier<double[]> body =
        () -> {
          var a = rand(2).toDoubleArray();
          CompletableFuture.runAsync(() -> rand(100)).join();
          var b = rand(2).toDoubleArray();
          return new double[] {a[0], a[1], b[0], b[1]};
        };
    assertArrayEquals(draws.around(body), draws.again().around(body));
  }

  /** A stretch within a stretch belongs to both. */
  @Test
  void stretchesNest() {
    Supplier<double[]> body =
        () -> {
          double a = rand().item();
          var inner = new Chance.Draws();
          double b = inner.around(() -> rand().item());
          assertEquals(b, inner.again().around(() -> rand().item()));
          var deep = new Chance.Draws();
          double c = deep.around(() -> new Chance.Draws().around(() -> rand().add(rand())).item());
          assertEquals(c, deep.again().around(() -> rand().add(rand()).item()));
          double d = rand().item();
          return new double[] {a, b, c, d};
        };
    var outer = new Chance.Draws();
    var first = outer.around(body);
    assertArrayEquals(first, outer.again().around(body));
    assertArrayEquals(first, outer.again().around(body));
  }

  @Test
  void moreThanTheFirstTimeIsRefused() {
    var draws = new Chance.Draws();
    draws.around(() -> rand(1));
    Expect.refused(
        GraphException.class,
        "a checkpoint recomputes what it computed, but its function draws more random tensors than"
            + " the first time",
        () -> draws.again().around(() -> rand(1).add(rand(1))));
    // The stream of everybody else goes on.
    Expect.shape(rand(2), 2);
  }

  @Test
  void aSeedDeterminesTheStream() {
    manualSeed(3);
    var a = rand(4).toDoubleArray();
    manualSeed(3);
    assertArrayEquals(a, rand(4).toDoubleArray());
    manualSeed(4);
    assertFalse(Arrays.equals(a, rand(4).toDoubleArray()));
  }

  /** χ² of 100 bins with 99 degrees of freedom: mean 99, standard deviation 14.07. */
  @Test
  void numbersAreUniform() {
    manualSeed(7);
    int n = 100_000;
    int[] bins = new int[100];
    for (double one : rand(n).toDoubleArray()) {
      bins[(int) (one * bins.length)]++;
    }
    double chi = 0;
    for (int bin : bins) {
      double off = bin - n / 100.0;
      chi += off * off / (n / 100.0);
    }
    assertTrue(Math.abs(chi - 99) < 6 * 14.07, "χ² " + chi);
  }

  /** Neighbours are independent: the correlation is 0 within six standard errors. */
  @Test
  void neighboursAreIndependent() {
    manualSeed(8);
    var x = randn(100_001).toDoubleArray();
    double sum = 0;
    for (int k = 1; k < x.length; k++) {
      sum += x[k] * x[k - 1];
    }
    double correlation = sum / (x.length - 1);
    assertTrue(Math.abs(correlation) < 6 / Math.sqrt(x.length), "correlation " + correlation);
  }
}

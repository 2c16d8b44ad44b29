package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.kernel.Gemm;
import dev.fluxion.kernel.Kernels;
import dev.fluxion.kernel.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every provider of products of matrices, held to loops over whole numbers, where there is one
 * right answer, and to sums of twice the precision. Both modules are here, so they are tested by
 * the same code.
 */
class ProductsTest {
  private static final int[] EDGES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 35};

  /** Larger than blocks and panels, and not multiples of them. */
  private static final int[][] LARGE = {
    {127, 128, 129},
    {130, 127, 131},
    {64, 300, 257},
    {300, 65, 40},
    {33, 521, 70},
    {1, 700, 523},
    {523, 600, 1},
    {2, 300, 600},
    {600, 300, 2},
    {5, 1031, 9},
    {521, 31, 530},
    {263, 263, 263}
  };

  /** Where a product goes wrong it has most to do with how the operands lie. */
  private enum Lie {
    ROWS,
    COLUMNS,
    SPACED_ROWS,
    SPACED_COLUMNS,
    NEITHER,
    BACKWARDS,
    ONE_ROW,
    ONE_COLUMN,
    ONE_NUMBER
  }

  /** The distances between rows and columns, and where the first element lies. */
  private record Place(int row, int column, int at, int room) {
    static Place of(Lie lie, int rows, int columns) {
      return switch (lie) {
        case ROWS -> place(columns, 1, rows, columns);
        case COLUMNS -> place(1, rows, rows, columns);
        case SPACED_ROWS -> place(columns + 3, 1, rows, columns);
        case SPACED_COLUMNS -> place(1, rows + 5, rows, columns);
        case NEITHER -> place(2 * columns + 1, 2, rows, columns);
        case BACKWARDS -> place(-columns, -1, rows, columns);
        case ONE_ROW -> place(0, 1, rows, columns);
        case ONE_COLUMN -> place(1, 0, rows, columns);
        case ONE_NUMBER -> place(0, 0, rows, columns);
      };
    }

    private static Place place(int row, int column, int rows, int columns) {
      int up = Math.max(0, (rows - 1) * row) + Math.max(0, (columns - 1) * column);
      int down = -Math.min(0, (rows - 1) * row) - Math.min(0, (columns - 1) * column);
      return new Place(row, column, 7 + down, 7 + down + up + 1);
    }
  }

  /** Those that can multiply here, ready to. */
  static Stream<Kernels> providers() {
    var found = new ArrayList<Kernels>();
    for (var k : ServiceLoader.load(Kernels.class)) {
      assertEquals(null, k.refusal(), k.name());
      k.await();
      found.add(k);
    }
    assertEquals(List.of("blas", "vector"), found.stream().map(Kernels::name).sorted().toList());
    return found.stream();
  }

  /** A product with both operands, of floats and of doubles. */
  private record Case(Gemm g, double[] a, int at, double[] b, int bt, int o, int room) {
    static Case of(int m, int k, int n, Lie left, Lie right, boolean turned, Random random) {
      var x = Place.of(left, m, k);
      var y = Place.of(right, k, n);
      int oi = turned ? 1 : n + m % 3;
      int oj = turned ? m + n % 3 : 1;
      var g = new Gemm(m, k, n, x.row(), x.column(), y.row(), y.column(), oi, oj);
      int room = 3 + (m - 1) * oi + (n - 1) * oj + 1 + 2;
      return new Case(
          g, wholes(random, x.room()), x.at(), wholes(random, y.room()), y.at(), 3, room);
    }

    private static double[] wholes(Random random, int n) {
      double[] x = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] = random.nextInt(7) - 3;
      }
      return x;
    }

    /** The same product, to be added to what is there. */
    Case adding() {
      var adds =
          new Gemm(g.m(), g.k(), g.n(), g.ai(), g.ap(), g.bp(), g.bj(), g.oi(), g.oj(), true);
      return new Case(adds, a, at, b, bt, o, room);
    }

    /** What is there before: NaN wherever nothing is to be written, and to be read. */
    private double[] before() {
      double[] out = new double[room];
      Arrays.fill(out, Double.NaN);
      for (int i = 0; g.adds() && i < g.m(); i++) {
        for (int j = 0; j < g.n(); j++) {
          out[o + i * g.oi() + j * g.oj()] = i - 2 * j;
        }
      }
      return out;
    }

    double[] expected() {
      double[] out = before();
      for (int i = 0; i < g.m(); i++) {
        for (int j = 0; j < g.n(); j++) {
          double sum = g.adds() ? i - 2 * j : 0;
          for (int p = 0; p < g.k(); p++) {
            sum += a[at + i * g.ai() + p * g.ap()] * b[bt + p * g.bp() + j * g.bj()];
          }
          out[o + i * g.oi() + j * g.oj()] = sum;
        }
      }
      return out;
    }

    double[] ofDoubles(Kernels kernels) {
      double[] out = before();
      return kernels.multiply(g, a, at, b, bt, out, o) ? out : declined(out);
    }

    double[] ofFloats(Kernels kernels) {
      float[] out = floats(before());
      boolean done = kernels.multiply(g, floats(a), at, floats(b), bt, out, o);
      return done ? doubles(out) : declined(doubles(out));
    }

    /** Who declines has not touched the result; a small product may well be declined. */
    private double[] declined(double[] out) {
      assertArrayEquals(before(), out, g::toString);
      assertTrue(g.work() < 1000, g::toString);
      return expected();
    }

    void check(Kernels kernels) {
      double[] expected = expected();
      assertArrayEquals(expected, ofFloats(kernels), () -> kernels.name() + " float " + g);
      assertArrayEquals(expected, ofDoubles(kernels), () -> kernels.name() + " double " + g);
      if (!g.adds()) {
        adding().check(kernels);
      }
    }
  }

  private static float[] floats(double[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) x[i];
    }
    return y;
  }

  private static double[] doubles(float[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i];
    }
    return y;
  }

  @ParameterizedTest
  @MethodSource("providers")
  void wholeNumbersAreExactAtAllEdges(Kernels kernels) {
    var random = new Random(1);
    for (int m : EDGES) {
      for (int k : EDGES) {
        for (int n : EDGES) {
          Case.of(m, k, n, Lie.ROWS, Lie.ROWS, false, random).check(kernels);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void wholeNumbersAreExactHoweverTheyLie(Kernels kernels) {
    var random = new Random(2);
    for (var left : Lie.values()) {
      for (var right : Lie.values()) {
        for (int round = 0; round < 40; round++) {
          int m = 1 + random.nextInt(36);
          int k = 1 + random.nextInt(36);
          int n = 1 + random.nextInt(36);
          Case.of(m, k, n, left, right, round % 4 == 3, random).check(kernels);
        }
        Case.of(1, 40, 37, left, right, false, random).check(kernels);
        Case.of(37, 40, 1, left, right, false, random).check(kernels);
        Case.of(37, 1, 40, left, right, false, random).check(kernels);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void wholeNumbersAreExactInLargeMatrices(Kernels kernels) {
    var random = new Random(3);
    var lies = new Lie[] {Lie.ROWS, Lie.COLUMNS, Lie.NEITHER};
    for (int[] s : LARGE) {
      for (var left : lies) {
        for (var right : lies) {
          Case.of(s[0], s[1], s[2], left, right, false, random).check(kernels);
        }
      }
      Case.of(s[0], s[1], s[2], Lie.ROWS, Lie.ROWS, true, random).check(kernels);
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void sumsAreAsGoodAsTheirTypeAllows(Kernels kernels) {
    var random = new Random(4);
    for (int[] s : new int[][] {{20, 50, 33}, {3, 700, 40}, {1, 513, 65}, {65, 513, 1}}) {
      var given = Case.of(s[0], s[1], s[2], Lie.ROWS, Lie.COLUMNS, false, random);
      double[] a = floatsOf(random, given.a().length);
      double[] b = floatsOf(random, given.b().length);
      var c = new Case(given.g(), a, given.at(), b, given.bt(), given.o(), given.room());
      double[] singles = c.ofFloats(kernels);
      double[] doubles = c.ofDoubles(kernels);
      for (int i = 0; i < s[0]; i++) {
        for (int j = 0; j < s[2]; j++) {
          checkSum(c, i, j, singles, doubles);
        }
      }
    }
  }

  /** Numbers that floats can hold, so both types have the same operands. */
  private static double[] floatsOf(Random random, int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** Products of two floats are exact in doubles; their sum is kept in two of them (Knuth). */
  private static void checkSum(Case c, int i, int j, double[] singles, double[] doubles) {
    var g = c.g();
    double high = 0;
    double low = 0;
    double magnitude = 0;
    for (int p = 0; p < g.k(); p++) {
      double term =
          c.a()[c.at() + i * g.ai() + p * g.ap()] * c.b()[c.bt() + p * g.bp() + j * g.bj()];
      double sum = high + term;
      double part = sum - high;
      low += (high - (sum - part)) + (term - part);
      high = sum;
      magnitude += Math.abs(term);
    }
    int at = c.o() + i * g.oi() + j * g.oj();
    assertEquals(high + low, singles[at], (g.k() + 2) * 0x1p-24 * magnitude);
    assertEquals(high + low, doubles[at], (g.k() + 2) * 0x1p-53 * magnitude);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void nanAndInfinitiesSpoilTheirRowAndColumnAlone(Kernels kernels) {
    var random = new Random(5);
    for (int[] s :
        new int[][] {{9, 21, 30}, {21, 129, 33}, {40, 300, 3}, {3, 50, 70}, {70, 9, 9}}) {
      for (var right : new Lie[] {Lie.ROWS, Lie.COLUMNS}) {
        var c = Case.of(s[0], s[1], s[2], Lie.ROWS, right, false, random);
        var g = c.g();
        Arrays.fill(c.a(), 0);
        Arrays.fill(c.b(), 1);
        c.a()[c.at() + 2 * g.ai() + (g.k() - 1) * g.ap()] = 1 / 0.0;
        c.b()[c.bt() + g.bj()] = Double.NaN;
        double[] singles = c.ofFloats(kernels);
        double[] doubles = c.ofDoubles(kernels);
        for (int i = 0; i < g.m(); i++) {
          for (int j = 0; j < g.n(); j++) {
            double expected = j == 1 ? Double.NaN : i == 2 ? 1 / 0.0 : 0;
            int at = c.o() + i * g.oi() + j;
            assertEquals(expected, singles[at], () -> kernels.name() + g);
            assertEquals(expected, doubles[at], () -> kernels.name() + g);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theNumberOfThreadsChangesNoBit(Kernels kernels) {
    int before = Threads.count();
    var random = new Random(6);
    try {
      for (int[] s :
          new int[][] {{300, 301, 302}, {65, 784, 256}, {700, 300, 65}, {1, 3000, 3001}}) {
        var given = Case.of(s[0], s[1], s[2], Lie.ROWS, Lie.ROWS, false, random);
        double[] a = floatsOf(random, given.a().length);
        double[] b = floatsOf(random, given.b().length);
        var c = new Case(given.g(), a, given.at(), b, given.bt(), given.o(), given.room());
        Threads.count(1);
        double[] singles = c.ofFloats(kernels);
        double[] doubles = c.ofDoubles(kernels);
        for (int threads = 2; threads <= 3; threads++) {
          Threads.count(threads);
          assertArrayEquals(singles, c.ofFloats(kernels));
          assertArrayEquals(doubles, c.ofDoubles(kernels));
        }
      }
    } finally {
      Threads.count(before);
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void manyThreadsMayMultiplyAtOnce(Kernels kernels) throws Exception {
    var jobs = new ArrayList<Callable<Integer>>();
    for (int job = 0; job < 4; job++) {
      var random = new Random(job);
      jobs.add(() -> {
        int checked = 0;
        for (int round = 0; round < 60; round++) {
          int m = 1 + random.nextInt(90);
          int k = 1 + random.nextInt(300);
          int n = 1 + random.nextInt(90);
          Case.of(m, k, n, Lie.ROWS, Lie.COLUMNS, false, random).check(kernels);
          checked++;
        }
        return checked;
      });
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var done : threads.invokeAll(jobs)) {
        assertEquals(60, done.get());
      }
    }
  }
}
